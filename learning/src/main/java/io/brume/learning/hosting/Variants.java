package io.brume.learning.hosting;

import io.brume.learning.platform.Errors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.ContainerDefinition;
import software.amazon.awssdk.services.sagemaker.model.DeployedImage;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointConfigResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelResponse;
import software.amazon.awssdk.services.sagemaker.model.DesiredWeightAndCapacity;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariant;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariantRoutingConfig;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariantSummary;
import software.amazon.awssdk.services.sagemaker.model.VariantProperty;
import software.amazon.awssdk.services.sagemaker.model.VariantPropertyType;

/** What DescribeEndpoint says of variants: weights, instances, images. */
final class Variants {

    private Variants() {}

    /** Variants as they are when they are deployed. */
    static List<ProductionVariantSummary> of(
            List<ProductionVariant> variants, Map<String, DescribeModelResponse> models) {
        return variants.stream()
                .map(variant -> ProductionVariantSummary.builder()
                        .variantName(variant.variantName())
                        .deployedImages(images(models.get(variant.modelName())))
                        .currentWeight(variant.initialVariantWeight())
                        .desiredWeight(variant.initialVariantWeight())
                        .currentInstanceCount(variant.initialInstanceCount())
                        .desiredInstanceCount(variant.initialInstanceCount())
                        .currentServerlessConfig(variant.serverlessConfig())
                        .desiredServerlessConfig(variant.serverlessConfig())
                        .routingConfig(
                                variant.routingConfig() == null
                                        ? null
                                        : ProductionVariantRoutingConfig.builder()
                                                .routingStrategy(
                                                        variant.routingConfig().routingStrategy())
                                                .build())
                        .build())
                .toList();
    }

    private static List<DeployedImage> images(@Nullable DescribeModelResponse model) {
        if (model == null) {
            return List.of();
        }
        List<ContainerDefinition> all = new ArrayList<>(model.containers());
        if (model.primaryContainer() != null) {
            all.add(model.primaryContainer());
        }
        return all.stream()
                .map(container -> DeployedImage.builder()
                        .specifiedImage(container.image())
                        .resolvedImage(container.image())
                        .resolutionTime(model.creationTime())
                        .build())
                .toList();
    }

    static Map<String, Float> weights(DescribeEndpointResponse endpoint) {
        Map<String, Float> weights = new LinkedHashMap<>();
        endpoint.productionVariants().forEach(variant -> weights.put(variant.variantName(), variant.currentWeight()));
        return weights;
    }

    /** How many instances each variant has. */
    static Map<String, Integer> instances(DescribeEndpointResponse endpoint) {
        Map<String, Integer> instances = new LinkedHashMap<>();
        endpoint.productionVariants().forEach(variant -> {
            if (variant.currentInstanceCount() != null) {
                instances.put(variant.variantName(), variant.currentInstanceCount());
            }
        });
        return instances;
    }

    /** How many instances a variant begins with. */
    static int instances(ProductionVariant variant) {
        return variant.initialInstanceCount() == null ? 1 : variant.initialInstanceCount();
    }

    /** How many instances are wished for, where that is not what there is. */
    static Map<String, Integer> wished(DescribeEndpointResponse endpoint) {
        Map<String, Integer> wished = new LinkedHashMap<>();
        endpoint.productionVariants().forEach(variant -> {
            Integer count = variant.desiredInstanceCount();
            if (count != null && !count.equals(variant.currentInstanceCount())) {
                wished.put(variant.variantName(), count);
            }
        });
        return wished;
    }

    /** What was wished for will not come true. */
    static List<ProductionVariantSummary> asBefore(List<ProductionVariantSummary> variants) {
        return variants.stream()
                .map(variant -> variant.toBuilder()
                        .desiredWeight(variant.currentWeight())
                        .desiredInstanceCount(variant.currentInstanceCount())
                        .build())
                .toList();
    }

    static void check(DescribeEndpointResponse endpoint, List<DesiredWeightAndCapacity> desired) {
        for (DesiredWeightAndCapacity one : desired) {
            if (endpoint.productionVariants().stream()
                    .noneMatch(variant -> variant.variantName().equals(one.variantName()))) {
                throw Errors.validation("The variant name(s) \"" + one.variantName()
                        + "\" is/are not present within endpoint configuration \"" + endpoint.endpointConfigName()
                        + "\".");
            }
            if (one.desiredInstanceCount() != null
                    && endpoint.productionVariants().stream()
                            .anyMatch(variant -> variant.variantName().equals(one.variantName())
                                    && variant.currentServerlessConfig() != null)) {
                throw Errors.validation(
                        "The variant \"" + one.variantName() + "\" is serverless, so it has no DesiredInstanceCount.");
            }
        }
    }

    /** Notes what is wished for. */
    static List<ProductionVariantSummary> desired(
            List<ProductionVariantSummary> variants, List<DesiredWeightAndCapacity> desired) {
        return variants.stream()
                .map(variant -> {
                    var builder = variant.toBuilder();
                    desired.stream()
                            .filter(one -> one.variantName().equals(variant.variantName()))
                            .forEach(one -> {
                                if (one.desiredWeight() != null) {
                                    builder.desiredWeight(one.desiredWeight());
                                }
                                if (one.desiredInstanceCount() != null) {
                                    builder.desiredInstanceCount(one.desiredInstanceCount());
                                }
                            });
                    return builder.build();
                })
                .toList();
    }

    /** What was wished for has come true. */
    static List<ProductionVariantSummary> current(List<ProductionVariantSummary> variants) {
        return variants.stream()
                .map(variant -> variant.toBuilder()
                        .currentWeight(variant.desiredWeight())
                        .currentInstanceCount(variant.desiredInstanceCount())
                        .build())
                .toList();
    }

    /** A configuration with the weights and instances that the endpoint's variants of the same names have. */
    static DescribeEndpointConfigResponse retain(
            DescribeEndpointConfigResponse config, DescribeEndpointResponse endpoint, List<VariantProperty> except) {
        boolean weights = keeps(except, VariantPropertyType.DESIRED_WEIGHT);
        boolean counts = keeps(except, VariantPropertyType.DESIRED_INSTANCE_COUNT);
        return config.toBuilder()
                .productionVariants(config.productionVariants().stream()
                        .map(variant -> retain(variant, endpoint, weights, counts))
                        .toList())
                .build();
    }

    private static boolean keeps(List<VariantProperty> except, VariantPropertyType type) {
        return except.stream().noneMatch(property -> property.variantPropertyType() == type);
    }

    private static ProductionVariant retain(
            ProductionVariant variant, DescribeEndpointResponse endpoint, boolean weight, boolean count) {
        return endpoint.productionVariants().stream()
                .filter(before -> before.variantName().equals(variant.variantName()))
                .findFirst()
                .map(before -> {
                    var builder = variant.toBuilder();
                    if (weight) {
                        builder.initialVariantWeight(before.currentWeight());
                    }
                    if (count && before.currentInstanceCount() != null && variant.serverlessConfig() == null) {
                        builder.initialInstanceCount(before.currentInstanceCount());
                    }
                    return builder.build();
                })
                .orElse(variant);
    }
}
