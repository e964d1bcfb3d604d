package io.brume.learning.processing;

import io.brume.kernel.job.JobKind;
import io.brume.kernel.job.JobState;
import io.brume.kernel.resource.Resources;
import io.brume.kernel.resource.Scope;
import io.brume.kernel.shape.Shapes;
import io.brume.learning.container.Containers;
import io.brume.learning.platform.Errors;
import io.brume.learning.platform.JobKey;
import io.brume.learning.platform.Platform;
import io.brume.learning.platform.ResourceTags;
import io.brume.learning.platform.StateChange;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.CreateProcessingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateProcessingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.DeleteProcessingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteProcessingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeProcessingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeProcessingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.ListProcessingJobsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListProcessingJobsResponse;
import software.amazon.awssdk.services.sagemaker.model.ProcessingJobStatus;
import software.amazon.awssdk.services.sagemaker.model.ProcessingJobSummary;
import software.amazon.awssdk.services.sagemaker.model.StopProcessingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.StopProcessingJobResponse;

/** Processing jobs. */
public final class ProcessingJobs {

    private static final String KIND = "processing-job";
    private static final String JOB_KIND = "sagemaker/processing-job";
    private static final String EVENT = "SageMaker Processing Job State Change";
    private static final Duration LONGEST = Duration.ofDays(30);

    private final Platform platform;
    private final ResourceTags tags;
    private final Resources<DescribeProcessingJobResponse> jobs;

    public ProcessingJobs(Platform platform, ResourceTags tags, Containers containers) {
        this.platform = platform;
        this.tags = tags;
        jobs = Resources.of(platform.database(), "sagemaker/processing-job", DescribeProcessingJobResponse.class)
                .newestFirst();
        tags.know(KIND, (scope, name) -> jobs.find(scope, name).isPresent());
        platform.jobs()
                .define(JobKind.of(JOB_KIND, job -> new ProcessingRun(platform, this, containers, job).run())
                        .timeOut(LONGEST)
                        .atOnce(platform.longAtOnce())
                        .whenUnsuccessful((_, ended) -> unsuccessful(ended)));
    }

    private void unsuccessful(JobState job) {
        boolean stopped = job.status() == JobState.Status.STOPPED;
        end(
                JobKey.parse(job.id()),
                stopped ? ProcessingJobStatus.STOPPED : ProcessingJobStatus.FAILED,
                stopped ? null : "InternalServerError: " + job.message(),
                null);
    }

    public CreateProcessingJobResponse create(CreateProcessingJobRequest request) {
        ProcessingRequest.check(request);
        tags.checked(request.tags());
        Scope scope = Scope.current();
        var key = new JobKey(scope, request.processingJobName());
        String arn = scope.arn("sagemaker", KIND + "/" + key.name());
        Instant now = platform.clock().instant();
        var job = Shapes.copy(request, DescribeProcessingJobResponse.builder())
                .processingJobArn(arn)
                .processingJobStatus(ProcessingJobStatus.IN_PROGRESS)
                .stoppingCondition(stop -> stop.maxRuntimeInSeconds(ProcessingRequest.seconds(request)))
                .creationTime(now)
                .lastModifiedTime(now)
                .build();
        platform.database().change(_ -> {
            jobs.create(
                    scope,
                    key.name(),
                    job,
                    () -> Errors.inUse("Job name must be unique within an AWS account and"
                            + " region, and a job with this name already exists (" + arn + ")"));
            tags.begin(arn, request.tags());
            var _ = platform.jobs().submit(JOB_KIND, key.toString(), key.toString());
            StateChange.announce(platform, scope, EVENT, arn, job);
        });
        return CreateProcessingJobResponse.builder().processingJobArn(arn).build();
    }

    /** Changes a job that has not ended. Joins a transaction. */
    void change(JobKey key, UnaryOperator<DescribeProcessingJobResponse.Builder> change) {
        Instant now = platform.clock().instant();
        platform.database()
                .change(_ -> jobs.update(
                                key.scope(),
                                key.name(),
                                job -> isFinal(job)
                                        ? job
                                        : change.apply(job.toBuilder())
                                                .lastModifiedTime(now)
                                                .build())
                        .ifPresent(job ->
                                StateChange.announce(platform, key.scope(), EVENT, job.processingJobArn(), job)));
    }

    void end(JobKey key, ProcessingJobStatus status, @Nullable String reason, @Nullable String message) {
        Instant now = platform.clock().instant();
        change(
                key,
                job -> job.processingJobStatus(status)
                        .failureReason(reason == null ? null : reason.substring(0, Math.min(reason.length(), 1024)))
                        .exitMessage(message)
                        .processingEndTime(now));
    }

    static boolean isFinal(DescribeProcessingJobResponse job) {
        return switch (job.processingJobStatus()) {
            case COMPLETED, FAILED, STOPPED -> true;
            default -> false;
        };
    }

    java.util.Optional<DescribeProcessingJobResponse> find(JobKey key) {
        return jobs.find(key.scope(), key.name());
    }

    public DescribeProcessingJobResponse describe(DescribeProcessingJobRequest request) {
        return get(request.processingJobName());
    }

    private DescribeProcessingJobResponse get(String name) {
        return jobs.get(Scope.current(), name, Errors::requestedResourceNotFound);
    }

    public ListProcessingJobsResponse list(ListProcessingJobsRequest request) {
        return jobs.page(
                        Scope.current(),
                        request,
                        ListProcessingJobsResponse.builder(),
                        job -> Shapes.copy(job, ProcessingJobSummary.builder()).build())
                .build();
    }

    public StopProcessingJobResponse stop(StopProcessingJobRequest request) {
        var job = get(request.processingJobName());
        if (job.processingJobStatus() != ProcessingJobStatus.IN_PROGRESS) {
            throw rejected(job);
        }
        var key = new JobKey(Scope.current(), job.processingJobName());
        platform.database().change(_ -> {
            change(key, stopping -> stopping.processingJobStatus(ProcessingJobStatus.STOPPING));
            var _ = platform.jobs().stop(JOB_KIND, key.toString());
        });
        return StopProcessingJobResponse.builder().build();
    }

    private static RuntimeException rejected(DescribeProcessingJobResponse job) {
        return Errors.validation("The request was rejected because the processing job is in status "
                + job.processingJobStatusAsString() + ".");
    }

    public DeleteProcessingJobResponse delete(DeleteProcessingJobRequest request) {
        var job = get(request.processingJobName());
        if (!isFinal(job)) {
            throw rejected(job);
        }
        var key = new JobKey(Scope.current(), job.processingJobName());
        platform.database().change(_ -> {
            var _ = jobs.delete(key.scope(), key.name());
            tags.end(job.processingJobArn());
            var _ = platform.jobs().forget(JOB_KIND, key.toString());
        });
        return DeleteProcessingJobResponse.builder().build();
    }
}
