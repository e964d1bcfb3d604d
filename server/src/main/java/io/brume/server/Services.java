package io.brume.server;

import io.brume.engines.Engines;
import io.brume.engines.tensor.TensorModelLoader;
import io.brume.kernel.call.Calls;
import io.brume.kernel.event.Outbox;
import io.brume.kernel.http.InProcess;
import io.brume.kernel.identity.AccessKeys;
import io.brume.kernel.job.Jobs;
import io.brume.kernel.operation.HostedService;
import io.brume.kernel.resource.Scope;
import io.brume.language.comprehend.Comprehend;
import io.brume.learning.SageMaker;
import io.brume.learning.platform.Buckets;
import io.brume.operations.iam.Credentials;
import io.brume.operations.iam.Iam;
import io.brume.operations.logs.Logs;
import io.brume.operations.metrics.CloudWatch;
import io.brume.operations.scaling.ApplicationAutoScaling;
import io.brume.operations.sts.Sts;
import io.brume.serverless.dynamodb.DynamoDb;
import io.brume.serverless.events.EventBridge;
import io.brume.serverless.lambda.Lambda;
import io.brume.serverless.lambda.LambdaSettings;
import io.brume.serverless.sns.Sns;
import io.brume.serverless.sqs.Sqs;
import io.brume.serverless.states.StepFunctions;
import io.brume.storage.s3.S3;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Every service of Brume, put together: the one place that calls their constructors. */
final class Services implements AutoCloseable {

    private final Engines engines;
    private final Credentials credentials;
    private final AccessKeys keys;
    private final Iam iam;
    private final CloudWatch cloudWatch;
    private final Logs logs;
    private final S3 s3;
    private final Sqs sqs;
    private final Sns sns;
    private final EventBridge eventBridge;
    private final DynamoDb dynamoDb;
    private final StepFunctions stepFunctions;
    private final HostedService hostedS3;
    private final SageMaker sageMaker;
    private final ApplicationAutoScaling scaling;
    private final Lambda lambda;
    private final AtomicReference<Calls> calls = new AtomicReference<>();

    /** @param endpoint where this server is reached, as the links in notifications say */
    Services(Platform platform, Configuration configuration, Engines engines, Supplier<URI> endpoint) {
        var database = platform.database();
        var outbox = platform.outbox();
        var clock = platform.clock();
        this.engines = engines;
        credentials = new Credentials(database, clock);
        keys = AccessKeys.of(configuration.keys()).or(credentials);
        iam = new Iam(database, credentials, clock);
        cloudWatch = new CloudWatch(database, clock, outbox);
        logs = new Logs(database, clock, cloudWatch.sink());
        s3 = new S3(database, platform.objects(), outbox, clock);
        sqs = new Sqs(database, clock);
        sns = new Sns(database, outbox, endpoint, clock);
        eventBridge = new EventBridge(database, outbox, clock);
        dynamoDb = new DynamoDb(database, clock);
        stepFunctions =
                new StepFunctions(database, outbox, () -> Objects.requireNonNull(calls.get()), logs.sink(), clock);
        hostedS3 = HostedService.of(s3);
        sageMaker = new SageMaker(learning(platform, configuration));
        scaling = scaling(platform);
        lambda = new Lambda(lambda(platform, configuration, endpoint));
        deliver(outbox);
        lookAfter(platform.jobs());
    }

    private io.brume.learning.platform.Platform learning(Platform platform, Configuration configuration) {
        var parts = new Parts(configuration.parts());
        InProcess inside = InProcess.of(hostedS3); // keys are for those who come from outside
        return new io.brume.learning.platform.Platform(
                platform.database(),
                platform.jobs(),
                platform.outbox(),
                new Buckets(scope -> inside.client(S3Client.class, scope.account(), scope.region())),
                logs.sink(),
                cloudWatch.sink(),
                configuration.data().resolve("jobs"),
                () -> parts.find("libtorch", TensorModelLoader.class),
                Math.max(1, configuration.state().jobsAtOnce() - 1),
                platform.clock());
    }

    private ApplicationAutoScaling scaling(Platform platform) {
        InProcess inside = InProcess.of(HostedService.of(cloudWatch), HostedService.of(sageMaker));
        return new ApplicationAutoScaling(
                platform.database(),
                platform.clock(),
                scope -> inside.client(CloudWatchClient.class, scope.account(), scope.region()),
                List.of(new EndpointVariants(
                        scope -> inside.client(SageMakerClient.class, scope.account(), scope.region()))));
    }

    private LambdaSettings lambda(Platform platform, Configuration configuration, Supplier<URI> endpoint) {
        InProcess buckets = InProcess.of(hostedS3);
        InProcess queues = InProcess.of(HostedService.of(sqs));
        InProcess streams = InProcess.of(HostedService.of(dynamoDb.streams()));
        return new LambdaSettings(
                platform.database(),
                platform.objects(),
                platform.outbox(),
                (scope, bucket, key, version) -> buckets.client(S3Client.class, scope.account(), scope.region())
                        .getObject(request -> request.bucket(bucket).key(key).versionId(version)),
                scope -> queues.client(SqsClient.class, scope.account(), scope.region()),
                scope -> streams.client(DynamoDbStreamsClient.class, scope.account(), scope.region()),
                new io.brume.serverless.lambda.runtime.Settings(
                        configuration.data().resolve("lambda"),
                        configuration.data(),
                        endpoint,
                        scope -> functionKey(configuration, scope),
                        logs.sink(),
                        cloudWatch.sink(),
                        platform.clock()),
                LambdaSettings.RETRY_PAUSE);
    }

    /** What a function's requests are signed with: a configured key of its account, or any when none are configured. */
    private io.brume.serverless.lambda.runtime.Settings.Credentials functionKey(
            Configuration configuration, Scope scope) {
        return configuration.keys().stream()
                .map(entry -> keys.find(entry.split(":", 2)[0]).orElseThrow())
                .filter(key -> key.accountId().equals(scope.account()))
                .findFirst()
                .map(key -> new io.brume.serverless.lambda.runtime.Settings.Credentials(key.id(), key.secret()))
                .orElseGet(() -> new io.brume.serverless.lambda.runtime.Settings.Credentials(scope.account(), "brume"));
    }

    private void deliver(Outbox outbox) {
        outbox.register("lambda", lambda.destination());
        outbox.register("sqs", sqs.destination());
        outbox.register("logs", logs.destination());
    }

    private void lookAfter(Jobs jobs) {
        jobs.every("cloudwatch/alarms", Duration.ofSeconds(10), cloudWatch::evaluateAlarms);
        jobs.every("application-autoscaling/policies", Duration.ofSeconds(10), scaling::evaluate);
        jobs.every("logs/retention", Duration.ofMinutes(5), logs::sweep);
        jobs.every("cloudwatch/roll-up", Duration.ofMinutes(15), cloudWatch::sweep);
    }

    List<HostedService> hosted() {
        return List.of(
                HostedService.of(new Sts(keys, credentials, iam)),
                HostedService.of(iam),
                HostedService.of(cloudWatch),
                HostedService.of(scaling),
                HostedService.of(logs, logs.liveTail()),
                hostedS3,
                HostedService.of(sqs),
                HostedService.of(sns),
                HostedService.of(eventBridge),
                HostedService.of(dynamoDb),
                HostedService.of(dynamoDb.streams()),
                HostedService.of(lambda, lambda.streams()),
                HostedService.of(stepFunctions),
                HostedService.of(sageMaker),
                HostedService.of(sageMaker.runtime(), sageMaker.streams()),
                HostedService.of(new Comprehend(engines)));
    }

    /** The keys that requests may be signed with: the configured ones, and those made by IAM and STS. */
    AccessKeys keys() {
        return keys;
    }

    Sns sns() {
        return sns;
    }

    /** @param all what tasks of state machines can call, these services among them */
    void callable(List<HostedService> all) {
        calls.set(new Calls(all));
    }

    void start() {
        s3.start();
        sqs.start();
        eventBridge.start();
        dynamoDb.start();
        sageMaker.start();
        lambda.start();
        stepFunctions.start();
    }

    @Override
    public void close() {
        stepFunctions.close();
        lambda.close();
        sageMaker.close();
        dynamoDb.close();
        eventBridge.close();
        sns.close();
        sqs.close();
        s3.close();
        credentials.close();
    }
}
