package io.brume.kernel.job;

import java.util.Optional;

/**
 * A job that this server has begun. The number of the attempt fences it: whatever an attempt writes is written only while the job
 * is still that attempt's.
 *
 * @param failures how often it has failed before
 */
record Taken(JobKind kind, String id, String data, int attempt, int failures, Optional<String> checkpoint) {

    String key() {
        return key(kind.name(), id);
    }

    static String key(String kind, String id) {
        return kind + " " + id;
    }
}
