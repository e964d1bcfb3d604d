package io.brume.kernel.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a job stands.
 *
 * @param data what it was submitted with
 * @param progress from 0 to 1, as far as its handler says
 * @param message what its handler last said of its progress, or why it failed or is tried again; null when there is nothing to say
 * @param attempt how often it has been begun
 * @param started when it was begun for the first time; null while it never was
 * @param ended null while it has not
 */
public record JobState(
        String kind,
        String id,
        String data,
        Status status,
        double progress,
        @Nullable String message,
        int attempt,
        Instant submitted,
        @Nullable Instant started,
        @Nullable Instant ended) {

    /** Where a job is on its way. */
    public enum Status {
        /** Waits for its turn, or for another attempt. */
        QUEUED,
        RUNNING,
        /** Runs and has been asked to stop. */
        STOPPING,
        SUCCEEDED,
        FAILED,
        STOPPED;

        /** Whether nothing will happen to the job any more. */
        public boolean isFinal() {
            return this == SUCCEEDED || this == FAILED || this == STOPPED;
        }
    }

    JobState with(double newProgress, @Nullable String newMessage) {
        return new JobState(kind, id, data, status, newProgress, newMessage, attempt, submitted, started, ended);
    }
}
