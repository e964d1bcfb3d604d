package io.brume.serverless.lambda;

import io.brume.kernel.database.Database;
import io.brume.kernel.event.Outbox;
import io.brume.kernel.http.InProcess;
import io.brume.kernel.object.FileObjects;
import io.brume.kernel.operation.HostedService;
import io.brume.kernel.resource.Scope;
import io.brume.kernel.telemetry.LogLine;
import io.brume.kernel.telemetry.MetricSink;
import io.brume.serverless.dynamodb.DynamoDb;
import io.brume.serverless.lambda.runtime.Fleet;
import io.brume.serverless.lambda.runtime.Settings;
import io.brume.serverless.sqs.Sqs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.lambda.LambdaAsyncClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Lambda and SQS in this JVM, with functions in processes. */
final class LambdaFixture implements AutoCloseable {

    static final String ROLE = "arn:aws:iam::123456789012:role/functions";

    final Path data;
    final Database database;
    final Outbox outbox;
    final List<String> lines = new CopyOnWriteArrayList<>();
    final LambdaClient client;
    final LambdaAsyncClient streams;
    final SqsClient sqs;
    final InProcess server;
    final DynamoDbClient tables;
    private final Sqs queues;
    private final DynamoDb dynamoDb;
    private final Lambda lambda;

    LambdaFixture() {
        this(temporary());
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("brume-lambda");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    LambdaFixture(Path data) {
        this(data, Database.file(data.resolve("brume.db")));
    }

    LambdaFixture(Path data, Database database) {
        this.data = data;
        this.database = database;
        Clock clock = Clock.systemUTC();
        outbox = new Outbox(database, clock);
        queues = new Sqs(database, clock);
        dynamoDb = new DynamoDb(database, clock);
        InProcess inside = InProcess.of(HostedService.of(queues), HostedService.of(dynamoDb.streams()));
        lambda = new Lambda(new LambdaSettings(
                database,
                new FileObjects(data.resolve("objects")),
                outbox,
                (_, bucket, key, _) -> Files.newInputStream(Path.of(bucket, key)),
                scope -> inside.client(SqsClient.class, scope.account(), scope.region()),
                scope -> inside.client(DynamoDbStreamsClient.class, scope.account(), scope.region()),
                new Settings(
                        data.resolve("lambda"),
                        data,
                        () -> URI.create("http://127.0.0.1:4566"),
                        scope -> new Settings.Credentials(scope.account(), "brume"),
                        this::log,
                        MetricSink.NONE,
                        clock),
                Duration.ofMillis(50)));
        outbox.register("sqs", queues.destination());
        outbox.register("lambda", lambda.destination());
        outbox.start();
        queues.start();
        lambda.start();
        server = InProcess.of(
                HostedService.of(lambda, lambda.streams()), HostedService.of(queues), HostedService.of(dynamoDb));
        client = server.client(LambdaClient.class);
        streams = server.client(LambdaAsyncClient.class);
        sqs = server.client(SqsClient.class);
        tables = server.client(DynamoDbClient.class);
    }

    private void log(Scope scope, String group, String stream, List<LogLine> some) {
        some.forEach(line -> lines.add(line.message()));
    }

    /** A zip file of these files by name. */
    static SdkBytes zip(Map<String, String> files) {
        try {
            var bytes = new ByteArrayOutputStream();
            try (var zip = new ZipOutputStream(bytes)) {
                for (var file : files.entrySet()) {
                    zip.putNextEntry(new ZipEntry(file.getKey()));
                    zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
                }
            }
            return SdkBytes.fromByteArray(bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a function of one Node.js file, {@code index.js}, whose handler is {@code index.handler}. */
    void node(String name, String source) {
        create(name, "nodejs20.x", "index.handler", Map.of("index.js", source), 20);
    }

    void create(String name, String runtime, String handler, Map<String, String> files, int timeout) {
        create(name, runtime, handler, zip(files), timeout);
    }

    void create(String name, String runtime, String handler, SdkBytes zip, int timeout) {
        client.createFunction(request -> request.functionName(name)
                .runtime(runtime)
                .handler(handler)
                .role(ROLE)
                .timeout(timeout)
                .memorySize(512)
                .code(code -> code.zipFile(zip)));
    }

    InvokeResponse invoke(String name, String event) {
        return client.invoke(
                request -> request.functionName(name).logType(LogType.TAIL).payload(SdkBytes.fromUtf8String(event)));
    }

    /** The answer of a call that is to succeed. */
    String answer(String name, String event) {
        InvokeResponse response = invoke(name, event);
        if (response.functionError() != null) {
            throw new AssertionError(response.payload().asUtf8String());
        }
        return response.payload().asUtf8String();
    }

    @Override
    public void close() {
        lambda.close();
        outbox.close();
        queues.close();
        database.close();
        Fleet.delete(data);
    }
}
