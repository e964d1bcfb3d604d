package io.brume.operations.scaling;

import software.amazon.awssdk.services.applicationautoscaling.model.ScalableDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalingPolicy;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;

/** What is scaled: a dimension of a resource of a service. */
record TargetKey(String namespace, String resource, String dimension) {

    static TargetKey of(ServiceNamespace namespace, String resource, ScalableDimension dimension) {
        return new TargetKey(namespace.toString(), resource, dimension.toString());
    }

    static TargetKey of(ScalableTarget target) {
        return new TargetKey(
                target.serviceNamespaceAsString(), target.resourceId(), target.scalableDimensionAsString());
    }

    static TargetKey of(ScalingPolicy policy) {
        return new TargetKey(
                policy.serviceNamespaceAsString(), policy.resourceId(), policy.scalableDimensionAsString());
    }

    /** What a policy of the target is kept under. */
    String policy(String name) {
        return this + " " + name;
    }

    /** As AWS's messages have it. */
    String sentence() {
        return "service namespace: " + namespace + ", resource ID: " + resource + ", scalable dimension: " + dimension;
    }

    /** What the target is kept under. */
    @Override
    public String toString() {
        return namespace + " " + dimension + " " + resource;
    }
}
