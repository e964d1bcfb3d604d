package io.brume.learning;

import io.brume.learning.platform.Platform;
import io.brume.learning.registry.Experiments;
import io.brume.learning.registry.TrialComponents;
import software.amazon.awssdk.services.sagemaker.model.AssociateTrialComponentRequest;
import software.amazon.awssdk.services.sagemaker.model.AssociateTrialComponentResponse;
import software.amazon.awssdk.services.sagemaker.model.CreateExperimentRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateExperimentResponse;
import software.amazon.awssdk.services.sagemaker.model.CreateModelPackageGroupRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateModelPackageGroupResponse;
import software.amazon.awssdk.services.sagemaker.model.CreateModelPackageRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateModelPackageResponse;
import software.amazon.awssdk.services.sagemaker.model.CreateTrialComponentRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateTrialComponentResponse;
import software.amazon.awssdk.services.sagemaker.model.CreateTrialRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateTrialResponse;
import software.amazon.awssdk.services.sagemaker.model.DeleteExperimentRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteExperimentResponse;
import software.amazon.awssdk.services.sagemaker.model.DeleteModelPackageGroupRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteModelPackageGroupResponse;
import software.amazon.awssdk.services.sagemaker.model.DeleteModelPackageRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteModelPackageResponse;
import software.amazon.awssdk.services.sagemaker.model.DeleteTrialComponentRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteTrialComponentResponse;
import software.amazon.awssdk.services.sagemaker.model.DeleteTrialRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteTrialResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeExperimentRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeExperimentResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelPackageGroupRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelPackageGroupResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelPackageRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelPackageResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrialComponentRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrialComponentResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrialRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrialResponse;
import software.amazon.awssdk.services.sagemaker.model.DisassociateTrialComponentRequest;
import software.amazon.awssdk.services.sagemaker.model.DisassociateTrialComponentResponse;
import software.amazon.awssdk.services.sagemaker.model.ListExperimentsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListExperimentsResponse;
import software.amazon.awssdk.services.sagemaker.model.ListModelPackageGroupsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListModelPackageGroupsResponse;
import software.amazon.awssdk.services.sagemaker.model.ListModelPackagesRequest;
import software.amazon.awssdk.services.sagemaker.model.ListModelPackagesResponse;
import software.amazon.awssdk.services.sagemaker.model.ListTrialComponentsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListTrialComponentsResponse;
import software.amazon.awssdk.services.sagemaker.model.ListTrialsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListTrialsResponse;
import software.amazon.awssdk.services.sagemaker.model.UpdateExperimentRequest;
import software.amazon.awssdk.services.sagemaker.model.UpdateExperimentResponse;
import software.amazon.awssdk.services.sagemaker.model.UpdateModelPackageRequest;
import software.amazon.awssdk.services.sagemaker.model.UpdateModelPackageResponse;
import software.amazon.awssdk.services.sagemaker.model.UpdateTrialComponentRequest;
import software.amazon.awssdk.services.sagemaker.model.UpdateTrialComponentResponse;
import software.amazon.awssdk.services.sagemaker.model.UpdateTrialRequest;
import software.amazon.awssdk.services.sagemaker.model.UpdateTrialResponse;

/** Experiments, trials and model packages. */
abstract class RegistryOperations extends TrainingOperations {

    private final Experiments experiments;
    private final TrialComponents components;

    RegistryOperations(Platform platform) {
        super(platform);
        experiments = new Experiments(platform, tags);
        components = new TrialComponents(platform, tags, experiments);
    }

    @Override
    public CreateExperimentResponse createExperiment(CreateExperimentRequest request) {
        return experiments.create(request);
    }

    @Override
    public DescribeExperimentResponse describeExperiment(DescribeExperimentRequest request) {
        return experiments.describe(request);
    }

    @Override
    public ListExperimentsResponse listExperiments(ListExperimentsRequest request) {
        return experiments.list(request);
    }

    @Override
    public UpdateExperimentResponse updateExperiment(UpdateExperimentRequest request) {
        return experiments.update(request);
    }

    @Override
    public DeleteExperimentResponse deleteExperiment(DeleteExperimentRequest request) {
        return experiments.delete(request);
    }

    @Override
    public CreateTrialResponse createTrial(CreateTrialRequest request) {
        return experiments.create(request);
    }

    @Override
    public DescribeTrialResponse describeTrial(DescribeTrialRequest request) {
        return experiments.describe(request);
    }

    @Override
    public ListTrialsResponse listTrials(ListTrialsRequest request) {
        return experiments.list(request);
    }

    @Override
    public UpdateTrialResponse updateTrial(UpdateTrialRequest request) {
        return experiments.update(request);
    }

    @Override
    public DeleteTrialResponse deleteTrial(DeleteTrialRequest request) {
        return experiments.delete(request);
    }

    @Override
    public CreateTrialComponentResponse createTrialComponent(CreateTrialComponentRequest request) {
        return components.create(request);
    }

    @Override
    public DescribeTrialComponentResponse describeTrialComponent(DescribeTrialComponentRequest request) {
        return components.describe(request);
    }

    @Override
    public ListTrialComponentsResponse listTrialComponents(ListTrialComponentsRequest request) {
        return components.list(request);
    }

    @Override
    public UpdateTrialComponentResponse updateTrialComponent(UpdateTrialComponentRequest request) {
        return components.update(request);
    }

    @Override
    public DeleteTrialComponentResponse deleteTrialComponent(DeleteTrialComponentRequest request) {
        return components.delete(request);
    }

    @Override
    public AssociateTrialComponentResponse associateTrialComponent(AssociateTrialComponentRequest request) {
        return components.associate(request);
    }

    @Override
    public DisassociateTrialComponentResponse disassociateTrialComponent(DisassociateTrialComponentRequest request) {
        return components.disassociate(request);
    }

    @Override
    public CreateModelPackageGroupResponse createModelPackageGroup(CreateModelPackageGroupRequest request) {
        return packages.create(request);
    }

    @Override
    public DescribeModelPackageGroupResponse describeModelPackageGroup(DescribeModelPackageGroupRequest request) {
        return packages.describe(request);
    }

    @Override
    public ListModelPackageGroupsResponse listModelPackageGroups(ListModelPackageGroupsRequest request) {
        return packages.list(request);
    }

    @Override
    public DeleteModelPackageGroupResponse deleteModelPackageGroup(DeleteModelPackageGroupRequest request) {
        return packages.delete(request);
    }

    @Override
    public CreateModelPackageResponse createModelPackage(CreateModelPackageRequest request) {
        return packages.create(request);
    }

    @Override
    public DescribeModelPackageResponse describeModelPackage(DescribeModelPackageRequest request) {
        return packages.describe(request);
    }

    @Override
    public ListModelPackagesResponse listModelPackages(ListModelPackagesRequest request) {
        return packages.list(request);
    }

    @Override
    public UpdateModelPackageResponse updateModelPackage(UpdateModelPackageRequest request) {
        return packages.update(request);
    }

    @Override
    public DeleteModelPackageResponse deleteModelPackage(DeleteModelPackageRequest request) {
        return packages.delete(request);
    }
}
