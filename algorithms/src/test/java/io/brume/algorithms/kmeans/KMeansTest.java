package io.brume.algorithms.kmeans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.brume.algorithms.BadDataException;
import io.brume.algorithms.BadHyperparameterException;
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
import io.brume.algorithms.data.Format;
import io.brume.algorithms.data.SparseBatch;
import io.brume.algorithms.metric.Clustering;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KMeansTest {
    private static final int ROWS = 6000;
    private static final int COLUMNS = 5;
    private static final int K = 8;

    @TempDir
    private Path folder;

    /** Centres ten apart, rows around them with variance 1 in each direction. */
    private static float[][] planted(float away) {
        var random = new Random(3);
        var rows = new float[ROWS][COLUMNS];
        for (float[] row : rows) {
            int cluster = random.nextInt(K);
            for (int i = 0; i < COLUMNS; i++) {
                row[i] = away + 10 * (cluster >> i % 3 & 1) + (float) random.nextGaussian();
            }
        }
        return rows;
    }

    private static KMeansHyperparameters settings(String... more) {
        var texts = new HashMap<>(Map.of("feature_dim", "" + COLUMNS, "k", "" + K));
        for (int i = 0; i < more.length; i += 2) {
            texts.put(more[i], more[i + 1]);
        }
        return Hyperparameters.parse(KMeansHyperparameters.class, texts);
    }

    private static TrainingData data(Batch batch) {
        return TrainingData.of(Dataset.of(batch)).with("test", Dataset.of(batch));
    }

    private static Trained train(Batch rows, KMeansHyperparameters settings) throws IOException {
        return new KMeans().train(data(rows), settings, context(1));
    }

    private static double msd(Trained trained) {
        return trained.metrics().getOrDefault("test:msd", Double.NaN);
    }

    private static TrainingContext context(int threads) {
        return TrainingContext.builder().threads(threads).seed(5).build();
    }

    /**
     * The mean squared distance from the true centres is COLUMNS, with a standard deviation of √(2 COLUMNS / ROWS); the best
     * centres take off K / ROWS of it. A centre's own error is √(COLUMNS K / ROWS).
     */
    @ParameterizedTest
    @CsvSource({"random,1,0,500", "kmeans++,1,1000,500", "random,3,3000,100"})
    void plantedCentresAreFound(String start, String epochs, String halfLife, String batch) throws IOException {
        var settings = settings(
                "init_method",
                start,
                "epochs",
                epochs,
                "half_life_time_size",
                halfLife,
                "mini_batch_size",
                batch,
                "eval_metrics",
                "[\"msd\",\"ssd\"]");
        Trained trained = train(DenseBatch.of(planted(0)), settings);
        assertThat(trained.metrics()).containsOnlyKeys("test:msd", "test:ssd");
        assertThat(trained.metrics().get("test:msd"))
                .isCloseTo(COLUMNS, within(4 * Math.sqrt(2.0 * COLUMNS / ROWS) + 0.01));
        assertThat(trained.metrics().get("test:ssd")).isCloseTo(ROWS * msd(trained), within(1e-3));
        for (float coordinate : ((Clusters) trained.predictor()).centres()) {
            assertThat(coordinate - 10 * Math.round(coordinate / 10)).isCloseTo(0, within(0.3f));
        }
    }

    @Test
    void clustersOfAPlantAreFarApart() throws IOException {
        var rows = DenseBatch.of(Arrays.copyOf(planted(0), 400));
        var clusters = train(DenseBatch.of(planted(0)), settings()).predictor().predict(rows);
        int[] numbers = clusters.stream()
                .mapToInt(each -> ((Prediction.Clustered) each).cluster())
                .toArray();
        assertThat(Clustering.silhouette(rows, numbers, K)).isGreaterThan(0.7);
    }

    @Test
    void rowsFarFromTheOriginKeepTheirDigits() throws IOException {
        double near = msd(train(DenseBatch.of(planted(0)), settings()));
        double far = msd(train(DenseBatch.of(planted(10_000)), settings()));
        assertThat(far).isCloseTo(near, within(0.01));
    }

    @Test
    void anySeedAndNumberOfThreadsGivesItsModelAgain() throws IOException {
        var rows = DenseBatch.of(planted(0));
        float[] once = centres(rows, context(1));
        assertThat(centres(rows, context(1))).isEqualTo(once);
        assertThat(centres(rows, context(3))).isEqualTo(once);
        assertThat(centres(rows, TrainingContext.builder().threads(1).seed(6).build()))
                .isNotEqualTo(once);
    }

    private static float[] centres(Batch rows, TrainingContext context) throws IOException {
        return ((Clusters) new KMeans().train(data(rows), settings(), context).predictor()).centres();
    }

    @Test
    void sparseRowsAreRowsWithZeros() throws IOException {
        var dense = planted(0);
        var starts = new int[ROWS + 1];
        var indices = new int[ROWS * COLUMNS];
        var values = new float[ROWS * COLUMNS];
        int n = 0;
        for (int r = 0; r < ROWS; r++) {
            for (int i = 0; i < COLUMNS; i++) {
                dense[r][i] = i == r % COLUMNS ? dense[r][i] : 0;
                if (dense[r][i] != 0) {
                    indices[n] = i;
                    values[n++] = dense[r][i];
                }
            }
            starts[r + 1] = n;
        }
        var sparse = new SparseBatch(ROWS, COLUMNS, starts, indices, values, new float[0], 0);
        assertThat(centres(sparse, context(1))).isEqualTo(centres(DenseBatch.of(dense), context(1)));
    }

    @Test
    void aSavedModelSaysTheSame() throws IOException {
        var rows = DenseBatch.of(planted(0));
        Trained trained = train(rows, settings());
        trained.save(folder);
        assertThat(new KMeans().load(folder).predict(rows))
                .isEqualTo(trained.predictor().predict(rows));
    }

    @Test
    void onnxRuntimeSaysTheSame() throws IOException, OrtException {
        float[][] rows = planted(100);
        var clusters = (Clusters) train(DenseBatch.of(rows), settings()).predictor();
        Path file = folder.resolve("k-means.onnx");
        clusters.writeOnnx(file);
        var environment = OrtEnvironment.getEnvironment();
        try (var session = environment.createSession(file.toString());
                var input = OnnxTensor.createTensor(environment, rows);
                var result = session.run(Map.of("rows", input))) {
            var cluster = (long[]) result.get("cluster").orElseThrow().getValue();
            var distance = (float[]) result.get("distance").orElseThrow().getValue();
            List<Prediction> ours = clusters.predict(DenseBatch.of(rows));
            for (int r = 0; r < ROWS; r++) {
                var each = (Prediction.Clustered) ours.get(r);
                assertThat((int) cluster[r]).isEqualTo(each.cluster());
                assertThat(distance[r]).isCloseTo(each.distance(), within(1e-5f * (1 + each.distance())));
            }
        }
    }

    @Test
    void trainingTellsHowFarItIsAndStopsWhenItIsAskedTo() throws IOException {
        var progress = new ArrayList<Progress>();
        var metrics = new ArrayList<MetricEvent>();
        var context = new TrainingContext[1];
        context[0] = TrainingContext.builder()
                .threads(1)
                .onProgress(progress::add)
                .onMetric(event -> {
                    metrics.add(event);
                    context[0].stop();
                })
                .build();
        var trained = new KMeans().train(data(DenseBatch.of(planted(0))), settings("epochs", "1000000"), context[0]);
        assertThat(metrics).extracting(MetricEvent::name).containsExactly("train:msd", "test:msd");
        assertThat(progress.getLast().fraction()).isEqualTo(1);
        assertThat(trained.predictor().predict(DenseBatch.of(planted(0)))).hasSize(ROWS);
    }

    @Test
    void trainingGoesOnFromItsCheckpoint() throws IOException {
        var rows = data(DenseBatch.of(planted(0)));
        var epochs = new ArrayList<Long>();
        var whole = new KMeans().train(rows, settings("epochs", "3"), context(1));
        var context = new TrainingContext[1];
        context[0] = TrainingContext.builder()
                .threads(1)
                .seed(5)
                .checkpoints(folder.resolve("checkpoints"))
                .onMetric(event -> {
                    if (event.step() == 1) {
                        context[0].stop();
                    }
                })
                .build();
        new KMeans().train(rows, settings("epochs", "3"), context[0]);
        var again = TrainingContext.builder()
                .threads(1)
                .seed(5)
                .checkpoints(folder.resolve("checkpoints"))
                .onMetric(event -> epochs.add(event.step()))
                .build();
        var resumed = new KMeans().train(rows, settings("epochs", "3"), again);
        assertThat(epochs).containsExactly(1L, 2L, 2L);
        assertThat(resumed.metrics().get("test:msd")).isCloseTo(msd(whole), within(0.01));
    }

    @Test
    void whatCannotBeClusteredIsRefused() throws IOException {
        assertThatThrownBy(() -> train(DenseBatch.of(new float[][] {{1, 2, 3, 4, 5}}), settings()))
                .isInstanceOf(BadDataException.class)
                .hasMessage("there are 1 rows, which cannot make k = 8 clusters");
        assertThatThrownBy(() -> train(DenseBatch.of(new float[10][3]), settings()))
                .hasMessage("the rows have 3 features, not 5");
        float[][] rows = planted(0);
        rows[4999][2] = Float.NaN;
        assertThatThrownBy(() -> train(DenseBatch.of(rows), settings())).hasMessage("row 5000: feature 2 is NaN");
        rows[4999][2] = Float.NEGATIVE_INFINITY;
        assertThatThrownBy(() -> train(DenseBatch.of(rows), settings())).hasMessage("row 5000: feature 2 is -Infinity");
        rows[4999][2] = 1e19f;
        assertThatThrownBy(() -> train(DenseBatch.of(rows), settings()))
                .hasMessage("row 5000: the numbers are too large, their squares do not fit into a float");
        assertThatThrownBy(() -> train(DenseBatch.of(new float[0][]), settings()))
                .isInstanceOf(BadDataException.class);
        assertThatThrownBy(() -> settings("k", "0", "epochs", "0", "local_lloyd_tol", "2"))
                .isInstanceOf(BadHyperparameterException.class);
        Path empty = Files.writeString(folder.resolve("empty.csv"), "");
        assertThatThrownBy(() -> new KMeans()
                        .train(TrainingData.of(Dataset.of(empty, Format.csv().withLabels(0))), settings(), context(1)))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("empty.csv");
    }

    @Test
    void rowsThatAreAllTheSameMakeOneClusterAtNoDistance() throws IOException {
        var rows = new float[100][];
        Arrays.fill(rows, new float[] {1, 2, 3, 4, 5});
        Trained trained = train(DenseBatch.of(rows), settings());
        assertThat(trained.metrics().get("test:msd")).isCloseTo(0, within(1e-9));
    }

    @Test
    void asManyRowsAsClustersAreTheClusters() throws IOException {
        Trained trained = train(DenseBatch.of(Arrays.copyOf(planted(0), K)), settings());
        assertThat(trained.metrics().get("test:msd")).isCloseTo(0, within(1e-9));
    }

    @Test
    void aMillionFeaturesFit() throws IOException {
        int columns = 1_000_000;
        var starts = new int[13];
        var indices = new int[12];
        var values = new float[12];
        for (int r = 0; r < 12; r++) {
            starts[r + 1] = r + 1;
            indices[r] = r % 2 == 0 ? 7 : 999_999;
            values[r] = 1;
        }
        var rows = new SparseBatch(12, columns, starts, indices, values, new float[0], 0);
        var trained = train(rows, settings("feature_dim", "1000000", "k", "2"));
        assertThat(trained.metrics().get("test:msd")).isCloseTo(0, within(1e-9));
    }
}
