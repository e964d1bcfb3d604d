package io.brume.learning.training;

import io.brume.kernel.database.Transaction;
import io.brume.kernel.job.JobKind;
import io.brume.kernel.job.JobState;
import io.brume.kernel.resource.Scope;
import io.brume.kernel.shape.Shapes;
import io.brume.learning.container.Containers;
import io.brume.learning.platform.Errors;
import io.brume.learning.platform.JobKey;
import io.brume.learning.platform.Platform;
import io.brume.learning.platform.ResourceTags;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.CreateTrainingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateTrainingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.DeleteTrainingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteTrainingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.ListTrainingJobsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListTrainingJobsResponse;
import software.amazon.awssdk.services.sagemaker.model.SecondaryStatus;
import software.amazon.awssdk.services.sagemaker.model.StopTrainingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.StopTrainingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.TrainingJobStatus;
import software.amazon.awssdk.services.sagemaker.model.TrainingJobSummary;
import software.amazon.awssdk.services.sagemaker.model.UpdateTrainingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.UpdateTrainingJobResponse;

/** Training jobs. */
public final class TrainingJobs {

    /** Longer than any MaxRuntimeInSeconds, which is seen to by the run itself. */
    private static final Duration LONGEST = Duration.ofDays(30);

    private final Platform platform;
    private final ResourceTags tags;
    private final TrainingState state;
    private final Listeners listeners = new Listeners();

    public TrainingJobs(Platform platform, ResourceTags tags, Containers containers) {
        this.platform = platform;
        this.tags = tags;
        state = new TrainingState(platform, tags);
        platform.jobs()
                .define(JobKind.of(
                                TrainingState.KIND.stored(),
                                job -> new TrainingRun(platform, state, containers, listeners, job).run())
                        .timeOut(LONGEST)
                        .atOnce(platform.longAtOnce())
                        .whenUnsuccessful(this::unsuccessful));
    }

    private void unsuccessful(Transaction transaction, JobState job) {
        JobKey key = JobKey.parse(job.id());
        if (job.status() == JobState.Status.STOPPED) {
            state.end(key, SecondaryStatus.STOPPED, TrainingRun.STOPPED, null, ended -> ended);
        } else {
            String reason = "InternalServerError: " + job.message();
            state.end(key, SecondaryStatus.FAILED, TrainingRun.FAILED, reason, ended -> ended);
        }
        transaction.afterCommit(() -> listeners.ended(key));
    }

    /** Has training jobs' metrics and ends heard of. */
    public void listen(TrainingListener listener) {
        listeners.add(listener);
    }

    public CreateTrainingJobResponse create(CreateTrainingJobRequest request) {
        Scope scope = Scope.current();
        var job = begin(scope, request, null);
        return CreateTrainingJobResponse.builder()
                .trainingJobArn(job.trainingJobArn())
                .build();
    }

    /**
     * Makes a job and submits it. Joins a transaction.
     *
     * @param tuningJob the ARN of the tuning job that it belongs to; null for none
     */
    public DescribeTrainingJobResponse begin(
            Scope scope, CreateTrainingJobRequest request, @Nullable String tuningJob) {
        TrainingRequest.check(request);
        tags.checked(request.tags());
        var key = new JobKey(scope, request.trainingJobName());
        String arn = state.jobs.arn(key);
        Instant now = platform.clock().instant();
        var described = Shapes.copy(TrainingRequest.withDefaults(request), DescribeTrainingJobResponse.builder())
                .trainingJobArn(arn)
                .tuningJobArn(tuningJob)
                .trainingJobStatus(TrainingJobStatus.IN_PROGRESS)
                .creationTime(now)
                .lastModifiedTime(now)
                .build();
        var job = TrainingState.moved(described, SecondaryStatus.STARTING, "Preparing the instances for training", now);
        state.jobs.begin(
                key,
                job,
                request.tags(),
                () -> Errors.inUse("Training job names must be unique within an AWS"
                        + " account and region, and a training job with this name already exists (" + arn + ")"));
        return job;
    }

    public DescribeTrainingJobResponse describe(DescribeTrainingJobRequest request) {
        return state.jobs.get(request.trainingJobName());
    }

    /** A job of any scope, for those that began it. */
    public Optional<DescribeTrainingJobResponse> find(JobKey key) {
        return state.jobs.find(key);
    }

    /** Those of a tuning job. */
    public List<DescribeTrainingJobResponse> find(Scope scope, List<String> names) {
        return names.stream()
                .map(name -> find(new JobKey(scope, name)))
                .flatMap(Optional::stream)
                .toList();
    }

    public ListTrainingJobsResponse list(ListTrainingJobsRequest request) {
        return state.jobs
                .descriptions()
                .page(Scope.current(), request, ListTrainingJobsResponse.builder(), TrainingJobs::summary)
                .build();
    }

    private static TrainingJobSummary summary(DescribeTrainingJobResponse job) {
        return Shapes.copy(job, TrainingJobSummary.builder()).build();
    }

    public StopTrainingJobResponse stop(StopTrainingJobRequest request) {
        var job = state.jobs.get(request.trainingJobName());
        var key = new JobKey(Scope.current(), job.trainingJobName());
        if (!stop(key)) {
            throw state.jobs.rejected(state.jobs.get(key.name()));
        }
        return StopTrainingJobResponse.builder().build();
    }

    /**
     * Stops a job. Joins a transaction.
     *
     * @return whether it was in progress
     */
    public boolean stop(JobKey key) {
        Instant now = platform.clock().instant();
        return state.jobs.stop(
                key, job -> TrainingState.moved(job, SecondaryStatus.STOPPING, "Stopping the training job", now));
    }

    /** What it changes is kept and described: there are no instances to keep warm here and no profiler. */
    public UpdateTrainingJobResponse update(UpdateTrainingJobRequest request) {
        var key = new JobKey(Scope.current(), request.trainingJobName());
        var before = state.jobs.get(key.name());
        if (TrainingState.KIND.isFinal(before)) {
            throw state.jobs.rejected(before);
        }
        state.jobs.change(key, job -> {
            var changed = Shapes.copy(request, job.toBuilder());
            if (request.resourceConfig() != null) {
                changed.resourceConfig(job.resourceConfig().toBuilder()
                        .keepAlivePeriodInSeconds(request.resourceConfig().keepAlivePeriodInSeconds())
                        .build());
            }
            return changed.lastModifiedTime(platform.clock().instant()).build();
        });
        return UpdateTrainingJobResponse.builder()
                .trainingJobArn(before.trainingJobArn())
                .build();
    }

    public DeleteTrainingJobResponse delete(DeleteTrainingJobRequest request) {
        state.jobs.delete(request.trainingJobName());
        return DeleteTrainingJobResponse.builder().build();
    }
}
