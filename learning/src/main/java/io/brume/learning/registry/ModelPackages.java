package io.brume.learning.registry;

import io.brume.kernel.resource.Resources;
import io.brume.kernel.resource.Scope;
import io.brume.kernel.shape.Shapes;
import io.brume.learning.platform.Errors;
import io.brume.learning.platform.Platform;
import io.brume.learning.platform.ResourceTags;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.sagemaker.model.CreateModelPackageGroupRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateModelPackageGroupResponse;
import software.amazon.awssdk.services.sagemaker.model.CreateModelPackageRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateModelPackageResponse;
import software.amazon.awssdk.services.sagemaker.model.DeleteModelPackageGroupRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteModelPackageGroupResponse;
import software.amazon.awssdk.services.sagemaker.model.DeleteModelPackageRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteModelPackageResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelPackageGroupRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelPackageGroupResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelPackageRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelPackageResponse;
import software.amazon.awssdk.services.sagemaker.model.ListModelPackageGroupsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListModelPackageGroupsResponse;
import software.amazon.awssdk.services.sagemaker.model.ListModelPackagesRequest;
import software.amazon.awssdk.services.sagemaker.model.ListModelPackagesResponse;
import software.amazon.awssdk.services.sagemaker.model.ModelApprovalStatus;
import software.amazon.awssdk.services.sagemaker.model.ModelPackageGroupStatus;
import software.amazon.awssdk.services.sagemaker.model.ModelPackageGroupSummary;
import software.amazon.awssdk.services.sagemaker.model.ModelPackageStatus;
import software.amazon.awssdk.services.sagemaker.model.ModelPackageSummary;
import software.amazon.awssdk.services.sagemaker.model.ModelPackageType;
import software.amazon.awssdk.services.sagemaker.model.UpdateModelPackageRequest;
import software.amazon.awssdk.services.sagemaker.model.UpdateModelPackageResponse;

/** Model packages, by themselves or as the versions of a group. */
public final class ModelPackages {

    private static final String GROUP = "model-package-group";
    private static final String KIND = "model-package";

    private final Platform platform;
    private final ResourceTags tags;
    private final Resources<DescribeModelPackageGroupResponse> groups;
    private final Resources<DescribeModelPackageResponse> packages;

    public ModelPackages(Platform platform, ResourceTags tags) {
        this.platform = platform;
        this.tags = tags;
        groups = Resources.of(
                        platform.database(), "sagemaker/model-package-group", DescribeModelPackageGroupResponse.class)
                .newestFirst();
        packages = Resources.of(platform.database(), "sagemaker/model-package", DescribeModelPackageResponse.class)
                .newestFirst();
        tags.know(GROUP, (scope, name) -> groups.find(scope, name).isPresent());
        tags.know(KIND, (scope, name) -> packages.find(scope, name).isPresent());
    }

    public CreateModelPackageGroupResponse create(CreateModelPackageGroupRequest request) {
        Scope scope = Scope.current();
        String name = request.modelPackageGroupName();
        String arn = scope.arn("sagemaker", GROUP + "/" + name);
        var group = Shapes.copy(request, DescribeModelPackageGroupResponse.builder())
                .modelPackageGroupArn(arn)
                .modelPackageGroupStatus(ModelPackageGroupStatus.COMPLETED)
                .creationTime(platform.clock().instant())
                .build();
        platform.database().change(_ -> {
            groups.create(scope, name, group, () -> Errors.validation("Model Package Group already exists: " + arn));
            tags.begin(arn, request.tags());
        });
        return CreateModelPackageGroupResponse.builder()
                .modelPackageGroupArn(arn)
                .build();
    }

    private DescribeModelPackageGroupResponse group(String nameOrArn) {
        Scope scope = Scope.current();
        String name = name(scope, GROUP, nameOrArn);
        return groups.get(
                scope,
                name,
                () -> Errors.validation(
                        "ModelPackageGroup " + scope.arn("sagemaker", GROUP + "/" + name) + " does not exist."));
    }

    /** What follows the kind in an ARN; a name is left as it is. */
    private static String name(Scope scope, String kind, String nameOrArn) {
        String prefix = scope.arn("sagemaker", kind + "/");
        return nameOrArn.startsWith(prefix) ? nameOrArn.substring(prefix.length()) : nameOrArn;
    }

    public DescribeModelPackageGroupResponse describe(DescribeModelPackageGroupRequest request) {
        return group(request.modelPackageGroupName());
    }

    public ListModelPackageGroupsResponse list(ListModelPackageGroupsRequest request) {
        return groups.page(
                        Scope.current(),
                        request,
                        ListModelPackageGroupsResponse.builder(),
                        one -> Shapes.copy(one, ModelPackageGroupSummary.builder())
                                .build())
                .build();
    }

    public DeleteModelPackageGroupResponse delete(DeleteModelPackageGroupRequest request) {
        Scope scope = Scope.current();
        var group = group(request.modelPackageGroupName());
        platform.database().change(_ -> {
            if (!versions(scope, group.modelPackageGroupName()).isEmpty()) {
                throw Errors.validation(
                        "Model Package Group cannot be deleted because it still contains Model Packages");
            }
            var _ = groups.delete(scope, group.modelPackageGroupName());
            tags.end(group.modelPackageGroupArn());
        });
        return DeleteModelPackageGroupResponse.builder().build();
    }

    private List<DescribeModelPackageResponse> versions(Scope scope, String group) {
        return packages.all(scope).stream()
                .filter(one -> group.equals(one.modelPackageGroupName()))
                .toList();
    }

    public CreateModelPackageResponse create(CreateModelPackageRequest request) {
        boolean versioned = request.modelPackageGroupName() != null;
        if (versioned == (request.modelPackageName() != null)) {
            throw Errors.validation("You must specify either ModelPackageName or ModelPackageGroupName.");
        }
        if (request.inferenceSpecification() == null
                && request.sourceAlgorithmSpecification() == null
                && request.sourceUri() == null) {
            throw Errors.validation(
                    "You must specify InferenceSpecification, SourceAlgorithmSpecification or SourceUri.");
        }
        Scope scope = Scope.current();
        Instant now = platform.clock().instant();
        String group = versioned ? group(request.modelPackageGroupName()).modelPackageGroupName() : null;
        String arn = platform.database().write(_ -> {
            var made = Shapes.copy(request, DescribeModelPackageResponse.builder())
                    .modelPackageStatus(ModelPackageStatus.COMPLETED)
                    .modelPackageStatusDetails(details -> details.validationStatuses(List.of()))
                    .creationTime(now)
                    .lastModifiedTime(now);
            String name = request.modelPackageName();
            if (group != null) {
                int version = versions(scope, group).stream()
                                .mapToInt(DescribeModelPackageResponse::modelPackageVersion)
                                .max()
                                .orElse(0)
                        + 1;
                name = group + "/" + version;
                ModelApprovalStatus approval = request.modelApprovalStatus();
                made.modelPackageGroupName(group)
                        .modelPackageVersion(version)
                        .modelApprovalStatus(approval == null ? ModelApprovalStatus.PENDING_MANUAL_APPROVAL : approval);
            }
            String itsArn = scope.arn("sagemaker", KIND + "/" + name);
            packages.create(
                    scope,
                    name,
                    made.modelPackageArn(itsArn).build(),
                    () -> Errors.validation("Model Package already exists: " + itsArn));
            tags.begin(itsArn, request.tags());
            return itsArn;
        });
        return CreateModelPackageResponse.builder().modelPackageArn(arn).build();
    }

    /** A package by its name or its ARN; empty when there is none. */
    public Optional<DescribeModelPackageResponse> find(Scope scope, String nameOrArn) {
        return packages.find(scope, name(scope, KIND, nameOrArn));
    }

    /** A package that a request names. */
    public DescribeModelPackageResponse get(String nameOrArn) {
        Scope scope = Scope.current();
        return find(scope, nameOrArn)
                .orElseThrow(() -> Errors.validation("ModelPackage "
                        + scope.arn("sagemaker", KIND + "/" + name(scope, KIND, nameOrArn)) + " does not exist."));
    }

    public DescribeModelPackageResponse describe(DescribeModelPackageRequest request) {
        return get(request.modelPackageName());
    }

    public ListModelPackagesResponse list(ListModelPackagesRequest request) {
        Scope scope = Scope.current();
        String group =
                request.modelPackageGroupName() == null ? null : name(scope, GROUP, request.modelPackageGroupName());
        ModelPackageType type = request.modelPackageType();
        return packages.page(
                        scope,
                        request,
                        ListModelPackagesResponse.builder(),
                        one -> Shapes.copy(one, ModelPackageSummary.builder()).build(),
                        one -> {
                            boolean versioned = one.modelPackageVersion() != null;
                            boolean asked = type == ModelPackageType.BOTH
                                    || versioned == (group != null || type == ModelPackageType.VERSIONED);
                            boolean approved = request.modelApprovalStatus() == null
                                    || request.modelApprovalStatus() == one.modelApprovalStatus();
                            return asked && approved && (group == null || group.equals(one.modelPackageGroupName()));
                        })
                .build();
    }

    public UpdateModelPackageResponse update(UpdateModelPackageRequest request) {
        Scope scope = Scope.current();
        String arn = get(request.modelPackageArn()).modelPackageArn();
        Instant now = platform.clock().instant();
        var _ = packages.update(scope, name(scope, KIND, arn), before -> {
            Map<String, String> metadata = new TreeMap<>(before.customerMetadataProperties());
            metadata.putAll(request.customerMetadataProperties());
            metadata.keySet().removeAll(request.customerMetadataPropertiesToRemove());
            return Shapes.copy(request, before.toBuilder())
                    .customerMetadataProperties(metadata)
                    .lastModifiedTime(now)
                    .build();
        });
        return UpdateModelPackageResponse.builder().modelPackageArn(arn).build();
    }

    public DeleteModelPackageResponse delete(DeleteModelPackageRequest request) {
        Scope scope = Scope.current();
        String arn = get(request.modelPackageName()).modelPackageArn();
        platform.database().change(_ -> {
            var _ = packages.delete(scope, name(scope, KIND, arn));
            tags.end(arn);
        });
        return DeleteModelPackageResponse.builder().build();
    }
}
