package io.brume.learning.transform;

import io.brume.kernel.job.JobContext;
import io.brume.kernel.job.Outcome;
import io.brume.learning.channel.ChannelException;
import io.brume.learning.channel.Channels;
import io.brume.learning.channel.S3Place;
import io.brume.learning.channel.Store;
import io.brume.learning.container.WorkFolder;
import io.brume.learning.hosting.Models;
import io.brume.learning.platform.JobKey;
import io.brume.learning.platform.JobLog;
import io.brume.learning.platform.Platform;
import io.brume.learning.serving.LoadException;
import io.brume.learning.serving.ModelFailure;
import io.brume.learning.serving.ModelServer;
import io.brume.learning.serving.ModelServers;
import io.brume.learning.serving.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.model.Channel;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeTransformJobResponse;
import software.amazon.awssdk.services.sagemaker.model.TransformJobStatus;

/** One run of a batch transform job, from its input to its output. After a crash another run begins from the start. */
final class TransformRun {

    private static final String LOGS = "/aws/sagemaker/TransformJobs";
    private static final Duration STARTUP = Duration.ofMinutes(10);
    private static final int TIMEOUT_SECONDS = 600;

    private final Platform platform;
    private final TransformJobs jobs;
    private final Models models;
    private final ModelServers servers;
    private final JobContext context;
    private final JobKey key;
    private final S3Client s3;
    private final JobLog log;

    TransformRun(Platform platform, TransformJobs jobs, Models models, ModelServers servers, JobContext context) {
        this.platform = platform;
        this.jobs = jobs;
        this.models = models;
        this.servers = servers;
        this.context = context;
        key = JobKey.parse(context.data());
        s3 = platform.buckets().of(key.scope());
        String stream = key.name() + "/i-"
                + UUID.randomUUID().toString().replace("-", "").substring(0, 17);
        log = new JobLog(platform, key.scope(), LOGS, stream);
    }

    Outcome run() throws IOException, InterruptedException {
        Optional<DescribeTransformJobResponse> found = jobs.find(key);
        if (found.isEmpty()) {
            return Outcome.done();
        }
        var folder = new WorkFolder(
                platform.work().resolve("transform").resolve(key.fileName()).toAbsolutePath());
        folder.delete();
        try {
            return run(found.get(), folder.root());
        } catch (ChannelException | LoadException e) {
            return ended(TransformJobStatus.FAILED, client(e));
        } catch (ModelFailure e) {
            log.add(e.sentence());
            boolean client = e.status() / 100 == 4;
            return ended(
                    TransformJobStatus.FAILED,
                    (client ? "ClientError: " : "AlgorithmError: ") + "See job logs for more information: "
                            + e.sentence());
        } catch (SdkException e) {
            return ended(TransformJobStatus.FAILED, "ClientError: Upload failed: " + e.getMessage());
        } catch (Stopped e) {
            return ended(TransformJobStatus.STOPPED, null);
        } catch (IOException e) {
            return ended(TransformJobStatus.FAILED, client(e));
        } catch (InterruptedException e) {
            if (!context.stopRequested()) {
                throw e;
            }
            return ended(TransformJobStatus.STOPPED, null);
        } finally {
            log.flush();
            folder.delete();
        }
    }

    private String client(Exception e) {
        String message = String.valueOf(e.getMessage());
        log.add(message);
        return message.startsWith("ClientError: ") ? message : "ClientError: " + message;
    }

    /** The job was asked to end. */
    static final class Stopped extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private Outcome run(DescribeTransformJobResponse job, Path folder)
            throws IOException, InterruptedException, ChannelException, ModelFailure {
        DescribeModelResponse model = models.get(key.scope(), job.modelName());
        jobs.change(key, started -> started.transformStartTime(platform.clock().instant()));
        var place = new Place(
                key.scope(),
                "brume-" + key.fileName(),
                folder.resolve("model"),
                environment(job),
                STARTUP,
                Duration.ofSeconds(seconds(job)),
                log::add);
        Path input = Files.createDirectories(folder.resolve("input"));
        Channels.fetch(s3, channel(job), input, 0, 1);
        try (ModelServer server = servers.open(model, place)) {
            var files = new TransformFiles(job, server, context, Duration.ofSeconds(seconds(job)));
            var store = new Store(s3);
            S3Place output = S3Place.of(job.transformOutput().s3OutputPath());
            List<Path> all = files(input);
            for (int i = 0; i < all.size(); i++) {
                String name = input.relativize(all.get(i)).toString().replace('\\', '/') + ".out";
                Path result = folder.resolve("result");
                files.transform(all.get(i), result);
                store.put(output.below(name), result);
                context.progress((i + 1.0) / all.size(), name);
                log.flush();
            }
        }
        return ended(TransformJobStatus.COMPLETED, null);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static int seconds(DescribeTransformJobResponse job) {
        var client = job.modelClientConfig();
        return client == null || client.invocationsTimeoutInSeconds() == null
                ? TIMEOUT_SECONDS
                : client.invocationsTimeoutInSeconds();
    }

    private Map<String, String> environment(DescribeTransformJobResponse job) {
        Map<String, String> all = new LinkedHashMap<>(job.environment());
        all.put("SAGEMAKER_BATCH", "true");
        all.put("SAGEMAKER_MAX_PAYLOAD_IN_MB", String.valueOf(TransformFiles.megabytes(job)));
        all.put("SAGEMAKER_MAX_CONCURRENT_TRANSFORMS", String.valueOf(TransformFiles.atOnce(job)));
        all.put(
                "SAGEMAKER_BATCH_STRATEGY",
                job.batchStrategyAsString() == null
                        ? "MULTI_RECORD"
                        : job.batchStrategyAsString().equals("SingleRecord") ? "SINGLE_RECORD" : "MULTI_RECORD");
        return all;
    }

    private static Channel channel(DescribeTransformJobResponse job) {
        var source = job.transformInput().dataSource().s3DataSource();
        return Channel.builder()
                .channelName("input")
                .dataSource(data ->
                        data.s3DataSource(s3 -> s3.s3Uri(source.s3Uri()).s3DataType(source.s3DataTypeAsString())))
                .build();
    }

    private Outcome ended(TransformJobStatus status, @Nullable String reason) {
        return Outcome.done(_ -> jobs.end(key, status, reason));
    }
}
