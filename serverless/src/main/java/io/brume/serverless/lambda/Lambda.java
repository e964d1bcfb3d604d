package io.brume.serverless.lambda;

import io.brume.kernel.database.Database;
import io.brume.kernel.event.Destination;
import io.brume.kernel.gateway.RequestContext;
import io.brume.kernel.gateway.Site;
import io.brume.kernel.identity.RequestHead;
import io.brume.kernel.identity.SignatureVerifier;
import io.brume.kernel.resource.Scope;
import io.brume.kernel.resource.Tags;
import io.brume.kernel.shape.Shapes;
import io.brume.kernel.wire.Exchange;
import io.brume.serverless.lambda.runtime.Concurrency;
import io.brume.serverless.lambda.runtime.Fleet;
import io.brume.serverless.lambda.runtime.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.*;

/** AWS Lambda: functions in processes of this machine, called by clients, by other services, by queues and over HTTP. */
public final class Lambda implements LambdaClient, Site {

    private static final int UNRESERVED = 100;
    private static final int MOST_TAGS = 50;

    private final Database database;
    private final Settings runtime;
    private final Fleet fleet;
    private final Tags tags;
    private final Functions functions;
    private final Aliases aliases;
    private final Layers layers;
    private final Packages packages;
    private final Permissions permissions;
    private final InvokeConfigs configs;
    private final Urls urls;
    private final EventQueue events;
    private final Invocations invocations;
    private final AsyncRuns asyncRuns;
    private final Mappings mappings;
    private final UrlSite site;

    public Lambda(LambdaSettings settings) {
        database = settings.database();
        runtime = settings.runtime();
        var clock = runtime.clock();
        fleet = new Fleet(runtime);
        tags = new Tags(database);
        packages = new Packages(
                database, settings.objects(), settings.code(), runtime.work().resolve("code"));
        layers = new Layers(database, packages, clock);
        functions = new Functions(database, packages, layers, clock);
        aliases = new Aliases(database, functions);
        permissions = new Permissions(database);
        configs = new InvokeConfigs(database, clock);
        urls = new Urls(database, runtime.endpoint(), clock);
        events = new EventQueue(database, clock);
        invocations = new Invocations(functions, aliases, layers, packages, fleet, events);
        asyncRuns = new AsyncRuns(database, invocations, configs, settings.outbox(), clock, settings.retryPause());
        mappings = new Mappings(
                database,
                functions,
                aliases,
                invocations,
                settings.queues(),
                new StreamPositions(database, settings.streams()),
                clock);
        site = new UrlSite(urls, invocations, packages, clock);
    }

    /** Takes up the events and the queues that an earlier process left. */
    public void start() {
        packages.sweep();
        events.start(asyncRuns);
        mappings.start();
    }

    /** Takes what other services send to functions. */
    public Destination destination() {
        return new FunctionDestination(invocations, events);
    }

    /** The operation whose answer is a stream of events. */
    public LambdaStreams streams() {
        return new LambdaStreams(invocations);
    }

    @Override
    public boolean serves(RequestHead head) {
        return site.serves(head);
    }

    @Override
    public void answer(Exchange exchange, SignatureVerifier verifier) throws IOException {
        site.answer(exchange, verifier);
    }

    @Override
    public CreateFunctionResponse createFunction(CreateFunctionRequest request) {
        FunctionConfiguration made = functions.create(request);
        invocations.prepare(Scope.current(), made);
        return Shapes.copy(made, CreateFunctionResponse.builder()).build();
    }

    @Override
    public GetFunctionResponse getFunction(GetFunctionRequest request) {
        FunctionRef ref = FunctionRef.of(request.functionName(), request.qualifier());
        FunctionConfiguration configuration = aliases.resolve(ref);
        Integer reserved = functions.reserved(ref);
        GetFunctionResponse.Builder response = GetFunctionResponse.builder()
                .configuration(configuration)
                .code(code -> code.repositoryType("S3").location(codeUrl(configuration.codeSha256())))
                .tags(tags.of(ref.functionArn()));
        return reserved == null
                ? response.build()
                : response.concurrency(concurrency -> concurrency.reservedConcurrentExecutions(reserved))
                        .build();
    }

    @Override
    public GetFunctionConfigurationResponse getFunctionConfiguration(GetFunctionConfigurationRequest request) {
        return Shapes.copy(
                        aliases.resolve(FunctionRef.of(request.functionName(), request.qualifier())),
                        GetFunctionConfigurationResponse.builder())
                .build();
    }

    @Override
    public ListFunctionsResponse listFunctions(ListFunctionsRequest request) {
        if (request.functionVersion() != null) {
            return ListFunctionsResponse.builder()
                    .functions(functions.allVersions(Scope.current()))
                    .build();
        }
        return functions
                .latest()
                .page(Scope.current(), request, ListFunctionsResponse.builder(), function -> function)
                .build();
    }

    @Override
    public UpdateFunctionCodeResponse updateFunctionCode(UpdateFunctionCodeRequest request) {
        FunctionConfiguration after = functions.updateCode(request);
        fleet.retire(Scope.current(), after.functionName());
        if (!Boolean.TRUE.equals(request.dryRun())) {
            invocations.prepare(Scope.current(), after);
        }
        return Shapes.copy(after, UpdateFunctionCodeResponse.builder()).build();
    }

    @Override
    public UpdateFunctionConfigurationResponse updateFunctionConfiguration(UpdateFunctionConfigurationRequest request) {
        FunctionConfiguration after = functions.updateConfiguration(request);
        fleet.retire(Scope.current(), after.functionName());
        return Shapes.copy(after, UpdateFunctionConfigurationResponse.builder()).build();
    }

    @Override
    public DeleteFunctionResponse deleteFunction(DeleteFunctionRequest request) {
        FunctionRef ref = FunctionRef.of(request.functionName(), request.qualifier());
        if (ref.qualifier() != null) {
            aliases.checkUnused(ref);
        }
        database.change(transaction -> {
            functions.delete(transaction, ref);
            if (ref.qualifier() == null) {
                aliases.deleteAll(ref);
                permissions.removeAll(ref);
                configs.deleteAll(ref);
                urls.deleteAll(ref);
            }
        });
        fleet.retire(ref.scope(), ref.name());
        return DeleteFunctionResponse.builder().build();
    }

    @Override
    public PublishVersionResponse publishVersion(PublishVersionRequest request) {
        return Shapes.copy(
                        functions.publish(
                                FunctionRef.of(request.functionName(), null),
                                request.description(),
                                request.codeSha256(),
                                request.revisionId()),
                        PublishVersionResponse.builder())
                .build();
    }

    @Override
    public ListVersionsByFunctionResponse listVersionsByFunction(ListVersionsByFunctionRequest request) {
        return functions.listVersions(request);
    }

    @Override
    public CreateAliasResponse createAlias(CreateAliasRequest request) {
        return Shapes.copy(aliases.create(request), CreateAliasResponse.builder())
                .build();
    }

    @Override
    public GetAliasResponse getAlias(GetAliasRequest request) {
        return Shapes.copy(
                        aliases.get(FunctionRef.of(request.functionName(), null), request.name()),
                        GetAliasResponse.builder())
                .build();
    }

    @Override
    public UpdateAliasResponse updateAlias(UpdateAliasRequest request) {
        return Shapes.copy(aliases.update(request), UpdateAliasResponse.builder())
                .build();
    }

    @Override
    public DeleteAliasResponse deleteAlias(DeleteAliasRequest request) {
        aliases.delete(FunctionRef.of(request.functionName(), null), request.name());
        return DeleteAliasResponse.builder().build();
    }

    @Override
    public ListAliasesResponse listAliases(ListAliasesRequest request) {
        return aliases.list(request);
    }

    @Override
    public InvokeResponse invoke(InvokeRequest request) {
        return invocations.invoke(request, RequestContext.current().requestId());
    }

    @Override
    public PutFunctionConcurrencyResponse putFunctionConcurrency(PutFunctionConcurrencyRequest request) {
        FunctionRef ref = FunctionRef.of(request.functionName(), null);
        functions.require(ref.unqualified());
        Integer before = functions.reserved(ref);
        int asked = request.reservedConcurrentExecutions();
        long others = functions.reservedInAll(ref.scope()) - (before == null ? 0 : before);
        if (others + asked > Concurrency.ACCOUNT - UNRESERVED) {
            throw LambdaErrors.invalid("Specified ReservedConcurrentExecutions for function decreases account's"
                    + " UnreservedConcurrentExecution below its minimum value of [" + UNRESERVED + "].");
        }
        functions.reserve(ref, asked);
        return PutFunctionConcurrencyResponse.builder()
                .reservedConcurrentExecutions(asked)
                .build();
    }

    @Override
    public GetFunctionConcurrencyResponse getFunctionConcurrency(GetFunctionConcurrencyRequest request) {
        FunctionRef ref = FunctionRef.of(request.functionName(), null);
        functions.require(ref.unqualified());
        return GetFunctionConcurrencyResponse.builder()
                .reservedConcurrentExecutions(functions.reserved(ref))
                .build();
    }

    @Override
    public DeleteFunctionConcurrencyResponse deleteFunctionConcurrency(DeleteFunctionConcurrencyRequest request) {
        FunctionRef ref = FunctionRef.of(request.functionName(), null);
        functions.require(ref.unqualified());
        functions.reserve(ref, null);
        return DeleteFunctionConcurrencyResponse.builder().build();
    }

    @Override
    public AddPermissionResponse addPermission(AddPermissionRequest request) {
        return AddPermissionResponse.builder()
                .statement(
                        permissions.add(existing(FunctionRef.of(request.functionName(), request.qualifier())), request))
                .build();
    }

    @Override
    public RemovePermissionResponse removePermission(RemovePermissionRequest request) {
        permissions.remove(
                existing(FunctionRef.of(request.functionName(), request.qualifier())), request.statementId());
        return RemovePermissionResponse.builder().build();
    }

    @Override
    public GetPolicyResponse getPolicy(GetPolicyRequest request) {
        FunctionRef ref = existing(FunctionRef.of(request.functionName(), request.qualifier()));
        String policy = permissions.policy(ref);
        if (policy == null) {
            throw LambdaErrors.missing("The resource you requested does not exist.");
        }
        return GetPolicyResponse.builder()
                .policy(policy)
                .revisionId(Permissions.revision(policy))
                .build();
    }

    @Override
    public CreateFunctionUrlConfigResponse createFunctionUrlConfig(CreateFunctionUrlConfigRequest request) {
        return Shapes.copy(
                        urls.create(existing(FunctionRef.of(request.functionName(), request.qualifier())), request),
                        CreateFunctionUrlConfigResponse.builder())
                .build();
    }

    @Override
    public GetFunctionUrlConfigResponse getFunctionUrlConfig(GetFunctionUrlConfigRequest request) {
        return Shapes.copy(
                        urls.get(FunctionRef.of(request.functionName(), request.qualifier())),
                        GetFunctionUrlConfigResponse.builder())
                .build();
    }

    @Override
    public UpdateFunctionUrlConfigResponse updateFunctionUrlConfig(UpdateFunctionUrlConfigRequest request) {
        return Shapes.copy(
                        urls.update(FunctionRef.of(request.functionName(), request.qualifier()), request),
                        UpdateFunctionUrlConfigResponse.builder())
                .build();
    }

    @Override
    public DeleteFunctionUrlConfigResponse deleteFunctionUrlConfig(DeleteFunctionUrlConfigRequest request) {
        urls.delete(FunctionRef.of(request.functionName(), request.qualifier()));
        return DeleteFunctionUrlConfigResponse.builder().build();
    }

    @Override
    public ListFunctionUrlConfigsResponse listFunctionUrlConfigs(ListFunctionUrlConfigsRequest request) {
        return urls.list(request);
    }

    @Override
    public PutFunctionEventInvokeConfigResponse putFunctionEventInvokeConfig(
            PutFunctionEventInvokeConfigRequest request) {
        return Shapes.copy(
                        configs.put(existing(FunctionRef.of(request.functionName(), request.qualifier())), request),
                        PutFunctionEventInvokeConfigResponse.builder())
                .build();
    }

    @Override
    public UpdateFunctionEventInvokeConfigResponse updateFunctionEventInvokeConfig(
            UpdateFunctionEventInvokeConfigRequest request) {
        return Shapes.copy(
                        configs.update(existing(FunctionRef.of(request.functionName(), request.qualifier())), request),
                        UpdateFunctionEventInvokeConfigResponse.builder())
                .build();
    }

    @Override
    public GetFunctionEventInvokeConfigResponse getFunctionEventInvokeConfig(
            GetFunctionEventInvokeConfigRequest request) {
        return Shapes.copy(
                        configs.get(existing(FunctionRef.of(request.functionName(), request.qualifier()))),
                        GetFunctionEventInvokeConfigResponse.builder())
                .build();
    }

    @Override
    public DeleteFunctionEventInvokeConfigResponse deleteFunctionEventInvokeConfig(
            DeleteFunctionEventInvokeConfigRequest request) {
        configs.delete(existing(FunctionRef.of(request.functionName(), request.qualifier())));
        return DeleteFunctionEventInvokeConfigResponse.builder().build();
    }

    @Override
    public ListFunctionEventInvokeConfigsResponse listFunctionEventInvokeConfigs(
            ListFunctionEventInvokeConfigsRequest request) {
        return configs.list(request);
    }

    @Override
    public CreateEventSourceMappingResponse createEventSourceMapping(CreateEventSourceMappingRequest request) {
        return Shapes.copy(mappings.create(request), CreateEventSourceMappingResponse.builder())
                .build();
    }

    @Override
    public GetEventSourceMappingResponse getEventSourceMapping(GetEventSourceMappingRequest request) {
        return Shapes.copy(mappings.get(request.uuid()), GetEventSourceMappingResponse.builder())
                .build();
    }

    @Override
    public UpdateEventSourceMappingResponse updateEventSourceMapping(UpdateEventSourceMappingRequest request) {
        return Shapes.copy(mappings.update(request), UpdateEventSourceMappingResponse.builder())
                .build();
    }

    @Override
    public DeleteEventSourceMappingResponse deleteEventSourceMapping(DeleteEventSourceMappingRequest request) {
        return Shapes.copy(mappings.delete(request.uuid()), DeleteEventSourceMappingResponse.builder())
                .build();
    }

    @Override
    public ListEventSourceMappingsResponse listEventSourceMappings(ListEventSourceMappingsRequest request) {
        return mappings.list(request);
    }

    @Override
    public PublishLayerVersionResponse publishLayerVersion(PublishLayerVersionRequest request) {
        GetLayerVersionResponse version = layers.publish(request);
        return Shapes.copy(located(version), PublishLayerVersionResponse.builder())
                .build();
    }

    @Override
    public GetLayerVersionResponse getLayerVersion(GetLayerVersionRequest request) {
        GetLayerVersionResponse version = layers.get(request.layerName(), request.versionNumber());
        return Shapes.copy(located(version), GetLayerVersionResponse.builder()).build();
    }

    @Override
    public GetLayerVersionByArnResponse getLayerVersionByArn(GetLayerVersionByArnRequest request) {
        GetLayerVersionResponse version = layers.byArn(request.arn());
        return Shapes.copy(located(version), GetLayerVersionByArnResponse.builder())
                .build();
    }

    @Override
    public DeleteLayerVersionResponse deleteLayerVersion(DeleteLayerVersionRequest request) {
        layers.delete(request.layerName(), request.versionNumber());
        return DeleteLayerVersionResponse.builder().build();
    }

    @Override
    public ListLayersResponse listLayers(ListLayersRequest request) {
        return layers.list(request);
    }

    @Override
    public ListLayerVersionsResponse listLayerVersions(ListLayerVersionsRequest request) {
        return layers.listVersions(request);
    }

    @Override
    public TagResourceResponse tagResource(TagResourceRequest request) {
        if (!tags.add(tagged(request.resource()), request.tags(), MOST_TAGS)) {
            throw LambdaErrors.invalid("A resource can have " + MOST_TAGS + " tags at most.");
        }
        return TagResourceResponse.builder().build();
    }

    @Override
    public UntagResourceResponse untagResource(UntagResourceRequest request) {
        tags.remove(tagged(request.resource()), request.tagKeys());
        return UntagResourceResponse.builder().build();
    }

    @Override
    public ListTagsResponse listTags(ListTagsRequest request) {
        return ListTagsResponse.builder()
                .tags(tags.of(tagged(request.resource())))
                .build();
    }

    @Override
    public GetAccountSettingsResponse getAccountSettings(GetAccountSettingsRequest request) {
        Scope scope = Scope.current();
        List<FunctionConfiguration> all = functions.allVersions(scope);
        long size = all.stream().mapToLong(FunctionConfiguration::codeSize).sum();
        int unreserved = Concurrency.ACCOUNT - (int) functions.reservedInAll(scope);
        return GetAccountSettingsResponse.builder()
                .accountLimit(limit -> limit.totalCodeSize(75L << 30)
                        .codeSizeUnzipped(Archive.LARGEST)
                        .codeSizeZipped(50L << 20)
                        .concurrentExecutions(Concurrency.ACCOUNT)
                        .unreservedConcurrentExecutions(unreserved))
                .accountUsage(usage -> usage.totalCodeSize(size)
                        .functionCount(functions.latest().count(scope)))
                .build();
    }

    @Override
    public GetFunctionCodeSigningConfigResponse getFunctionCodeSigningConfig(
            GetFunctionCodeSigningConfigRequest request) {
        FunctionRef ref = FunctionRef.of(request.functionName(), null);
        functions.require(ref.unqualified());
        return GetFunctionCodeSigningConfigResponse.builder()
                .functionName(ref.name())
                .build();
    }

    /** The same, for a function, a version or an alias that is there. */
    private FunctionRef existing(FunctionRef ref) {
        var _ = aliases.resolve(ref);
        return ref;
    }

    /** The ARN of something that exists, to be tagged. */
    private String tagged(String arn) {
        if (arn.contains(":event-source-mapping:")) {
            return mappings.get(arn.substring(arn.lastIndexOf(':') + 1)).eventSourceMappingArn();
        }
        FunctionRef ref = FunctionRef.of(arn, null);
        functions.require(ref.unqualified());
        return ref.functionArn();
    }

    /** With where its package can be had. */
    private GetLayerVersionResponse located(GetLayerVersionResponse version) {
        String sha256 = version.content().codeSha256();
        return version.toBuilder()
                .content(version.content().toBuilder().location(codeUrl(sha256)).build())
                .build();
    }

    private String codeUrl(String sha256) {
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(sha256.getBytes(StandardCharsets.UTF_8));
        return runtime.endpoint().get() + UrlSite.CODE + token;
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        mappings.close();
        events.close();
        fleet.close();
    }
}
