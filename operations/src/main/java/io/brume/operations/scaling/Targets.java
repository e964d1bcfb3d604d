package io.brume.operations.scaling;

import io.brume.kernel.database.Database;
import io.brume.kernel.resource.Resources;
import io.brume.kernel.resource.Scope;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.applicationautoscaling.model.DeregisterScalableTargetRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DeregisterScalableTargetResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalableTargetsRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalableTargetsResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.RegisterScalableTargetRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.RegisterScalableTargetResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.SuspendedState;

/** Scalable targets: what may be scaled, and within which bounds. */
final class Targets {

    private final Database database;
    private final Clock clock;
    private final List<Scalable> kinds;
    private final Policies policies;
    private final Resources<ScalableTarget> targets;

    Targets(Database database, Clock clock, List<Scalable> kinds, Policies policies) {
        this.database = database;
        this.clock = clock;
        this.kinds = List.copyOf(kinds);
        this.policies = policies;
        targets = Resources.of(database, "application-autoscaling/target", ScalableTarget.class)
                .badToken(Problems::badToken);
    }

    /** How a target is scaled. */
    Scalable kind(TargetKey key) {
        return kinds.stream()
                .filter(kind -> kind.namespace().equals(key.namespace())
                        && kind.dimension().equals(key.dimension())
                        && kind.names(key.resource()))
                .findFirst()
                .orElseThrow(() -> Problems.invalid(
                        "Unsupported service namespace, resource type or scalable dimension: " + key.sentence()));
    }

    Optional<ScalableTarget> find(Scope scope, TargetKey key) {
        return targets.find(scope, key.toString());
    }

    RegisterScalableTargetResponse register(RegisterScalableTargetRequest request) {
        Scope scope = Scope.current();
        var key = TargetKey.of(request.serviceNamespace(), request.resourceId(), request.scalableDimension());
        Scalable kind = kind(key);
        if (kind.capacity(scope, key.resource()).isEmpty()) {
            throw Problems.invalid("There is nothing to scale for " + key.sentence());
        }
        var now = clock.instant();
        ScalableTarget registered = database.write(_ -> {
            Optional<ScalableTarget> before = find(scope, key);
            ScalableTarget after = changed(scope, key, request, before.orElse(null)).toBuilder()
                    .creationTime(before.map(ScalableTarget::creationTime).orElse(now))
                    .build();
            targets.put(scope, key.toString(), after);
            return after;
        });
        return RegisterScalableTargetResponse.builder()
                .scalableTargetARN(registered.scalableTargetARN())
                .build();
    }

    private static ScalableTarget changed(
            Scope scope, TargetKey key, RegisterScalableTargetRequest request, @Nullable ScalableTarget before) {
        Integer least = request.minCapacity() != null || before == null ? request.minCapacity() : before.minCapacity();
        Integer most = request.maxCapacity() != null || before == null ? request.maxCapacity() : before.maxCapacity();
        if (least == null || most == null) {
            throw Problems.invalid("MinCapacity and MaxCapacity are required to register a new scalable target.");
        }
        if (least < 0 || least > most) {
            throw Problems.invalid("Maximum capacity cannot be less than minimum capacity");
        }
        var target = before == null
                ? ScalableTarget.builder()
                        .serviceNamespace(key.namespace())
                        .resourceId(key.resource())
                        .scalableDimension(key.dimension())
                        .roleARN(role(scope, key))
                        .suspendedState(state(null))
                        .scalableTargetARN(scope.arn(
                                "application-autoscaling",
                                "scalable-target/"
                                        + UUID.randomUUID().toString().replace("-", "")))
                : before.toBuilder();
        if (request.roleARN() != null) {
            target.roleARN(request.roleARN());
        }
        if (request.suspendedState() != null) {
            target.suspendedState(state(request.suspendedState()));
        }
        return target.minCapacity(least).maxCapacity(most).build();
    }

    private static String role(Scope scope, TargetKey key) {
        return "arn:aws:iam::" + scope.account() + ":role/aws-service-role/" + key.namespace()
                + ".application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint";
    }

    private static SuspendedState state(@Nullable SuspendedState given) {
        return SuspendedState.builder()
                .dynamicScalingInSuspended(given != null && Boolean.TRUE.equals(given.dynamicScalingInSuspended()))
                .dynamicScalingOutSuspended(given != null && Boolean.TRUE.equals(given.dynamicScalingOutSuspended()))
                .scheduledScalingSuspended(given != null && Boolean.TRUE.equals(given.scheduledScalingSuspended()))
                .build();
    }

    DescribeScalableTargetsResponse describe(DescribeScalableTargetsRequest request) {
        return targets.page(
                        Scope.current(),
                        request,
                        DescribeScalableTargetsResponse.builder(),
                        target -> target,
                        target -> target.serviceNamespace() == request.serviceNamespace()
                                && (request.scalableDimension() == null
                                        || target.scalableDimension() == request.scalableDimension())
                                && (request.resourceIds().isEmpty()
                                        || request.resourceIds().contains(target.resourceId())))
                .build();
    }

    DeregisterScalableTargetResponse deregister(DeregisterScalableTargetRequest request) {
        Scope scope = Scope.current();
        var key = TargetKey.of(request.serviceNamespace(), request.resourceId(), request.scalableDimension());
        database.change(_ -> {
            if (!targets.delete(scope, key.toString())) {
                throw Problems.noTarget(key);
            }
            policies.deleteAll(scope, key);
        });
        return DeregisterScalableTargetResponse.builder().build();
    }
}
