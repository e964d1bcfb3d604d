package io.brume.learning.automl;

import io.brume.kernel.resource.Resources;
import io.brume.kernel.resource.Scope;
import io.brume.learning.platform.Errors;
import io.brume.learning.platform.JobKey;
import io.brume.learning.platform.Platform;
import io.brume.learning.platform.ResourceTags;
import io.brume.learning.platform.StoredJobs;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.AutoMLCandidate;
import software.amazon.awssdk.services.sagemaker.model.AutoMLJobObjectiveType;
import software.amazon.awssdk.services.sagemaker.model.AutoMLJobSecondaryStatus;
import software.amazon.awssdk.services.sagemaker.model.AutoMLJobStatus;
import software.amazon.awssdk.services.sagemaker.model.AutoMLMetricEnum;
import software.amazon.awssdk.services.sagemaker.model.CandidateStatus;
import software.amazon.awssdk.services.sagemaker.model.CandidateStepType;
import software.amazon.awssdk.services.sagemaker.model.DescribeAutoMlJobV2Response;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.MetricDatum;
import software.amazon.awssdk.services.sagemaker.model.ObjectiveStatus;
import software.amazon.awssdk.services.sagemaker.model.ProblemType;

/** Jobs and their candidates, as they are described. */
final class AutoMlState {

    static final StoredJobs.Kind<DescribeAutoMlJobV2Response> KIND = new StoredJobs.Kind<>(
            "automl-job",
            "SageMaker AutoML Job State Change",
            DescribeAutoMlJobV2Response.class,
            DescribeAutoMlJobV2Response::autoMLJobArn,
            DescribeAutoMlJobV2Response::autoMLJobStatusAsString);

    /** The digits of a candidate's number and what goes before them. */
    private static final int SUFFIX = "-000".length();

    final StoredJobs<DescribeAutoMlJobV2Response> jobs;
    private final Platform platform;
    private final Resources<AutoMLCandidate> candidates;

    AutoMlState(Platform platform, ResourceTags tags) {
        this.platform = platform;
        jobs = new StoredJobs<>(platform, tags, KIND);
        candidates = Resources.of(platform.database(), "sagemaker/automl-candidate", AutoMLCandidate.class);
    }

    static String candidate(JobKey job, int number) {
        return "%s-%03d".formatted(job.name(), number);
    }

    /** The candidates of a job that have been judged or have failed. */
    List<AutoMLCandidate> candidates(Scope scope, String job) {
        return candidates.all(scope).stream()
                .filter(one -> one.candidateName()
                        .substring(0, one.candidateName().length() - SUFFIX)
                        .equals(job))
                .toList();
    }

    boolean isJudged(JobKey job, int number) {
        return candidates.find(job.scope(), candidate(job, number)).isPresent();
    }

    private void change(JobKey key, java.util.function.UnaryOperator<DescribeAutoMlJobV2Response.Builder> change) {
        Instant now = platform.clock().instant();
        jobs.change(
                key, job -> change.apply(job.toBuilder()).lastModifiedTime(now).build());
    }

    void move(JobKey key, AutoMLJobSecondaryStatus status) {
        change(
                key,
                job -> job.build().autoMLJobStatus() == AutoMLJobStatus.IN_PROGRESS
                        ? job.autoMLJobSecondaryStatus(status)
                        : job);
    }

    /** Notes what was found out. */
    void resolved(JobKey key, Problem problem, int classes, AutoMLMetricEnum objective) {
        ProblemType type = classes == 0
                ? ProblemType.REGRESSION
                : classes == 2 ? ProblemType.BINARY_CLASSIFICATION : ProblemType.MULTICLASS_CLASSIFICATION;
        change(
                key,
                job -> job.resolvedAttributes(resolved -> {
                    resolved.autoMLJobObjective(one -> one.metricName(objective))
                            .completionCriteria(problem.criteria().toBuilder()
                                    .maxCandidates(problem.candidates())
                                    .build());
                    if (problem.text() == null) {
                        resolved.autoMLProblemTypeResolvedAttributes(
                                attributes -> attributes.tabularResolvedAttributes(table -> table.problemType(type)));
                    }
                }));
    }

    void judged(
            JobKey key,
            int number,
            DescribeTrainingJobResponse trained,
            String image,
            String archive,
            AutoMLMetricEnum objective,
            Map<AutoMLMetricEnum, Double> scores) {
        var type = Scores.lessIsBetter(objective) ? AutoMLJobObjectiveType.MINIMIZE : AutoMLJobObjectiveType.MAXIMIZE;
        float value = scores.getOrDefault(objective, Double.NaN).floatValue();
        if (!Float.isFinite(value)) {
            failed(key, number, trained, CandidateStatus.FAILED, "Its " + objective + " is not finite.");
            return;
        }
        var judged = begun(key, number, trained)
                .candidateStatus(CandidateStatus.COMPLETED)
                .objectiveStatus(ObjectiveStatus.SUCCEEDED)
                .finalAutoMLJobObjectiveMetric(metric -> metric.type(type)
                        .metricName(objective)
                        .standardMetricName(objective)
                        .value(value))
                .inferenceContainers(container -> container.image(image).modelDataUrl(archive))
                .candidateProperties(properties -> properties.candidateMetrics(scores.entrySet().stream()
                        .map(score -> MetricDatum.builder()
                                .metricName(score.getKey())
                                .standardMetricName(score.getKey().toString())
                                .value(score.getValue().floatValue())
                                .set("Validation")
                                .build())
                        .toList()))
                .build();
        platform.database().change(_ -> {
            candidates.put(key.scope(), judged.candidateName(), judged);
            var best = best(key);
            change(key, job -> job.bestCandidate(best.orElse(judged)));
        });
    }

    void failed(
            JobKey key,
            int number,
            DescribeTrainingJobResponse trained,
            CandidateStatus status,
            @Nullable String reason) {
        candidates.put(
                key.scope(),
                candidate(key, number),
                begun(key, number, trained)
                        .candidateStatus(status)
                        .objectiveStatus(ObjectiveStatus.FAILED)
                        .failureReason(Errors.reason(reason))
                        .build());
    }

    private AutoMLCandidate.Builder begun(JobKey key, int number, DescribeTrainingJobResponse trained) {
        Instant now = platform.clock().instant();
        return AutoMLCandidate.builder()
                .candidateName(candidate(key, number))
                .creationTime(trained.creationTime())
                .endTime(now)
                .lastModifiedTime(now)
                .candidateSteps(step -> step.candidateStepType(CandidateStepType.AWS_SAGE_MAKER_TRAINING_JOB)
                        .candidateStepName(trained.trainingJobName())
                        .candidateStepArn(trained.trainingJobArn()));
    }

    /** The best of those that have been judged. */
    Optional<AutoMLCandidate> best(JobKey key) {
        return candidates(key.scope(), key.name()).stream()
                .filter(one -> one.candidateStatus() == CandidateStatus.COMPLETED)
                .min(Comparator.comparingDouble(AutoMlState::cost));
    }

    /** The less the better. */
    static double cost(AutoMLCandidate candidate) {
        var metric = candidate.finalAutoMLJobObjectiveMetric();
        if (metric == null) {
            return Double.POSITIVE_INFINITY;
        }
        return metric.type() == AutoMLJobObjectiveType.MINIMIZE ? metric.value() : -metric.value();
    }

    void end(JobKey key, AutoMLJobStatus status, AutoMLJobSecondaryStatus secondary, @Nullable String reason) {
        Instant now = platform.clock().instant();
        change(
                key,
                job -> job.autoMLJobStatus(status)
                        .autoMLJobSecondaryStatus(secondary)
                        .failureReason(Errors.reason(reason))
                        .endTime(now));
    }
}
