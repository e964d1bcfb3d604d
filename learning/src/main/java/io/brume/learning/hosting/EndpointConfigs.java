package io.brume.learning.hosting;

import io.brume.kernel.resource.Resources;
import io.brume.kernel.resource.Scope;
import io.brume.kernel.shape.Shapes;
import io.brume.learning.platform.Errors;
import io.brume.learning.platform.Platform;
import io.brume.learning.platform.ResourceTags;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointConfigRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointConfigResponse;
import software.amazon.awssdk.services.sagemaker.model.DeleteEndpointConfigRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteEndpointConfigResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointConfigRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointConfigResponse;
import software.amazon.awssdk.services.sagemaker.model.EndpointConfigSummary;
import software.amazon.awssdk.services.sagemaker.model.ListEndpointConfigsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListEndpointConfigsResponse;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariant;

/** Endpoint configurations: which models an endpoint serves, and how. */
public final class EndpointConfigs {

    private static final String KIND = "endpoint-config";

    private final Platform platform;
    private final ResourceTags tags;
    private final Models models;
    private final Resources<DescribeEndpointConfigResponse> configs;

    public EndpointConfigs(Platform platform, ResourceTags tags, Models models) {
        this.platform = platform;
        this.tags = tags;
        this.models = models;
        configs = Resources.of(platform.database(), "sagemaker/endpoint-config", DescribeEndpointConfigResponse.class)
                .newestFirst();
        tags.know(KIND, (scope, name) -> configs.find(scope, name).isPresent());
    }

    public CreateEndpointConfigResponse create(CreateEndpointConfigRequest request) {
        Scope scope = Scope.current();
        String arn = arn(scope, request.endpointConfigName());
        check(scope, request);
        tags.checked(request.tags());
        var config = Shapes.copy(request, DescribeEndpointConfigResponse.builder())
                .productionVariants(complete(request.productionVariants()))
                .shadowProductionVariants(complete(request.shadowProductionVariants()))
                .endpointConfigArn(arn)
                .creationTime(platform.clock().instant())
                .build();
        platform.database().change(_ -> {
            configs.create(
                    scope,
                    request.endpointConfigName(),
                    config,
                    () -> Errors.validation("Cannot create already existing endpoint configuration \"" + arn + "\"."));
            tags.begin(arn, request.tags());
        });
        return CreateEndpointConfigResponse.builder().endpointConfigArn(arn).build();
    }

    private static List<ProductionVariant> complete(List<ProductionVariant> variants) {
        return variants.stream()
                .map(variant -> variant.initialVariantWeight() != null
                        ? variant
                        : variant.toBuilder().initialVariantWeight(1f).build())
                .toList();
    }

    static String arn(Scope scope, String name) {
        return scope.arn("sagemaker", KIND + "/" + name);
    }

    private void check(Scope scope, CreateEndpointConfigRequest request) {
        Set<String> names = new HashSet<>();
        List<ProductionVariant> all = new ArrayList<>(request.productionVariants());
        all.addAll(request.shadowProductionVariants());
        for (ProductionVariant variant : all) {
            if (!names.add(variant.variantName())) {
                throw Errors.validation("Variant names must be unique: " + variant.variantName() + " is there twice.");
            }
            if (variant.modelName() == null) {
                throw Errors.validation("ModelName is required for the production variant " + variant.variantName()
                        + ": inference components are not available here.");
            }
            var unused = models.get(scope, variant.modelName());
            checkSize(variant);
        }
        if (!request.shadowProductionVariants().isEmpty()
                && (request.productionVariants().size() != 1
                        || request.shadowProductionVariants().size() != 1)) {
            throw Errors.validation(
                    "An endpoint configuration with shadow variants has exactly one production variant and one shadow variant.");
        }
        if (request.asyncInferenceConfig() != null
                && request.asyncInferenceConfig().outputConfig().s3OutputPath() == null) {
            throw Errors.validation("S3OutputPath is required for an asynchronous endpoint configuration.");
        }
        if (request.asyncInferenceConfig() != null
                && request.productionVariants().size() != 1) {
            throw Errors.validation("An asynchronous endpoint configuration has exactly one production variant.");
        }
        if (request.explainerConfig() != null) {
            throw Errors.validation("ExplainerConfig is not available here.");
        }
    }

    private static void checkSize(ProductionVariant variant) {
        if (variant.serverlessConfig() != null) {
            if (variant.instanceType() != null || variant.initialInstanceCount() != null) {
                throw Errors.validation("The production variant " + variant.variantName()
                        + " cannot have both a ServerlessConfig and instances.");
            }
        } else if (variant.instanceType() == null || variant.initialInstanceCount() == null) {
            throw Errors.validation("InstanceType and InitialInstanceCount are required for the production variant "
                    + variant.variantName() + " unless it has a ServerlessConfig.");
        }
    }

    DescribeEndpointConfigResponse get(Scope scope, String name) {
        return configs.get(scope, name, () -> Errors.couldNotFind("endpoint configuration", arn(scope, name)));
    }

    public DescribeEndpointConfigResponse describe(DescribeEndpointConfigRequest request) {
        return get(Scope.current(), request.endpointConfigName());
    }

    public ListEndpointConfigsResponse list(ListEndpointConfigsRequest request) {
        return configs.page(
                        Scope.current(),
                        request,
                        ListEndpointConfigsResponse.builder(),
                        config -> Shapes.copy(config, EndpointConfigSummary.builder())
                                .build())
                .build();
    }

    public DeleteEndpointConfigResponse delete(DeleteEndpointConfigRequest request) {
        Scope scope = Scope.current();
        String arn = arn(scope, request.endpointConfigName());
        platform.database().change(_ -> {
            if (!configs.delete(scope, request.endpointConfigName())) {
                throw Errors.couldNotFind("endpoint configuration", arn);
            }
            tags.end(arn);
        });
        return DeleteEndpointConfigResponse.builder().build();
    }
}
