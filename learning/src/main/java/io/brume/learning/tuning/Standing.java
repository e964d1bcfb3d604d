package io.brume.learning.tuning;

import io.brume.algorithms.search.Goal;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.sagemaker.model.ObjectiveStatusCounters;
import software.amazon.awssdk.services.sagemaker.model.TrainingJobStatus;
import software.amazon.awssdk.services.sagemaker.model.TrainingJobStatusCounters;

/** How the trials of a tuning job stand. */
record Standing(List<TrialRow> trials, Goal goal) {

    private int count(TrainingJobStatus status) {
        return (int) trials.stream().filter(row -> row.status() == status).count();
    }

    int running() {
        return count(TrainingJobStatus.IN_PROGRESS);
    }

    int failed() {
        return count(TrainingJobStatus.FAILED);
    }

    int completed() {
        return count(TrainingJobStatus.COMPLETED);
    }

    TrainingJobStatusCounters statuses() {
        return TrainingJobStatusCounters.builder()
                .completed(completed())
                .inProgress(running())
                .retryableError(0)
                .nonRetryableError(failed())
                .stopped(count(TrainingJobStatus.STOPPED))
                .build();
    }

    ObjectiveStatusCounters objectives() {
        int succeeded = (int) trials.stream().filter(row -> row.value() != null).count();
        return ObjectiveStatusCounters.builder()
                .succeeded(succeeded)
                .pending(running())
                .failed(trials.size() - succeeded - running())
                .build();
    }

    double cost(double value) {
        return goal == Goal.MINIMIZE ? value : -value;
    }

    Optional<TrialRow> best() {
        TrialRow best = null;
        double least = Double.POSITIVE_INFINITY;
        for (TrialRow row : trials) {
            Double value = row.value();
            if (value != null && cost(value) < least) {
                best = row;
                least = cost(value);
            }
        }
        return Optional.ofNullable(best);
    }

    /** How many have ended since the best was begun, without being better. */
    int notImproving() {
        int position = best().map(TrialRow::position).orElse(-1);
        return (int) trials.stream()
                .filter(row -> row.position() > position && !row.runs())
                .count();
    }
}
