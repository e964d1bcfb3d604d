package io.brume.learning.hosting;

import io.brume.kernel.resource.Resources;
import io.brume.kernel.resource.Scope;
import io.brume.kernel.shape.Shapes;
import io.brume.learning.channel.S3Place;
import io.brume.learning.platform.Errors;
import io.brume.learning.platform.Platform;
import io.brume.learning.platform.ResourceTags;
import io.brume.learning.registry.ModelPackages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sagemaker.model.ContainerDefinition;
import software.amazon.awssdk.services.sagemaker.model.ContainerMode;
import software.amazon.awssdk.services.sagemaker.model.CreateModelRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateModelResponse;
import software.amazon.awssdk.services.sagemaker.model.DeleteModelRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteModelResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelPackageResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelResponse;
import software.amazon.awssdk.services.sagemaker.model.ListModelsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListModelsResponse;
import software.amazon.awssdk.services.sagemaker.model.ModelPackageContainerDefinition;
import software.amazon.awssdk.services.sagemaker.model.ModelSummary;

/** Models: images with the data that they need. */
public final class Models {

    private static final String KIND = "model";

    private final Platform platform;
    private final ResourceTags tags;
    private final ModelPackages packages;
    private final Resources<DescribeModelResponse> models;

    public Models(Platform platform, ResourceTags tags, ModelPackages packages) {
        this.platform = platform;
        this.tags = tags;
        this.packages = packages;
        models = Resources.of(platform.database(), "sagemaker/model", DescribeModelResponse.class)
                .newestFirst();
        tags.know(KIND, (scope, name) -> models.find(scope, name).isPresent());
    }

    public CreateModelResponse create(CreateModelRequest asked) {
        Scope scope = Scope.current();
        String arn = arn(scope, asked.modelName());
        CreateModelRequest request = unpacked(asked);
        check(scope, request);
        tags.checked(request.tags());
        var model = Shapes.copy(request, DescribeModelResponse.builder())
                .modelArn(arn)
                .creationTime(platform.clock().instant())
                .build();
        platform.database().change(_ -> {
            models.create(
                    scope,
                    request.modelName(),
                    model,
                    () -> Errors.validation("Cannot create already existing model \"" + arn + "\"."));
            tags.begin(arn, request.tags());
        });
        return CreateModelResponse.builder().modelArn(arn).build();
    }

    static String arn(Scope scope, String name) {
        return scope.arn("sagemaker", KIND + "/" + name);
    }

    /** The request with the images and data of the model packages that it names. */
    private CreateModelRequest unpacked(CreateModelRequest request) {
        var unpacked = request.toBuilder();
        if (request.primaryContainer() != null) {
            unpacked.primaryContainer(unpacked(request.primaryContainer()));
        }
        if (request.hasContainers()) {
            unpacked.containers(
                    request.containers().stream().map(this::unpacked).toList());
        }
        return unpacked.build();
    }

    private ContainerDefinition unpacked(ContainerDefinition container) {
        if (container.modelPackageName() == null) {
            return container;
        }
        if (container.image() != null || container.modelDataUrl() != null || container.modelDataSource() != null) {
            throw Errors.validation("A container with a ModelPackageName has the package's image and model data, and"
                    + " cannot name its own.");
        }
        DescribeModelPackageResponse one = packages.get(container.modelPackageName());
        var inference = one.inferenceSpecification();
        if (inference == null || inference.containers().size() != 1) {
            throw Errors.validation("ModelPackage " + one.modelPackageArn()
                    + " has no InferenceSpecification with one container, so it cannot be a container of a model.");
        }
        ModelPackageContainerDefinition packed = inference.containers().getFirst();
        Map<String, String> environment = new TreeMap<>(packed.environment());
        environment.putAll(container.environment());
        return container.toBuilder()
                .image(packed.image())
                .modelDataUrl(packed.modelDataUrl())
                .modelDataSource(packed.modelDataSource())
                .environment(environment)
                .build();
    }

    private void check(Scope scope, CreateModelRequest request) {
        List<ContainerDefinition> containers = new ArrayList<>(request.containers());
        if (request.primaryContainer() != null) {
            if (!containers.isEmpty()) {
                throw Errors.validation("Both PrimaryContainer and Containers cannot be set.");
            }
            containers.add(request.primaryContainer());
        }
        if (containers.isEmpty()) {
            throw Errors.validation("One of PrimaryContainer and Containers has to be set.");
        }
        for (ContainerDefinition container : containers) {
            check(scope, container);
        }
    }

    private void check(Scope scope, ContainerDefinition container) {
        if (container.image() == null) {
            throw Errors.validation("Image is required for a container.");
        }
        if (container.modelDataUrl() != null && container.modelDataSource() != null) {
            throw Errors.validation("Both ModelDataUrl and ModelDataSource cannot be set.");
        }
        boolean many = container.mode() == ContainerMode.MULTI_MODEL;
        if (many && container.modelDataUrl() == null) {
            throw Errors.validation("ModelDataUrl is required for a container of mode MultiModel.");
        }
        if (container.modelDataUrl() != null) {
            S3Place place = place(container.modelDataUrl());
            if (!many && !exists(scope, place)) {
                throw Errors.validation("Could not find model data at " + container.modelDataUrl() + ".");
            }
        }
    }

    private static S3Place place(String uri) {
        try {
            return S3Place.of(uri);
        } catch (IllegalArgumentException e) {
            throw Errors.validation(String.valueOf(e.getMessage()));
        }
    }

    private boolean exists(Scope scope, S3Place place) {
        try {
            var _ = platform.buckets()
                    .of(scope)
                    .headObject(head -> head.bucket(place.bucket()).key(place.key()));
            return true;
        } catch (S3Exception e) {
            return false;
        }
    }

    Optional<DescribeModelResponse> find(Scope scope, String name) {
        return models.find(scope, name);
    }

    /** A model that a request names. */
    public DescribeModelResponse get(Scope scope, String name) {
        return models.get(scope, name, () -> Errors.couldNotFind("model", arn(scope, name)));
    }

    public DescribeModelResponse describe(DescribeModelRequest request) {
        return get(Scope.current(), request.modelName());
    }

    public ListModelsResponse list(ListModelsRequest request) {
        return models.page(
                        Scope.current(),
                        request,
                        ListModelsResponse.builder(),
                        model -> Shapes.copy(model, ModelSummary.builder()).build())
                .build();
    }

    public DeleteModelResponse delete(DeleteModelRequest request) {
        Scope scope = Scope.current();
        String arn = arn(scope, request.modelName());
        platform.database().change(_ -> {
            if (!models.delete(scope, request.modelName())) {
                throw Errors.couldNotFind("model", arn);
            }
            tags.end(arn);
        });
        return DeleteModelResponse.builder().build();
    }
}
