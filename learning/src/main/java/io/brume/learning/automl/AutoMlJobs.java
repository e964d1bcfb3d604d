package io.brume.learning.automl;

import io.brume.kernel.job.JobKind;
import io.brume.kernel.job.JobState;
import io.brume.kernel.resource.Scope;
import io.brume.kernel.shape.Shapes;
import io.brume.learning.platform.Errors;
import io.brume.learning.platform.JobKey;
import io.brume.learning.platform.Platform;
import io.brume.learning.platform.ResourceTags;
import io.brume.learning.training.TrainingJobs;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.AutoMLCandidate;
import software.amazon.awssdk.services.sagemaker.model.AutoMLJobSecondaryStatus;
import software.amazon.awssdk.services.sagemaker.model.AutoMLJobStatus;
import software.amazon.awssdk.services.sagemaker.model.AutoMLJobSummary;
import software.amazon.awssdk.services.sagemaker.model.AutoMLProblemTypeConfigName;
import software.amazon.awssdk.services.sagemaker.model.AutoMLSortOrder;
import software.amazon.awssdk.services.sagemaker.model.CandidateSortBy;
import software.amazon.awssdk.services.sagemaker.model.CreateAutoMlJobRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateAutoMlJobResponse;
import software.amazon.awssdk.services.sagemaker.model.CreateAutoMlJobV2Request;
import software.amazon.awssdk.services.sagemaker.model.CreateAutoMlJobV2Response;
import software.amazon.awssdk.services.sagemaker.model.DescribeAutoMlJobRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeAutoMlJobResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeAutoMlJobV2Request;
import software.amazon.awssdk.services.sagemaker.model.DescribeAutoMlJobV2Response;
import software.amazon.awssdk.services.sagemaker.model.ListAutoMlJobsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListAutoMlJobsResponse;
import software.amazon.awssdk.services.sagemaker.model.ListCandidatesForAutoMlJobRequest;
import software.amazon.awssdk.services.sagemaker.model.ListCandidatesForAutoMlJobResponse;
import software.amazon.awssdk.services.sagemaker.model.StopAutoMlJobRequest;
import software.amazon.awssdk.services.sagemaker.model.StopAutoMlJobResponse;

/** Automatic machine learning jobs. */
public final class AutoMlJobs {

    private static final int PAGE = 10;
    private static final int LONGEST_NAME = 32;

    private final Platform platform;
    private final AutoMlState state;

    public AutoMlJobs(Platform platform, ResourceTags tags, TrainingJobs training) {
        this.platform = platform;
        state = new AutoMlState(platform, tags);
        platform.jobs()
                .define(JobKind.of(
                                AutoMlState.KIND.stored(), job -> new AutoMlRun(platform, state, training, job).run())
                        .timeOut(Duration.ofDays(7))
                        .coordinating(1)
                        .computing()
                        .whenUnsuccessful((_, ended) -> unsuccessful(ended)));
    }

    private void unsuccessful(JobState job) {
        JobKey key = JobKey.parse(job.id());
        if (job.status() == JobState.Status.STOPPED) {
            state.end(key, AutoMLJobStatus.STOPPED, AutoMLJobSecondaryStatus.STOPPED, null);
        } else {
            state.end(
                    key,
                    AutoMLJobStatus.FAILED,
                    AutoMLJobSecondaryStatus.FAILED,
                    "InternalServerError: " + job.message());
        }
    }

    public CreateAutoMlJobV2Response create(CreateAutoMlJobV2Request request) {
        var key = new JobKey(Scope.current(), request.autoMLJobName());
        if (key.name().length() > LONGEST_NAME) {
            throw Errors.validation("AutoMLJobName has at most " + LONGEST_NAME + " characters.");
        }
        var problem = Problem.of(request.autoMLProblemTypeConfig());
        Problem.check(request.autoMLJobInputDataConfig());
        String arn = state.jobs.arn(key);
        Instant now = platform.clock().instant();
        var job = Shapes.copy(request, DescribeAutoMlJobV2Response.builder())
                .autoMLJobArn(arn)
                .autoMLProblemTypeConfigName(
                        problem.text() == null
                                ? AutoMLProblemTypeConfigName.TABULAR
                                : AutoMLProblemTypeConfigName.TEXT_CLASSIFICATION)
                .autoMLJobStatus(AutoMLJobStatus.IN_PROGRESS)
                .autoMLJobSecondaryStatus(AutoMLJobSecondaryStatus.STARTING)
                .creationTime(now)
                .lastModifiedTime(now)
                .build();
        state.jobs.begin(
                key,
                job,
                request.tags(),
                () -> Errors.inUse("AutoML Job names must be unique within an AWS account and region, and an AutoML Job"
                        + " with this name already exists (" + arn + ")"));
        return CreateAutoMlJobV2Response.builder().autoMLJobArn(arn).build();
    }

    public CreateAutoMlJobResponse create(CreateAutoMlJobRequest request) {
        return CreateAutoMlJobResponse.builder()
                .autoMLJobArn(create(FirstVersion.upgraded(request)).autoMLJobArn())
                .build();
    }

    public DescribeAutoMlJobResponse describe(DescribeAutoMlJobRequest request) {
        return FirstVersion.described(get(request.autoMLJobName()));
    }

    public DescribeAutoMlJobV2Response describe(DescribeAutoMlJobV2Request request) {
        return get(request.autoMLJobName());
    }

    private DescribeAutoMlJobV2Response get(String name) {
        return state.jobs
                .find(new JobKey(Scope.current(), name))
                .orElseThrow(() -> Errors.notFound(
                        "The request failed because the AutoML job " + name + " does not exist in this region."));
    }

    public ListAutoMlJobsResponse list(ListAutoMlJobsRequest request) {
        return state.jobs
                .descriptions()
                .page(
                        Scope.current(),
                        request,
                        ListAutoMlJobsResponse.builder(),
                        job -> Shapes.copy(job, AutoMLJobSummary.builder()).build())
                .build();
    }

    public StopAutoMlJobResponse stop(StopAutoMlJobRequest request) {
        var job = get(request.autoMLJobName());
        var key = new JobKey(Scope.current(), job.autoMLJobName());
        Instant now = platform.clock().instant();
        boolean stopped = state.jobs.stop(
                key,
                one -> one.toBuilder()
                        .autoMLJobStatus(AutoMLJobStatus.STOPPING)
                        .autoMLJobSecondaryStatus(AutoMLJobSecondaryStatus.STOPPING)
                        .lastModifiedTime(now)
                        .build());
        if (!stopped) {
            throw state.jobs.rejected(get(key.name()));
        }
        return StopAutoMlJobResponse.builder().build();
    }

    /** The leaderboard: the best first, unless another order is asked for. */
    public ListCandidatesForAutoMlJobResponse candidates(ListCandidatesForAutoMlJobRequest request) {
        var job = get(request.autoMLJobName());
        Comparator<AutoMLCandidate> order = order(request.sortBy());
        if (request.sortOrder() == AutoMLSortOrder.ASCENDING) {
            order = order.reversed();
        }
        List<AutoMLCandidate> all = state.candidates(Scope.current(), job.autoMLJobName()).stream()
                .filter(one -> request.statusEquals() == null || one.candidateStatus() == request.statusEquals())
                .filter(one -> request.candidateNameEquals() == null
                        || one.candidateName().equals(request.candidateNameEquals()))
                .sorted(order.thenComparing(AutoMLCandidate::candidateName))
                .toList();
        int from = Math.min(from(request.nextToken()), all.size());
        int to = Math.min(all.size(), from + (request.maxResults() == null ? PAGE : request.maxResults()));
        return ListCandidatesForAutoMlJobResponse.builder()
                .candidates(all.subList(from, to))
                .nextToken(to < all.size() ? Integer.toString(to) : null)
                .build();
    }

    private static Comparator<AutoMLCandidate> order(@Nullable CandidateSortBy by) {
        return switch (by) {
            case CREATION_TIME ->
                Comparator.comparing(AutoMLCandidate::creationTime).reversed();
            case STATUS ->
                Comparator.comparing(AutoMLCandidate::candidateStatusAsString).reversed();
            case null, default -> Comparator.comparingDouble(AutoMlState::cost);
        };
    }

    private static int from(@Nullable String token) {
        try {
            return token == null ? 0 : Integer.parseUnsignedInt(token);
        } catch (NumberFormatException e) {
            throw Errors.validation("Invalid NextToken.");
        }
    }
}
