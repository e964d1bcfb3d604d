package io.brume.operations.scaling;

import io.brume.kernel.database.Database;
import io.brume.kernel.resource.Resources;
import io.brume.kernel.resource.Scope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalingActivitiesRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalingActivitiesResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingActivity;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingActivityStatusCode;

/** What scaling has done, for six weeks. */
final class Activities {

    private static final Duration KEPT = Duration.ofDays(42);

    private final Clock clock;
    private final Resources<ScalingActivity> activities;

    Activities(Database database, Clock clock) {
        this.clock = clock;
        activities = Resources.of(database, "application-autoscaling/activity", ScalingActivity.class)
                .newestFirst()
                .badToken(Problems::badToken);
    }

    DescribeScalingActivitiesResponse describe(DescribeScalingActivitiesRequest request) {
        return activities
                .page(
                        Scope.current(),
                        request,
                        DescribeScalingActivitiesResponse.builder(),
                        activity -> activity,
                        activity -> activity.serviceNamespace() == request.serviceNamespace()
                                && (request.resourceId() == null
                                        || activity.resourceId().equals(request.resourceId()))
                                && (request.scalableDimension() == null
                                        || activity.scalableDimension() == request.scalableDimension()))
                .build();
    }

    /** What scaling did with a target, the newest first. */
    List<ScalingActivity> of(Scope scope, TargetKey key) {
        return activities.all(scope).stream()
                .filter(activity -> key.equals(new TargetKey(
                        activity.serviceNamespaceAsString(),
                        activity.resourceId(),
                        activity.scalableDimensionAsString())))
                .sorted((one, other) -> other.startTime().compareTo(one.startTime()))
                .toList();
    }

    void begin(Scope scope, TargetKey key, String description, String cause, String details) {
        Instant now = clock.instant();
        for (ScalingActivity old : activities.all(scope)) {
            if (old.startTime().isBefore(now.minus(KEPT))) {
                var _ = activities.delete(scope, old.activityId());
            }
        }
        String id = UUID.randomUUID().toString();
        activities.put(
                scope,
                id,
                ScalingActivity.builder()
                        .activityId(id)
                        .serviceNamespace(key.namespace())
                        .resourceId(key.resource())
                        .scalableDimension(key.dimension())
                        .description(description)
                        .cause(cause)
                        .details(details)
                        .startTime(now)
                        .statusCode(ScalingActivityStatusCode.IN_PROGRESS)
                        .build());
    }

    void end(Scope scope, ScalingActivity activity, ScalingActivityStatusCode status, String message) {
        var _ = activities.update(
                scope,
                activity.activityId(),
                before -> before.toBuilder()
                        .statusCode(status)
                        .statusMessage(message)
                        .endTime(clock.instant())
                        .build());
    }
}
