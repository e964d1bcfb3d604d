package io.brume.kernel.job;

/** Does the work of one kind of job. Called by many threads at once, for different jobs. */
@FunctionalInterface
public interface JobHandler {

    /**
     * Runs a job from its beginning or its last checkpoint. A job is begun again after a crash, so work outside of the outcome's
     * effect and the checkpoints may happen twice.
     *
     * @throws InterruptedException when the thread was interrupted: the time is up, a stop is overdue, or the server closes
     * @throws Exception when it failed; it is tried again as often as its kind says
     */
    Outcome run(JobContext job) throws Exception;
}
