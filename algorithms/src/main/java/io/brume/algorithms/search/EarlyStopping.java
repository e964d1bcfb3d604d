package io.brume.algorithms.search;

/** Whether trials that do badly are ended before they have run their course; SageMaker's TrainingJobEarlyStoppingType. */
public enum EarlyStopping {
    OFF,
    /**
     * By the median rule: a trial is ended where its latest value is worse than the median of what the trials that ended
     * before had on average up to there. SageMaker's documentation, "Stop Training Jobs Early"; D. Golovin et al., "Google
     * Vizier: A Service for Black-Box Optimization" (KDD 2017), section 3.2. At least three have to have come that far.
     */
    AUTO
}
