package io.brume.operations.scaling;

import io.brume.kernel.resource.Scope;
import java.util.Map;
import java.util.OptionalInt;

/** One kind of resource whose capacity can be changed. Implementations are thread-safe. */
public interface Scalable {

    /** A metric of a resource, with a value that grows in proportion to the load a unit of capacity has. */
    record Load(String namespace, String metric, Map<String, String> dimensions, String statistic) {
        public Load {
            dimensions = Map.copyOf(dimensions);
        }
    }

    /** Such as {@code sagemaker}. */
    String namespace();

    /** Such as {@code sagemaker:variant:DesiredInstanceCount}. */
    String dimension();

    /** What the capacity is counted in, such as {@code instance count}. */
    String unit();

    /** Whether a resource id, such as {@code endpoint/e/variant/v}, means one of the kind. */
    boolean names(String resource);

    /** The capacity that a resource has; empty when there is no such resource, or one without a capacity. */
    OptionalInt capacity(Scope scope, String resource);

    /** Whether the resource can be given another capacity right now. */
    boolean isReady(Scope scope, String resource);

    /** Gives a resource another capacity, now or soon. */
    void capacity(Scope scope, String resource, int capacity);

    /**
     * The metric that a predefined type means.
     *
     * @param type such as {@code SageMakerVariantInvocationsPerInstance}
     * @throws IllegalArgumentException when it is none of this kind
     */
    Load load(String type, String resource);
}
