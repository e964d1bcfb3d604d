package io.brume.learning.processing;

import io.brume.kernel.job.JobKind;
import io.brume.kernel.job.JobState;
import io.brume.kernel.resource.Scope;
import io.brume.kernel.shape.Shapes;
import io.brume.learning.container.Containers;
import io.brume.learning.platform.Errors;
import io.brume.learning.platform.JobKey;
import io.brume.learning.platform.Platform;
import io.brume.learning.platform.ResourceTags;
import io.brume.learning.platform.StoredJobs;
import io.brume.learning.platform.StoredJobs.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
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

    static final Kind<DescribeProcessingJobResponse> KIND = new Kind<>(
            "processing-job",
            "SageMaker Processing Job State Change",
            DescribeProcessingJobResponse.class,
            DescribeProcessingJobResponse::processingJobArn,
            DescribeProcessingJobResponse::processingJobStatusAsString);
    private static final Duration LONGEST = Duration.ofDays(30);

    private final Platform platform;
    private final ResourceTags tags;
    private final StoredJobs<DescribeProcessingJobResponse> jobs;

    public ProcessingJobs(Platform platform, ResourceTags tags, Containers containers) {
        this.platform = platform;
        this.tags = tags;
        jobs = new StoredJobs<>(platform, tags, KIND);
        platform.jobs()
                .define(JobKind.of(KIND.stored(), job -> new ProcessingRun(platform, this, containers, job).run())
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
        String arn = jobs.arn(key);
        Instant now = platform.clock().instant();
        var job = Shapes.copy(request, DescribeProcessingJobResponse.builder())
                .processingJobArn(arn)
                .processingJobStatus(ProcessingJobStatus.IN_PROGRESS)
                .stoppingCondition(stop -> stop.maxRuntimeInSeconds(ProcessingRequest.seconds(request)))
                .creationTime(now)
                .lastModifiedTime(now)
                .build();
        jobs.begin(
                key,
                job,
                request.tags(),
                () -> Errors.inUse("Job name must be unique within an AWS account and"
                        + " region, and a job with this name already exists (" + arn + ")"));
        return CreateProcessingJobResponse.builder().processingJobArn(arn).build();
    }

    /** Changes a job that has not ended. Joins a transaction. */
    void change(JobKey key, UnaryOperator<DescribeProcessingJobResponse.Builder> change) {
        Instant now = platform.clock().instant();
        jobs.change(
                key, job -> change.apply(job.toBuilder()).lastModifiedTime(now).build());
    }

    void end(JobKey key, ProcessingJobStatus status, @Nullable String reason, @Nullable String message) {
        Instant now = platform.clock().instant();
        change(
                key,
                job -> job.processingJobStatus(status)
                        .failureReason(Errors.reason(reason))
                        .exitMessage(message)
                        .processingEndTime(now));
    }

    Optional<DescribeProcessingJobResponse> find(JobKey key) {
        return jobs.find(key);
    }

    public DescribeProcessingJobResponse describe(DescribeProcessingJobRequest request) {
        return jobs.get(request.processingJobName());
    }

    public ListProcessingJobsResponse list(ListProcessingJobsRequest request) {
        return jobs.descriptions()
                .page(
                        Scope.current(),
                        request,
                        ListProcessingJobsResponse.builder(),
                        job -> Shapes.copy(job, ProcessingJobSummary.builder()).build())
                .build();
    }

    public StopProcessingJobResponse stop(StopProcessingJobRequest request) {
        var job = jobs.get(request.processingJobName());
        var key = new JobKey(Scope.current(), job.processingJobName());
        if (!jobs.stop(key, this::stopping)) {
            throw jobs.rejected(jobs.get(key.name()));
        }
        return StopProcessingJobResponse.builder().build();
    }

    private DescribeProcessingJobResponse stopping(DescribeProcessingJobResponse job) {
        return job.toBuilder()
                .processingJobStatus(ProcessingJobStatus.STOPPING)
                .lastModifiedTime(platform.clock().instant())
                .build();
    }

    public DeleteProcessingJobResponse delete(DeleteProcessingJobRequest request) {
        jobs.delete(request.processingJobName());
        return DeleteProcessingJobResponse.builder().build();
    }
}
