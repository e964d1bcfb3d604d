package io.brume.learning.hosting;

import io.brume.kernel.resource.Scope;
import io.brume.kernel.telemetry.Datum;
import io.brume.learning.platform.JobKey;
import io.brume.learning.platform.Platform;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What CloudWatch is told of invocations, a second's worth at a time: each value once, with how often it came. A call costs one entry
 * of a queue. Thread-safe.
 */
final class Meter {

    private static final String NAMESPACE = "AWS/SageMaker";
    private static final String NO_UNIT = "None";
    private static final String MICROSECONDS = "Microseconds";
    /** What comes beyond this within a second is left out. */
    private static final int MOST = 200_000;

    private final Platform platform;
    private final ConcurrentLinkedQueue<Measured> measured = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();

    /** What calls have in common that are counted together. */
    private record Group(JobKey endpoint, String variant, long second) {}

    private record Measured(
            Group group, int instances, long modelNanos, long overheadNanos, int status, boolean modelError) {}

    private record Value(String metric, double value, String unit) {}

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
        if (size.incrementAndGet() > MOST) {
            size.decrementAndGet();
            return;
        }
        var group = new Group(
                endpoint,
                variant,
                TimeUnit.MILLISECONDS.toSeconds(platform.clock().millis()));
        measured.add(new Measured(group, instances, modelNanos, overheadNanos, status, modelError));
    }

    /** Hands over what has gathered. */
    void flush() {
        Map<Group, Map<Value, Integer>> counts = new HashMap<>();
        for (Measured next = measured.poll(); next != null; next = measured.poll()) {
            size.decrementAndGet();
            count(next, counts.computeIfAbsent(next.group(), _ -> new HashMap<>()));
        }
        Map<Scope, List<Datum>> byScope = new HashMap<>();
        counts.forEach((group, values) -> {
            List<Datum> data = byScope.computeIfAbsent(group.endpoint().scope(), _ -> new ArrayList<>());
            Map<String, String> of = Map.of("EndpointName", group.endpoint().name(), "VariantName", group.variant());
            Instant at = Instant.ofEpochSecond(group.second());
            values.forEach((one, count) -> data.add(new Datum(one.metric(), of, at, one.value(), one.unit(), count)));
        });
        byScope.forEach((scope, data) -> platform.metrics().put(scope, NAMESPACE, data));
    }

    private static void count(Measured call, Map<Value, Integer> counts) {
        add(counts, "Invocations", 1, NO_UNIT);
        add(counts, "InvocationsPerInstance", 1.0 / Math.max(1, call.instances()), NO_UNIT);
        add(counts, "ModelLatency", TimeUnit.NANOSECONDS.toMicros(call.modelNanos()), MICROSECONDS);
        add(counts, "OverheadLatency", TimeUnit.NANOSECONDS.toMicros(call.overheadNanos()), MICROSECONDS);
        add(counts, "Invocation4XXErrors", call.status() / 100 == 4 ? 1 : 0, NO_UNIT);
        add(counts, "Invocation5XXErrors", call.status() / 100 == 5 ? 1 : 0, NO_UNIT);
        add(counts, "InvocationModelErrors", call.modelError() ? 1 : 0, NO_UNIT);
    }

    private static void add(Map<Value, Integer> counts, String metric, double value, String unit) {
        counts.merge(new Value(metric, value, unit), 1, Integer::sum);
    }
}
