package io.brume.learning.hosting;

import io.brume.kernel.database.Transaction;
import io.brume.kernel.job.JobKind;
import io.brume.kernel.job.JobState;
import io.brume.kernel.job.Outcome;
import io.brume.kernel.resource.Resources;
import io.brume.kernel.resource.Scope;
import io.brume.kernel.shape.Shapes;
import io.brume.learning.platform.Errors;
import io.brume.learning.platform.JobKey;
import io.brume.learning.platform.Platform;
import io.brume.learning.platform.ResourceTags;
import io.brume.learning.platform.StateChange;
import io.brume.learning.serving.LoadException;
import io.brume.learning.serving.ModelServers;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.DeleteEndpointRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointConfigResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelResponse;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;
import software.amazon.awssdk.services.sagemaker.model.EndpointSummary;
import software.amazon.awssdk.services.sagemaker.model.ListEndpointsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListEndpointsResponse;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariant;
import software.amazon.awssdk.services.sagemaker.model.UpdateEndpointRequest;
import software.amazon.awssdk.services.sagemaker.model.UpdateEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.UpdateEndpointWeightsAndCapacitiesRequest;
import software.amazon.awssdk.services.sagemaker.model.UpdateEndpointWeightsAndCapacitiesResponse;

/** Endpoints: what they are to serve is deployed by jobs, and served by the {@link Fleet}. */
public final class Endpoints implements AutoCloseable {

    static final String JOB_KIND = "sagemaker/endpoint";

    static final String RESIZE_KIND = "sagemaker/endpoint-instances";

    private static final String KIND = "endpoint";
    private static final String EVENT = "SageMaker Endpoint State Change";

    private final Platform platform;
    private final ResourceTags tags;
    private final Models models;
    private final EndpointConfigs configs;
    private final Resources<DescribeEndpointResponse> endpoints;
    private final Deployments deployments;
    private final Fleet fleet;

    public Endpoints(
            Platform platform, ResourceTags tags, Models models, EndpointConfigs configs, ModelServers servers) {
        this.platform = platform;
        this.tags = tags;
        this.models = models;
        this.configs = configs;
        endpoints = Resources.of(platform.database(), "sagemaker/endpoint", DescribeEndpointResponse.class)
                .newestFirst();
        deployments = new Deployments(platform.database());
        fleet = new Fleet(platform, servers, new Meter(platform), this::standing);
        tags.know(KIND, (scope, name) -> endpoints.find(scope, name).isPresent());
        platform.jobs()
                .define(JobKind.of(JOB_KIND, job -> new Rollout(this, deployments, fleet, job).run())
                        .timeOut(Duration.ofHours(2))
                        .whenUnsuccessful((_, ended) -> unsuccessful(ended)));
        platform.jobs()
                .define(JobKind.of(RESIZE_KIND, job -> resize(job.id()))
                        .timeOut(Duration.ofHours(1))
                        .whenUnsuccessful((_, ended) ->
                                asBefore(Rollout.endpoint(ended.id()), "InternalServerError: " + ended.message())));
    }

    private void unsuccessful(JobState job) {
        failed(Rollout.endpoint(job.id()), "InternalServerError: " + job.message());
    }

    /** Serves what an earlier process served. */
    public void start() {
        fleet.restore(endpoints.everywhere().stream()
                .map(one -> new JobKey(one.scope(), one.name()))
                .toList());
    }

    Fleet fleet() {
        return fleet;
    }

    private Optional<Fleet.Standing> standing(JobKey key) {
        return platform.database().read(_ -> {
            var endpoint = find(key);
            return endpoint.isEmpty()
                    ? Optional.empty()
                    : deployments
                            .now(key)
                            .map(now -> new Fleet.Standing(
                                    now, Variants.weights(endpoint.get()), Variants.instances(endpoint.get())));
        });
    }

    static String arn(Scope scope, String name) {
        return scope.arn("sagemaker", KIND + "/" + name);
    }

    public CreateEndpointResponse create(CreateEndpointRequest request) {
        Scope scope = Scope.current();
        var key = new JobKey(scope, request.endpointName());
        String arn = arn(scope, key.name());
        tags.checked(request.tags());
        Deployment next = deployment(key, configs.get(scope, request.endpointConfigName()));
        Instant now = platform.clock().instant();
        var endpoint = described(DescribeEndpointResponse.builder(), next.config())
                .endpointName(key.name())
                .endpointArn(arn)
                .lastDeploymentConfig(request.deploymentConfig())
                .endpointStatus(EndpointStatus.CREATING)
                .creationTime(now)
                .lastModifiedTime(now)
                .build();
        platform.database().change(_ -> {
            endpoints.create(
                    scope,
                    key.name(),
                    endpoint,
                    () -> Errors.validation("Cannot create already existing endpoint \"" + arn + "\"."));
            tags.begin(arn, request.tags());
            submit(key, next);
            announce(key, endpoint);
        });
        return CreateEndpointResponse.builder().endpointArn(arn).build();
    }

    private Deployment deployment(JobKey key, DescribeEndpointConfigResponse config) {
        Map<String, DescribeModelResponse> all = new LinkedHashMap<>();
        var named = new Deployment(key + " " + UUID.randomUUID(), config, Map.of());
        for (ProductionVariant variant : named.variants()) {
            all.put(variant.modelName(), models.get(key.scope(), variant.modelName()));
        }
        return new Deployment(named.job(), config, all);
    }

    private void submit(JobKey key, Deployment next) {
        for (String job : deployments.jobs(key)) {
            var _ = platform.jobs().forget(JOB_KIND, job);
        }
        deployments.begin(key, next);
        var _ = platform.jobs().submit(JOB_KIND, next.job(), "");
    }

    private static DescribeEndpointResponse.Builder described(
            DescribeEndpointResponse.Builder endpoint, DescribeEndpointConfigResponse config) {
        var capture = config.dataCaptureConfig();
        return endpoint.endpointConfigName(config.endpointConfigName())
                .asyncInferenceConfig(config.asyncInferenceConfig())
                .dataCaptureConfig(
                        capture == null
                                ? null
                                : software.amazon.awssdk.services.sagemaker.model.DataCaptureConfigSummary.builder()
                                        .enableCapture(!Boolean.FALSE.equals(capture.enableCapture()))
                                        .captureStatus(
                                                Boolean.FALSE.equals(capture.enableCapture()) ? "Stopped" : "Started")
                                        .currentSamplingPercentage(capture.initialSamplingPercentage())
                                        .destinationS3Uri(capture.destinationS3Uri())
                                        .kmsKeyId(capture.kmsKeyId() == null ? "" : capture.kmsKeyId())
                                        .build());
    }

    private void announce(JobKey key, DescribeEndpointResponse endpoint) {
        StateChange.announce(platform, key.scope(), EVENT, endpoint.endpointArn(), endpoint);
    }

    /** Changes an endpoint, and tells of it. Joins a transaction. Empty when there is none of that name. */
    Optional<DescribeEndpointResponse> change(JobKey key, UnaryOperator<DescribeEndpointResponse.Builder> change) {
        Instant now = platform.clock().instant();
        return platform.database().write(_ -> {
            var changed = endpoints.update(
                    key.scope(),
                    key.name(),
                    endpoint -> change.apply(endpoint.toBuilder())
                            .lastModifiedTime(now)
                            .build());
            changed.ifPresent(endpoint -> announce(key, endpoint));
            return changed;
        });
    }

    Optional<DescribeEndpointResponse> find(JobKey key) {
        return endpoints.find(key.scope(), key.name());
    }

    /** What is deployed is served from now on. Joins a transaction; false when the endpoint was deleted meanwhile. */
    boolean served(JobKey key, Deployment deployment) {
        return platform.database().write(_ -> {
            var before = find(key);
            if (before.isEmpty()) {
                return false;
            }
            deployments.promote(key);
            var config = deployment.config();
            return change(
                            key,
                            endpoint -> described(endpoint, config)
                                    .productionVariants(Variants.of(config.productionVariants(), deployment.models()))
                                    .shadowProductionVariants(
                                            Variants.of(config.shadowProductionVariants(), deployment.models()))
                                    .endpointStatus(EndpointStatus.IN_SERVICE)
                                    .failureReason(null))
                    .isPresent();
        });
    }

    /** What was to be deployed cannot be served. What was served before goes on. Joins a transaction. */
    void failed(JobKey key, @Nullable String reason) {
        String known = Errors.reason(reason);
        platform.database().change(_ -> {
            boolean served = deployments.now(key).isPresent();
            var goesOn = deployments.now(key).map(now -> now.config().endpointConfigName());
            deployments.abandon(key);
            var _ = change(
                    key,
                    endpoint -> endpoint.endpointStatus(served ? EndpointStatus.IN_SERVICE : EndpointStatus.FAILED)
                            .endpointConfigName(goesOn.orElse(endpoint.build().endpointConfigName()))
                            .failureReason(known));
        });
    }

    public DescribeEndpointResponse describe(DescribeEndpointRequest request) {
        return get(Scope.current(), request.endpointName());
    }

    private DescribeEndpointResponse get(Scope scope, String name) {
        return endpoints.get(scope, name, () -> Errors.couldNotFind("endpoint", arn(scope, name)));
    }

    public ListEndpointsResponse list(ListEndpointsRequest request) {
        return endpoints
                .page(
                        Scope.current(),
                        request,
                        ListEndpointsResponse.builder(),
                        endpoint ->
                                Shapes.copy(endpoint, EndpointSummary.builder()).build())
                .build();
    }

    public UpdateEndpointResponse update(UpdateEndpointRequest request) {
        Scope scope = Scope.current();
        var key = new JobKey(scope, request.endpointName());
        var endpoint = inService(scope, key.name());
        DescribeEndpointConfigResponse config = configs.get(scope, request.endpointConfigName());
        boolean retain = Boolean.TRUE.equals(request.retainAllVariantProperties());
        if (retain) {
            config = Variants.retain(config, endpoint, request.excludeRetainedVariantProperties());
        }
        Deployment next = deployment(key, config);
        platform.database().change(_ -> {
            var _ = inService(scope, key.name());
            submit(key, next);
            var _ = change(
                    key,
                    updated -> updated.endpointStatus(EndpointStatus.UPDATING)
                            .failureReason(null)
                            .lastDeploymentConfig(
                                    request.deploymentConfig() == null
                                                    && Boolean.TRUE.equals(request.retainDeploymentConfig())
                                            ? updated.build().lastDeploymentConfig()
                                            : request.deploymentConfig()));
        });
        return UpdateEndpointResponse.builder()
                .endpointArn(endpoint.endpointArn())
                .build();
    }

    /** An endpoint that may be changed. */
    private DescribeEndpointResponse inService(Scope scope, String name) {
        var endpoint = get(scope, name);
        switch (endpoint.endpointStatus()) {
            case IN_SERVICE -> {
                return endpoint;
            }
            case FAILED ->
                throw Errors.validation("Cannot update endpoint \"" + endpoint.endpointArn()
                        + "\" because its status is Failed: it can only be deleted.");
            default ->
                throw Errors.validation("Cannot update in-progress endpoint \"" + endpoint.endpointArn() + "\".");
        }
    }

    public UpdateEndpointWeightsAndCapacitiesResponse update(UpdateEndpointWeightsAndCapacitiesRequest request) {
        Scope scope = Scope.current();
        var key = new JobKey(scope, request.endpointName());
        var endpoint = inService(scope, key.name());
        Variants.check(endpoint, request.desiredWeightsAndCapacities());
        platform.database().change(transaction -> {
            var _ = inService(scope, key.name());
            var wished = change(
                            key,
                            updated -> updated.endpointStatus(EndpointStatus.UPDATING)
                                    .failureReason(null)
                                    .productionVariants(Variants.desired(
                                            updated.build().productionVariants(),
                                            request.desiredWeightsAndCapacities())))
                    .orElseThrow();
            if (Variants.wished(wished).isEmpty()) {
                resized(key, transaction);
            } else {
                var _ = platform.jobs().submit(RESIZE_KIND, key + " " + UUID.randomUUID(), "");
            }
        });
        return UpdateEndpointWeightsAndCapacitiesResponse.builder()
                .endpointArn(endpoint.endpointArn())
                .build();
    }

    /** What was wished for has come true. Joins a transaction. */
    private void resized(JobKey key, Transaction transaction) {
        var changed = change(
                key,
                done -> done.endpointStatus(EndpointStatus.IN_SERVICE)
                        .productionVariants(Variants.current(done.build().productionVariants())));
        changed.ifPresent(now -> transaction.afterCommit(() -> fleet.weights(key, Variants.weights(now))));
    }

    /** Makes the instances ready that are wished for; after a crash it is begun again. */
    private Outcome resize(String job) throws InterruptedException {
        JobKey key = Rollout.endpoint(job);
        var endpoint = platform.database().read(_ -> find(key));
        if (endpoint.isEmpty() || endpoint.get().endpointStatus() != EndpointStatus.UPDATING) {
            return Outcome.done(); // it was deleted meanwhile
        }
        try {
            fleet.resize(key, Variants.wished(endpoint.get()));
        } catch (LoadException e) {
            return Outcome.done(_ -> asBefore(key, e.getMessage()));
        }
        return Outcome.done(transaction -> resized(key, transaction));
    }

    private void asBefore(JobKey key, @Nullable String reason) {
        var _ = change(
                key,
                endpoint -> endpoint.endpointStatus(EndpointStatus.IN_SERVICE)
                        .productionVariants(Variants.asBefore(endpoint.build().productionVariants()))
                        .failureReason(Errors.reason(reason)));
    }

    public DeleteEndpointResponse delete(DeleteEndpointRequest request) {
        Scope scope = Scope.current();
        var key = new JobKey(scope, request.endpointName());
        var endpoint = get(scope, key.name());
        platform.database().change(transaction -> {
            if (!endpoints.delete(scope, key.name())) {
                throw Errors.couldNotFind("endpoint", endpoint.endpointArn());
            }
            for (String job : deployments.jobs(key)) {
                var _ = platform.jobs().stop(JOB_KIND, job);
                var _ = platform.jobs().forget(JOB_KIND, job);
            }
            deployments.removeAll(key);
            tags.end(endpoint.endpointArn());
            announce(
                    key,
                    endpoint.toBuilder().endpointStatus(EndpointStatus.DELETING).build());
            transaction.afterCommit(() -> fleet.remove(key));
        });
        return DeleteEndpointResponse.builder().build();
    }

    @Override
    public void close() {
        fleet.close();
    }
}
