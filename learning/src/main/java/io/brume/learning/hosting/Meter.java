package io.brume.learning.hosting;

import io.brume.kernel.resource.Scope;
import io.brume.kernel.telemetry.Datum;
import io.brume.learning.platform.JobKey;
import io.brume.learning.platform.Platform;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What CloudWatch is told of invocations, a second's worth at a time. Thread-safe. */
final class Meter {

    private static final String NAMESPACE = "AWS/SageMaker";
    /** What comes beyond this within a second is left out. */
    private static final int MOST = 200_000;

    private final Platform platform;
    private final ConcurrentLinkedQueue<Measured> measured = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();

    private record Measured(Scope scope, Datum datum) {}

    Meter(Platform platform) {
        this.platform = platform;
    }

    /**
     * Notes an invocation.
     *
     * @param instances how many instances the variant has
     * @param modelNanos how long the model took
     * @param overheadNanos how long everything else took
     * @param status of the answer
     * @param modelError whether the model did not answer with a success
     */
    void invocation(
            JobKey endpoint,
            String variant,
            int instances,
            long modelNanos,
            long overheadNanos,
            int status,
            boolean modelError) {
        Map<String, String> of = Map.of("EndpointName", endpoint.name(), "VariantName", variant);
        add(endpoint, of, "Invocations", 1, "None");
        add(endpoint, of, "InvocationsPerInstance", 1.0 / Math.max(1, instances), "None");
        add(endpoint, of, "ModelLatency", modelNanos / 1e3, "Microseconds");
        add(endpoint, of, "OverheadLatency", overheadNanos / 1e3, "Microseconds");
        add(endpoint, of, "Invocation4XXErrors", status / 100 == 4 ? 1 : 0, "None");
        add(endpoint, of, "Invocation5XXErrors", status / 100 == 5 ? 1 : 0, "None");
        add(endpoint, of, "InvocationModelErrors", modelError ? 1 : 0, "None");
    }

    private void add(JobKey endpoint, Map<String, String> of, String metric, double value, String unit) {
        if (size.incrementAndGet() > MOST) {
            size.decrementAndGet();
            return;
        }
        measured.add(new Measured(
                endpoint.scope(), new Datum(metric, of, platform.clock().instant(), value, unit)));
    }

    /** Hands over what has gathered. */
    void flush() {
        Map<Scope, List<Datum>> byScope = new LinkedHashMap<>();
        for (Measured next = measured.poll(); next != null; next = measured.poll()) {
            size.decrementAndGet();
            byScope.computeIfAbsent(next.scope(), _ -> new ArrayList<>()).add(next.datum());
        }
        byScope.forEach((scope, data) -> platform.metrics().put(scope, NAMESPACE, data));
    }
}
