package io.brume.operations.scaling;

import io.brume.kernel.database.Database;
import io.brume.kernel.resource.Resources;
import io.brume.kernel.resource.Scope;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.applicationautoscaling.model.DeleteScalingPolicyRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DeleteScalingPolicyResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalingPoliciesRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalingPoliciesResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.PolicyType;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScalingPolicyRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScalingPolicyResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingPolicy;
import software.amazon.awssdk.services.applicationautoscaling.model.TargetTrackingScalingPolicyConfiguration;

/** Scaling policies: which metric is to be held at which value. */
final class Policies {

    private final Database database;
    private final Clock clock;
    private final Resources<ScalingPolicy> policies;

    Policies(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
        policies = Resources.of(database, "application-autoscaling/policy", ScalingPolicy.class)
                .badToken(Problems::badToken);
    }

    /** All policies of all accounts. */
    List<Resources.Named<ScalingPolicy>> everywhere() {
        return policies.everywhere();
    }

    PutScalingPolicyResponse put(PutScalingPolicyRequest request, Targets targets) {
        Scope scope = Scope.current();
        var key = TargetKey.of(request.serviceNamespace(), request.resourceId(), request.scalableDimension());
        Scalable kind = targets.kind(key);
        String name = key.policy(request.policyName());
        var now = clock.instant();
        ScalingPolicy kept = database.write(_ -> {
            if (targets.find(scope, key).isEmpty()) {
                throw Problems.noTarget(key);
            }
            var before = policies.find(scope, name);
            var configuration = request.targetTrackingScalingPolicyConfiguration();
            if (configuration == null) {
                configuration = before.map(ScalingPolicy::targetTrackingScalingPolicyConfiguration)
                        .orElse(null);
            }
            check(request, configuration, kind, key);
            ScalingPolicy after = ScalingPolicy.builder()
                    .policyName(request.policyName())
                    .policyType(PolicyType.TARGET_TRACKING_SCALING)
                    .serviceNamespace(key.namespace())
                    .resourceId(key.resource())
                    .scalableDimension(key.dimension())
                    .targetTrackingScalingPolicyConfiguration(configuration)
                    .policyARN(before.map(ScalingPolicy::policyARN).orElseGet(() -> arn(scope, key, request)))
                    .creationTime(before.map(ScalingPolicy::creationTime).orElse(now))
                    .build();
            policies.put(scope, name, after);
            return after;
        });
        return PutScalingPolicyResponse.builder().policyARN(kept.policyARN()).build();
    }

    private static String arn(Scope scope, TargetKey key, PutScalingPolicyRequest request) {
        return scope.arn(
                "autoscaling",
                "scalingPolicy:" + UUID.randomUUID() + ":resource/" + key.namespace() + "/" + key.resource()
                        + ":policyName/" + request.policyName());
    }

    private static void check(
            PutScalingPolicyRequest request,
            @Nullable TargetTrackingScalingPolicyConfiguration configuration,
            Scalable kind,
            TargetKey key) {
        if ((request.policyType() != null && request.policyType() != PolicyType.TARGET_TRACKING_SCALING)
                || request.stepScalingPolicyConfiguration() != null) {
            throw Problems.invalid("Only policies of the type TargetTrackingScaling are available here.");
        }
        if (configuration == null) {
            throw Problems.invalid("TargetTrackingScalingPolicyConfiguration is required.");
        }
        if (!(configuration.targetValue() > 0)) {
            throw Problems.invalid("TargetValue has to be greater than 0.");
        }
        var predefined = configuration.predefinedMetricSpecification();
        var customized = configuration.customizedMetricSpecification();
        if ((predefined == null) == (customized == null)) {
            throw Problems.invalid(
                    "Exactly one of PredefinedMetricSpecification and CustomizedMetricSpecification is required.");
        }
        if (predefined != null) {
            try {
                var _ = kind.load(predefined.predefinedMetricTypeAsString(), key.resource());
            } catch (IllegalArgumentException e) {
                throw Problems.invalid("The metric type " + predefined.predefinedMetricTypeAsString()
                        + " is not one of " + key.dimension());
            }
        } else if (customized.hasMetrics() && !customized.metrics().isEmpty()) {
            throw Problems.invalid("Metric math is not available here in a CustomizedMetricSpecification.");
        } else if (customized.metricName() == null
                || customized.namespace() == null
                || customized.statistic() == null) {
            throw Problems.invalid(
                    "MetricName, Namespace and Statistic are required in a CustomizedMetricSpecification.");
        }
    }

    DescribeScalingPoliciesResponse describe(DescribeScalingPoliciesRequest request) {
        return policies.page(
                        Scope.current(),
                        request,
                        DescribeScalingPoliciesResponse.builder(),
                        policy -> policy,
                        policy -> policy.serviceNamespace() == request.serviceNamespace()
                                && (request.resourceId() == null
                                        || policy.resourceId().equals(request.resourceId()))
                                && (request.scalableDimension() == null
                                        || policy.scalableDimension() == request.scalableDimension())
                                && (request.policyNames().isEmpty()
                                        || request.policyNames().contains(policy.policyName())))
                .build();
    }

    DeleteScalingPolicyResponse delete(DeleteScalingPolicyRequest request) {
        var key = TargetKey.of(request.serviceNamespace(), request.resourceId(), request.scalableDimension());
        if (!policies.delete(Scope.current(), key.policy(request.policyName()))) {
            throw Problems.noPolicy(request.policyName(), key);
        }
        return DeleteScalingPolicyResponse.builder().build();
    }

    /** Deletes the policies of a target. Joins a transaction. */
    void deleteAll(Scope scope, TargetKey key) {
        for (ScalingPolicy policy : policies.all(scope)) {
            if (TargetKey.of(policy).equals(key)) {
                var _ = policies.delete(scope, key.policy(policy.policyName()));
            }
        }
    }
}
