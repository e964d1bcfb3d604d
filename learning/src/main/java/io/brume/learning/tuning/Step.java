package io.brume.learning.tuning;

import io.brume.algorithms.search.Search;
import io.brume.algorithms.search.Trial;
import io.brume.learning.platform.JobKey;
import io.brume.learning.platform.Platform;
import io.brume.learning.training.TrainingJobs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.CreateTrainingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeHyperParameterTuningJobResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.HyperParameterTuningJobStatus;
import software.amazon.awssdk.services.sagemaker.model.MetricData;
import software.amazon.awssdk.services.sagemaker.model.Tag;
import software.amazon.awssdk.services.sagemaker.model.TrainingJobStatus;
import software.amazon.awssdk.services.sagemaker.model.TuningJobCompletionCriteria;

/** One step of a tuning job: tells its searches which trials have ended, and begins new ones or ends the job. */
final class Step {

    /** What SageMaker allows a tuning job. */
    private static final int MOST_TRIALS = 750;

    private static final int FAILURES_IN_A_ROW = 5;

    private final Platform platform;
    private final TrainingJobs training;
    private final DescribeHyperParameterTuningJobResponse job;
    private final Tuning tuning;
    private final Definitions definitions;
    private final List<TrialRow> rows;
    private final List<TrialRow> changed = new ArrayList<>();
    private final List<CreateTrainingJobRequest> begun = new ArrayList<>();

    Step(Platform platform, TrainingJobs training, DescribeHyperParameterTuningJobResponse job, Tuning tuning) {
        this.platform = platform;
        this.training = training;
        this.job = job;
        this.tuning = tuning;
        definitions = new Definitions(job);
        rows = new ArrayList<>(tuning.trials());
    }

    /**
     * What has come of a step.
     *
     * @param tuning with the trials that are new or have ended
     * @param end the status that the job is to have, once no trial runs any more; null while it goes on
     */
    record Result(
            Tuning tuning,
            List<CreateTrainingJobRequest> begun,
            List<JobKey> stopped,
            @Nullable HyperParameterTuningJobStatus end,
            @Nullable String reason) {}

    /** Computes; changes nothing but the searches in memory. */
    Result take(List<Tag> tags) {
        hear();
        Standing now = standing();
        HyperParameterTuningJobStatus end = ending(now);
        String reason = end == HyperParameterTuningJobStatus.FAILED
                ? "No training job succeeded after " + FAILURES_IN_A_ROW
                        + " attempts. Please take a look at the training job failures to get more details."
                : null;
        List<JobKey> stopped = new ArrayList<>();
        if (end != null) {
            rows.stream().filter(TrialRow::runs).forEach(row -> stopped.add(row.training()));
        } else if (!begin(now.running(), tags) && now.running() == 0) {
            end = HyperParameterTuningJobStatus.COMPLETED;
        }
        return new Result(tuning.with(changed), begun, stopped, end, reason);
    }

    Standing standing() {
        return new Standing(List.copyOf(rows), Searches.goal(definitions, 0));
    }

    /** Tells the searches of the trials that have ended. */
    private void hear() {
        for (int i = 0; i < rows.size(); i++) {
            TrialRow row = rows.get(i);
            if (!row.runs()) {
                continue;
            }
            Optional<DescribeTrainingJobResponse> found = training.find(row.training());
            TrainingJobStatus status =
                    found.map(DescribeTrainingJobResponse::trainingJobStatus).orElse(TrainingJobStatus.FAILED);
            if (status == TrainingJobStatus.IN_PROGRESS || status == TrainingJobStatus.STOPPING) {
                continue;
            }
            String metric = definitions.objective(row.definition()).metricName();
            Double value = found.map(one -> last(one, metric)).orElse(null);
            TrialRow ended = row.ended(status, status == TrainingJobStatus.FAILED ? null : value);
            rows.set(i, ended);
            changed.add(ended);
            report(row, status, value);
        }
    }

    private static @Nullable Double last(DescribeTrainingJobResponse job, String metric) {
        return job.finalMetricDataList().stream()
                .filter(data -> metric.equals(data.metricName()) && Float.isFinite(data.value()))
                .map(MetricData::value)
                .map(Float::doubleValue)
                .findFirst()
                .orElse(null);
    }

    private void report(TrialRow row, TrainingJobStatus status, @Nullable Double value) {
        Search search = tuning.searches().get(row.definition());
        Trial trial = search.trials().get(row.trial());
        if (trial.status() != Trial.Status.RUNNING) {
            return;
        }
        if (status == TrainingJobStatus.STOPPED && !trial.measurements().isEmpty()) {
            search.stop(row.trial());
        } else if (status == TrainingJobStatus.FAILED || value == null) {
            search.fail(row.trial());
        } else {
            search.report(row.trial(), value);
        }
    }

    private @Nullable HyperParameterTuningJobStatus ending(Standing now) {
        if (job.hyperParameterTuningJobStatus() == HyperParameterTuningJobStatus.STOPPING) {
            return HyperParameterTuningJobStatus.STOPPED;
        }
        boolean hopeless = now.failed() >= FAILURES_IN_A_ROW
                && now.completed() == 0
                && now.best().isEmpty();
        if (hopeless) {
            return HyperParameterTuningJobStatus.FAILED;
        }
        return isGoodEnough(now) || isOutOfTime() ? HyperParameterTuningJobStatus.COMPLETED : null;
    }

    private boolean isGoodEnough(Standing now) {
        TuningJobCompletionCriteria criteria =
                job.hyperParameterTuningJobConfig().tuningJobCompletionCriteria();
        if (criteria == null) {
            return false;
        }
        Double best = now.best().map(TrialRow::value).orElse(null);
        Float target = criteria.targetObjectiveMetricValue();
        if (best != null && target != null && now.cost(best) <= now.cost(target)) {
            return true;
        }
        var patience = criteria.bestObjectiveNotImproving();
        Integer most = patience == null ? null : patience.maxNumberOfTrainingJobsNotImproving();
        return best != null && most != null && now.notImproving() >= most;
    }

    private boolean isOutOfTime() {
        Integer seconds = job.hyperParameterTuningJobConfig().resourceLimits().maxRuntimeInSeconds();
        Instant now = platform.clock().instant();
        return seconds != null && Duration.between(job.creationTime(), now).compareTo(Duration.ofSeconds(seconds)) > 0;
    }

    /** Begins as many trials as there is room for. @return whether there may be more to come */
    private boolean begin(int running, List<Tag> tags) {
        var limits = job.hyperParameterTuningJobConfig().resourceLimits();
        Integer given = limits.maxNumberOfTrainingJobs();
        int most = given == null ? MOST_TRIALS : given;
        int room = Math.min(limits.maxParallelTrainingJobs() - running, most - rows.size());
        int exhausted = 0;
        int next = rows.size();
        while (room > 0 && exhausted < tuning.searches().size()) {
            int definition = next++ % tuning.searches().size();
            List<Trial> trials = tuning.searches().get(definition).suggest(1);
            if (trials.isEmpty()) {
                exhausted++;
                continue;
            }
            exhausted = 0;
            room--;
            begin(definition, trials.getFirst(), tags);
        }
        return !begun.isEmpty();
    }

    private void begin(int definition, Trial trial, List<Tag> tags) {
        int position = rows.size();
        String name = "%s-%03d-%08x"
                .formatted(
                        tuning.key().name(),
                        position + 1,
                        ThreadLocalRandom.current().nextInt());
        begun.add(definitions.training(definition, name, trial.hyperparameters(), tags));
        var row = new TrialRow(
                new JobKey(tuning.key().scope(), name),
                position,
                definition,
                trial.number(),
                TrainingJobStatus.IN_PROGRESS,
                null);
        rows.add(row);
        changed.add(row);
    }
}
