package io.brume.kernel.job;

import io.brume.kernel.database.Database;
import java.util.Optional;

/** What a handler knows of the job that it runs, and tells of it. */
public interface JobContext {

    String id();

    /** What the job was submitted with. */
    String data();

    /** 1 for the first time that the job is begun. */
    int attempt();

    /** The last checkpoint of an earlier attempt; empty when there is none. */
    Optional<String> checkpoint();

    /**
     * Keeps a checkpoint for later attempts, durably.
     *
     * @throws java.util.concurrent.CancellationException when the job is no longer this attempt's: another server took it over
     */
    default void checkpoint(String checkpoint) {
        checkpoint(checkpoint, _ -> {});
    }

    /**
     * The same, together with something else in one transaction: a batch of the work and the note that it is done.
     *
     * @param together may be run twice, as {@link Database#write} says
     */
    void checkpoint(String checkpoint, Database.Action together);

    /**
     * Says how far the job is; cheap enough to be called in a loop.
     *
     * @param fraction from 0 to 1
     */
    void progress(double fraction, String message);

    /** Whether the job should end soon, keeping what it has. Some time later its thread is interrupted. */
    boolean stopRequested();
}
