package io.brume.algorithms.pca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.brume.algorithms.BadDataException;
import io.brume.algorithms.BadHyperparameterException;
import io.brume.algorithms.Hyperparameters;
import io.brume.algorithms.Prediction;
import io.brume.algorithms.Trained;
import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.TrainingData;
import io.brume.algorithms.data.Batch;
import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.data.SparseBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PcaTest {
    private static final int ROWS = 5000;
    private static final int COLUMNS = 40;

    @TempDir
    private Path folder;

    /** Standard deviation 10, 5 and 2.5 along (1,1,0...), (1,-1,0...) and the third axis, 0.5 along the rest. */
    private static float[][] planted(float away) {
        var random = new Random(4);
        var rows = new float[ROWS][COLUMNS];
        for (float[] row : rows) {
            for (int i = 0; i < COLUMNS; i++) {
                row[i] = away + 0.5f * (float) random.nextGaussian();
            }
            float first = (float) (10 * random.nextGaussian() / Math.sqrt(2));
            float second = (float) (5 * random.nextGaussian() / Math.sqrt(2));
            row[0] = away + first + second;
            row[1] = away + first - second;
            row[2] = away + 2.5f * (float) random.nextGaussian();
        }
        return rows;
    }

    private static PcaHyperparameters settings(String... more) {
        var texts = new HashMap<>(Map.of("feature_dim", "" + COLUMNS, "num_components", "3", "mini_batch_size", "500"));
        for (int i = 0; i < more.length; i += 2) {
            texts.put(more[i], more[i + 1]);
        }
        return Hyperparameters.parse(PcaHyperparameters.class, texts);
    }

    private static Trained train(Batch rows, PcaHyperparameters settings) throws IOException {
        var data = TrainingData.of(Dataset.of(rows)).with("test", Dataset.of(rows));
        return new Pca()
                .train(
                        data,
                        settings,
                        TrainingContext.builder().threads(2).seed(1).build());
    }

    private static double error(Trained trained) {
        return trained.metrics().getOrDefault("test:reconstruction_error", Double.NaN);
    }

    private static Components components(Batch rows, PcaHyperparameters settings) throws IOException {
        return (Components) train(rows, settings).predictor();
    }

    /**
     * A component's angle to the true one is about √(λ₁ λ₂ / n) / (λ₁ - λ₂), here at most 0.012, for each other direction; a variance is off by
     * √(2 / n) of itself.
     */
    @ParameterizedTest
    @CsvSource({"regular,0", "randomized,0", "regular,1000", "randomized,1000"})
    void plantedDirectionsAreFound(String mode, float away) throws IOException {
        Trained trained = train(DenseBatch.of(planted(away)), settings("algorithm_mode", mode));
        var found = (Components) trained.predictor();
        float[] c = found.components();
        double half = Math.sqrt(0.5);
        assertThat(half * (c[0] + c[1])).isCloseTo(1, within(0.002));
        assertThat(half * Math.abs(c[COLUMNS] - c[COLUMNS + 1])).isCloseTo(1, within(0.002));
        assertThat(c[2 * COLUMNS + 2]).isCloseTo(1, within(0.002f));
        double[] variances = {100, 25, 6.25};
        for (int i = 0; i < 3; i++) {
            double variance = Math.pow(found.singularValues()[i], 2) / (ROWS - 1);
            assertThat(variance).isCloseTo(variances[i], within(4 * Math.sqrt(2.0 / ROWS) * variances[i]));
        }
        assertThat(trained.metrics().get("test:reconstruction_error"))
                .isCloseTo(37 * 0.25, within(4 * 37 * 0.25 * Math.sqrt(2.0 / ROWS / 37) + 0.02));
        assertThat(trained.metrics().get("train:explained_variance_ratio"))
                .isCloseTo(131.25 / (131.25 + 37 * 0.25), within(0.01));
        for (int i = 0; i < COLUMNS; i++) {
            float column = i;
            assertThat(found.mean()[i]).as("mean %f", column).isCloseTo(away, within(4 * 10 / 70f));
        }
    }

    @Test
    void theRandomisedModeFindsWhatTheRegularOneFinds() throws IOException {
        var random = new Random(8);
        var rows = new float[2000][300];
        for (float[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                row[i] = (float) (random.nextGaussian() * Math.pow(i + 1, -0.5));
            }
        }
        String[] size = {"feature_dim", "300", "num_components", "20"};
        double exact = error(train(DenseBatch.of(rows), settings(size)));
        var randomized = settings("feature_dim", "300", "num_components", "20", "algorithm_mode", "randomized");
        double near = error(train(DenseBatch.of(rows), randomized));
        assertThat(near).isBetween(exact * 0.99999, exact * 1.001);
    }

    @ParameterizedTest
    @ValueSource(strings = {"regular", "randomized"})
    void withoutSubtractingTheMeanItIsTheFirstDirection(String mode) throws IOException {
        var settings = settings("algorithm_mode", mode, "subtract_mean", "false", "num_components", "1");
        var found = components(DenseBatch.of(planted(1000)), settings);
        assertThat(found.mean()).containsOnly(0);
        for (float part : found.components()) {
            assertThat(part).isCloseTo((float) (1 / Math.sqrt(COLUMNS)), within(1e-3f));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"regular", "randomized"})
    void sparseRowsAreRowsWithZeros(String mode) throws IOException {
        float[][] dense = planted(0);
        var starts = new int[ROWS + 1];
        var indices = new int[ROWS];
        var values = new float[ROWS];
        for (int r = 0; r < ROWS; r++) {
            float value = dense[r][r % COLUMNS];
            dense[r] = new float[COLUMNS];
            dense[r][r % COLUMNS] = value;
            starts[r + 1] = r + 1;
            indices[r] = r % COLUMNS;
            values[r] = value;
        }
        var sparse = new SparseBatch(ROWS, COLUMNS, starts, indices, values, new float[0], 0);
        var settings = settings("algorithm_mode", mode);
        assertThat(components(sparse, settings).components())
                .containsExactly(components(DenseBatch.of(dense), settings).components(), within(1e-4f));
    }

    @ParameterizedTest
    @ValueSource(strings = {"regular", "randomized"})
    void aSavedModelAndItsOnnxSayTheSame(String mode) throws IOException, OrtException {
        float[][] rows = planted(50);
        Trained trained = train(DenseBatch.of(rows), settings("algorithm_mode", mode));
        trained.save(folder);
        var ours = trained.predictor().predict(DenseBatch.of(rows));
        var loaded = (Components) new Pca().load(folder);
        var again = loaded.predict(DenseBatch.of(rows));
        Path file = folder.resolve("pca.onnx");
        loaded.writeOnnx(file);
        var environment = OrtEnvironment.getEnvironment();
        try (var session = environment.createSession(file.toString());
                var input = OnnxTensor.createTensor(environment, rows);
                var result = session.run(Map.of("rows", input))) {
            var theirs = (float[][]) result.get("projections").orElseThrow().getValue();
            for (int r = 0; r < ROWS; r++) {
                float[] values = ((Prediction.Projected) ours.get(r)).values();
                assertThat(((Prediction.Projected) again.get(r)).values()).isEqualTo(values);
                for (int i = 0; i < 3; i++) {
                    assertThat(theirs[r][i]).isCloseTo(values[i], within(1e-5f * (1 + Math.abs(values[i]))));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"regular", "randomized"})
    void whatHasNoComponentsIsRefused(String mode) {
        var settings = settings("algorithm_mode", mode);
        assertThatThrownBy(() -> train(DenseBatch.of(new float[1][COLUMNS]), settings))
                .isInstanceOf(BadDataException.class)
                .hasMessage("there are 1 rows, which cannot have num_components = 3 components");
        var same = new float[50][COLUMNS];
        for (float[] row : same) {
            java.util.Arrays.fill(row, 0.1f);
        }
        assertThatThrownBy(() -> train(DenseBatch.of(same), settings))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("all rows are the same");
        float[][] rows = planted(0);
        rows[17][3] = Float.NaN;
        assertThatThrownBy(() -> train(DenseBatch.of(rows), settings)).hasMessage("row 18: feature 3 is NaN");
        assertThatThrownBy(() -> train(DenseBatch.of(new float[50][7]), settings))
                .hasMessage("the rows have 7 features, not 40");
        assertThatThrownBy(() -> train(DenseBatch.of(planted(0)), settings("num_components", "41")))
                .isInstanceOf(BadHyperparameterException.class)
                .hasMessage("num_components must be at most feature_dim, 40, not 41");
    }

    /** More components than the rows have directions: those that are left have a singular value of nothing and are still orthogonal. */
    @ParameterizedTest
    @ValueSource(strings = {"regular", "randomized"})
    void constantFeaturesHaveNoPart(String mode) throws IOException {
        var rows = new float[100][COLUMNS];
        var random = new Random(1);
        for (float[] row : rows) {
            java.util.Arrays.fill(row, 3);
            row[7] = (float) random.nextGaussian();
        }
        var found = components(DenseBatch.of(rows), settings("algorithm_mode", mode));
        assertThat(Math.abs(found.components()[7])).isCloseTo(1, within(1e-5f));
        assertThat(found.singularValues()[1]).isCloseTo(0, within(1e-2f));
        float[] c = found.components();
        for (int i = 0; i < 3; i++) {
            double square = 0;
            for (int j = 0; j < COLUMNS; j++) {
                square += c[i * COLUMNS + j] * c[i * COLUMNS + j];
            }
            assertThat(square).isCloseTo(1, within(1e-4));
        }
    }

    @Test
    void aMillionFeaturesTakeTheRandomisedMode() throws IOException {
        var starts = new int[21];
        var indices = new int[20];
        var values = new float[20];
        for (int r = 0; r < 20; r++) {
            starts[r + 1] = r + 1;
            indices[r] = r % 4 == 0 ? 999_999 : 5;
            values[r] = r % 3;
        }
        var rows = new SparseBatch(20, 1_000_000, starts, indices, values, new float[0], 0);
        String[] size = {"feature_dim", "1000000", "num_components", "1"};
        assertThatThrownBy(() -> train(rows, settings(size)))
                .isInstanceOf(BadHyperparameterException.class)
                .hasMessageContaining("randomized takes less");
        var randomized = settings(
                "feature_dim",
                "1000000",
                "num_components",
                "1",
                "extra_components",
                "1",
                "algorithm_mode",
                "randomized");
        float[] component = components(rows, randomized).components();
        assertThat(component[5]).isGreaterThan(0.9f);
    }
}
