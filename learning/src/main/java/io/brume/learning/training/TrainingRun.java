package io.brume.learning.training;

import io.brume.algorithms.BadHyperparameterException;
import io.brume.kernel.job.JobContext;
import io.brume.kernel.job.Outcome;
import io.brume.learning.channel.ChannelException;
import io.brume.learning.channel.Channels;
import io.brume.learning.channel.S3Place;
import io.brume.learning.channel.Store;
import io.brume.learning.container.Containers;
import io.brume.learning.container.Group;
import io.brume.learning.container.Image;
import io.brume.learning.container.WorkFolder;
import io.brume.learning.platform.Interruption;
import io.brume.learning.platform.JobKey;
import io.brume.learning.platform.JobLog;
import io.brume.learning.platform.Platform;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.ModelArtifacts;
import software.amazon.awssdk.services.sagemaker.model.SecondaryStatus;

/** One run of a training job, from its data to its model. After a crash another run begins with its checkpoints. */
final class TrainingRun {

    static final String STOPPED = "Training job stopped";
    static final String FAILED = "Training job failed";

    private static final String COMPLETED = "Training job completed";
    private static final String LOGS = "/aws/sagemaker/TrainingJobs";
    /** What the shell makes of SIGKILL. */
    private static final int KILLED = 137;

    private static final Duration CHECKPOINTS = Duration.ofSeconds(5);

    private final Platform platform;
    private final TrainingState state;
    private final Containers containers;
    private final TrainingListener listener;
    private final JobContext context;
    private final JobKey key;
    private final S3Client s3;
    private final Map<String, JobLog> logs = new LinkedHashMap<>();
    private final AtomicReference<@Nullable ChannelException> trouble = new AtomicReference<>();
    private Instant stored = Instant.EPOCH;

    TrainingRun(
            Platform platform,
            TrainingState state,
            Containers containers,
            TrainingListener listener,
            JobContext context) {
        this.platform = platform;
        this.state = state;
        this.containers = containers;
        this.listener = listener;
        this.context = context;
        key = JobKey.parse(context.data());
        s3 = platform.buckets().of(key.scope());
    }

    /** A reason to fail for. */
    private static final class FailedException extends Exception {
        private static final long serialVersionUID = 1L;

        FailedException(String reason) {
            super(reason);
        }
    }

    Outcome run() throws IOException, InterruptedException {
        Optional<DescribeTrainingJobResponse> found = state.jobs.find(key);
        if (found.isEmpty()) {
            return Outcome.done();
        }
        DescribeTrainingJobResponse job = found.get();
        Image image = Image.of(job.algorithmSpecification().trainingImage());
        Path folder =
                platform.work().resolve("training").resolve(key.fileName()).toAbsolutePath();
        var metrics =
                new Metrics(platform, key, image, job.algorithmSpecification().metricDefinitions());
        Outcome outcome;
        try (var hosts = new Hosts(job, key, image, folder)) {
            outcome = run(job, image, hosts, metrics);
        } catch (FailedException | BadHyperparameterException e) {
            outcome = failed(String.valueOf(e.getMessage()), metrics);
        } catch (ChannelException | IOException | SdkException | InterruptedException e) {
            outcome = broken(e, metrics);
        }
        new WorkFolder(folder).delete();
        return outcome;
    }

    /** What ends a run from outside of it. */
    private Outcome broken(Exception e, Metrics metrics) throws IOException, InterruptedException {
        if (Interruption.isBehind(e)) {
            if (!context.stopRequested()) {
                throw interrupted(e); // the server closes, and its next process takes this up again
            }
            var _ = Thread.interrupted();
            return ended(Group.End.STOPPED, null, metrics);
        }
        return switch (e) {
            case SdkException sdk -> failed("ClientError: Artifact upload failed: " + sdk.getMessage(), metrics);
            case ChannelException channel -> failed(String.valueOf(channel.getMessage()), metrics);
            case Containers.CannotRunException cannot -> failed(String.valueOf(cannot.getMessage()), metrics);
            case IOException io -> throw io;
            default -> throw new IllegalStateException(e);
        };
    }

    private static InterruptedException interrupted(Exception e) {
        if (e instanceof InterruptedException interruption) {
            return interruption;
        }
        var interruption = new InterruptedException("while the server closes");
        interruption.initCause(e);
        return interruption;
    }

    private Outcome run(DescribeTrainingJobResponse job, Image image, Hosts hosts, Metrics metrics)
            throws IOException, InterruptedException, FailedException, ChannelException {
        check(job, image);
        List<Channels> channels = new ArrayList<>();
        try {
            prepare(job, hosts, channels);
            if (context.stopRequested()) {
                return ended(Group.End.STOPPED, null, metrics);
            }
            Group.End end = train(job, hosts, metrics);
            state.move(key, SecondaryStatus.UPLOADING, "Uploading generated training model");
            var artifacts = new Artifacts(new Store(s3), job, hosts);
            return ended(end, artifacts.store(), metrics);
        } finally {
            channels.forEach(Channels::close);
            logs.values().forEach(JobLog::flush);
        }
    }

    private void check(DescribeTrainingJobResponse job, Image image) throws IOException {
        if (context.attempt() > 1) {
            state.move(key, SecondaryStatus.RESTARTING, "Restarting the training job, whose server went away");
        }
        containers.check(image);
        if (image instanceof Image.OfBuiltIn known) {
            known.builtIn().check(job.hyperParameters());
        }
    }

    private void prepare(DescribeTrainingJobResponse job, Hosts hosts, List<Channels> channels)
            throws IOException, InterruptedException, ChannelException {
        state.move(key, SecondaryStatus.DOWNLOADING, "Downloading input data");
        for (String host : hosts.names()) {
            WorkFolder folder = hosts.folder(host);
            folder.clean();
            folder.make();
            var brought = new Channels(
                    s3, job.inputDataConfig(), job.algorithmSpecification().trainingInputMode(), folder.data());
            channels.add(brought);
            brought.bring(hosts.names().indexOf(host), hosts.names().size(), trouble::set);
            hosts.configure(host, brought.describe());
            if (job.checkpointConfig() != null) {
                new Store(s3).fetchAll(S3Place.of(job.checkpointConfig().s3Uri()), folder.checkpoints());
            }
        }
    }

    private Group.End train(DescribeTrainingJobResponse job, Hosts hosts, Metrics metrics)
            throws IOException, InterruptedException, FailedException, ChannelException {
        state.move(key, SecondaryStatus.TRAINING, "Training image download completed. Training in progress.");
        Store.@Nullable Mirror checkpoints = mirror(job, hosts);
        hosts.start(containers, (host, line) -> {
            log(host).add(line);
            metrics.line(line, host);
        });
        Group.End end = watch(job, hosts, metrics, checkpoints);
        hosts.close();
        tell(metrics);
        if (checkpoints != null) {
            checkpoints.update(true);
        }
        return end;
    }

    private Store.@Nullable Mirror mirror(DescribeTrainingJobResponse job, Hosts hosts) throws IOException {
        if (job.checkpointConfig() == null) {
            return null;
        }
        var mirror = new Store(s3)
        .new Mirror(
                hosts.folders().getFirst().checkpoints(),
                S3Place.of(job.checkpointConfig().s3Uri()));
        mirror.begin();
        return mirror;
    }

    private synchronized JobLog log(String host) {
        return logs.computeIfAbsent(
                host,
                name -> new JobLog(
                        platform,
                        key.scope(),
                        LOGS,
                        key.name() + "/" + name + "-"
                                + platform.clock().instant().getEpochSecond()));
    }

    private void tell(Metrics metrics) {
        List.copyOf(logs.values()).forEach(JobLog::flush);
        metrics.flush().forEach(value -> listener.measured(key, value.name(), value.value()));
    }

    private Group.End watch(
            DescribeTrainingJobResponse job, Hosts hosts, Metrics metrics, Store.@Nullable Mirror checkpoints)
            throws IOException, InterruptedException, FailedException, ChannelException {
        Duration limit = Duration.ofSeconds(job.stoppingCondition().maxRuntimeInSeconds());
        Group.End end = hosts.containers()
                .watch(platform.clock(), limit, () -> context.stopRequested() || trouble.get() != null, () -> {
                    tell(metrics);
                    store(checkpoints);
                });
        ChannelException broken = trouble.get();
        if (broken != null) {
            throw broken;
        }
        if (end == Group.End.ENDED && hosts.containers().exitCode() != 0) {
            throw failure(hosts);
        }
        return end;
    }

    private void store(Store.@Nullable Mirror checkpoints) throws IOException {
        Instant now = platform.clock().instant();
        if (checkpoints != null && now.isAfter(stored.plus(CHECKPOINTS))) {
            checkpoints.update(false);
            stored = now;
        }
    }

    private FailedException failure(Hosts hosts) throws InterruptedException {
        int code = hosts.containers().exitCode();
        String reason = hosts.folders().stream()
                .flatMap(folder -> folder.failure().stream())
                .findFirst()
                .orElseGet(() -> (code == KILLED
                                ? "the container was killed, perhaps for want of memory"
                                : "the container left no reason")
                        + "; its last lines: "
                        + logs.values().stream().map(JobLog::tail).findFirst().orElse("none"));
        boolean says = reason.startsWith("ClientError") || reason.startsWith("AlgorithmError");
        return new FailedException((says ? "" : "AlgorithmError: ") + reason + ", exit code: " + code);
    }

    private Outcome failed(String reason, Metrics metrics) {
        boolean known = reason.startsWith("ClientError")
                || reason.startsWith("AlgorithmError")
                || reason.startsWith("InternalServerError");
        return finished(SecondaryStatus.FAILED, FAILED, known ? reason : "ClientError: " + reason, metrics, job -> job);
    }

    private Outcome ended(Group.End end, Artifacts.@Nullable Stored stored, Metrics metrics) {
        UnaryOperator<DescribeTrainingJobResponse> artifacts = job -> stored == null || stored.model() == null
                ? job
                : job.toBuilder()
                        .modelArtifacts(ModelArtifacts.builder()
                                .s3ModelArtifacts(stored.model())
                                .build())
                        .build();
        return switch (end) {
            case ENDED -> finished(SecondaryStatus.COMPLETED, COMPLETED, null, metrics, artifacts);
            case STOPPED -> finished(SecondaryStatus.STOPPED, STOPPED, null, metrics, artifacts);
            case OUT_OF_TIME ->
                finished(
                        SecondaryStatus.MAX_RUNTIME_EXCEEDED,
                        "Training job runtime exceeded MaxRuntimeInSeconds provided",
                        null,
                        metrics,
                        artifacts);
        };
    }

    private Outcome finished(
            SecondaryStatus status,
            String message,
            @Nullable String reason,
            Metrics metrics,
            UnaryOperator<DescribeTrainingJobResponse> also) {
        return Outcome.done(transaction -> {
            state.end(
                    key,
                    status,
                    message,
                    reason,
                    job -> also.apply(job).toBuilder()
                            .finalMetricDataList(metrics.last())
                            .build());
            transaction.afterCommit(() -> listener.ended(key));
        });
    }
}
