package io.brume.learning.tuning;

import io.brume.learning.platform.JobKey;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.TrainingJobStatus;

/**
 * A training job of a tuning job.
 *
 * @param position counted from 0 over all definitions
 * @param definition which of the tuning job's training job definitions it is of
 * @param trial its number in that definition's search
 * @param status {@code IN_PROGRESS} until its end is known to the search
 * @param value its final objective; null while there is none
 */
record TrialRow(
        JobKey training,
        int position,
        int definition,
        int trial,
        TrainingJobStatus status,
        @Nullable Double value) {

    boolean runs() {
        return status == TrainingJobStatus.IN_PROGRESS;
    }

    TrialRow ended(TrainingJobStatus as, @Nullable Double with) {
        return new TrialRow(training, position, definition, trial, as, with);
    }
}
