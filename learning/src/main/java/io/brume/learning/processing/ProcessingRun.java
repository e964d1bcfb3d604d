package io.brume.learning.processing;

import io.brume.kernel.job.JobContext;
import io.brume.kernel.job.Outcome;
import io.brume.learning.channel.ChannelException;
import io.brume.learning.channel.Channels;
import io.brume.learning.channel.S3Place;
import io.brume.learning.channel.Store;
import io.brume.learning.container.Containers;
import io.brume.learning.container.Contract;
import io.brume.learning.container.Group;
import io.brume.learning.container.Image;
import io.brume.learning.container.WorkFolder;
import io.brume.learning.platform.Interruption;
import io.brume.learning.platform.JobKey;
import io.brume.learning.platform.JobLog;
import io.brume.learning.platform.Json;
import io.brume.learning.platform.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.model.Channel;
import software.amazon.awssdk.services.sagemaker.model.DescribeProcessingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.ProcessingInput;
import software.amazon.awssdk.services.sagemaker.model.ProcessingJobStatus;
import software.amazon.awssdk.services.sagemaker.model.ProcessingOutput;
import software.amazon.awssdk.services.sagemaker.model.ProcessingS3UploadMode;

/** One run of a processing job, from its inputs to its outputs. After a crash another run begins from the start. */
final class ProcessingRun {

    private static final String LOGS = "/aws/sagemaker/ProcessingJobs";
    private static final int LONGEST_MESSAGE = 1024;

    private final Platform platform;
    private final ProcessingJobs jobs;
    private final Containers containers;
    private final JobContext context;
    private final JobKey key;
    private final S3Client s3;
    private final List<JobLog> logs = new ArrayList<>();
    private final List<Store.Mirror> mirrors = new ArrayList<>();

    ProcessingRun(Platform platform, ProcessingJobs jobs, Containers containers, JobContext context) {
        this.platform = platform;
        this.jobs = jobs;
        this.containers = containers;
        this.context = context;
        key = JobKey.parse(context.data());
        s3 = platform.buckets().of(key.scope());
    }

    Outcome run() throws IOException, InterruptedException {
        Optional<DescribeProcessingJobResponse> found = jobs.find(key);
        if (found.isEmpty()) {
            return Outcome.done();
        }
        Path root =
                platform.work().resolve("processing").resolve(key.fileName()).toAbsolutePath();
        Outcome outcome;
        try (var group = new Group()) {
            outcome = run(found.get(), root, group);
        } catch (ChannelException | Containers.CannotRunException e) {
            if (Interruption.isBehind(e) && !context.stopRequested()) {
                throw (InterruptedException) new InterruptedException("while the server closes").initCause(e);
            }
            outcome = ended(ProcessingJobStatus.FAILED, String.valueOf(e.getMessage()), null);
        } catch (SdkException e) {
            if (Interruption.isBehind(e) && !context.stopRequested()) {
                throw (InterruptedException) new InterruptedException("while the server closes").initCause(e);
            }
            outcome = ended(ProcessingJobStatus.FAILED, "ClientError: Upload failed: " + e.getMessage(), null);
        } catch (InterruptedException e) {
            if (!context.stopRequested()) {
                throw e;
            }
            outcome = ended(ProcessingJobStatus.STOPPED, null, null);
        } finally {
            logs.forEach(JobLog::flush);
        }
        new WorkFolder(root).delete();
        return outcome;
    }

    private Outcome run(DescribeProcessingJobResponse job, Path root, Group group)
            throws IOException, InterruptedException, ChannelException {
        Image image = Image.of(job.appSpecification().imageUri());
        if (image instanceof Image.OfBuiltIn) {
            return ended(
                    ProcessingJobStatus.FAILED,
                    "ClientError: The image " + image.name() + " is a built-in algorithm, which processes nothing.",
                    null);
        }
        containers.check(image);
        new WorkFolder(root).delete();
        int hosts = job.processingResources().clusterConfig().instanceCount();
        List<WorkFolder> folders = new ArrayList<>();
        for (int host = 0; host < hosts; host++) {
            folders.add(new WorkFolder(root.resolve("algo-" + (host + 1))));
            begin(job, image, group, folders.get(host), host, hosts);
        }
        jobs.change(key, started -> started.processingStartTime(platform.clock().instant()));
        Group.End end = group.watch(
                platform.clock(),
                Duration.ofSeconds(job.stoppingCondition().maxRuntimeInSeconds()),
                context::stopRequested,
                () -> {
                    logs.forEach(JobLog::flush);
                    for (Store.Mirror mirror : mirrors) {
                        mirror.update(false);
                    }
                });
        int code = group.exitCode();
        group.close();
        for (Store.Mirror mirror : mirrors) {
            mirror.update(true);
        }
        return end(job, folders, end, code);
    }

    private void begin(
            DescribeProcessingJobResponse job, Image image, Group group, WorkFolder folder, int host, int hosts)
            throws IOException, InterruptedException, ChannelException {
        folder.make();
        var places = new Places(folder);
        Map<String, String> environment = environment(job, folder, places);
        for (ProcessingInput input : job.processingInputs()) {
            if (input.s3Input().localPath() != null) {
                Channels.fetch(s3, channel(input), places.of(input.s3Input().localPath()), host, hosts);
            }
        }
        for (ProcessingOutput output : outputs(job)) {
            Path place = places.of(output.s3Output().localPath());
            Files.createDirectories(place);
            if (output.s3Output().s3UploadMode() == ProcessingS3UploadMode.CONTINUOUS) {
                mirrors.add(new Store(s3)
                .new Mirror(place, S3Place.of(output.s3Output().s3Uri())));
            }
        }
        configure(job, folder, host, hosts);
        boolean local = image instanceof Image.OfProgram;
        var app = job.appSpecification();
        var contract = new Contract(
                "brume-" + key.fileName() + "-algo-" + (host + 1),
                image,
                local ? app.containerEntrypoint().stream().map(places::argument).toList() : app.containerEntrypoint(),
                local ? app.containerArguments().stream().map(places::argument).toList() : app.containerArguments(),
                environment,
                folder,
                places.mounts(),
                OptionalInt.empty());
        var log = new JobLog(
                platform,
                key.scope(),
                LOGS,
                key.name() + "/algo-" + (host + 1) + "-"
                        + platform.clock().instant().getEpochSecond());
        logs.add(log);
        group.add(containers.start(contract, log::add));
    }

    private static List<ProcessingOutput> outputs(DescribeProcessingJobResponse job) {
        return job.processingOutputConfig() == null
                ? List.of()
                : job.processingOutputConfig().outputs().stream()
                        .filter(output -> !Boolean.TRUE.equals(output.appManaged())
                                && output.s3Output().localPath() != null)
                        .toList();
    }

    private static Channel channel(ProcessingInput input) {
        var from = input.s3Input();
        return Channel.builder()
                .channelName(input.inputName())
                .dataSource(data -> data.s3DataSource(source -> source.s3Uri(from.s3Uri())
                        .s3DataType(from.s3DataTypeAsString() == null ? "S3Prefix" : from.s3DataTypeAsString())
                        .s3DataDistributionType(from.s3DataDistributionTypeAsString())))
                .build();
    }

    private Map<String, String> environment(DescribeProcessingJobResponse job, WorkFolder folder, Places places) {
        Map<String, String> all = new TreeMap<>();
        all.put("AWS_REGION", key.scope().region());
        all.put("AWS_DEFAULT_REGION", key.scope().region());
        all.put("PROCESSING_JOB_NAME", key.name());
        all.put("PROCESSING_JOB_ARN", job.processingJobArn());
        if (Image.of(job.appSpecification().imageUri()) instanceof Image.OfProgram) {
            all.put("BRUME_OPT_ML", folder.root().toString());
            job.processingInputs().stream()
                    .filter(input -> input.s3Input().localPath() != null)
                    .forEach(input -> all.put(
                            "BRUME_INPUT_" + variable(input.inputName()),
                            places.of(input.s3Input().localPath()).toString()));
            outputs(job)
                    .forEach(output -> all.put(
                            "BRUME_OUTPUT_" + variable(output.outputName()),
                            places.of(output.s3Output().localPath()).toString()));
        }
        all.putAll(job.environment());
        return all;
    }

    private static String variable(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_");
    }

    private void configure(DescribeProcessingJobResponse job, WorkFolder folder, int host, int hosts)
            throws IOException {
        Path config = Files.createDirectories(folder.root().resolve("config"));
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= hosts; i++) {
            names.add("algo-" + i);
        }
        Map<String, Object> resources = new LinkedHashMap<>();
        resources.put("current_host", names.get(host));
        resources.put("hosts", names);
        Files.writeString(config.resolve("resourceconfig.json"), Json.write(resources));
        Files.writeString(
                config.resolve("processingjobconfig.json"),
                Json.write(Json.read(io.brume.kernel.shape.Shapes.json(job))));
    }

    private Outcome end(DescribeProcessingJobResponse job, List<WorkFolder> folders, Group.End end, int code)
            throws IOException {
        for (WorkFolder folder : folders) {
            for (ProcessingOutput output : outputs(job)) {
                if (output.s3Output().s3UploadMode() != ProcessingS3UploadMode.CONTINUOUS) {
                    Path place = new Places(folder).of(output.s3Output().localPath());
                    new Store(s3).putAll(S3Place.of(output.s3Output().s3Uri()), place);
                }
            }
        }
        String message = folders.stream()
                .flatMap(folder -> message(folder).stream())
                .findFirst()
                .orElse(null);
        return switch (end) {
            case STOPPED -> ended(ProcessingJobStatus.STOPPED, null, message);
            case OUT_OF_TIME ->
                ended(
                        ProcessingJobStatus.FAILED,
                        "ClientError: The processing job took longer than MaxRuntimeInSeconds",
                        message);
            case ENDED ->
                code == 0
                        ? ended(ProcessingJobStatus.COMPLETED, null, message)
                        : ended(
                                ProcessingJobStatus.FAILED,
                                "AlgorithmError: See job logs for more information; its last lines: "
                                        + logs.getFirst().tail() + ", exit code: " + code,
                                message);
        };
    }

    private static Optional<String> message(WorkFolder folder) {
        try (var in = Files.newInputStream(folder.output().resolve("message"))) {
            return Optional.of(new String(in.readNBytes(LONGEST_MESSAGE), StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Outcome ended(ProcessingJobStatus status, @Nullable String reason, @Nullable String message) {
        String known = reason == null || reason.startsWith("AlgorithmError") || reason.startsWith("ClientError")
                ? reason
                : "ClientError: " + reason;
        return Outcome.done(_ -> jobs.end(key, status, known, message));
    }
}
