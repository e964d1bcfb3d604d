package io.brume.learning.transform;

import io.brume.kernel.job.JobKind;
import io.brume.kernel.job.JobState;
import io.brume.kernel.resource.Scope;
import io.brume.kernel.shape.Shapes;
import io.brume.learning.hosting.Models;
import io.brume.learning.platform.Errors;
import io.brume.learning.platform.JobKey;
import io.brume.learning.platform.Platform;
import io.brume.learning.platform.ResourceTags;
import io.brume.learning.platform.StoredJobs;
import io.brume.learning.platform.StoredJobs.Kind;
import io.brume.learning.serving.ModelServers;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.CreateTransformJobRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateTransformJobResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeTransformJobRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeTransformJobResponse;
import software.amazon.awssdk.services.sagemaker.model.ListTransformJobsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListTransformJobsResponse;
import software.amazon.awssdk.services.sagemaker.model.StopTransformJobRequest;
import software.amazon.awssdk.services.sagemaker.model.StopTransformJobResponse;
import software.amazon.awssdk.services.sagemaker.model.TransformJobStatus;
import software.amazon.awssdk.services.sagemaker.model.TransformJobSummary;

/** Batch transform jobs. */
public final class TransformJobs {

    static final Kind<DescribeTransformJobResponse> KIND = new Kind<>(
            "transform-job",
            "SageMaker Transform Job State Change",
            DescribeTransformJobResponse.class,
            DescribeTransformJobResponse::transformJobArn,
            DescribeTransformJobResponse::transformJobStatusAsString);
    private static final Duration LONGEST = Duration.ofDays(30);

    private final Platform platform;
    private final ResourceTags tags;
    private final Models models;
    private final StoredJobs<DescribeTransformJobResponse> jobs;

    public TransformJobs(Platform platform, ResourceTags tags, Models models, ModelServers servers) {
        this.platform = platform;
        this.tags = tags;
        this.models = models;
        jobs = new StoredJobs<>(platform, tags, KIND);
        platform.jobs()
                .define(JobKind.of(KIND.stored(), job -> new TransformRun(platform, this, models, servers, job).run())
                        .timeOut(LONGEST)
                        .computing()
                        .atOnce(platform.longAtOnce())
                        .whenUnsuccessful((_, ended) -> unsuccessful(ended)));
    }

    private void unsuccessful(JobState job) {
        boolean stopped = job.status() == JobState.Status.STOPPED;
        end(
                JobKey.parse(job.id()),
                stopped ? TransformJobStatus.STOPPED : TransformJobStatus.FAILED,
                stopped ? null : "InternalServerError: " + job.message());
    }

    public CreateTransformJobResponse create(CreateTransformJobRequest request) {
        Scope scope = Scope.current();
        TransformRequest.check(request);
        var _ = models.get(scope, request.modelName());
        tags.checked(request.tags());
        var key = new JobKey(scope, request.transformJobName());
        String arn = jobs.arn(key);
        Instant now = platform.clock().instant();
        var job = Shapes.copy(request, DescribeTransformJobResponse.builder())
                .transformJobArn(arn)
                .transformJobStatus(TransformJobStatus.IN_PROGRESS)
                .creationTime(now)
                .build();
        jobs.begin(
                key,
                job,
                request.tags(),
                () -> Errors.inUse("Job name must be unique within an AWS account and"
                        + " region, and a job with this name already exists (" + arn + ")"));
        return CreateTransformJobResponse.builder().transformJobArn(arn).build();
    }

    /** Changes a job that has not ended. Joins a transaction. */
    void change(JobKey key, UnaryOperator<DescribeTransformJobResponse.Builder> change) {
        jobs.change(key, job -> change.apply(job.toBuilder()).build());
    }

    void end(JobKey key, TransformJobStatus status, @Nullable String reason) {
        Instant now = platform.clock().instant();
        change(
                key,
                job -> job.transformJobStatus(status)
                        .failureReason(Errors.reason(reason))
                        .transformEndTime(now));
    }

    Optional<DescribeTransformJobResponse> find(JobKey key) {
        return jobs.find(key);
    }

    public DescribeTransformJobResponse describe(DescribeTransformJobRequest request) {
        return jobs.get(request.transformJobName());
    }

    public ListTransformJobsResponse list(ListTransformJobsRequest request) {
        return jobs.descriptions()
                .page(
                        Scope.current(),
                        request,
                        ListTransformJobsResponse.builder(),
                        job -> Shapes.copy(job, TransformJobSummary.builder()).build())
                .build();
    }

    public StopTransformJobResponse stop(StopTransformJobRequest request) {
        var job = jobs.get(request.transformJobName());
        var key = new JobKey(Scope.current(), job.transformJobName());
        if (!jobs.stop(key, this::stopping)) {
            throw jobs.rejected(jobs.get(key.name()));
        }
        return StopTransformJobResponse.builder().build();
    }

    private DescribeTransformJobResponse stopping(DescribeTransformJobResponse job) {
        return job.toBuilder().transformJobStatus(TransformJobStatus.STOPPING).build();
    }
}
