package io.brume.learning.training;

import io.brume.kernel.resource.Resources;
import io.brume.learning.platform.JobKey;
import io.brume.learning.platform.Platform;
import io.brume.learning.platform.StateChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.SecondaryStatus;
import software.amazon.awssdk.services.sagemaker.model.SecondaryStatusTransition;
import software.amazon.awssdk.services.sagemaker.model.TrainingJobStatus;

/** The training jobs, as they are described, and how they go from one status to the next. Thread-safe. */
final class TrainingState {

    private static final int LONGEST_REASON = 1024;

    final Resources<DescribeTrainingJobResponse> jobs;
    private final Platform platform;

    TrainingState(Platform platform) {
        this.platform = platform;
        jobs = Resources.of(platform.database(), "sagemaker/training-job", DescribeTrainingJobResponse.class)
                .newestFirst();
    }

    /** Moves a job on, and announces it. Joins a transaction. */
    void move(JobKey key, SecondaryStatus to, String message) {
        change(key, job -> moved(job, to, message, platform.clock().instant()));
    }

    /** Ends a job. */
    void end(
            JobKey key,
            SecondaryStatus as,
            String message,
            @Nullable String reason,
            UnaryOperator<DescribeTrainingJobResponse> also) {
        change(key, job -> {
            DescribeTrainingJobResponse ended =
                    also.apply(moved(job, as, message, platform.clock().instant()));
            return reason == null
                    ? ended
                    : ended.toBuilder().failureReason(shortened(reason)).build();
        });
    }

    private static String shortened(String reason) {
        return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON);
    }

    void change(JobKey key, UnaryOperator<DescribeTrainingJobResponse> change) {
        platform.database().change(_ -> {
            Optional<DescribeTrainingJobResponse> before = jobs.find(key.scope(), key.name());
            Optional<DescribeTrainingJobResponse> after = jobs.update(
                    key.scope(), key.name(), job -> isFinal(job.trainingJobStatus()) ? job : change.apply(job));
            if (!after.equals(before)) {
                after.ifPresent(job -> announce(key, job));
            }
        });
    }

    void announce(JobKey key, DescribeTrainingJobResponse job) {
        StateChange.announce(platform, key.scope(), "SageMaker Training Job State Change", job.trainingJobArn(), job);
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
