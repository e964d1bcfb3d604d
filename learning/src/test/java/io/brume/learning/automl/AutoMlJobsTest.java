package io.brume.learning.automl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brume.kernel.database.Database;
import io.brume.learning.World;
import io.brume.learning.hosting.Hosted;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.AutoMLCandidate;
import software.amazon.awssdk.services.sagemaker.model.AutoMLJobStatus;
import software.amazon.awssdk.services.sagemaker.model.AutoMLMetricEnum;
import software.amazon.awssdk.services.sagemaker.model.AutoMLProblemTypeConfig;
import software.amazon.awssdk.services.sagemaker.model.DescribeAutoMlJobV2Response;
import software.amazon.awssdk.services.sagemaker.model.ProblemType;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;

@Tag("slow")
class AutoMlJobsTest {

    @TempDir
    private Path folder;

    private World world;

    @BeforeEach
    void begin() {
        world = new World(folder);
    }

    @AfterEach
    void end() {
        world.close();
    }

    private void create(String name, Consumer<AutoMLProblemTypeConfig.Builder> problem) {
        var _ = world.sageMaker.createAutoMLJobV2(create -> create.autoMLJobName(name)
                .roleArn("arn:aws:iam::123456789012:role/learner")
                .autoMLJobInputDataConfig(channel -> channel.channelType("training")
                        .contentType("text/csv;header=present")
                        .dataSource(source -> source.s3DataSource(
                                data -> data.s3DataType("S3Prefix").s3Uri("s3://data/" + name + "/"))))
                .outputDataConfig(output -> output.s3OutputPath("s3://data/out"))
                .autoMLProblemTypeConfig(problem));
    }

    private DescribeAutoMlJobV2Response ended(String name) {
        World.until("the end of " + name, () -> switch (describe(name).autoMLJobStatus()) {
            case COMPLETED, FAILED, STOPPED -> true;
            default -> false;
        });
        return describe(name);
    }

    private DescribeAutoMlJobV2Response describe(String name) {
        return world.sageMaker.describeAutoMLJobV2(describe -> describe.autoMLJobName(name));
    }

    /** Puts the candidate behind an endpoint by its own containers, and asks that. */
    private String ask(AutoMLCandidate best, String row) {
        var hosted = new Hosted(world, folder);
        var container = best.inferenceContainers().getFirst();
        hosted.model(best.candidateName(), container.image(), container.modelDataUrl());
        hosted.inService(best.candidateName(), Hosted.variant("all", best.candidateName(), 1));
        return hosted.invoke(best.candidateName(), "text/csv", row).body().asUtf8String();
    }

    @Test
    void aTableWithNamesAndGapsGivesALeaderboardWhoseBestCandidateAnswersRowsAsTheyAre() {
        var random = new Random(1);
        var csv = new StringBuilder("city,age,income,bought\n");
        for (int i = 0; i < 400; i++) {
            boolean rome = random.nextBoolean();
            int age = 20 + random.nextInt(50);
            csv.append(rome ? "Rome" : "Oslo")
                    .append(',')
                    .append(random.nextInt(10) == 0 ? "" : String.valueOf(age))
                    .append(String.format(Locale.ROOT, ",%.2f,", random.nextDouble() * 1000))
                    .append(rome ? "yes" : "no")
                    .append('\n');
        }
        world.put("table/rows.csv", csv.toString());
        create(
                "table",
                problem -> problem.tabularJobConfig(table ->
                        table.targetAttributeName("bought").completionCriteria(criteria -> criteria.maxCandidates(3))));
        var job = ended("table");

        assertThat(job.failureReason()).isNull();
        assertThat(job.autoMLJobStatus()).isEqualTo(AutoMLJobStatus.COMPLETED);
        assertThat(job.resolvedAttributes()
                        .autoMLProblemTypeResolvedAttributes()
                        .tabularResolvedAttributes()
                        .problemType())
                .isEqualTo(ProblemType.BINARY_CLASSIFICATION);
        var board = world.sageMaker
                .listCandidatesForAutoMLJob(list -> list.autoMLJobName("table"))
                .candidates();
        assertThat(board).hasSize(3);
        assertThat(board.getFirst()).isEqualTo(job.bestCandidate());
        assertThat(job.bestCandidate().finalAutoMLJobObjectiveMetric().metricName())
                .isEqualTo(AutoMLMetricEnum.F1);
        assertThat(job.bestCandidate().finalAutoMLJobObjectiveMetric().value()).isGreaterThan(0.95f);
        assertThat(ask(job.bestCandidate(), "Rome,,17.5\nOslo,30,800\n")).isEqualTo("yes\nno\n");
    }

    @Test
    void anAmountIsARegression() {
        var random = new Random(2);
        var csv = new StringBuilder("a,b,y\n");
        for (int i = 0; i < 300; i++) {
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            csv.append(String.format(Locale.ROOT, "%.4f,%.4f,%.4f%n", a, b, 3 * a - 2 * b + 10));
        }
        world.put("amount/rows.csv", csv.toString());
        create(
                "amount",
                problem -> problem.tabularJobConfig(table ->
                        table.targetAttributeName("y").completionCriteria(criteria -> criteria.maxCandidates(2))));
        var job = ended("amount");

        assertThat(job.failureReason()).isNull();
        assertThat(job.bestCandidate().finalAutoMLJobObjectiveMetric().metricName())
                .isEqualTo(AutoMLMetricEnum.MSE);
        assertThat(Float.parseFloat(ask(job.bestCandidate(), "1,1\n").strip())).isBetween(9f, 13f);
    }

    @Test
    void textsAreClassified() {
        var random = new Random(3);
        String[] good = {"lovely", "great", "wonderful", "superb"};
        String[] bad = {"awful", "poor", "terrible", "broken"};
        var csv = new StringBuilder("review,stars\n");
        for (int i = 0; i < 300; i++) {
            String[] words = i % 2 == 0 ? good : bad;
            csv.append("\"it was ")
                    .append(words[random.nextInt(4)])
                    .append(", and ")
                    .append(words[random.nextInt(4)])
                    .append("\",")
                    .append(i % 2 == 0 ? "five stars" : "one star")
                    .append('\n');
        }
        world.put("texts/rows.csv", csv.toString());
        create(
                "texts",
                problem -> problem.textClassificationJobConfig(texts -> texts.contentColumn("review")
                        .targetLabelColumn("stars")
                        .completionCriteria(criteria -> criteria.maxCandidates(2))));
        var job = ended("texts");

        assertThat(job.failureReason()).isNull();
        assertThat(ask(job.bestCandidate(), "\"great, simply superb\"\n")).isEqualTo("five stars\n");
    }

    @Test
    void whatCannotBeLearntFailsWithAReason() {
        world.put("wrong/rows.csv", "a,b\n1,2\n3,4\n");
        create("wrong", problem -> problem.tabularJobConfig(table -> table.targetAttributeName("c")));

        var job = ended("wrong");
        assertThat(job.autoMLJobStatus()).isEqualTo(AutoMLJobStatus.FAILED);
        assertThat(job.failureReason()).isEqualTo("The target attribute c is not a column of the input: a, b");
        assertThatThrownBy(() -> describe("none")).isInstanceOf(SageMakerException.class);
    }

    @Test
    void aRequestOfTheFirstVersionAndASinglePlaceForJobsAreEnough() {
        world.close();
        world = new World(folder, Database.file(folder.resolve("brume.db")), 1);
        world.put("single/rows.csv", "a,b\n" + "1,low\n9,high\n".repeat(50));
        var _ = world.sageMaker.createAutoMLJob(create -> create.autoMLJobName("single")
                .roleArn("arn:aws:iam::123456789012:role/learner")
                .inputDataConfig(channel -> channel.targetAttributeName("b")
                        .dataSource(source -> source.s3DataSource(
                                data -> data.s3DataType("S3Prefix").s3Uri("s3://data/single/"))))
                .outputDataConfig(output -> output.s3OutputPath("s3://data/out"))
                .problemType(ProblemType.BINARY_CLASSIFICATION)
                .autoMLJobObjective(objective -> objective.metricName(AutoMLMetricEnum.ACCURACY))
                .autoMLJobConfig(config -> config.completionCriteria(criteria -> criteria.maxCandidates(2))));

        assertThat(ended("single").autoMLJobStatus()).isEqualTo(AutoMLJobStatus.COMPLETED);
        var job = world.sageMaker.describeAutoMLJob(describe -> describe.autoMLJobName("single"));
        assertThat(job.inputDataConfig().getFirst().targetAttributeName()).isEqualTo("b");
        assertThat(job.resolvedAttributes().problemType()).isEqualTo(ProblemType.BINARY_CLASSIFICATION);
        assertThat(job.bestCandidate().finalAutoMLJobObjectiveMetric().value()).isEqualTo(1f);
    }

    @Test
    void aJobGoesOnInTheNextProcess() {
        var csv = new StringBuilder("a,b\n");
        for (int i = 0; i < 200; i++) {
            csv.append(i % 10).append(i % 10 < 5 ? ",low\n" : ",high\n");
        }
        world.put("again/rows.csv", csv.toString());
        create(
                "again",
                problem -> problem.tabularJobConfig(table ->
                        table.targetAttributeName("b").completionCriteria(criteria -> criteria.maxCandidates(3))));
        World.until("a first candidate", () -> describe("again").bestCandidate() != null);
        world.close();
        world = new World(folder);

        assertThat(ended("again").autoMLJobStatus()).isEqualTo(AutoMLJobStatus.COMPLETED);
        assertThat(world.sageMaker
                        .listCandidatesForAutoMLJob(list -> list.autoMLJobName("again"))
                        .candidates())
                .hasSize(3);
    }
}
