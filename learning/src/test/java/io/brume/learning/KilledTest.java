package io.brume.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.brume.kernel.database.Database;
import io.brume.learning.hosting.Hosted;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.AutoMLJobSecondaryStatus;
import software.amazon.awssdk.services.sagemaker.model.AutoMLJobStatus;
import software.amazon.awssdk.services.sagemaker.model.Channel;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;
import software.amazon.awssdk.services.sagemaker.model.HyperParameterTuningJobStatus;
import software.amazon.awssdk.services.sagemaker.model.OutputDataConfig;
import software.amazon.awssdk.services.sagemaker.model.ResourceConfig;
import software.amazon.awssdk.services.sagemaker.model.SecondaryStatus;
import software.amazon.awssdk.services.sagemaker.model.StoppingCondition;
import software.amazon.awssdk.services.sagemaker.model.TrainingInputMode;
import software.amazon.awssdk.services.sagemaker.model.TrainingJobStatus;
import software.amazon.awssdk.services.sagemaker.model.TransformJobStatus;

/** A server that is killed again and again while it trains, tunes, transforms, deploys, updates, stops and learns automatically. */
@Tag("slow")
class KilledTest {

    private static final String ROLE = "arn:aws:iam::123456789012:role/learner";
    private static final String IN_PROGRESS = "everything is in progress";
    private static final int KILLS = 3;
    private static final int TRIALS = 4;
    private static final int CANDIDATES = 6;

    @TempDir
    Path folder;

    @Test
    void everythingEndsAsItShould() throws Exception {
        for (int kill = 0; kill < KILLS; kill++) {
            startAndKill();
        }
        Files.createFile(folder.resolve("go"));
        try (var world = open(folder)) {
            SageMakerClient sageMaker = world.sageMaker;
            assertThat(trained(sageMaker, "train")).isEqualTo(TrainingJobStatus.COMPLETED);
            assertThat(trained(sageMaker, "stopped")).isEqualTo(TrainingJobStatus.STOPPED);
            World.until("the end of the tuning job", () -> switch (tuning(sageMaker)) {
                case COMPLETED, FAILED, STOPPED -> true;
                default -> false;
            });
            var tuned = sageMaker.describeHyperParameterTuningJob(one -> one.hyperParameterTuningJobName("tune"));
            assertThat(tuned.hyperParameterTuningJobStatus()).isEqualTo(HyperParameterTuningJobStatus.COMPLETED);
            assertThat(tuned.trainingJobStatusCounters().completed()).isEqualTo(TRIALS);
            World.until("the end of the transform job", () -> transform(sageMaker) != TransformJobStatus.IN_PROGRESS);
            assertThat(transform(sageMaker)).isEqualTo(TransformJobStatus.COMPLETED);
            assertThat(world.text("s3://data/out/rows.txt.out")).isEqualTo("A!");
            var hosted = new Hosted(world, folder);
            for (String name : List.of("created", "updated")) {
                var endpoint = hosted.settled(name);
                assertThat(endpoint.endpointStatus()).isEqualTo(EndpointStatus.IN_SERVICE);
                assertThat(endpoint.failureReason()).isNull();
                assertThat(endpoint.endpointConfigName()).isEqualTo("own");
                assertThat(hosted.invoke(name, "text/plain", "x").body().asUtf8String())
                        .isEqualTo("X!");
            }
            World.until("the end of automatic learning", () -> autoMl(sageMaker) != AutoMLJobStatus.IN_PROGRESS);
            assertThat(autoMl(sageMaker)).isEqualTo(AutoMLJobStatus.COMPLETED);
            assertThat(sageMaker
                            .listCandidatesForAutoMLJob(list -> list.autoMLJobName("learn"))
                            .candidates())
                    .hasSize(CANDIDATES);
        }
    }

    private void startAndKill() throws Exception {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                KilledTest.class.getName(),
                folder.toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new StringBuilder();
        try (BufferedReader lines = process.inputReader()) {
            String line = lines.readLine();
            while (line != null && !line.equals(IN_PROGRESS)) {
                said.append(line).append('\n');
                line = lines.readLine();
            }
            assertThat(line).as("%s", said).isEqualTo(IN_PROGRESS);
        } finally {
            process.toHandle().destroyForcibly();
            process.waitFor();
        }
    }

    private static World open(Path folder) {
        return new World(folder, Database.file(folder.resolve("brume.db")), 16);
    }

    private static TrainingJobStatus trained(SageMakerClient sageMaker, String name) {
        World.until("the end of " + name, () -> switch (training(sageMaker, name)) {
            case COMPLETED, FAILED, STOPPED -> true;
            default -> false;
        });
        return training(sageMaker, name);
    }

    private static TrainingJobStatus training(SageMakerClient sageMaker, String name) {
        return sageMaker.describeTrainingJob(one -> one.trainingJobName(name)).trainingJobStatus();
    }

    private static HyperParameterTuningJobStatus tuning(SageMakerClient sageMaker) {
        return sageMaker
                .describeHyperParameterTuningJob(one -> one.hyperParameterTuningJobName("tune"))
                .hyperParameterTuningJobStatus();
    }

    private static TransformJobStatus transform(SageMakerClient sageMaker) {
        return sageMaker
                .describeTransformJob(one -> one.transformJobName("transform"))
                .transformJobStatus();
    }

    private static AutoMLJobStatus autoMl(SageMakerClient sageMaker) {
        return sageMaker.describeAutoMLJobV2(one -> one.autoMLJobName("learn")).autoMLJobStatus();
    }

    /** Begins everything unless an earlier process did, and says so when everything is in progress. */
    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        var world = open(folder);
        if (world.sageMaker.listTrainingJobs().trainingJobSummaries().isEmpty()) {
            begin(world, folder);
        } else if (training(world.sageMaker, "stopped") == TrainingJobStatus.IN_PROGRESS) {
            var _ = world.sageMaker.stopTrainingJob(stop -> stop.trainingJobName("stopped"));
        }
        World.until("progress", () -> isInProgress(world.sageMaker));
        System.out.println(IN_PROGRESS);
        World.until("the end", () -> false);
    }

    private static boolean isInProgress(SageMakerClient sageMaker) {
        var learning = sageMaker.describeAutoMLJobV2(one -> one.autoMLJobName("learn"));
        return sageMaker
                                .describeTrainingJob(one -> one.trainingJobName("train"))
                                .secondaryStatus()
                        == SecondaryStatus.TRAINING
                && sageMaker
                                .describeHyperParameterTuningJob(one -> one.hyperParameterTuningJobName("tune"))
                                .trainingJobStatusCounters()
                                .inProgress()
                        == 2
                && sageMaker
                                .describeTransformJob(one -> one.transformJobName("transform"))
                                .transformStartTime()
                        != null
                && sageMaker
                                .describeEndpoint(one -> one.endpointName("created"))
                                .endpointStatus()
                        == EndpointStatus.CREATING
                && sageMaker
                                .describeEndpoint(one -> one.endpointName("updated"))
                                .endpointStatus()
                        == EndpointStatus.UPDATING
                && (learning.autoMLJobStatus() != AutoMLJobStatus.IN_PROGRESS
                        || learning.autoMLJobSecondaryStatus() == AutoMLJobSecondaryStatus.MODEL_TUNING);
    }

    private static void begin(World world, Path folder) {
        String wait = "while [ ! -f '" + folder.resolve("go") + "' ]; do sleep 0.1; done\n";
        var hosted = new Hosted(world, folder);
        world.put("train/a.txt", "a");
        world.put("in/rows.txt", "a");
        world.put("learn/rows.csv", "a,b\n" + "1,low\n2,low\n8,high\n9,high\n".repeat(50));

        hosted.model("forest", Hosted.FOREST, hosted.forest("forest.tar.gz", 0, true));
        hosted.inService("updated", Hosted.variant("all", "forest", 1));
        String serve = hosted.program(world).substring("local://".length());
        hosted.model(
                "own", world.program("serve-later", wait + "exec '" + serve + "' \"$@\"\n"), "s3://data/forest.tar.gz");
        SageMakerClient sageMaker = world.sageMaker;
        var _ = sageMaker.createEndpointConfig(
                config -> config.endpointConfigName("own").productionVariants(Hosted.variant("all", "own", 1)));
        var _ = sageMaker.createEndpoint(
                create -> create.endpointName("created").endpointConfigName("own"));
        var _ = sageMaker.updateEndpoint(
                update -> update.endpointName("updated").endpointConfigName("own"));
        var _ = sageMaker.createTransformJob(job -> job.transformJobName("transform")
                .modelName("own")
                .transformInput(input -> input.contentType("text/plain")
                        .dataSource(data -> data.s3DataSource(
                                s3 -> s3.s3DataType("S3Prefix").s3Uri("s3://data/in/"))))
                .transformOutput(output -> output.s3OutputPath("s3://data/out"))
                .transformResources(resources -> resources.instanceCount(1).instanceType("ml.m5.large")));

        String later = world.program("train-later", wait + "echo 'loss=1;'\n");
        for (String name : List.of("train", "stopped")) {
            var _ = sageMaker.createTrainingJob(job -> job.trainingJobName(name)
                    .algorithmSpecification(a -> a.trainingImage(later).trainingInputMode(TrainingInputMode.FILE))
                    .roleArn(ROLE)
                    .inputDataConfig(channel())
                    .outputDataConfig(output())
                    .resourceConfig(resources())
                    .stoppingCondition(limit()));
        }
        var _ = sageMaker.createHyperParameterTuningJob(job -> job.hyperParameterTuningJobName("tune")
                .hyperParameterTuningJobConfig(config -> config.strategy("Random")
                        .hyperParameterTuningJobObjective(
                                objective -> objective.type("Minimize").metricName("loss"))
                        .resourceLimits(
                                limits -> limits.maxNumberOfTrainingJobs(TRIALS).maxParallelTrainingJobs(2))
                        .parameterRanges(ranges -> ranges.continuousParameterRanges(
                                x -> x.name("x").minValue("0").maxValue("1"))))
                .trainingJobDefinition(definition -> definition
                        .algorithmSpecification(a -> a.trainingImage(later)
                                .trainingInputMode(TrainingInputMode.FILE)
                                .metricDefinitions(m -> m.name("loss").regex("loss=([0-9]+);")))
                        .roleArn(ROLE)
                        .inputDataConfig(channel())
                        .outputDataConfig(output())
                        .resourceConfig(resources())
                        .stoppingCondition(limit())));
        var _ = sageMaker.createAutoMLJobV2(job -> job.autoMLJobName("learn")
                .roleArn(ROLE)
                .autoMLJobInputDataConfig(input -> input.channelType("training")
                        .contentType("text/csv;header=present")
                        .dataSource(source -> source.s3DataSource(
                                data -> data.s3DataType("S3Prefix").s3Uri("s3://data/learn/"))))
                .outputDataConfig(to -> to.s3OutputPath("s3://data/learnt"))
                .autoMLProblemTypeConfig(problem -> problem.tabularJobConfig(table -> table.targetAttributeName("b")
                        .completionCriteria(criteria -> criteria.maxCandidates(CANDIDATES)))));
    }

    private static Channel channel() {
        return Channel.builder()
                .channelName("train")
                .dataSource(data ->
                        data.s3DataSource(s3 -> s3.s3DataType("S3Prefix").s3Uri("s3://data/train/")))
                .build();
    }

    private static OutputDataConfig output() {
        return OutputDataConfig.builder().s3OutputPath("s3://data/models").build();
    }

    private static ResourceConfig resources() {
        return ResourceConfig.builder()
                .instanceCount(1)
                .instanceType("ml.m5.large")
                .volumeSizeInGB(1)
                .build();
    }

    private static StoppingCondition limit() {
        return StoppingCondition.builder().maxRuntimeInSeconds(3600).build();
    }
}
