package io.brume.server;

import io.brume.kernel.resource.Scope;
import io.brume.operations.scaling.Scalable;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.DesiredWeightAndCapacity;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariantSummary;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;

/** The instances of the variants of SageMaker's endpoints, as something to scale: {@code endpoint/NAME/variant/NAME}. */
final class EndpointVariants implements Scalable {

    private static final Pattern RESOURCE = Pattern.compile("endpoint/([^/]+)/variant/([^/]+)");

    private final Function<Scope, SageMakerClient> clients;

    /** @param clients a client for an account in a region */
    EndpointVariants(Function<Scope, SageMakerClient> clients) {
        this.clients = clients;
    }

    private record Variant(String endpoint, String name) {

        static Variant of(String resource) {
            Matcher parts = RESOURCE.matcher(resource);
            if (!parts.matches()) {
                throw new IllegalArgumentException(resource);
            }
            return new Variant(parts.group(1), parts.group(2));
        }
    }

    @Override
    public String namespace() {
        return "sagemaker";
    }

    @Override
    public String dimension() {
        return "sagemaker:variant:DesiredInstanceCount";
    }

    @Override
    public String unit() {
        return "instance count";
    }

    @Override
    public boolean names(String resource) {
        return RESOURCE.matcher(resource).matches();
    }

    private Optional<DescribeEndpointResponse> find(Scope scope, String endpoint) {
        try {
            return Optional.of(clients.apply(scope).describeEndpoint(describe -> describe.endpointName(endpoint)));
        } catch (SageMakerException e) {
            return Optional.empty();
        }
    }

    @Override
    public OptionalInt capacity(Scope scope, String resource) {
        var variant = Variant.of(resource);
        return find(scope, variant.endpoint)
                .flatMap(endpoint -> endpoint.productionVariants().stream()
                        .filter(one -> one.variantName().equals(variant.name))
                        .map(ProductionVariantSummary::currentInstanceCount)
                        .findFirst())
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
    }

    @Override
    public boolean isReady(Scope scope, String resource) {
        return find(scope, Variant.of(resource).endpoint)
                .filter(endpoint -> endpoint.endpointStatus() == EndpointStatus.IN_SERVICE)
                .isPresent();
    }

    @Override
    public void capacity(Scope scope, String resource, int capacity) {
        var variant = Variant.of(resource);
        var _ = clients.apply(scope)
                .updateEndpointWeightsAndCapacities(update -> update.endpointName(variant.endpoint)
                        .desiredWeightsAndCapacities(DesiredWeightAndCapacity.builder()
                                .variantName(variant.name)
                                .desiredInstanceCount(capacity)
                                .build()));
    }

    @Override
    public Load load(String type, String resource) {
        if (!type.equals("SageMakerVariantInvocationsPerInstance")) {
            throw new IllegalArgumentException(type);
        }
        var variant = Variant.of(resource);
        return new Load(
                "AWS/SageMaker",
                "InvocationsPerInstance",
                Map.of("EndpointName", variant.endpoint, "VariantName", variant.name),
                "Sum");
    }
}
