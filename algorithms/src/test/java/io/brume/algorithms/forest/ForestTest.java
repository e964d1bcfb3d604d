package io.brume.algorithms.forest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import io.brume.algorithms.BadDataException;
import io.brume.algorithms.BadHyperparameterException;
import io.brume.algorithms.BadModelException;
import io.brume.algorithms.Hyperparameters;
import io.brume.algorithms.MetricEvent;
import io.brume.algorithms.Prediction;
import io.brume.algorithms.Progress;
import io.brume.algorithms.Trained;
import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.TrainingData;
import io.brume.algorithms.data.Batch;
import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.data.SparseBatch;
import io.brume.algorithms.model.ModelFolder;
import io.brume.algorithms.tree.Onnx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForestTest {
    private static final Forest ALGORITHM = new Forest();

    @TempDir
    private Path folder;

    private static float[][] rows(int count, int columns, long seed) {
        var random = new Random(seed);
        var rows = new float[count][columns];
        for (float[] row : rows) {
            for (int c = 0; c < columns; c++) {
                row[c] = random.nextFloat();
            }
        }
        return rows;
    }

    /** Classes are quadrants of the first two columns; every tenth label is another. */
    private static float[] quadrants(float[][] rows, int classes) {
        var labels = new float[rows.length];
        for (int i = 0; i < labels.length; i++) {
            int quadrant = (rows[i][0] > 0.5 ? 1 : 0) + (rows[i][1] > 0.5 ? 2 : 0);
            labels[i] = (i % 10 == 0 ? quadrant + 1 : quadrant) % classes;
        }
        return labels;
    }

    private static ForestHyperparameters settings(String type, Map<String, String> more) {
        var texts = new HashMap<>(Map.of("predictor_type", type, "num_trees", "30"));
        texts.putAll(more);
        return Hyperparameters.parse(ForestHyperparameters.class, texts);
    }

    private static TrainingContext threads(int threads) {
        return TrainingContext.builder().threads(threads).seed(1).build();
    }

    private static Trained train(String type, Batch batch, Map<String, String> more) throws IOException {
        return ALGORITHM.train(TrainingData.of(Dataset.of(batch)), settings(type, more), threads(2));
    }

    private static ForestModel model(Trained trained) {
        return (ForestModel) trained.predictor();
    }

    private static double accuracy(ForestModel model, float[][] rows, float[] labels) {
        int right = 0;
        List<Prediction> predictions = model.predict(DenseBatch.of(rows));
        for (int i = 0; i < labels.length; i++) {
            right += ((Prediction.Classified) predictions.get(i)).label() == labels[i] ? 1 : 0;
        }
        return (double) right / labels.length;
    }

    @Test
    void aSingleTreeSplitsWhereGiniSays() throws IOException {
        // Of all splits, that between 3 and 10 leaves both sides pure.
        float[][] rows = {{1, 5}, {2, 4}, {3, 5}, {10, 4}, {11, 5}, {12, 4}};
        var model = model(train("classifier", DenseBatch.of(rows, 0, 0, 0, 1, 1, 1), Map.of("num_trees", "1")));
        assertThat(model.ensemble().nodes()).isEqualTo(3);
        assertThat(accuracy(model, new float[][] {{6.4f, 0}, {6.5f, 0}}, new float[] {0, 1}))
                .isEqualTo(1);
    }

    @Test
    void aSingleTreeOfNumbersSplitsWhereVarianceSays() throws IOException {
        float[][] rows = {{1}, {2}, {3}, {4}, {5}, {6}, {7}, {8}};
        var model = model(train(
                "regressor",
                DenseBatch.of(rows, 1, 1, 1, 9, 9, 9, 10, 10),
                Map.of("num_trees", "1", "max_depth", "1")));
        float[] answers = model.answers(DenseBatch.of(new float[][] {{3.4f}, {3.5f}, {Float.NaN}}));
        // The mean of five, 9.4; missing counts as less than any number.
        assertThat(answers).containsExactly(new float[] {1, 9.4f, 1}, within(1e-6f));
    }

    @Test
    void aTreeWithoutLimitsKnowsItsRowsByHeart() throws IOException {
        float[][] rows = rows(2000, 6, 1);
        float[] labels = quadrants(rows, 4);
        assertThat(accuracy(
                        model(train("classifier", DenseBatch.of(rows, labels), Map.of("num_trees", "1"))),
                        rows,
                        labels))
                .isGreaterThan(0.97);
    }

    @Test
    void aForestFindsClassesUnderNoise() throws IOException {
        float[][] rows = rows(3000, 6, 1);
        float[][] others = rows(1000, 6, 2);
        for (int classes : new int[] {2, 4}) {
            float[] labels = quadrants(rows, classes);
            var trained = train("classifier", DenseBatch.of(rows, labels), Map.of("min_node_size", "20"));
            // One label in ten is wrong, so nobody is right about more than 90 % of them; 2 % is four standard errors.
            assertThat(trained.metrics().get("oob:accuracy")).isBetween(0.85, 0.92);
            assertThat(accuracy(model(trained), others, quadrants(others, classes)))
                    .isBetween(0.86, 0.93);
        }
    }

    @Test
    void aForestOfNumbersFindsAPlane() throws IOException {
        float[][] rows = rows(3000, 4, 1);
        var labels = new float[rows.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = 1000 + 3 * rows[i][0] - 2 * rows[i][1];
        }
        var trained = train("regressor", DenseBatch.of(rows, labels), Map.of("mtry", "3"));
        // The labels' own deviation is √(13 / 12), 1.04.
        assertThat(trained.metrics().get("oob:rmse")).isLessThan(0.15);
    }

    @Test
    void probabilitiesAreCalibratedAndVotesAreWholeTrees() throws IOException {
        var random = new Random(3);
        float[][] rows = rows(4000, 1, 1);
        var labels = new float[rows.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = random.nextFloat() < rows[i][0] ? 1 : 0;
        }
        var batch = DenseBatch.of(rows, labels);
        float[] asked = model(train("classifier", batch, Map.of("min_leaf_size", "100")))
                .answers(DenseBatch.of(new float[][] {{0.25f}, {0.75f}}));
        // Leaves of 100 rows have a standard error of 0.043 at most, the mean of trees less.
        assertThat(asked).containsExactly(new float[] {0.25f, 0.75f}, within(0.12f));
        float vote = model(train("classifier", batch, Map.of("probability", "false")))
                .answers(DenseBatch.of(new float[][] {{0.5f}}))[0];
        assertThat(vote * 30).isCloseTo(Math.round(vote * 30), within(1e-4f));
    }

    @Test
    void theForestDoesNotDependOnTheThreads() throws IOException {
        float[][] rows = rows(1000, 5, 1);
        var data = TrainingData.of(Dataset.of(DenseBatch.of(rows, quadrants(rows, 4))));
        var one = model(ALGORITHM.train(data, settings("classifier", Map.of()), threads(1)));
        var three = model(ALGORITHM.train(data, settings("classifier", Map.of()), threads(3)));
        assertThat(one.answers(DenseBatch.of(rows))).isEqualTo(three.answers(DenseBatch.of(rows)));
        var seeded = model(ALGORITHM.train(data, settings("classifier", Map.of("seed", "5")), threads(1)));
        assertThat(seeded.answers(DenseBatch.of(rows))).isNotEqualTo(one.answers(DenseBatch.of(rows)));
    }

    @Test
    void onnxRuntimeScoresTheExportedForestEqually() throws IOException, OrtException {
        float[][] rows = rows(1000, 5, 1);
        for (int i = 0; i < 200; i++) {
            rows[i][i % 5] = Float.NaN;
        }
        for (int classes : new int[] {0, 2, 4}) {
            float[] labels = quadrants(rows, Math.max(2, classes));
            var model = model(train(classes == 0 ? "regressor" : "classifier", DenseBatch.of(rows, labels), Map.of()));
            Path file = folder.resolve("forest" + classes + ".onnx");
            model.writeOnnx(file);
            float[][] onnx = Onnx.answers(file, rows);
            float[] answers = model.answers(DenseBatch.of(rows));
            for (int i = 0; i < answers.length; i++) {
                assertThat(onnx[i / model.outputs()][i % model.outputs()]).isCloseTo(answers[i], within(1e-5f));
            }
        }
    }

    @Test
    void aSavedForestPredictsTheSame() throws IOException {
        float[][] rows = rows(500, 5, 1);
        for (int classes : new int[] {0, 2, 4}) {
            float[] labels = quadrants(rows, Math.max(2, classes));
            var trained = train(classes == 0 ? "regressor" : "classifier", DenseBatch.of(rows, labels), Map.of());
            trained.save(folder);
            var loaded = (ForestModel) ALGORITHM.load(folder);
            assertThat(loaded.answers(DenseBatch.of(rows)))
                    .isEqualTo(model(trained).answers(DenseBatch.of(rows)));
        }
    }

    @Test
    void moreTreesAreAddedToAnEarlierForest() throws IOException {
        float[][] rows = rows(500, 5, 1);
        var batch = DenseBatch.of(rows, quadrants(rows, 4));
        train("classifier", batch, Map.of()).save(folder);
        var context = TrainingContext.builder()
                .threads(2)
                .seed(1)
                .earlierModel(folder)
                .build();
        var further = ALGORITHM.train(TrainingData.of(Dataset.of(batch)), settings("classifier", Map.of()), context);
        float[] atOnce =
                model(train("classifier", batch, Map.of("num_trees", "60"))).answers(batch);
        assertThat(model(further).answers(batch)).isEqualTo(atOnce);
        var others = TrainingData.of(Dataset.of(DenseBatch.of(rows, quadrants(rows, 3))));
        assertThatThrownBy(() -> ALGORITHM.train(others, settings("classifier", Map.of()), context))
                .isInstanceOf(BadHyperparameterException.class);
    }

    @Test
    void trainingThatWasStoppedGoesOnFromItsCheckpoint() throws IOException {
        float[][] rows = rows(500, 5, 1);
        var data = TrainingData.of(Dataset.of(DenseBatch.of(rows, quadrants(rows, 4))));
        var progress = new ArrayList<Progress>();
        var stopped = TrainingContext.builder()
                .threads(1)
                .seed(1)
                .checkpoints(folder)
                .onProgress(progress::add)
                .stopWhen(() -> progress.size() >= 7)
                .build();
        assertThat(model(ALGORITHM.train(data, settings("classifier", Map.of()), stopped))
                        .ensemble()
                        .trees())
                .isEqualTo(7);
        var resumed =
                TrainingContext.builder().threads(2).seed(1).checkpoints(folder).build();
        var whole = model(ALGORITHM.train(data, settings("classifier", Map.of()), resumed));
        float[] atOnce = model(ALGORITHM.train(data, settings("classifier", Map.of()), threads(2)))
                .answers(DenseBatch.of(rows));
        assertThat(whole.answers(DenseBatch.of(rows))).isEqualTo(atOnce);
    }

    @Test
    void weightsDecideHowOftenRowsAreDrawn() throws IOException {
        var rows = new float[100][1];
        var labels = new float[100];
        var weights = new float[100];
        for (int i = 0; i < 100; i++) {
            labels[i] = i % 2;
            weights[i] = i % 2 == 0 ? 1 : 9;
        }
        var batch = new DenseBatch(100, 1, 1, new float[100], labels, 1, weights);
        float answer =
                model(train("classifier", batch, Map.of("num_trees", "200"))).answers(DenseBatch.of(rows))[0];
        // 200 trees of 100 draws: a standard error of 0.002.
        assertThat(answer).isCloseTo(0.9f, within(0.01f));
        assertThatThrownBy(() -> train("classifier", batch, Map.of("bootstrap", "false")))
                .isInstanceOf(BadHyperparameterException.class);
    }

    @Test
    void sparseRowsHaveZerosWhereTheyHaveNothing() throws IOException {
        var batch = new SparseBatch(
                4, 3, new int[] {0, 1, 1, 2, 2}, new int[] {2, 2}, new float[] {1, 1}, new float[] {1, 0, 1, 0}, 1);
        var model = model(train("classifier", batch, Map.of("num_trees", "1")));
        assertThat(model.answers(batch)).containsExactly(1, 0, 1, 0);
        assertThat(model.answers(DenseBatch.of(new float[][] {{0, 0, 1}, {0, 0, 0}})))
                .containsExactly(1, 0);
    }

    @Test
    void validationIsMeasuredAndMetricsAreTold() throws IOException {
        float[][] rows = rows(500, 5, 1);
        var events = new ArrayList<MetricEvent>();
        var batch = DenseBatch.of(rows, quadrants(rows, 2));
        var context = TrainingContext.builder().threads(2).onMetric(events::add).build();
        var trained = ALGORITHM.train(
                TrainingData.of(Dataset.of(batch)).with("validation", Dataset.of(batch)),
                settings("classifier", Map.of()),
                context);
        assertThat(trained.metrics())
                .containsOnlyKeys("oob:accuracy", "oob:logloss", "validation:accuracy", "validation:logloss");
        assertThat(events).hasSize(4);
    }

    @Test
    void hostileDataIsRefusedOrTreatedAsDocumented() throws IOException {
        float[][] rows = rows(10, 2, 1);
        refused("classifier", DenseBatch.of(rows, new float[10]), "all rows have the label 0.0");
        refused("classifier", DenseBatch.of(rows, 0, 1, 0.5f, 1, 1, 1, 1, 1, 1, 1), "must be whole numbers, not 0.5");
        refused("regressor", DenseBatch.of(rows, 0, 1, Float.NaN, 1, 1, 1, 1, 1, 1, 1), "row 3 has the label NaN");
        refused("regressor", DenseBatch.of(rows), "the rows have 0 labels");
        refused("regressor", DenseBatch.of(new float[2][0], 1, 2), "have no features");
        rows[3][1] = Float.NEGATIVE_INFINITY;
        refused("regressor", DenseBatch.of(rows, new float[10]), "feature 1 of a row is infinite");
        assertThatThrownBy(() -> train("regressor", DenseBatch.of(rows(5, 2, 1), new float[5]), Map.of("mtry", "3")))
                .hasMessage("mtry must be at most 2, the number of columns, not 3");
        // Constant features, constant numbers, one row, nothing but NaN.
        assertThat(model(train("regressor", DenseBatch.of(new float[20][3], new float[20]), Map.of()))
                        .ensemble()
                        .nodes())
                .isEqualTo(30);
        var constant =
                model(train("regressor", DenseBatch.of(new float[][] {{1}, {1}}, 4, 6), Map.of("num_trees", "1")));
        assertThat(constant.answers(DenseBatch.of(new float[][] {{7}}))).containsExactly(5);
        var one = model(train("regressor", DenseBatch.of(new float[][] {{Float.NaN}}, 4), Map.of()));
        assertThat(one.answers(DenseBatch.of(new float[][] {{7}}))[0]).isCloseTo(4, within(1e-5f));
    }

    private static void refused(String type, Batch batch, String sentence) {
        assertThatThrownBy(() -> train(type, batch, Map.of()))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void missingValuesCanBeSplitOff() throws IOException {
        float[][] rows = {{Float.NaN}, {1}, {Float.NaN}, {-5}, {Float.NaN}, {9}};
        var model = model(train("classifier", DenseBatch.of(rows, 1, 0, 1, 0, 1, 0), Map.of("num_trees", "1")));
        assertThat(model.answers(DenseBatch.of(rows))).containsExactly(1, 0, 1, 0, 1, 0);
    }

    @Test
    void brokenModelsAreRefused() throws IOException {
        float[][] rows = rows(50, 2, 1);
        train("classifier", DenseBatch.of(rows, quadrants(rows, 2)), Map.of("num_trees", "2"))
                .save(folder);
        assertThat(ModelFolder.open(folder, "forest").number("columns")).isEqualTo(2);
        Path sizes = folder.resolve("sizes.npy");
        byte[] bytes = Files.readAllBytes(sizes);
        bytes[bytes.length - 2] = 120;
        Files.write(sizes, bytes);
        assertThatThrownBy(() -> ALGORITHM.load(folder)).isInstanceOf(BadModelException.class);
    }
}
