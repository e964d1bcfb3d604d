package io.brume.learning.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brume.learning.World;
import io.brume.learning.archive.TarGz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.Channel;
import software.amazon.awssdk.services.sagemaker.model.CreateTrainingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.ResourceInUseException;
import software.amazon.awssdk.services.sagemaker.model.S3DataType;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;
import software.amazon.awssdk.services.sagemaker.model.SecondaryStatus;
import software.amazon.awssdk.services.sagemaker.model.SecondaryStatusTransition;
import software.amazon.awssdk.services.sagemaker.model.TrainingInputMode;
import software.amazon.awssdk.services.sagemaker.model.TrainingInstanceType;
import software.amazon.awssdk.services.sagemaker.model.TrainingJobStatus;

@SuppressWarnings("unchecked") // of several consumers of builders
class TrainingJobsTest {

    private static final String BLAZING_TEXT = "811284229777.dkr.ecr.us-east-1.amazonaws.com/blazingtext:1";

    @TempDir
    Path folder;

    private World world;

    @BeforeEach
    void start() {
        world = new World(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private static Channel channel(String name, String uri) {
        return Channel.builder()
                .channelName(name)
                .dataSource(data -> data.s3DataSource(
                        s3 -> s3.s3DataType(S3DataType.S3_PREFIX).s3Uri(uri)))
                .build();
    }

    private void create(String name, String image, Consumer<CreateTrainingJobRequest.Builder> more) {
        world.sageMaker.createTrainingJob(job -> more.accept(job.trainingJobName(name)
                .algorithmSpecification(a -> a.trainingImage(image).trainingInputMode(TrainingInputMode.FILE))
                .roleArn("arn:aws:iam::123456789012:role/learner")
                .inputDataConfig(channel("train", "s3://data/train"))
                .outputDataConfig(output -> output.s3OutputPath("s3://data/models"))
                .resourceConfig(resources -> resources
                        .instanceCount(1)
                        .instanceType(TrainingInstanceType.ML_M5_LARGE)
                        .volumeSizeInGB(1))
                .stoppingCondition(stop -> stop.maxRuntimeInSeconds(600))));
    }

    private DescribeTrainingJobResponse describe(String name) {
        return world.sageMaker.describeTrainingJob(job -> job.trainingJobName(name));
    }

    private DescribeTrainingJobResponse ended(String name) {
        World.until(
                "the end of " + name, () -> TrainingState.isFinal(describe(name).trainingJobStatus()));
        return describe(name);
    }

    private static List<SecondaryStatus> statuses(DescribeTrainingJobResponse job) {
        return job.secondaryStatusTransitions().stream()
                .map(SecondaryStatusTransition::status)
                .toList();
    }

    private Path model(DescribeTrainingJobResponse job) throws IOException {
        String uri = job.modelArtifacts().s3ModelArtifacts();
        Path unpacked = folder.resolve("unpacked-" + job.trainingJobName());
        String key = uri.substring("s3://data/".length());
        try (var in = world.s3.getObject(get -> get.bucket("data").key(key))) {
            TarGz.unpack(in, unpacked);
        }
        return unpacked;
    }

    @Test
    void aBuiltInAlgorithmTrainsAndItsModelItsMetricsAndItsLogAreThere() throws IOException {
        world.put("train/a.txt", "__label__good fine nice great\n__label__bad awful poor sad\n".repeat(50));

        create("reviews", BLAZING_TEXT, job -> job.hyperParameters(Map.of("mode", "supervised", "epochs", "3")));
        DescribeTrainingJobResponse job = ended("reviews");

        assertThat(job.failureReason()).isNull();
        assertThat(job.trainingJobStatus()).isEqualTo(TrainingJobStatus.COMPLETED);
        assertThat(statuses(job))
                .containsExactly(
                        SecondaryStatus.STARTING,
                        SecondaryStatus.DOWNLOADING,
                        SecondaryStatus.TRAINING,
                        SecondaryStatus.UPLOADING,
                        SecondaryStatus.COMPLETED);
        assertThat(job.modelArtifacts().s3ModelArtifacts()).isEqualTo("s3://data/models/reviews/output/model.tar.gz");
        assertThat(model(job).resolve("model.json")).exists();
        assertThat(job.finalMetricDataList())
                .anySatisfy(metric -> assertThat(metric.metricName()).isEqualTo("train:accuracy"));
        assertThat(world.cloudWatch
                        .listMetrics(list -> list.namespace("/aws/sagemaker/TrainingJobs"))
                        .metrics())
                .anySatisfy(metric ->
                        assertThat(metric.dimensions().getFirst().value()).isEqualTo("reviews/algo-1"));
        String stream = world.logs
                .describeLogStreams(list -> list.logGroupName("/aws/sagemaker/TrainingJobs"))
                .logStreams()
                .getFirst()
                .logStreamName();
        assertThat(stream).startsWith("reviews/algo-1-");
        World.until(
                "the last event",
                () -> world.events.stream()
                        .anyMatch(event -> event.body().contains("\"TrainingJobStatus\":\"Completed\"")));
    }

    @Test
    void hyperparametersThatCannotBeAreNamedInTheReason() {
        world.put("train/a.txt", "word\n");

        create("wrong", BLAZING_TEXT, job -> job.hyperParameters(Map.of("mode", "supervised", "epochs", "none")));

        DescribeTrainingJobResponse job = ended("wrong");
        assertThat(job.trainingJobStatus()).isEqualTo(TrainingJobStatus.FAILED);
        assertThat(job.failureReason()).startsWith("ClientError: ").contains("epochs");
        assertThat(job.secondaryStatus()).isEqualTo(SecondaryStatus.FAILED);
    }

    @Test
    void aProgramFindsTheContractInItsFolder() throws IOException {
        world.put("train/a.csv", "1,2\n");
        world.put("train/deep/b.csv", "3,4\n");
        String image = world.program("trainer", """
            set -e
            [ "$1" = train ]
            cat "$SM_CHANNEL_TRAIN/a.csv" "$SM_CHANNEL_TRAIN/deep/b.csv" > "$SM_MODEL_DIR/all"
            cp "$BRUME_OPT_ML"/input/config/*.json "$SM_MODEL_DIR"
            echo "$SM_HP_EPOCHS $MINE" > "$SM_MODEL_DIR/environment"
            echo more > "$SM_OUTPUT_DATA_DIR/more"
            echo "loss=0.5;"; echo "loss=0.25;"
            """);

        create(
                "own",
                image,
                job -> job.hyperParameters(Map.of("epochs", "7"))
                        .environment(Map.of("MINE", "yes"))
                        .algorithmSpecification(a -> a.trainingImage(image)
                                .trainingInputMode(TrainingInputMode.FILE)
                                .metricDefinitions(m -> m.name("loss").regex("loss=([0-9.]+);"))));
        DescribeTrainingJobResponse job = ended("own");

        assertThat(job.failureReason()).isNull();
        Path model = model(job);
        assertThat(model.resolve("all")).hasContent("1,2\n3,4\n");
        assertThat(model.resolve("environment")).hasContent("7 yes\n");
        assertThat(Files.readString(model.resolve("hyperparameters.json"))).isEqualTo("{\"epochs\":\"7\"}");
        assertThat(Files.readString(model.resolve("inputdataconfig.json")))
                .isEqualTo("{\"train\":{\"TrainingInputMode\":\"File\",\"S3DistributionType\":\"FullyReplicated\","
                        + "\"RecordWrapperType\":\"None\"}}");
        assertThat(Files.readString(model.resolve("resourceconfig.json"))).contains("\"hosts\":[\"algo-1\"]");
        assertThat(job.finalMetricDataList().getFirst().value()).isEqualTo(0.25f);
        assertThat(world.s3
                        .headObject(head -> head.bucket("data").key("models/own/output/output.tar.gz"))
                        .contentLength())
                .isPositive();
    }

    @Test
    void aProgramThatFailsSaysWhy() {
        world.put("train/a", "a");
        String image = world.program("failing", "echo 'the data is odd' > \"$BRUME_OPT_ML/output/failure\"; exit 3");

        create("failing", image, _ -> {});

        assertThat(ended("failing").failureReason()).isEqualTo("AlgorithmError: the data is odd, exit code: 3");
    }

    @Test
    void anImageThatNothingHereCanRunFailsWithWhatToDo() {
        create("nowhere", "local:///no/such/program", _ -> {});

        assertThat(ended("nowhere").failureReason())
                .isEqualTo("ClientError: The image local:///no/such/program is to be the absolute path of a program on"
                        + " this machine that can be executed, and it is none.");
    }

    @Test
    void dataThatIsNotThereIsTheReason() {
        String image = world.program("idle", "exit 0");

        create("empty", image, job -> job.inputDataConfig(channel("train", "s3://data/nothing")));
        create("bucketless", image, job -> job.inputDataConfig(channel("train", "s3://no-such-bucket/nothing")));

        assertThat(ended("empty").failureReason()).startsWith("ClientError: No S3 objects found under S3 URL");
        assertThat(ended("bucketless").failureReason()).contains("NoSuchBucket");
    }

    @Test
    void aJobThatIsStoppedMaySaveItsWork() {
        world.put("train/a", "a");
        String image = world.program("patient", """
            trap 'echo saved > "$SM_MODEL_DIR/model"; exit 0' TERM
            echo begun
            while :; do sleep 0.1; done
            """);
        create("patient", image, _ -> {});
        World.until("its training", () -> describe("patient").secondaryStatus() == SecondaryStatus.TRAINING);
        World.until(
                "its first line",
                () -> !world.logs.describeLogGroups().logGroups().isEmpty());

        world.sageMaker.stopTrainingJob(stop -> stop.trainingJobName("patient"));

        DescribeTrainingJobResponse job = ended("patient");
        assertThat(job.trainingJobStatus()).isEqualTo(TrainingJobStatus.STOPPED);
        assertThat(statuses(job)).endsWith(SecondaryStatus.STOPPING, SecondaryStatus.STOPPED);
        assertThat(job.modelArtifacts().s3ModelArtifacts()).endsWith("model.tar.gz");
        assertThatThrownBy(() -> world.sageMaker.stopTrainingJob(stop -> stop.trainingJobName("patient")))
                .isInstanceOf(SageMakerException.class)
                .hasMessageContaining("The request was rejected because the training job is in status Stopped.");
    }

    @Test
    void aJobThatTakesTooLongIsEnded() {
        world.put("train/a", "a");
        String image = world.program("slow", "sleep 100");

        create("slow", image, job -> job.stoppingCondition(stop -> stop.maxRuntimeInSeconds(1)));

        DescribeTrainingJobResponse job = ended("slow");
        assertThat(job.trainingJobStatus()).isEqualTo(TrainingJobStatus.STOPPED);
        assertThat(job.secondaryStatus()).isEqualTo(SecondaryStatus.MAX_RUNTIME_EXCEEDED);
    }

    @Test
    void whatAServerLeftIsRunAgainWithItsCheckpoints() {
        world.put("train/a", "a");
        String image = world.program("resumable", """
            if [ -f "$SM_CHECKPOINT_DIR/step" ]; then
              echo resumed > "$SM_MODEL_DIR/model"
              exit 0
            fi
            echo 1 > "$SM_CHECKPOINT_DIR/step"
            sleep 100
            """);
        create("resumable", image, job -> job.checkpointConfig(c -> c.s3Uri("s3://data/checkpoints/one")));
        World.until(
                "the checkpoint in S3",
                () -> world.s3
                                .listObjectsV2(list -> list.bucket("data").prefix("checkpoints/one/step"))
                                .keyCount()
                        == 1);

        world.close();
        world = new World(folder);

        DescribeTrainingJobResponse job = ended("resumable");
        assertThat(job.trainingJobStatus()).isEqualTo(TrainingJobStatus.COMPLETED);
        assertThat(statuses(job)).contains(SecondaryStatus.RESTARTING);
    }

    @Test
    void spotTrainingIsTrainingWithCheckpointsAndATimeToWait() {
        world.put("train/a.txt", "x");
        String image = world.program(
                "spot.sh",
                "cat \"$SM_CHECKPOINT_DIR/epoch\" 2>/dev/null\necho 7 > \"$SM_CHECKPOINT_DIR/epoch\"\necho m >"
                        + " \"$SM_MODEL_DIR/m\"\n");
        Consumer<CreateTrainingJobRequest.Builder> spot = job -> job.enableManagedSpotTraining(true)
                .checkpointConfig(checkpoints -> checkpoints.s3Uri("s3://data/checkpoints"));
        assertThatThrownBy(() -> create("spot", image, spot)).hasMessageContaining("MaxWaitTimeInSeconds");
        assertThatThrownBy(() -> create(
                        "spot",
                        image,
                        job -> spot.accept(job.stoppingCondition(
                                stop -> stop.maxRuntimeInSeconds(600).maxWaitTimeInSeconds(599)))))
                .hasMessageContaining("MaxWaitTimeInSeconds");

        create(
                "spot",
                image,
                job -> spot.accept(job.stoppingCondition(
                        stop -> stop.maxRuntimeInSeconds(600).maxWaitTimeInSeconds(1200))));
        var job = ended("spot");
        assertThat(job.failureReason()).isNull();
        assertThat(job.enableManagedSpotTraining()).isTrue();
        assertThat(world.text("s3://data/checkpoints/epoch")).isEqualTo("7\n");
    }

    @Test
    void aPipeIsReadOnceAnEpoch() throws IOException {
        world.put("train/a", "first\n");
        world.put("train/b", "second\n");
        String image = world.program("piped", """
            cat "$BRUME_OPT_ML/input/data/train_0" > "$SM_MODEL_DIR/epoch-0"
            cat "$BRUME_OPT_ML/input/data/train_1" > "$SM_MODEL_DIR/epoch-1"
            """);

        create(
                "piped",
                image,
                job -> job.algorithmSpecification(
                        a -> a.trainingImage(image).trainingInputMode(TrainingInputMode.PIPE)));

        DescribeTrainingJobResponse job = ended("piped");
        assertThat(job.failureReason()).isNull();
        assertThat(model(job).resolve("epoch-0")).hasContent("first\nsecond\n");
        assertThat(model(job).resolve("epoch-1")).hasContent("first\nsecond\n");
    }

    @Test
    void shardsGoToHostsAndTheirModelsComeTogether() throws IOException {
        for (int i = 0; i < 4; i++) {
            world.put("train/part-" + i, "part " + i + "\n");
        }
        String image = world.program("sharded", "cat \"$SM_CHANNEL_TRAIN\"/* > \"$SM_MODEL_DIR/$SM_CURRENT_HOST\"");

        create(
                "sharded",
                image,
                job -> job.resourceConfig(r -> r.instanceCount(2)
                                .instanceType(TrainingInstanceType.ML_M5_LARGE)
                                .volumeSizeInGB(1))
                        .inputDataConfig(Channel.builder()
                                .channelName("train")
                                .dataSource(data -> data.s3DataSource(s3 -> s3.s3DataType(S3DataType.S3_PREFIX)
                                        .s3Uri("s3://data/train/")
                                        .s3DataDistributionType("ShardedByS3Key")))
                                .build()));

        Path model = model(ended("sharded"));
        assertThat(model.resolve("algo-1")).hasContent("part 0\npart 2\n");
        assertThat(model.resolve("algo-2")).hasContent("part 1\npart 3\n");
    }

    @Test
    void aForestGrowsOnFromTheOneInTheModelChannel() throws IOException {
        world.put("train/rows.csv", "0,1,5\n1,2,5\n0,1,6\n1,2,7\n".repeat(20));
        Consumer<CreateTrainingJobRequest.Builder> forest =
                job -> job.hyperParameters(Map.of("predictor_type", "classifier", "num_trees", "5"));
        String image = "811284229777.dkr.ecr.us-east-1.amazonaws.com/random-forest:1";
        create("first", image, forest);
        var first = ended("first");
        create(
                "second",
                image,
                job -> forest.accept(job.inputDataConfig(
                        channel("train", "s3://data/train"),
                        channel("model", first.modelArtifacts().s3ModelArtifacts()).toBuilder()
                                .contentType("application/x-sagemaker-model")
                                .build())));
        var second = ended("second");

        assertThat(second.failureReason()).isNull();
        long trees = Files.size(model(first).resolve("sizes.npy"));
        assertThat(Files.size(model(second).resolve("sizes.npy"))).isGreaterThan(trees);
    }

    @Test
    void anEarlierModelIsTrainedFurtherOrTheReasonIsGiven() {
        world.put("train/a.txt", "some words to learn\n".repeat(20));
        world.put("model/none.txt", "none");

        create(
                "further",
                BLAZING_TEXT,
                job -> job.hyperParameters(Map.of("mode", "skipgram", "min_count", "1"))
                        .inputDataConfig(
                                channel("train", "s3://data/train"),
                                channel("model", "s3://data/model").toBuilder()
                                        .contentType("application/x-sagemaker-model")
                                        .build()));

        assertThat(ended("further").failureReason()).contains("the channel 'model' holds no model.tar.gz");
    }

    @Test
    void namesAreUniqueAndJobsAreListedTaggedAndDeleted() {
        world.put("train/a", "a");
        String image = world.program("quick", "echo done > \"$SM_MODEL_DIR/model\"");
        create("one", image, job -> job.tags(t -> t.key("team").value("blue")));
        create("two", image, _ -> {});
        String arn = ended("one").trainingJobArn();
        ended("two");

        assertThatThrownBy(() -> create("one", image, _ -> {})).isInstanceOf(ResourceInUseException.class);
        assertThat(world.sageMaker
                        .listTrainingJobs(list ->
                                list.statusEquals(TrainingJobStatus.COMPLETED).creationTimeAfter(Instant.EPOCH))
                        .trainingJobSummaries())
                .extracting("trainingJobName")
                .containsExactly("two", "one");
        assertThat(world.sageMaker.listTags(tags -> tags.resourceArn(arn)).tags())
                .singleElement()
                .satisfies(tag -> assertThat(tag.value()).isEqualTo("blue"));

        world.sageMaker.deleteTrainingJob(delete -> delete.trainingJobName("one"));

        assertThatThrownBy(() -> describe("one")).hasMessageContaining("Requested resource not found.");
        create("one", image, _ -> {});
        assertThat(ended("one").trainingJobStatus()).isEqualTo(TrainingJobStatus.COMPLETED);
    }
}
