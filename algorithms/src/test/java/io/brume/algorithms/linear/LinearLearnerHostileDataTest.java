package io.brume.algorithms.linear;

import static io.brume.algorithms.linear.LinearLearnerTest.csv;
import static io.brume.algorithms.linear.LinearLearnerTest.model;
import static io.brume.algorithms.linear.LinearLearnerTest.threads;
import static io.brume.algorithms.linear.LinearLearnerTest.train;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.brume.algorithms.BadDataException;
import io.brume.algorithms.BadHyperparameterException;
import io.brume.algorithms.BadModelException;
import io.brume.algorithms.MetricEvent;
import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.TrainingData;
import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.data.Format;
import io.brume.algorithms.data.Source;
import io.brume.algorithms.data.SparseBatch;
import io.brume.algorithms.data.TextBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinearLearnerHostileDataTest {
    private static final String[] BINARY = {"predictor_type", "binary_classifier"};
    private static final String[] REGRESSION = {"predictor_type", "regressor", "num_models", "2"};

    @TempDir
    private Path folder;

    private static void refused(TrainingData data, String reason, String... settings) {
        assertThatThrownBy(() -> train(data, threads(2), settings))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining(reason);
    }

    private static TrainingData memory(float value, float label) {
        return TrainingData.of(Dataset.of(DenseBatch.of(new float[][] {{1, 2}, {2, value}, {3, 4}}, 0, label, 1)));
    }

    @Test
    void whatIsNoNumberIsRefusedWithItsPlace() {
        refused(memory(Float.NaN, 1), "train, record 2: a feature is NaN or infinite", REGRESSION);
        refused(memory(Float.NEGATIVE_INFINITY, 1), "record 2", REGRESSION);
        refused(memory(1, Float.NaN), "train, record 2: the label must be a finite number", REGRESSION);
        refused(csv("0,1\n1,NaN\n", false), "line 2", BINARY);
        var sparse = new SparseBatch(
                2, 3, new int[] {0, 1, 2}, new int[] {0, 2}, new float[] {1, Float.NaN}, new float[2], 1);
        refused(TrainingData.of(Dataset.of(sparse)), "record 2", REGRESSION);
    }

    @Test
    void labelsThatAreNoClassAreRefusedWithTheirPlace() {
        refused(memory(1, 2), "train, record 2: the label must be a whole number from 0 to 1, not 2", BINARY);
        refused(memory(1, -1), "not -1", BINARY);
        refused(memory(1, 0.5f), "not 0.5", BINARY);
        refused(memory(1, 3), "0 to 2, not 3", "predictor_type", "multiclass_classifier", "num_classes", "3");
        refused(csv("1,1\n1,2\n1,4\n", false), "all labels are 1, so there is nothing to tell apart", BINARY);
    }

    @Test
    void rowsThatDoNotFitAreRefused() {
        refused(csv("1,1\n1,2,3\n", false), "line 2", REGRESSION);
        refused(csv("", false), "no rows", REGRESSION);
        refused(csv("1,1\n2,3\n", false), "feature_dim is 7", "predictor_type", "regressor", "feature_dim", "7");
        refused(
                csv("0,1,3\n2,3,5\n", false).with("validation", Dataset.of(DenseBatch.of(new float[][] {{1}}, 0))),
                "validation, record 1: the row has 1 features, not 2",
                REGRESSION);
        refused(TrainingData.of(Dataset.of(new TextBatch(List.of("a")))), "text", REGRESSION);
        refused(TrainingData.of(Dataset.of(DenseBatch.of(new float[][] {{1}, {2}}))), "0 labels", REGRESSION);
        assertThatThrownBy(() -> train(csv("1,1\n", false), threads(1), "predictor_type", "multiclass_classifier"))
                .isInstanceOf(BadHyperparameterException.class)
                .hasMessageContaining("num_classes");
        assertThatThrownBy(() -> train(
                        csv("1,1\n", false),
                        threads(1),
                        "predictor_type",
                        "regressor",
                        "loss",
                        "logistic",
                        "positive_example_weight_mult",
                        "-1"))
                .isInstanceOf(BadHyperparameterException.class)
                .hasMessageContaining("logistic is not for")
                .hasMessageContaining("positive_example_weight_mult");
    }

    @Test
    void oneRowIsItsOwnMean() throws IOException {
        var model = model(train(csv("7,1,2\n", false), threads(2), REGRESSION));
        assertThat(model.scores(DenseBatch.of(new float[][] {{1, 2}}))[0]).isCloseTo(7, within(1e-3f));
    }

    @Test
    void constantFeaturesAreOfNoUseAndDoNoHarm() throws IOException {
        var text = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            text.append(2 * (i % 10)).append(",1e7,").append(i % 10).append(",0\n");
        }
        var model = model(train(
                csv(text.toString(), false),
                threads(2),
                "predictor_type",
                "regressor",
                "mini_batch_size",
                "10",
                "epochs",
                "100",
                "early_stopping_patience",
                "100",
                "wd",
                "0",
                "learning_rate",
                "0.05"));
        assertThat(model.scores(DenseBatch.of(new float[][] {{1e7f, 4, 0}}))[0]).isCloseTo(8, within(0.1f));
    }

    @Test
    void aStepThatIsTooLargeIsAnErrorAndNotAModel() {
        var data = TrainingData.of(Dataset.of(new Planted(30, 0, 1).values(1000, 1)));
        refused(
                data,
                "diverged",
                "predictor_type",
                "regressor",
                "optimizer",
                "sgd",
                "learning_rate",
                "1e30",
                "mini_batch_size",
                "10",
                "num_models",
                "1");
    }

    @Test
    void aMillionSparseFeaturesAreLearnt() throws IOException {
        var text = new StringBuilder();
        for (int i = 0; i < 2000; i++) {
            text.append(i % 2)
                    .append(' ')
                    .append(i % 2 == 0 ? "5:1 " : "")
                    .append(100 + i * 400)
                    .append(":1 999999:1\n");
        }
        var source = Source.bytes("train.libsvm", text.toString().getBytes(StandardCharsets.UTF_8));
        var data = TrainingData.of(Dataset.of(List.of(source), Format.libsvm()));
        var trained = train(data, threads(2), "predictor_type", "binary_classifier", "mini_batch_size", "100");
        assertThat(trained.metrics().get("train:binary_classification_accuracy"))
                .isEqualTo(1);
        assertThat(model(trained).weights().columns()).isEqualTo(1_000_000);
    }

    @Test
    void sortedRowsTeachTheSame() throws IOException {
        var text = new StringBuilder();
        for (int i = 0; i < 4000; i++) {
            text.append(i < 2000 ? 0 : 1)
                    .append(',')
                    .append(i < 2000 ? i % 7 : i % 7 + 3)
                    .append('\n');
        }
        var trained = train(csv(text.toString(), false), threads(1), BINARY);
        assertThat(trained.metrics().get("train:binary_classification_accuracy"))
                .isGreaterThan(0.71);
    }

    @Test
    void trainingGoesOnFromACheckpointAsIfItHadNotEnded() throws IOException {
        var dense = new Planted(6, 1, 2).classes(3000);
        for (var rows : List.of(dense, Planted.sparse(dense))) {
            var data = TrainingData.of(Dataset.of(rows)).with("validation", Dataset.of(rows));
            for (String models : List.of("1", "3")) {
                String[] settings = {
                    "predictor_type", "binary_classifier", "num_models", models, "early_stopping_patience", "15"
                };
                var whole = train(data, threads(1), settings);
                Path checkpoints = folder.resolve(models + rows.getClass().getSimpleName());
                var seen = new ArrayList<MetricEvent>();
                var broken = TrainingContext.builder()
                        .threads(1)
                        .seed(5)
                        .checkpoints(checkpoints)
                        .onMetric(seen::add)
                        .stopWhen(() -> seen.size() >= 10)
                        .build();
                train(data, broken, settings);
                var rest = TrainingContext.builder()
                        .threads(1)
                        .seed(5)
                        .checkpoints(checkpoints)
                        .build();
                var resumed = train(data, rest, settings);
                assertThat(model(resumed).weights().values())
                        .isEqualTo(model(whole).weights().values());
                assertThatThrownBy(() -> train(data, rest, with(settings, "epochs", "3")))
                        .isInstanceOf(BadModelException.class)
                        .hasMessageContaining("other hyperparameters");
            }
        }
    }

    private static String[] with(String[] some, String... more) {
        String[] all = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }

    @Test
    void anEarlierModelIsWhereTrainingBegins() throws IOException {
        var planted = new Planted(6, 1, 3);
        var data = TrainingData.of(Dataset.of(planted.values(5000, 0.1)));
        train(data, threads(1), with(REGRESSION, "learning_rate", "0.05")).save(folder);
        var context = TrainingContext.builder().threads(1).earlierModel(folder).build();
        var further = train(data, context, with(REGRESSION, "epochs", "1", "learning_rate", "1e-6"));
        assertThat(planted.distance(model(further).weights())).isLessThan(0.05);
        var narrower = TrainingData.of(Dataset.of(new Planted(5, 1, 3).values(50, 0.1)));
        assertThatThrownBy(() -> train(narrower, context, REGRESSION)).isInstanceOf(BadModelException.class);
    }

    @Test
    void trainingThatIsStoppedAtOnceStillGivesAModel() throws IOException {
        var context = TrainingContext.builder().stopWhen(() -> true).build();
        var data = TrainingData.of(Dataset.of(new Planted(6, 1, 3).values(500, 0.1)));
        assertThat(model(train(data, context, REGRESSION)).weights().columns()).isEqualTo(6);
    }

    @Test
    void rowsOfAnotherWidthAreNotPredicted() throws IOException {
        var model = model(train(csv("1,1,2\n2,2,2\n", false), threads(1), REGRESSION));
        assertThatThrownBy(() -> model.predict(DenseBatch.of(new float[][] {{1}})))
                .isInstanceOf(BadDataException.class);
        assertThatThrownBy(() -> model.predict(new TextBatch(List.of("a")))).isInstanceOf(BadDataException.class);
        var wide = new SparseBatch(1, 9, new int[] {0, 1}, new int[] {8}, new float[] {1}, new float[0], 0);
        assertThatThrownBy(() -> model.predict(wide)).isInstanceOf(BadDataException.class);
    }
}
