package io.brume.kernel.telemetry;

import io.brume.kernel.resource.Scope;
import java.util.List;

/** Where services, jobs and functions put their metrics. Implementations are thread-safe. */
@FunctionalInterface
public interface MetricSink {

    /** A sink that keeps nothing. */
    MetricSink NONE = (_, _, _) -> {};

    /**
     * Keeps values; they are durable when this returns, or with the transaction that it is called in. Those that are not finite
     * are left out.
     *
     * @param namespace such as {@code AWS/Lambda} or {@code /aws/sagemaker/TrainingJobs}
     */
    void put(Scope scope, String namespace, List<Datum> data);
}
