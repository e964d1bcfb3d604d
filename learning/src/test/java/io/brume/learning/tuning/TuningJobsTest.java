package io.brume.learning.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brume.kernel.database.Database;
import io.brume.learning.World;
import io.brume.testing.PostgreSql;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.Channel;
import software.amazon.awssdk.services.sagemaker.model.DescribeHyperParameterTuningJobResponse;
import software.amazon.awssdk.services.sagemaker.model.HyperParameterTrainingJobDefinition;
import software.amazon.awssdk.services.sagemaker.model.HyperParameterTrainingJobSummary;
import software.amazon.awssdk.services.sagemaker.model.HyperParameterTuningJobConfig;
import software.amazon.awssdk.services.sagemaker.model.HyperParameterTuningJobStatus;
import software.amazon.awssdk.services.sagemaker.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sagemaker.model.S3DataType;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;
import software.amazon.awssdk.services.sagemaker.model.TrainingInputMode;
import software.amazon.awssdk.services.sagemaker.model.TrainingJobStatus;

@SuppressWarnings("unchecked") // of several consumers of builders
@Tag("slow")
class TuningJobsTest {

    @TempDir
    Path folder;

    private World world;

    @BeforeEach
    void start() {
        world = new World(folder);
        world.put("train/a.txt", "__label__good fine nice great\n__label__bad awful poor sad\n".repeat(20));
    }

    @AfterEach
    void close() {
        world.close();
    }

    /** A program whose loss is least where x is 3. */
    private String parabola() {
        return world.program("parabola", "awk -v x=\"$SM_HP_X\" 'BEGIN { print \"loss=\" (x - 3) * (x - 3) \";\" }'");
    }

    private static HyperParameterTrainingJobDefinition definition(String image) {
        return HyperParameterTrainingJobDefinition.builder()
                .algorithmSpecification(a -> a.trainingImage(image)
                        .trainingInputMode(TrainingInputMode.FILE)
                        .metricDefinitions(m -> m.name("loss").regex("loss=([-0-9.e+]+);")))
                .roleArn("arn:aws:iam::123456789012:role/learner")
                .inputDataConfig(Channel.builder()
                        .channelName("train")
                        .dataSource(d -> d.s3DataSource(
                                s3 -> s3.s3DataType(S3DataType.S3_PREFIX).s3Uri("s3://data/train")))
                        .build())
                .outputDataConfig(output -> output.s3OutputPath("s3://data/models"))
                .resourceConfig(
                        r -> r.instanceCount(1).instanceType("ml.m5.large").volumeSizeInGB(1))
                .stoppingCondition(stop -> stop.maxRuntimeInSeconds(600))
                .build();
    }

    private static HyperParameterTuningJobConfig.Builder config(String strategy, int jobs, int parallel) {
        return HyperParameterTuningJobConfig.builder()
                .strategy(strategy)
                .randomSeed(7)
                .hyperParameterTuningJobObjective(o -> o.type("Minimize").metricName("loss"))
                .resourceLimits(limits -> limits.maxNumberOfTrainingJobs(jobs).maxParallelTrainingJobs(parallel))
                .parameterRanges(ranges -> ranges.continuousParameterRanges(
                        x -> x.name("x").minValue("-10").maxValue("10").scalingType("Linear")));
    }

    private void create(
            String name, HyperParameterTuningJobConfig.Builder config, HyperParameterTrainingJobDefinition definition) {
        world.sageMaker.createHyperParameterTuningJob(job -> job.hyperParameterTuningJobName(name)
                .hyperParameterTuningJobConfig(config.build())
                .trainingJobDefinition(definition));
    }

    private DescribeHyperParameterTuningJobResponse describe(String name) {
        return world.sageMaker.describeHyperParameterTuningJob(job -> job.hyperParameterTuningJobName(name));
    }

    private DescribeHyperParameterTuningJobResponse ended(String name) {
        World.until("the end of " + name, () -> Tuner.isFinal(describe(name).hyperParameterTuningJobStatus()));
        return describe(name);
    }

    private List<HyperParameterTrainingJobSummary> trials(String name, String sort) {
        return world.sageMaker
                .listTrainingJobsForHyperParameterTuningJob(list ->
                        list.hyperParameterTuningJobName(name).sortBy(sort).maxResults(100))
                .trainingJobSummaries();
    }

    @Test
    void aBayesianSearchFindsAGoodValueAndNamesTheBestJob() {
        create("parabola", config("Bayesian", 12, 2), definition(parabola()));

        DescribeHyperParameterTuningJobResponse job = ended("parabola");
        assertThat(job.hyperParameterTuningJobStatus()).isEqualTo(HyperParameterTuningJobStatus.COMPLETED);
        assertThat(job.trainingJobStatusCounters().completed()).isEqualTo(12);
        assertThat(job.objectiveStatusCounters().succeeded()).isEqualTo(12);
        HyperParameterTrainingJobSummary best = job.bestTrainingJob();
        assertThat(best.finalHyperParameterTuningJobObjectiveMetric().value()).isLessThan(1);
        assertThat(Double.parseDouble(best.tunedHyperParameters().get("x"))).isBetween(2.0, 4.0);
        List<HyperParameterTrainingJobSummary> trials = trials("parabola", "FinalObjectiveMetricValue");
        assertThat(trials).hasSize(12);
        assertThat(trials.getFirst().trainingJobName()).isEqualTo(best.trainingJobName());
        assertThat(best.trainingJobName()).matches("parabola-0[01][0-9]-[0-9a-f]{8}");
        var training = world.sageMaker.describeTrainingJob(d -> d.trainingJobName(best.trainingJobName()));
        assertThat(training.tuningJobArn()).isEqualTo(job.hyperParameterTuningJobArn());
        assertThat(training.hyperParameters()).containsEntry("_tuning_objective_metric", "loss");
    }

    @Test
    void aBuiltInAlgorithmIsTunedByItsOwnMetric() {
        var definition = definition("811284229777.dkr.ecr.us-east-1.amazonaws.com/blazingtext:1").toBuilder()
                .algorithmSpecification(a -> a.trainingImage("blazingtext").trainingInputMode(TrainingInputMode.FILE))
                .staticHyperParameters(Map.of("mode", "supervised", "min_count", "1"))
                .build();
        var config = config("Random", 2, 2)
                .hyperParameterTuningJobObjective(o -> o.type("Maximize").metricName("train:accuracy"))
                .parameterRanges(r -> r.integerParameterRanges(
                        i -> i.name("epochs").minValue("1").maxValue("9")));
        create("text", config, definition);

        DescribeHyperParameterTuningJobResponse job = ended("text");

        assertThat(job.bestTrainingJob()
                        .finalHyperParameterTuningJobObjectiveMetric()
                        .value())
                .isBetween(0.4f, 1f);
        assertThatThrownBy(() -> create(
                        "wrong",
                        config.parameterRanges(r -> r.integerParameterRanges(
                                i -> i.name("epochs").minValue("0").maxValue("9"))),
                        definition))
                .isInstanceOf(SageMakerException.class)
                .hasMessageContaining("epochs");
    }

    @Test
    void aGridTriesEveryCombinationOnce() {
        var config = config("Grid", 1, 1)
                .resourceLimits(limits -> limits.maxParallelTrainingJobs(3))
                .parameterRanges(ranges -> ranges.categoricalParameterRanges(
                        x -> x.name("x").values("1", "2", "3"), y -> y.name("y").values("a", "b")));

        create("grid", config, definition(parabola()));

        DescribeHyperParameterTuningJobResponse job = ended("grid");
        assertThat(job.trainingJobStatusCounters().completed()).isEqualTo(6);
        assertThat(job.bestTrainingJob().tunedHyperParameters()).containsEntry("x", "3");
    }

    @Test
    void hyperbandStopsWhatDoesBadly() {
        String image = world.program("epochs", """
                i=0
                while [ $i -lt 9 ]; do
                  i=$((i + 1)); awk -v x="$SM_HP_X" 'BEGIN { print "loss=" (x - 3) * (x - 3) ";" }'; sleep 0.3
                done
                sleep 5
                """);
        var config = config("Hyperband", 9, 3)
                .strategyConfig(
                        s -> s.hyperbandStrategyConfig(h -> h.minResource(1).maxResource(9)));

        create("band", config, definition(image));

        assertThat(ended("band").trainingJobStatusCounters().stopped()).isPositive();
        assertThat(trials("band", "Name"))
                .anySatisfy(trial -> assertThat(trial.trainingJobStatus() == TrainingJobStatus.STOPPED)
                        .isTrue());
    }

    @Test
    void aTargetEndsTheTuning() {
        var config = config("Random", 100, 2)
                .tuningJobCompletionCriteria(criteria -> criteria.targetObjectiveMetricValue(60f));

        create("target", config, definition(parabola()));

        DescribeHyperParameterTuningJobResponse job = ended("target");
        assertThat(job.hyperParameterTuningJobStatus()).isEqualTo(HyperParameterTuningJobStatus.COMPLETED);
        assertThat(job.bestTrainingJob()
                        .finalHyperParameterTuningJobObjectiveMetric()
                        .value())
                .isLessThanOrEqualTo(60f);
        assertThat(trials("target", "Name").size()).isLessThan(50);
    }

    @Test
    void aTuningJobWhoseTrialsAllFailFails() {
        create("hopeless", config("Random", 50, 2), definition(world.program("failing", "exit 1")));

        DescribeHyperParameterTuningJobResponse job = ended("hopeless");
        assertThat(job.hyperParameterTuningJobStatus()).isEqualTo(HyperParameterTuningJobStatus.FAILED);
        assertThat(job.failureReason()).startsWith("No training job succeeded after 5 attempts.");
    }

    @Test
    void stoppingATuningJobStopsItsTrainingJobs() {
        create("endless", config("Random", 50, 2), definition(world.program("endless", "sleep 100")));
        World.until("two trials", () -> trials("endless", "Name").size() == 2);

        world.sageMaker.stopHyperParameterTuningJob(stop -> stop.hyperParameterTuningJobName("endless"));

        assertThat(ended("endless").hyperParameterTuningJobStatus()).isEqualTo(HyperParameterTuningJobStatus.STOPPED);
        assertThat(trials("endless", "Name"))
                .allSatisfy(trial -> assertThat(trial.trainingJobStatus()).isEqualTo(TrainingJobStatus.STOPPED));
    }

    @Test
    void whatAServerLeftIsTunedFurther() {
        create(
                "long",
                config("Random", 6, 2),
                definition(world.program(
                        "slowly",
                        "sleep 1; awk -v x=\"$SM_HP_X\" 'BEGIN { print \"loss=\" (x - 3) * (x - 3) \";\" }'")));
        World.until(
                "a result", () -> describe("long").trainingJobStatusCounters().completed() > 0);

        world.close();
        world = new World(folder);

        DescribeHyperParameterTuningJobResponse job = ended("long");
        assertThat(job.trainingJobStatusCounters().completed()).isEqualTo(6);
        assertThat(trials("long", "Name")).hasSize(6);
    }

    @Test
    void theSameHoldsOnPostgreSql() {
        Assumptions.assumeTrue(PostgreSql.shared().isPresent(), "PostgreSQL is not installed");
        String url = PostgreSql.shared().orElseThrow().newDatabase();
        world.close();
        world = new World(folder, Database.postgres(url));
        world.put("train/a.txt", "a");
        create("parabola", config("Bayesian", 6, 2), definition(parabola()));

        assertThat(ended("parabola").trainingJobStatusCounters().completed()).isEqualTo(6);
        assertThat(trials("parabola", "Name")).hasSize(6);
    }

    @Test
    void earlyStoppingEndsWhatIsWorseThanTheMedian() {
        String image = world.program("steps", """
                for i in 1 2 3 4 5 6; do echo "loss=$SM_HP_X;"; sleep 0.4; done
                [ "$SM_HP_X" -lt 50 ] || sleep 5
                """);
        var config = config("Random", 8, 1)
                .trainingJobEarlyStoppingType("Auto")
                .parameterRanges(ranges -> ranges.integerParameterRanges(
                        x -> x.name("x").minValue("1").maxValue("100")));

        create("early", config, definition(image));

        assertThat(ended("early").trainingJobStatusCounters().stopped()).isPositive();
    }

    @Test
    void aWarmStartKnowsTheParentsBest() {
        create("parent", config("Random", 4, 2), definition(parabola()));
        HyperParameterTrainingJobSummary best = ended("parent").bestTrainingJob();

        world.sageMaker.createHyperParameterTuningJob(job -> job.hyperParameterTuningJobName("child")
                .hyperParameterTuningJobConfig(config("Bayesian", 3, 1).build())
                .trainingJobDefinition(definition(parabola()))
                .warmStartConfig(warm -> warm.warmStartType("IdenticalDataAndAlgorithm")
                        .parentHyperParameterTuningJobs(p -> p.hyperParameterTuningJobName("parent"))));

        var overall = ended("child").overallBestTrainingJob();
        assertThat(overall.finalHyperParameterTuningJobObjectiveMetric().value())
                .isLessThanOrEqualTo(
                        best.finalHyperParameterTuningJobObjectiveMetric().value());
        assertThat(overall.tuningJobName()).isIn("parent", "child");
    }

    @Test
    void whatCannotBeTunedIsRefused() {
        refused(
                "Bayesian",
                definition(parabola()),
                c -> c.parameterRanges(r -> r.continuousParameterRanges(
                        x -> x.name("x").minValue("1").maxValue("none"))));
        refused("Grid", definition(parabola()), c -> {});
        refused(
                "Bayesian",
                definition(parabola()),
                c -> c.hyperParameterTuningJobObjective(o -> o.type("Minimize").metricName("unknown")));
        refused(
                "Bayesian",
                definition(parabola()),
                c -> c.resourceLimits(
                        limits -> limits.maxNumberOfTrainingJobs(1).maxParallelTrainingJobs(2)));
        assertThatThrownBy(() -> describe("none")).isInstanceOf(ResourceNotFoundException.class);
    }

    private void refused(
            String strategy,
            HyperParameterTrainingJobDefinition definition,
            Consumer<HyperParameterTuningJobConfig.Builder> wrong) {
        var config = config(strategy, 5, 1);
        wrong.accept(config);
        assertThatThrownBy(() -> create("refused", config, definition))
                .isInstanceOf(SageMakerException.class)
                .hasMessageContaining("Status Code: 400");
    }
}
