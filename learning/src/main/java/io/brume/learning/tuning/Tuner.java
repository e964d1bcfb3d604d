package io.brume.learning.tuning;

import io.brume.algorithms.search.Advice;
import io.brume.algorithms.search.EarlyStopping;
import io.brume.algorithms.search.Search;
import io.brume.algorithms.search.Strategy;
import io.brume.algorithms.search.Trial;
import io.brume.kernel.resource.Resources;
import io.brume.learning.platform.JobKey;
import io.brume.learning.platform.Platform;
import io.brume.learning.platform.ResourceTags;
import io.brume.learning.platform.StateChange;
import io.brume.learning.training.TrainingJobs;
import io.brume.learning.training.TrainingListener;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sagemaker.model.DescribeHyperParameterTuningJobResponse;
import software.amazon.awssdk.services.sagemaker.model.HyperParameterTuningJobStatus;

/**
 * Takes tuning jobs step by step, on a thread of its own: when one is made, when a training job reports or ends, and every few
 * seconds, for what another server or an earlier process left.
 */
final class Tuner implements TrainingListener, AutoCloseable {

    static final String EVENT = "SageMaker HyperParameter Tuning Job State Change";

    private static final Logger log = LoggerFactory.getLogger(Tuner.class);
    private static final int TRIES = 5;

    private final Platform platform;
    private final TrainingJobs training;
    private final ResourceTags tags;
    private final Resources<DescribeHyperParameterTuningJobResponse> jobs;
    private final TuningTable table;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("tuning").factory());

    Tuner(
            Platform platform,
            TrainingJobs training,
            ResourceTags tags,
            Resources<DescribeHyperParameterTuningJobResponse> jobs,
            TuningTable table) {
        this.platform = platform;
        this.training = training;
        this.tags = tags;
        this.jobs = jobs;
        this.table = table;
    }

    /** Takes a step soon. */
    void nudge(JobKey key) {
        later(() -> advance(key));
    }

    private void later(Runnable work) {
        try {
            worker.execute(() -> {
                try {
                    work.run();
                } catch (RuntimeException e) {
                    log.warn("a step of a tuning job failed; it is tried again", e);
                }
            });
        } catch (RejectedExecutionException e) {
            return; // the server closes, and its next process goes on
        }
    }

    void nudgeAll() {
        table.active().forEach(this::nudge);
    }

    @Override
    public void ended(JobKey trained) {
        table.tuningOf(trained).ifPresent(this::nudge);
    }

    @Override
    public void measured(JobKey trained, String metric, double value) {
        table.tuningOf(trained).ifPresent(key -> later(() -> measure(key, trained, metric, value)));
    }

    private void measure(JobKey key, JobKey trained, String metric, double value) {
        Optional<DescribeHyperParameterTuningJobResponse> job = jobs.find(key.scope(), key.name());
        Optional<Tuning> tuning = table.find(key);
        if (job.isEmpty() || tuning.isEmpty()) {
            return;
        }
        for (TrialRow row : tuning.get().trials()) {
            Search search = tuning.get().searches().get(row.definition());
            boolean judged = search.settings().earlyStopping() == EarlyStopping.AUTO
                    || search.settings().strategy() instanceof Strategy.Hyperband;
            String objective =
                    new Definitions(job.get()).objective(row.definition()).metricName();
            Trial trial = search.trials().get(row.trial());
            if (row.training().equals(trained)
                    && judged
                    && metric.equals(objective)
                    && trial.status() == Trial.Status.RUNNING) {
                Advice advice = search.measure(row.trial(), trial.measurements().size() + 1, value);
                keep(tuning.get(), advice, trained);
            }
        }
    }

    private void keep(Tuning tuning, Advice advice, JobKey trained) {
        platform.database().change(_ -> {
            table.update(tuning.with(List.of()), true);
            if (advice != Advice.CONTINUE) {
                var _ = training.stop(trained);
            }
        });
    }

    private void advance(JobKey key) {
        for (int i = 1; ; i++) {
            try {
                step(key);
                return;
            } catch (TuningTable.ConflictException e) {
                if (i == TRIES) {
                    throw e;
                }
            }
        }
    }

    private void step(JobKey key) {
        Optional<DescribeHyperParameterTuningJobResponse> job = jobs.find(key.scope(), key.name());
        Optional<Tuning> tuning = table.find(key);
        if (job.isEmpty() || tuning.isEmpty() || isFinal(job.get().hyperParameterTuningJobStatus())) {
            return;
        }
        String arn = job.get().hyperParameterTuningJobArn();
        var step = new Step(platform, training, job.get(), tuning.get());
        Step.Result result = step.take(tags.of(arn));
        Standing standing = step.standing();
        boolean over = result.end() != null && standing.running() == 0;
        if (result.tuning().trials().isEmpty() && result.stopped().isEmpty() && !over) {
            return;
        }
        platform.database().change(_ -> {
            table.update(result.tuning(), !over);
            result.begun().forEach(request -> {
                var _ = training.begin(key.scope(), request, arn);
            });
            result.stopped().forEach(one -> {
                var _ = training.stop(one);
            });
            jobs.update(key.scope(), key.name(), before -> described(before, standing, result, over))
                    .ifPresent(after -> {
                        if (over) {
                            StateChange.announce(platform, key.scope(), EVENT, arn, after);
                        }
                    });
        });
    }

    static boolean isFinal(HyperParameterTuningJobStatus status) {
        return status == HyperParameterTuningJobStatus.COMPLETED
                || status == HyperParameterTuningJobStatus.FAILED
                || status == HyperParameterTuningJobStatus.STOPPED;
    }

    private DescribeHyperParameterTuningJobResponse described(
            DescribeHyperParameterTuningJobResponse before, Standing standing, Step.Result result, boolean over) {
        Instant now = platform.clock().instant();
        var after = before.toBuilder()
                .trainingJobStatusCounters(standing.statuses())
                .objectiveStatusCounters(standing.objectives())
                .lastModifiedTime(now)
                .tuningJobCompletionDetails(details -> details.numberOfTrainingJobsObjectiveNotImproving(
                        standing.best().isPresent() ? standing.notImproving() : 0))
                .consumedResources(consumed -> consumed.runtimeInSeconds(
                        (int) Duration.between(before.creationTime(), now).toSeconds()));
        var summaries = new Summaries(before);
        standing.best()
                .flatMap(best -> training.find(best.training()).map(job -> summaries.of(best, job)))
                .ifPresent(best -> after.bestTrainingJob(best)
                        .overallBestTrainingJob(Best.overall(
                                before,
                                standing,
                                best.toBuilder()
                                        .tuningJobName(before.hyperParameterTuningJobName())
                                        .build())));
        if (over) {
            after.hyperParameterTuningJobStatus(result.end())
                    .failureReason(result.reason())
                    .hyperParameterTuningEndTime(now);
        }
        return after.build();
    }

    @Override
    public void close() {
        worker.shutdownNow();
        try {
            var _ = worker.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
