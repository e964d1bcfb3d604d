package io.brume.learning.tuning;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.DescribeHyperParameterTuningJobResponse;
import software.amazon.awssdk.services.sagemaker.model.HyperParameterTrainingJobSummary;

/** The best training job of a tuning job and of those that it was warm-started from. */
final class Best {

    private Best() {}

    /**
     * The better of the best of the parents, which a tuning job on the identical data and algorithm begins with, and its own
     * best.
     */
    static @Nullable HyperParameterTrainingJobSummary overall(
            DescribeHyperParameterTuningJobResponse job, Standing standing, HyperParameterTrainingJobSummary own) {
        HyperParameterTrainingJobSummary before = job.overallBestTrainingJob();
        if (before == null) {
            return job.warmStartConfig() == null ? null : own;
        }
        return cost(standing, own) <= cost(standing, before) ? own : before;
    }

    static double cost(Standing standing, HyperParameterTrainingJobSummary summary) {
        var metric = summary.finalHyperParameterTuningJobObjectiveMetric();
        return metric == null ? Double.POSITIVE_INFINITY : standing.cost(metric.value());
    }
}
