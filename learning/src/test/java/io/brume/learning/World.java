package io.brume.learning;

import io.brume.kernel.database.Database;
import io.brume.kernel.event.Message;
import io.brume.kernel.event.Outbox;
import io.brume.kernel.http.InProcess;
import io.brume.kernel.job.Jobs;
import io.brume.kernel.object.FileObjects;
import io.brume.kernel.operation.HostedService;
import io.brume.learning.platform.Buckets;
import io.brume.learning.platform.Platform;
import io.brume.operations.logs.Logs;
import io.brume.operations.metrics.CloudWatch;
import io.brume.storage.s3.S3;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeAsyncClient;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;

/** SageMaker with all that it is built on, in a folder: S3, logs, metrics, and a bucket called {@code data}. */
public final class World implements AutoCloseable {

    public final SageMakerClient sageMaker;
    public final SageMakerRuntimeClient runtime;
    public final SageMakerRuntimeAsyncClient streams;
    public final S3Client s3;
    public final CloudWatchLogsClient logs;
    public final CloudWatchClient cloudWatch;
    /** What EventBridge is told. */
    public final List<Message> events = new CopyOnWriteArrayList<>();

    /** What topics of SNS are told. */
    public final List<Message> notices = new CopyOnWriteArrayList<>();

    private final Path folder;
    private final Database database;
    private final Jobs jobs;
    private final Outbox outbox;
    private final S3 hostedS3;
    private final SageMaker service;

    /** One that goes on with what an earlier one left in the folder. */
    public World(Path folder) {
        this(folder, Database.file(folder.resolve("brume.db")));
    }

    public World(Path folder, Database database) {
        this(folder, database, 8);
    }

    /** @param atOnce how many jobs run at once */
    public World(Path folder, Database database, int atOnce) {
        this.folder = folder;
        this.database = database;
        Clock clock = Clock.systemUTC();
        outbox = new Outbox(database, clock);
        jobs = new Jobs(database, clock, atOnce);
        hostedS3 = new S3(database, new FileObjects(folder.resolve("objects")), outbox, clock);
        var metrics = new CloudWatch(database, clock, outbox);
        var hostedLogs = new Logs(database, clock, metrics.sink());
        InProcess inside = InProcess.of(HostedService.of(hostedS3));
        var platform = new Platform(
                database,
                jobs,
                outbox,
                new Buckets(scope -> inside.client(S3Client.class, scope.account(), scope.region())),
                hostedLogs.sink(),
                metrics.sink(),
                folder.resolve("jobs"),
                Optional::empty,
                Math.max(1, atOnce - 2),
                clock);
        service = new SageMaker(platform);
        InProcess door = InProcess.of(
                HostedService.of(service),
                HostedService.of(service.runtime(), service.streams()),
                HostedService.of(hostedS3),
                HostedService.of(metrics),
                HostedService.of(hostedLogs));
        sageMaker = door.client(SageMakerClient.class);
        runtime = door.client(SageMakerRuntimeClient.class);
        streams = door.client(SageMakerRuntimeAsyncClient.class);
        s3 = door.client(S3Client.class);
        logs = door.client(CloudWatchLogsClient.class);
        cloudWatch = door.client(CloudWatchClient.class);
        outbox.register("events", events::add);
        outbox.register("sns", notices::add);
        outbox.start();
        jobs.start();
        hostedS3.start();
        service.start();
        if (s3.listBuckets().buckets().isEmpty()) {
            s3.createBucket(bucket -> bucket.bucket("data"));
        }
    }

    public void put(String key, String content) {
        s3.putObject(put -> put.bucket("data").key(key), RequestBody.fromString(content));
    }

    public String text(String uri) {
        String[] place = uri.substring("s3://".length()).split("/", 2);
        return s3.getObjectAsBytes(get -> get.bucket(place[0]).key(place[1])).asUtf8String();
    }

    /** The image that means this shell script, which gets {@code train} and the like as its first argument. */
    public String program(String name, String script) {
        try {
            Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script);
            if (!file.toFile().setExecutable(true)) {
                throw new IOException(file + " cannot be made executable");
            }
            return "local://" + file.toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until something holds. */
    public static void until(String what, BooleanSupplier holds) {
        long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited two minutes for: " + what);
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    @Override
    public void close() {
        jobs.close();
        service.close();
        hostedS3.close();
        outbox.close();
        database.close();
    }
}
