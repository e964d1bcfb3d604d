package io.brume.operations.logs;

import io.brume.kernel.resource.Scope;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A log group.
 *
 * @param retention after how many days its events are removed; null for never
 * @param stored the bytes of its events, 26 more each as AWS counts
 */
record Group(
        long id,
        Scope scope,
        String name,
        String logClass,
        @Nullable String kmsKey,
        boolean deletionProtected,
        @Nullable Integer retention,
        long created,
        long stored,
        int metricFilters) {

    /** Without the {@code :*} that some answers add. */
    String arn() {
        return scope.arn("logs", "log-group:" + name);
    }

    /** The moment before which events are past their time. */
    long oldestKept(Instant now) {
        return retention == null ? 0 : now.minus(retention, ChronoUnit.DAYS).toEpochMilli();
    }
}
