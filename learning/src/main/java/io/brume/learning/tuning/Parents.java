package io.brume.learning.tuning;

import io.brume.algorithms.search.WarmStart;
import io.brume.kernel.resource.Resources;
import io.brume.kernel.resource.Scope;
import io.brume.learning.platform.Errors;
import io.brume.learning.platform.JobKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.DescribeHyperParameterTuningJobResponse;
import software.amazon.awssdk.services.sagemaker.model.HyperParameterTrainingJobSummary;
import software.amazon.awssdk.services.sagemaker.model.HyperParameterTuningJobWarmStartConfig;
import software.amazon.awssdk.services.sagemaker.model.HyperParameterTuningJobWarmStartType;

/** The tuning jobs that another one begins with. */
final class Parents {

    private final Resources<DescribeHyperParameterTuningJobResponse> jobs;
    private final TuningTable table;
    private final Scope scope;

    Parents(Resources<DescribeHyperParameterTuningJobResponse> jobs, TuningTable table, Scope scope) {
        this.jobs = jobs;
        this.table = table;
        this.scope = scope;
    }

    /** What they found; null where nothing is begun with. */
    @Nullable
    WarmStart warmStart(@Nullable HyperParameterTuningJobWarmStartConfig config) {
        if (config == null) {
            return null;
        }
        List<List<WarmStart.Result>> results = new ArrayList<>();
        for (DescribeHyperParameterTuningJobResponse parent : all(config)) {
            results.add(results(parent));
        }
        return new WarmStart(
                isIdentical(config) ? WarmStart.Kind.IDENTICAL_DATA_AND_ALGORITHM : WarmStart.Kind.TRANSFER_LEARNING,
                results);
    }

    private static boolean isIdentical(HyperParameterTuningJobWarmStartConfig config) {
        return config.warmStartType() == HyperParameterTuningJobWarmStartType.IDENTICAL_DATA_AND_ALGORITHM;
    }

    private List<DescribeHyperParameterTuningJobResponse> all(HyperParameterTuningJobWarmStartConfig config) {
        List<DescribeHyperParameterTuningJobResponse> parents = new ArrayList<>();
        for (var named : config.parentHyperParameterTuningJobs()) {
            String name = named.hyperParameterTuningJobName();
            var parent = jobs.get(
                    scope,
                    name,
                    () -> Errors.notFound("Amazon SageMaker can't find a tuning job with the name " + name
                            + ". Specify the name of an existing tuning job in this region."));
            if (!Tuner.isFinal(parent.hyperParameterTuningJobStatus())) {
                throw Errors.validation("The parent tuning job " + name + " is in status "
                        + parent.hyperParameterTuningJobStatusAsString() + ": it must have ended.");
            }
            parents.add(parent);
        }
        return parents;
    }

    private List<WarmStart.Result> results(DescribeHyperParameterTuningJobResponse parent) {
        var definitions = new Definitions(parent);
        List<WarmStart.Result> results = new ArrayList<>();
        table.find(new JobKey(scope, parent.hyperParameterTuningJobName())).ifPresent(tuning -> {
            for (int i = 0; i < tuning.searches().size(); i++) {
                results.addAll(Summaries.results(
                        tuning.searches().get(i), definitions.all().get(i).staticHyperParameters()));
            }
        });
        return results;
    }

    /** Their best training job, for a job on the identical data and algorithm; else null. */
    @Nullable
    HyperParameterTrainingJobSummary best(
            DescribeHyperParameterTuningJobResponse job, @Nullable HyperParameterTuningJobWarmStartConfig config) {
        if (config == null || !isIdentical(config)) {
            return null;
        }
        var standing = new Standing(List.of(), Searches.goal(new Definitions(job), 0));
        HyperParameterTrainingJobSummary best = null;
        for (DescribeHyperParameterTuningJobResponse parent : all(config)) {
            var overall = parent.overallBestTrainingJob() != null ? parent.overallBestTrainingJob() : named(parent);
            if (overall != null && (best == null || Best.cost(standing, overall) < Best.cost(standing, best))) {
                best = overall;
            }
        }
        return best;
    }

    private static @Nullable HyperParameterTrainingJobSummary named(DescribeHyperParameterTuningJobResponse parent) {
        var best = parent.bestTrainingJob();
        return best == null
                ? null
                : best.toBuilder()
                        .tuningJobName(parent.hyperParameterTuningJobName())
                        .build();
    }
}
