package io.brume.learning.tuning;

import io.brume.algorithms.search.WarmStart;
import io.brume.kernel.resource.PageToken;
import io.brume.kernel.resource.Resources;
import io.brume.kernel.resource.Scope;
import io.brume.kernel.shape.Shapes;
import io.brume.learning.platform.Errors;
import io.brume.learning.platform.JobKey;
import io.brume.learning.platform.Platform;
import io.brume.learning.platform.ResourceTags;
import io.brume.learning.platform.StateChange;
import io.brume.learning.training.TrainingJobs;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.CreateHyperParameterTuningJobRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateHyperParameterTuningJobResponse;
import software.amazon.awssdk.services.sagemaker.model.DeleteHyperParameterTuningJobRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteHyperParameterTuningJobResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeHyperParameterTuningJobRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeHyperParameterTuningJobResponse;
import software.amazon.awssdk.services.sagemaker.model.HyperParameterTrainingJobSummary;
import software.amazon.awssdk.services.sagemaker.model.HyperParameterTuningJobStatus;
import software.amazon.awssdk.services.sagemaker.model.HyperParameterTuningJobSummary;
import software.amazon.awssdk.services.sagemaker.model.ListHyperParameterTuningJobsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListHyperParameterTuningJobsResponse;
import software.amazon.awssdk.services.sagemaker.model.ListTrainingJobsForHyperParameterTuningJobRequest;
import software.amazon.awssdk.services.sagemaker.model.ListTrainingJobsForHyperParameterTuningJobResponse;
import software.amazon.awssdk.services.sagemaker.model.SortOrder;
import software.amazon.awssdk.services.sagemaker.model.StopHyperParameterTuningJobRequest;
import software.amazon.awssdk.services.sagemaker.model.StopHyperParameterTuningJobResponse;
import software.amazon.awssdk.services.sagemaker.model.TrainingJobSortByOptions;

/** Hyperparameter tuning jobs. */
public final class TuningJobs implements AutoCloseable {

    private static final String KIND = "hyper-parameter-tuning-job";
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final int PAGE = 10;

    private final Platform platform;
    private final ResourceTags tags;
    private final TrainingJobs training;
    private final Resources<DescribeHyperParameterTuningJobResponse> jobs;
    private final TuningTable table;
    private final Tuner tuner;

    public TuningJobs(Platform platform, ResourceTags tags, TrainingJobs training) {
        this.platform = platform;
        this.tags = tags;
        this.training = training;
        jobs = Resources.of(platform.database(), "sagemaker/tuning-job", DescribeHyperParameterTuningJobResponse.class)
                .newestFirst();
        table = new TuningTable(platform.database());
        tuner = new Tuner(platform, training, tags, jobs, table);
        tags.know(KIND, (scope, name) -> jobs.find(scope, name).isPresent());
        training.listen(tuner);
        platform.jobs().every("sagemaker/tuning", LOOK, tuner::nudgeAll);
    }

    public CreateHyperParameterTuningJobResponse create(CreateHyperParameterTuningJobRequest request) {
        Scope scope = Scope.current();
        var key = new JobKey(scope, request.hyperParameterTuningJobName());
        String arn = scope.arn("sagemaker", KIND + "/" + key.name());
        Instant now = platform.clock().instant();
        var none = new Standing(List.of(), io.brume.algorithms.search.Goal.MINIMIZE);
        var job = Shapes.copy(request, DescribeHyperParameterTuningJobResponse.builder())
                .hyperParameterTuningJobArn(arn)
                .hyperParameterTuningJobStatus(HyperParameterTuningJobStatus.IN_PROGRESS)
                .creationTime(now)
                .lastModifiedTime(now)
                .trainingJobStatusCounters(none.statuses())
                .objectiveStatusCounters(none.objectives())
                .build();
        TuningRequest.check(request, job);
        tags.checked(request.tags());
        var parents = new Parents(jobs, table, scope);
        WarmStart warmStart = parents.warmStart(request.warmStartConfig());
        var begun = job.toBuilder()
                .overallBestTrainingJob(parents.best(job, request.warmStartConfig()))
                .build();
        var searches = Searches.of(begun, warmStart);
        platform.database().change(transaction -> {
            jobs.create(
                    scope,
                    key.name(),
                    begun,
                    () -> Errors.inUse("Hyperparameter tuning job names must be unique within"
                            + " an AWS account and region, and a hyperparameter tuning job with this name already exists ("
                            + arn
                            + ")"));
            tags.begin(arn, request.tags());
            table.insert(key, searches);
            StateChange.announce(platform, scope, Tuner.EVENT, arn, begun);
            transaction.afterCommit(() -> tuner.nudge(key));
        });
        return CreateHyperParameterTuningJobResponse.builder()
                .hyperParameterTuningJobArn(arn)
                .build();
    }

    public DescribeHyperParameterTuningJobResponse describe(DescribeHyperParameterTuningJobRequest request) {
        return get(request.hyperParameterTuningJobName());
    }

    private DescribeHyperParameterTuningJobResponse get(String name) {
        return jobs.get(
                Scope.current(),
                name,
                () -> Errors.notFound("Amazon SageMaker can't find a tuning job with the name " + name
                        + ". Specify the name of an existing tuning job in this region."));
    }

    public ListHyperParameterTuningJobsResponse list(ListHyperParameterTuningJobsRequest request) {
        return jobs.page(Scope.current(), request, ListHyperParameterTuningJobsResponse.builder(), TuningJobs::summary)
                .build();
    }

    private static HyperParameterTuningJobSummary summary(DescribeHyperParameterTuningJobResponse job) {
        return Shapes.copy(job, HyperParameterTuningJobSummary.builder())
                .strategy(job.hyperParameterTuningJobConfig().strategy())
                .resourceLimits(job.hyperParameterTuningJobConfig().resourceLimits())
                .build();
    }

    public StopHyperParameterTuningJobResponse stop(StopHyperParameterTuningJobRequest request) {
        Scope scope = Scope.current();
        var job = get(request.hyperParameterTuningJobName());
        var key = new JobKey(scope, job.hyperParameterTuningJobName());
        platform.database().change(transaction -> {
            jobs.update(scope, key.name(), before -> {
                        if (before.hyperParameterTuningJobStatus() != HyperParameterTuningJobStatus.IN_PROGRESS) {
                            throw rejected(before);
                        }
                        return before.toBuilder()
                                .hyperParameterTuningJobStatus(HyperParameterTuningJobStatus.STOPPING)
                                .lastModifiedTime(platform.clock().instant())
                                .build();
                    })
                    .ifPresent(after -> StateChange.announce(
                            platform, scope, Tuner.EVENT, after.hyperParameterTuningJobArn(), after));
            transaction.afterCommit(() -> tuner.nudge(key));
        });
        return StopHyperParameterTuningJobResponse.builder().build();
    }

    private static RuntimeException rejected(DescribeHyperParameterTuningJobResponse job) {
        return Errors.validation("The request was rejected because the tuning job is in status "
                + job.hyperParameterTuningJobStatusAsString() + ".");
    }

    /** Its training jobs stay. */
    public DeleteHyperParameterTuningJobResponse delete(DeleteHyperParameterTuningJobRequest request) {
        Scope scope = Scope.current();
        Optional<DescribeHyperParameterTuningJobResponse> job = jobs.find(scope, request.hyperParameterTuningJobName());
        if (job.isPresent()) {
            if (!Tuner.isFinal(job.get().hyperParameterTuningJobStatus())) {
                throw rejected(job.get());
            }
            var key = new JobKey(scope, request.hyperParameterTuningJobName());
            platform.database().change(_ -> {
                var _ = jobs.delete(scope, key.name());
                tags.end(job.get().hyperParameterTuningJobArn());
                table.delete(key);
            });
        }
        return DeleteHyperParameterTuningJobResponse.builder().build();
    }

    private record Listed(TrialRow row, HyperParameterTrainingJobSummary summary) {}

    public ListTrainingJobsForHyperParameterTuningJobResponse listTrainingJobs(
            ListTrainingJobsForHyperParameterTuningJobRequest request) {
        var job = get(request.hyperParameterTuningJobName());
        var summaries = new Summaries(job);
        var key = new JobKey(Scope.current(), job.hyperParameterTuningJobName());
        boolean descending = request.sortOrder() == SortOrder.DESCENDING;
        Comparator<Listed> order = order(request.sortBy());
        List<Listed> all = table.trials(key).stream()
                .flatMap(row ->
                        training.find(row.training()).map(found -> new Listed(row, summaries.of(row, found))).stream())
                .filter(one ->
                        request.statusEquals() == null || one.summary.trainingJobStatus() == request.statusEquals())
                .sorted(descending ? order.reversed() : order)
                .toList();
        int from = from(request, key);
        int to = Math.min(all.size(), from + (request.maxResults() == null ? PAGE : request.maxResults()));
        return ListTrainingJobsForHyperParameterTuningJobResponse.builder()
                .trainingJobSummaries(Stream.of(all.subList(Math.min(from, to), to))
                        .flatMap(List::stream)
                        .map(Listed::summary)
                        .toList())
                .nextToken(to < all.size() ? PageToken.of(what(key), List.of(Integer.toString(to))) : null)
                .build();
    }

    private static String what(JobKey key) {
        return "tuning " + key;
    }

    private static int from(ListTrainingJobsForHyperParameterTuningJobRequest request, JobKey key) {
        if (request.nextToken() == null) {
            return 0;
        }
        return PageToken.read(what(key), request.nextToken())
                .map(values -> Integer.parseInt(values.getFirst()))
                .orElseThrow(() -> Errors.validation("Invalid NextToken"));
    }

    private static Comparator<Listed> order(@Nullable TrainingJobSortByOptions by) {
        return switch (by) {
            case CREATION_TIME -> Comparator.comparingInt(one -> one.row.position());
            case STATUS -> Comparator.comparing(one -> one.summary.trainingJobStatusAsString());
            case FINAL_OBJECTIVE_METRIC_VALUE ->
                Comparator.comparing(one -> one.row.value(), Comparator.nullsLast(Comparator.naturalOrder()));
            case null, default -> Comparator.comparing(one -> one.summary.trainingJobName());
        };
    }

    @Override
    public void close() {
        tuner.close();
    }
}
