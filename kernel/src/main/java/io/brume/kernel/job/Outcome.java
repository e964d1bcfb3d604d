package io.brume.kernel.job;

import io.brume.kernel.database.Database;
import io.brume.kernel.job.JobState.Status;
import org.jspecify.annotations.Nullable;

/**
 * How a job ended in the eyes of its handler, with what is written in the same transaction as that end: either both or neither.
 * The effect is not run at all when the job has meanwhile been taken over by another server.
 */
public final class Outcome {

    final Status status;
    final @Nullable String message;
    final Database.Action effect;

    private Outcome(Status status, @Nullable String message, Database.Action effect) {
        this.status = status;
        this.message = message;
        this.effect = effect;
    }

    /** The job is done, and there is nothing to write. */
    public static Outcome done() {
        return done(_ -> {});
    }

    /** The job is done. When the effect throws, the job has failed. */
    public static Outcome done(Database.Action effect) {
        return new Outcome(Status.SUCCEEDED, null, effect);
    }

    /** The job stopped as it was asked to. */
    public static Outcome stopped(Database.Action effect) {
        return new Outcome(Status.STOPPED, null, effect);
    }

    /** The job failed, and trying again is of no use. */
    public static Outcome failed(String reason) {
        return new Outcome(Status.FAILED, reason, _ -> {});
    }
}
