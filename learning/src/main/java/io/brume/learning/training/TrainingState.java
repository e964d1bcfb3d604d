package io.brume.learning.training;

import io.brume.learning.platform.Errors;
import io.brume.learning.platform.JobKey;
import io.brume.learning.platform.Platform;
import io.brume.learning.platform.ResourceTags;
import io.brume.learning.platform.StoredJobs;
import io.brume.learning.platform.StoredJobs.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.SecondaryStatus;
import software.amazon.awssdk.services.sagemaker.model.SecondaryStatusTransition;
import software.amazon.awssdk.services.sagemaker.model.TrainingJobStatus;

/** The training jobs, as they are described, and how they go from one status to the next. Thread-safe. */
final class TrainingState {

    static final Kind<DescribeTrainingJobResponse> KIND = new Kind<>(
            "training-job",
            "SageMaker Training Job State Change",
            DescribeTrainingJobResponse.class,
            DescribeTrainingJobResponse::trainingJobArn,
            DescribeTrainingJobResponse::trainingJobStatusAsString);

    final StoredJobs<DescribeTrainingJobResponse> jobs;
    private final Platform platform;

    TrainingState(Platform platform, ResourceTags tags) {
        this.platform = platform;
        jobs = new StoredJobs<>(platform, tags, KIND);
    }

    /** Moves a job on, and announces it. Joins a transaction. */
    void move(JobKey key, SecondaryStatus to, String message) {
        jobs.change(key, job -> moved(job, to, message, platform.clock().instant()));
    }

    /** Ends a job. */
    void end(
            JobKey key,
            SecondaryStatus as,
            String message,
            @Nullable String reason,
            UnaryOperator<DescribeTrainingJobResponse> also) {
        jobs.change(key, job -> {
            DescribeTrainingJobResponse ended =
                    also.apply(moved(job, as, message, platform.clock().instant()));
            return reason == null
                    ? ended
                    : ended.toBuilder().failureReason(Errors.reason(reason)).build();
        });
    }

    static boolean isFinal(TrainingJobStatus status) {
        return status == TrainingJobStatus.COMPLETED
                || status == TrainingJobStatus.FAILED
                || status == TrainingJobStatus.STOPPED;
    }

    static TrainingJobStatus status(SecondaryStatus secondary, TrainingJobStatus before) {
        return switch (secondary) {
            case COMPLETED -> TrainingJobStatus.COMPLETED;
            case FAILED -> TrainingJobStatus.FAILED;
            case STOPPED, MAX_RUNTIME_EXCEEDED, MAX_WAIT_TIME_EXCEEDED -> TrainingJobStatus.STOPPED;
            case STOPPING -> TrainingJobStatus.STOPPING;
            default -> before;
        };
    }

    static DescribeTrainingJobResponse moved(
            DescribeTrainingJobResponse job, SecondaryStatus to, String message, Instant now) {
        TrainingJobStatus status = status(to, job.trainingJobStatus());
        boolean stopping = job.trainingJobStatus() == TrainingJobStatus.STOPPING;
        if (stopping && !isFinal(status)) {
            return job; // whatever it still does
        }
        List<SecondaryStatusTransition> transitions = new ArrayList<>(job.secondaryStatusTransitions());
        if (!transitions.isEmpty() && transitions.getLast().endTime() == null) {
            transitions.set(
                    transitions.size() - 1,
                    transitions.getLast().toBuilder().endTime(now).build());
        }
        transitions.add(SecondaryStatusTransition.builder()
                .status(to)
                .startTime(now)
                .endTime(isFinal(status) ? now : null)
                .statusMessage(message)
                .build());
        var moved = job.toBuilder()
                .trainingJobStatus(status)
                .secondaryStatus(to)
                .secondaryStatusTransitions(transitions)
                .lastModifiedTime(now);
        if (to == SecondaryStatus.DOWNLOADING && job.trainingStartTime() == null) {
            moved.trainingStartTime(now);
        }
        if (isFinal(status)) {
            moved.trainingEndTime(now);
            Instant began = job.trainingStartTime();
            int seconds = began == null ? 0 : (int) Duration.between(began, now).toSeconds();
            moved.trainingTimeInSeconds(seconds).billableTimeInSeconds(seconds);
        }
        return moved.build();
    }
}
