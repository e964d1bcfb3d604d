package io.brume.learning.training;

import io.brume.learning.platform.JobKey;

/** Hears of training jobs on the server that runs them. Called by many threads. */
public interface TrainingListener {

    /** A metric has a new value. */
    void measured(JobKey job, String metric, double value);

    /** A job has ended. */
    void ended(JobKey job);
}
