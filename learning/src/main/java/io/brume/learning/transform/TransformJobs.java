package io.brume.learning.transform;

import io.brume.kernel.job.JobKind;
import io.brume.kernel.job.JobState;
import io.brume.kernel.resource.Resources;
import io.brume.kernel.resource.Scope;
import io.brume.kernel.shape.Shapes;
import io.brume.learning.hosting.Models;
import io.brume.learning.platform.Errors;
import io.brume.learning.platform.JobKey;
import io.brume.learning.platform.Platform;
import io.brume.learning.platform.ResourceTags;
import io.brume.learning.platform.StateChange;
import io.brume.learning.serving.ModelServers;
import java.time.Duration;
import java.time.Instant;
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

    private static final String KIND = "transform-job";
    private static final String JOB_KIND = "sagemaker/transform-job";
    private static final String EVENT = "SageMaker Transform Job State Change";
    private static final Duration LONGEST = Duration.ofDays(30);

    private final Platform platform;
    private final ResourceTags tags;
    private final Models models;
    private final Resources<DescribeTransformJobResponse> jobs;

    public TransformJobs(Platform platform, ResourceTags tags, Models models, ModelServers servers) {
        this.platform = platform;
        this.tags = tags;
        this.models = models;
        jobs = Resources.of(platform.database(), "sagemaker/transform-job", DescribeTransformJobResponse.class)
                .newestFirst();
        tags.know(KIND, (scope, name) -> jobs.find(scope, name).isPresent());
        platform.jobs()
                .define(JobKind.of(JOB_KIND, job -> new TransformRun(platform, this, models, servers, job).run())
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
        var unused = models.get(scope, request.modelName());
        tags.checked(request.tags());
        var key = new JobKey(scope, request.transformJobName());
        String arn = scope.arn("sagemaker", KIND + "/" + key.name());
        Instant now = platform.clock().instant();
        var job = Shapes.copy(request, DescribeTransformJobResponse.builder())
                .transformJobArn(arn)
                .transformJobStatus(TransformJobStatus.IN_PROGRESS)
                .creationTime(now)
                .build();
        platform.database().change(_ -> {
            jobs.create(
                    scope,
                    key.name(),
                    job,
                    () -> Errors.inUse("Job name must be unique within an AWS account and"
                            + " region, and a job with this name already exists (" + arn + ")"));
            tags.begin(arn, request.tags());
            boolean submitted = platform.jobs().submit(JOB_KIND, key.toString(), key.toString());
            StateChange.announce(platform, scope, EVENT, arn, job);
        });
        return CreateTransformJobResponse.builder().transformJobArn(arn).build();
    }

    /** Changes a job that has not ended. Joins a transaction. */
    void change(JobKey key, UnaryOperator<DescribeTransformJobResponse.Builder> change) {
        platform.database()
                .change(_ -> jobs.update(
                                key.scope(),
                                key.name(),
                                job -> isFinal(job)
                                        ? job
                                        : change.apply(job.toBuilder()).build())
                        .ifPresent(
                                job -> StateChange.announce(platform, key.scope(), EVENT, job.transformJobArn(), job)));
    }

    void end(JobKey key, TransformJobStatus status, @Nullable String reason) {
        Instant now = platform.clock().instant();
        change(
                key,
                job -> job.transformJobStatus(status)
                        .failureReason(reason == null ? null : reason.substring(0, Math.min(reason.length(), 1024)))
                        .transformEndTime(now));
    }

    static boolean isFinal(DescribeTransformJobResponse job) {
        return switch (job.transformJobStatus()) {
            case COMPLETED, FAILED, STOPPED -> true;
            default -> false;
        };
    }

    java.util.Optional<DescribeTransformJobResponse> find(JobKey key) {
        return jobs.find(key.scope(), key.name());
    }

    public DescribeTransformJobResponse describe(DescribeTransformJobRequest request) {
        return get(request.transformJobName());
    }

    private DescribeTransformJobResponse get(String name) {
        return jobs.get(Scope.current(), name, Errors::requestedResourceNotFound);
    }

    public ListTransformJobsResponse list(ListTransformJobsRequest request) {
        return jobs.page(
                        Scope.current(),
                        request,
                        ListTransformJobsResponse.builder(),
                        job -> Shapes.copy(job, TransformJobSummary.builder()).build())
                .build();
    }

    public StopTransformJobResponse stop(StopTransformJobRequest request) {
        var job = get(request.transformJobName());
        if (job.transformJobStatus() != TransformJobStatus.IN_PROGRESS) {
            throw rejected(job);
        }
        var key = new JobKey(Scope.current(), job.transformJobName());
        platform.database().change(_ -> {
            change(key, stopping -> stopping.transformJobStatus(TransformJobStatus.STOPPING));
            boolean unused = platform.jobs().stop(JOB_KIND, key.toString());
        });
        return StopTransformJobResponse.builder().build();
    }

    private static RuntimeException rejected(DescribeTransformJobResponse job) {
        return Errors.validation("The request was rejected because the transform job is in status "
                + job.transformJobStatusAsString() + ".");
    }
}
