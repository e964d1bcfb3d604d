package io.brume.algorithms.randomcutforest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.brume.algorithms.BadDataException;
import io.brume.algorithms.BadModelException;
import io.brume.algorithms.Hyperparameters;
import io.brume.algorithms.Prediction;
import io.brume.algorithms.Trained;
import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.TrainingData;
import io.brume.algorithms.data.Batch;
import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.data.SparseBatch;
import io.brume.algorithms.data.TextBatch;
import io.brume.algorithms.metric.Classification;
import io.brume.algorithms.model.ModelFolder;
import io.brume.algorithms.model.Npy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RandomCutForestTest {
    @TempDir
    private Path folder;

    private static TrainingContext context(int threads) {
        return TrainingContext.builder().threads(threads).seed(5).build();
    }

    private static Trained train(TrainingData data, int columns, Map<String, String> settings) throws IOException {
        var all = new HashMap<>(Map.of("feature_dim", "" + columns, "num_trees", "50"));
        all.putAll(settings);
        return new RandomCutForest()
                .train(data, Hyperparameters.parse(RandomCutForestHyperparameters.class, all), context(2));
    }

    private static float score(Trained trained, float... row) {
        return ((Prediction.Score) trained.predictor()
                        .predict(DenseBatch.of(new float[][] {row}))
                        .getFirst())
                .score();
    }

    /** Rows of a normal distribution; every hundredth, labelled 1, lies six standard deviations away in each dimension. */
    private static DenseBatch planted(int size, int columns, long seed) {
        var random = new Random(seed);
        var rows = new float[size][columns];
        var labels = new float[size];
        for (int r = 0; r < size; r++) {
            labels[r] = r % 100 == 50 ? 1 : 0;
            for (int c = 0; c < columns; c++) {
                rows[r][c] = (float) random.nextGaussian() + 6 * labels[r];
            }
        }
        return DenseBatch.of(rows, labels);
    }

    /** At a distance of six standard deviations no normal row has ever been seen, so nearly every anomaly comes first. */
    @Test
    void plantedAnomaliesScoreHighest() throws IOException {
        DenseBatch test = planted(5000, 4, 2);
        var data = TrainingData.of(Dataset.of(planted(20000, 4, 1))).with("test", Dataset.of(test));
        var trained = train(data, 4, Map.of());
        var scores = new float[5000];
        List<Prediction> predictions = trained.predictor().predict(test);
        for (int r = 0; r < scores.length; r++) {
            scores[r] = ((Prediction.Score) predictions.get(r)).score();
        }
        assertThat(Classification.auc(test.labels(), scores)).isGreaterThan(0.99);
        assertThat(trained.metrics()).containsKeys("test:accuracy", "test:precision", "test:recall", "test:f1");
        assertThat(trained.metrics().get("test:f1")).isGreaterThan(0.7);
        assertThat(trained.metrics().get("test:recall")).isGreaterThan(0.95);
        assertThat(trained.metrics().get("test:accuracy")).isGreaterThan(0.99);
    }

    /** The paper's definition by hand: the points 0 and 1, and a new one at 3, in one dimension. */
    @Test
    void theScoreIsTheExpectedCollusiveDisplacement() throws IOException {
        var trained = train(TrainingData.of(Dataset.of(DenseBatch.of(new float[][] {{0}, {1}}))), 1, Map.of());
        // A cut of [0, 3] is above 1 with probability 2/3: alone against two points. Otherwise it separates 0 from {1,
        // 3},
        // and then 3 from 1: one point's displacement by one, either way.
        assertThat(score(trained, 3)).isCloseTo((2 * 2 + 1) / 3f, within(1e-5f));
        // The same as a point of the tree: the pair is displaced by one, half a point each.
        assertThat(score(trained, 1)).isCloseTo(0.5f, within(1e-5f));
    }

    @Test
    void everyTreeHasASampleOfItsOwnWhereEachRowIsAsProbable() {
        int rows = 1000;
        var reservoirs = new Reservoirs(400, 10, 1, 3);
        for (int r = 0; r < rows; r++) {
            reservoirs.add(new float[] {r}, 0);
        }
        double sum = 0;
        for (int tree = 0; tree < 400; tree++) {
            float[] sample = reservoirs.sample(tree);
            assertThat(sample).hasSize(10).doesNotHaveDuplicates();
            for (float row : sample) {
                sum += row;
            }
        }
        // The mean of 4,000 draws has a standard deviation of 1000 / √12 / √4000 = 4.6; five of them are allowed.
        assertThat(sum / 4000).isCloseTo(499.5, within(23.0));
    }

    @Test
    void aSavedForestScoresTheSame() throws IOException {
        var trained =
                train(TrainingData.of(Dataset.of(planted(3000, 20, 1))), 20, Map.of("num_samples_per_tree", "100"));
        trained.save(folder);
        DenseBatch rows = planted(200, 20, 9);
        assertThat(new RandomCutForest().load(folder).predict(rows))
                .isEqualTo(trained.predictor().predict(rows));
    }

    @Test
    void aBrokenModelIsRefused() throws IOException {
        train(TrainingData.of(Dataset.of(planted(300, 2, 1))), 2, Map.of()).save(folder);
        var whole = ModelFolder.open(folder, RandomCutForest.NAME);
        int[] masses = (int[]) whole.array("masses").values();
        masses[1] = 1_000_000;
        ModelFolder.of(RandomCutForest.NAME)
                .hyperparameters(whole.hyperparameters(RandomCutForestHyperparameters.class))
                .array("points", whole.array("points"))
                .array("nodes", whole.array("nodes"))
                .array("dimensions", whole.array("dimensions"))
                .array("cuts", whole.array("cuts"))
                .array("masses", Npy.Array.of(masses))
                .write(folder);
        assertThatThrownBy(() -> new RandomCutForest().load(folder)).isInstanceOf(BadModelException.class);
    }

    @Test
    void threadsDoNotChangeTheForest() throws IOException {
        var settings = Hyperparameters.parse(RandomCutForestHyperparameters.class, Map.of("feature_dim", "3"));
        var data = TrainingData.of(Dataset.of(planted(2000, 3, 1)));
        DenseBatch rows = planted(50, 3, 2);
        var one = new RandomCutForest()
                .train(data, settings, context(1))
                .predictor()
                .predict(rows);
        assertThat(new RandomCutForest()
                        .train(data, settings, context(3))
                        .predictor()
                        .predict(rows))
                .isEqualTo(one);
    }

    @Test
    void degenerateRowsAreScored() throws IOException {
        var one = train(TrainingData.of(Dataset.of(DenseBatch.of(new float[][] {{1, 2}}))), 2, Map.of());
        assertThat(score(one, 1, 2)).isZero();
        assertThat(score(one, 1, 3)).isEqualTo(1);
        var same = new float[1000][2];
        var constant = train(TrainingData.of(Dataset.of(DenseBatch.of(same))), 2, Map.of());
        assertThat(score(constant, 0, 0)).isZero();
        assertThat(score(constant, 0, 1)).isEqualTo(256);
        // Each point twice as far as the one before makes a tree as deep as it has points.
        var doubling = new float[90][1];
        for (int r = 0; r < 90; r++) {
            doubling[r][0] = (float) Math.pow(2, r);
        }
        assertThat(score(train(TrainingData.of(Dataset.of(DenseBatch.of(doubling))), 1, Map.of()), 1e30f))
                .isGreaterThan(10);
        var extreme = train(TrainingData.of(Dataset.of(DenseBatch.of(new float[][] {{-1e30f}, {1e30f}}))), 1, Map.of());
        assertThat(score(extreme, 0)).isFinite();
        var sparse = new SparseBatch(2, 1, new int[] {0, 1, 1}, new int[] {0}, new float[] {3}, new float[0], 0);
        assertThat(train(TrainingData.of(Dataset.of(sparse)), 5, Map.of())
                        .predictor()
                        .predict(sparse))
                .hasSize(2);
    }

    @Test
    void whatCannotBeCutIsRefusedWithAReason() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, 2e30f}) {
            refused(DenseBatch.of(new float[][] {{1, 1}, {1, bad}}), "row 2 has " + bad + " in column 2");
        }
        refused(DenseBatch.of(new float[][] {{1, 2, 3}}), "3 features, but feature_dim is 2");
        refused(new TextBatch(List.of("1,2")), "the rows are text");
        var data = TrainingData.of(Dataset.of(planted(300, 2, 1)));
        var unlabelled = DenseBatch.of(new float[][] {{1, 1}});
        assertThatThrownBy(() -> train(data.with("test", Dataset.of(unlabelled)), 2, Map.of()))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("one label each");
        var odd = DenseBatch.of(new float[][] {{1, 1}}, 2);
        assertThatThrownBy(() -> train(data.with("test", Dataset.of(odd)), 2, Map.of()))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("not 2.0");
    }

    private static void refused(Batch rows, String reason) {
        assertThatThrownBy(() -> train(TrainingData.of(Dataset.of(rows)), 2, Map.of()))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining(reason);
    }
}
