package io.brume.kernel.gateway;

import io.brume.kernel.operation.Operation;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Requests by operation and status, as Prometheus reads them. */
public final class Metrics {

    /** What {@link #scrape} gives. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private record Key(@Nullable Operation operation, int status) {}

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

    public Metrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
    }

    /** Where rooms register meters of their own. */
    public MeterRegistry registry() {
        return registry;
    }

    void count(@Nullable Operation operation, int status, long nanos) {
        timers.computeIfAbsent(new Key(operation, status), this::timer).record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(Key key) {
        return Timer.builder("brume.requests")
                .description("Requests answered")
                .tag(
                        "service",
                        key.operation == null
                                ? "none"
                                : key.operation.service().model().signingName())
                .tag("operation", key.operation == null ? "none" : key.operation.name())
                .tag("status", Integer.toString(key.status))
                .register(registry);
    }

    /** All meters in Prometheus's text format. */
    public String scrape() {
        return registry.scrape();
    }
}
