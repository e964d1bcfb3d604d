package io.brume.learning;

import io.brume.learning.container.ContainerEngine;
import io.brume.learning.container.Containers;
import io.brume.learning.hosting.EndpointConfigs;
import io.brume.learning.hosting.Endpoints;
import io.brume.learning.hosting.Models;
import io.brume.learning.platform.Platform;
import io.brume.learning.platform.ResourceTags;
import io.brume.learning.registry.ModelPackages;
import io.brume.learning.serving.ModelServers;
import io.brume.learning.transform.TransformJobs;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointConfigRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointConfigResponse;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.CreateModelRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateModelResponse;
import software.amazon.awssdk.services.sagemaker.model.CreateTransformJobRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateTransformJobResponse;
import software.amazon.awssdk.services.sagemaker.model.DeleteEndpointConfigRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteEndpointConfigResponse;
import software.amazon.awssdk.services.sagemaker.model.DeleteEndpointRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.DeleteModelRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteModelResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointConfigRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointConfigResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeTransformJobRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeTransformJobResponse;
import software.amazon.awssdk.services.sagemaker.model.ListEndpointConfigsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListEndpointConfigsResponse;
import software.amazon.awssdk.services.sagemaker.model.ListEndpointsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListEndpointsResponse;
import software.amazon.awssdk.services.sagemaker.model.ListModelsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListModelsResponse;
import software.amazon.awssdk.services.sagemaker.model.ListTransformJobsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListTransformJobsResponse;
import software.amazon.awssdk.services.sagemaker.model.StopTransformJobRequest;
import software.amazon.awssdk.services.sagemaker.model.StopTransformJobResponse;
import software.amazon.awssdk.services.sagemaker.model.UpdateEndpointRequest;
import software.amazon.awssdk.services.sagemaker.model.UpdateEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.UpdateEndpointWeightsAndCapacitiesRequest;
import software.amazon.awssdk.services.sagemaker.model.UpdateEndpointWeightsAndCapacitiesResponse;

/** Models, endpoint configurations, endpoints and batch transform jobs. */
abstract class HostingOperations implements SageMakerClient {

    final Platform platform;
    final ResourceTags tags;
    final ModelPackages packages;
    final Endpoints endpoints;

    private final Models models;
    private final EndpointConfigs endpointConfigs;
    private final TransformJobs transformJobs;

    HostingOperations(Platform platform) {
        this.platform = platform;
        tags = new ResourceTags(platform);
        var servers = new ModelServers(
                platform.buckets(), new Containers(ContainerEngine.ofThisMachine()), platform.torchScript());
        packages = new ModelPackages(platform, tags);
        models = new Models(platform, tags, packages);
        endpointConfigs = new EndpointConfigs(platform, tags, models);
        endpoints = new Endpoints(platform, tags, models, endpointConfigs, servers);
        transformJobs = new TransformJobs(platform, tags, models, servers);
    }

    @Override
    public CreateModelResponse createModel(CreateModelRequest request) {
        return models.create(request);
    }

    @Override
    public DescribeModelResponse describeModel(DescribeModelRequest request) {
        return models.describe(request);
    }

    @Override
    public ListModelsResponse listModels(ListModelsRequest request) {
        return models.list(request);
    }

    @Override
    public DeleteModelResponse deleteModel(DeleteModelRequest request) {
        return models.delete(request);
    }

    @Override
    public CreateEndpointConfigResponse createEndpointConfig(CreateEndpointConfigRequest request) {
        return endpointConfigs.create(request);
    }

    @Override
    public DescribeEndpointConfigResponse describeEndpointConfig(DescribeEndpointConfigRequest request) {
        return endpointConfigs.describe(request);
    }

    @Override
    public ListEndpointConfigsResponse listEndpointConfigs(ListEndpointConfigsRequest request) {
        return endpointConfigs.list(request);
    }

    @Override
    public DeleteEndpointConfigResponse deleteEndpointConfig(DeleteEndpointConfigRequest request) {
        return endpointConfigs.delete(request);
    }

    @Override
    public CreateEndpointResponse createEndpoint(CreateEndpointRequest request) {
        return endpoints.create(request);
    }

    @Override
    public DescribeEndpointResponse describeEndpoint(DescribeEndpointRequest request) {
        return endpoints.describe(request);
    }

    @Override
    public ListEndpointsResponse listEndpoints(ListEndpointsRequest request) {
        return endpoints.list(request);
    }

    @Override
    public UpdateEndpointResponse updateEndpoint(UpdateEndpointRequest request) {
        return endpoints.update(request);
    }

    @Override
    public UpdateEndpointWeightsAndCapacitiesResponse updateEndpointWeightsAndCapacities(
            UpdateEndpointWeightsAndCapacitiesRequest request) {
        return endpoints.update(request);
    }

    @Override
    public DeleteEndpointResponse deleteEndpoint(DeleteEndpointRequest request) {
        return endpoints.delete(request);
    }

    @Override
    public CreateTransformJobResponse createTransformJob(CreateTransformJobRequest request) {
        return transformJobs.create(request);
    }

    @Override
    public DescribeTransformJobResponse describeTransformJob(DescribeTransformJobRequest request) {
        return transformJobs.describe(request);
    }

    @Override
    public ListTransformJobsResponse listTransformJobs(ListTransformJobsRequest request) {
        return transformJobs.list(request);
    }

    @Override
    public StopTransformJobResponse stopTransformJob(StopTransformJobRequest request) {
        return transformJobs.stop(request);
    }
}
