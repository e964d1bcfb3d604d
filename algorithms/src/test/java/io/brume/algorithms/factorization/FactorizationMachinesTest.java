package io.brume.algorithms.factorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.brume.algorithms.BadDataException;
import io.brume.algorithms.BadHyperparameterException;
import io.brume.algorithms.BadModelException;
import io.brume.algorithms.Hyperparameters;
import io.brume.algorithms.MetricEvent;
import io.brume.algorithms.Trained;
import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.TrainingData;
import io.brume.algorithms.data.Batch;
import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.data.Format;
import io.brume.algorithms.data.RecordIoWriter;
import io.brume.algorithms.data.Source;
import io.brume.algorithms.data.SparseBatch;
import io.brume.algorithms.data.TextBatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FactorizationMachinesTest {
    private static final FactorizationMachines ALGORITHM = new FactorizationMachines();
    private static final int USERS = 30;
    private static final int ITEMS = 20;

    @TempDir
    private Path folder;

    /** What users think of items: a bias, and the product of two factors each. */
    private static SparseBatch ratings(int rows, double noise, boolean classes, long seed) {
        var planted = new Random(1);
        var factors = new double[USERS + ITEMS][3];
        for (double[] of : factors) {
            for (int f = 0; f < 3; f++) {
                of[f] = planted.nextGaussian();
            }
        }
        var random = new Random(seed);
        var starts = new int[rows + 1];
        var indices = new int[2 * rows];
        var values = new float[2 * rows];
        var labels = new float[rows];
        for (int r = 0; r < rows; r++) {
            int user = random.nextInt(USERS);
            int item = USERS + random.nextInt(ITEMS);
            double[] u = factors[user];
            double[] i = factors[item];
            double score = 0.5 + u[2] + i[2] + u[0] * i[0] + u[1] * i[1];
            starts[r + 1] = 2 * r + 2;
            indices[2 * r] = user;
            indices[2 * r + 1] = item;
            values[2 * r] = 1;
            values[2 * r + 1] = 1;
            labels[r] = classes
                    ? random.nextDouble() < 1 / (1 + Math.exp(-score)) ? 1 : 0
                    : (float) (score + noise * random.nextGaussian());
        }
        return new SparseBatch(rows, USERS + ITEMS, starts, indices, values, labels, 1);
    }

    private static Trained train(TrainingData data, TrainingContext context, String... settings) throws IOException {
        var all = new HashMap<>(Map.of(
                "feature_dim",
                String.valueOf(USERS + ITEMS),
                "num_factors",
                "4",
                "epochs",
                "40",
                "mini_batch_size",
                "100",
                "linear_lr",
                "0.01",
                "factors_lr",
                "0.01",
                "factors_init_sigma",
                "0.1",
                "bias_wd",
                "0"));
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        return ALGORITHM.train(data, Hyperparameters.parse(FactorizationMachinesHyperparameters.class, all), context);
    }

    private static TrainingContext threads(int threads) {
        return TrainingContext.builder().threads(threads).seed(3).build();
    }

    private static TrainingData data(Batch batch) {
        return TrainingData.of(Dataset.of(batch));
    }

    /** Least squares with p weights on n rows have an error of σ √(1 + p / n) on others; 151 weights on 10,000 rows. */
    @Test
    void plantedFactorsAreFound() throws IOException {
        var data = data(ratings(10_000, 0.5, false, 2)).with("test", Dataset.of(ratings(5000, 0.5, false, 3)));
        for (int threads = 1; threads <= 2; threads++) {
            var metrics =
                    train(data, threads(threads), "predictor_type", "regressor").metrics();
            assertThat(metrics.get("test:rmse")).isLessThan(0.5 * Math.sqrt(1 + 251 / 10_000.0) * 1.04);
            assertThat(metrics).containsKey("train:rmse");
        }
        var linear =
                train(data, threads(1), "predictor_type", "regressor", "factors_lr", "0", "factors_init_sigma", "0");
        assertThat(linear.metrics().get("test:rmse")).isGreaterThan(1);
    }

    @Test
    void classesOfPairsAreToldApart() throws IOException {
        var data = data(ratings(20_000, 0, true, 4)).with("test", Dataset.of(ratings(5000, 0, true, 5)));
        var pairs = train(data, threads(2), "predictor_type", "binary_classifier", "epochs", "15")
                .metrics();
        var lines = train(
                        data,
                        threads(2),
                        "predictor_type",
                        "binary_classifier",
                        "epochs",
                        "15",
                        "factors_lr",
                        "0",
                        "factors_init_sigma",
                        "0")
                .metrics();
        assertThat(pairs)
                .containsKeys(
                        "train:binary_classification_accuracy",
                        "train:binary_classification_cross_entropy",
                        "test:binary_classification_accuracy",
                        "test:binary_f_beta");
        double of = pairs.getOrDefault("test:binary_classification_cross_entropy", Double.NaN);
        assertThat(of).isLessThan(lines.getOrDefault("test:binary_classification_cross_entropy", 0.0) - 0.05);
    }

    @Test
    void recordIoAndDenseRowsTeachTheSame() throws IOException {
        SparseBatch rows = ratings(500, 0.1, false, 6);
        var bytes = new ByteArrayOutputStream();
        try (var writer = new RecordIoWriter(bytes)) {
            writer.write(rows);
        }
        var file = Dataset.of(List.of(Source.bytes("train.recordio", bytes.toByteArray())), Format.recordIo());
        String[] settings = {"predictor_type", "regressor", "epochs", "2"};
        float[] scores =
                model(train(TrainingData.of(file), threads(1), settings)).scores(rows);
        assertThat(scores)
                .isEqualTo(model(train(data(rows), threads(1), settings)).scores(rows));
        DenseBatch dense = rows.dense(USERS + ITEMS);
        assertThat(scores)
                .isEqualTo(model(train(data(dense), threads(1), settings)).scores(dense));
    }

    private static FactorizationModel model(Trained trained) {
        return (FactorizationModel) trained.predictor();
    }

    @Test
    void aSavedModelPredictsTheSameAndSoDoesOnnx() throws IOException, OrtException {
        for (String type : List.of("regressor", "binary_classifier")) {
            var rows = ratings(300, 0.1, type.startsWith("binary"), 7);
            var trained = train(data(rows), threads(2), "predictor_type", type, "epochs", "5");
            trained.save(folder);
            var loaded = (FactorizationModel) ALGORITHM.load(folder);
            float[] scores = loaded.scores(rows);
            assertThat(scores).isEqualTo(model(trained).scores(rows));
            assertThat(loaded.predict(rows)).hasSize(300);
            loaded.writeOnnx(folder.resolve("model.onnx"));
            var dense = rows.dense(USERS + ITEMS);
            var features = new float[300][USERS + ITEMS];
            for (int r = 0; r < 300; r++) {
                System.arraycopy(dense.values(), dense.offset(r), features[r], 0, USERS + ITEMS);
            }
            var environment = OrtEnvironment.getEnvironment();
            try (var session = environment.createSession(
                            folder.resolve("model.onnx").toString());
                    var input = OnnxTensor.createTensor(environment, features);
                    var result = session.run(Map.of("features", input))) {
                var onnx = (float[][]) result.get("scores").orElseThrow().getValue();
                for (int r = 0; r < 300; r++) {
                    assertThat(onnx[r][0]).isCloseTo(scores[r], within(1e-5f));
                }
            }
        }
    }

    @Test
    void weightsBeginAsTheyAreSaidTo() throws IOException {
        String[] still = {
            "predictor_type",
            "regressor",
            "epochs",
            "1",
            "bias_lr",
            "0",
            "linear_lr",
            "0",
            "factors_lr",
            "0",
            "bias_init_method",
            "constant",
            "bias_init_value",
            "2",
            "linear_init_method",
            "constant",
            "linear_init_value",
            "1",
            "factors_init_method",
            "constant",
            "factors_init_value",
            "0.5"
        };
        float[] scores =
                model(train(data(ratings(10, 0, false, 8)), threads(1), still)).scores(ratings(10, 0, false, 8));
        assertThat(scores[0]).isCloseTo(2 + 1 + 1 + 4 * 0.25f, within(1e-5f));
        assertThatThrownBy(() -> train(
                        data(ratings(10, 0, false, 8)),
                        threads(1),
                        "predictor_type",
                        "regressor",
                        "bias_init_method",
                        "uniform"))
                .isInstanceOf(BadHyperparameterException.class)
                .hasMessageContaining("bias_init_scale is required");
    }

    @Test
    void trainingGoesOnFromACheckpointAsIfItHadNotEnded() throws IOException {
        var rows = ratings(1000, 0.1, false, 9);
        String[] settings = {"predictor_type", "regressor", "epochs", "4"};
        var whole = train(data(rows), threads(1), settings);
        var seen = new ArrayList<MetricEvent>();
        var broken = TrainingContext.builder()
                .threads(1)
                .seed(3)
                .checkpoints(folder)
                .onMetric(seen::add)
                .stopWhen(() -> seen.size() >= 2)
                .build();
        train(data(rows), broken, settings);
        var rest =
                TrainingContext.builder().threads(1).seed(3).checkpoints(folder).build();
        assertThat(model(train(data(rows), rest, settings)).scores(rows))
                .isEqualTo(model(whole).scores(rows));
        assertThatThrownBy(() -> train(data(rows), rest, "predictor_type", "regressor", "epochs", "5"))
                .isInstanceOf(BadModelException.class);
    }

    private static void refused(Batch rows, String reason, String type) {
        assertThatThrownBy(() -> train(data(rows), threads(2), "predictor_type", type))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining(reason);
    }

    private static SparseBatch one(int index, float value, float label) {
        return new SparseBatch(
                2, 100, new int[] {0, 1, 2}, new int[] {0, index}, new float[] {1, value}, new float[] {0, label}, 1);
    }

    @Test
    void hostileRowsAreRefusedWithTheirPlace() throws IOException {
        refused(one(1, Float.NaN, 1), "train, record 2: a feature is NaN", "regressor");
        refused(one(1, Float.POSITIVE_INFINITY, 1), "record 2", "regressor");
        refused(one(1, 1, Float.NaN), "record 2: the label must be a finite number", "regressor");
        refused(one(1, 1, 2), "record 2: the label must be 0 or 1, not 2", "binary_classifier");
        refused(one(1, 1, 0), "all labels are 0", "binary_classifier");
        refused(one(50, 1, 1), "the feature 50 is not below feature_dim, 50", "regressor");
        refused(DenseBatch.of(new float[][] {{1, 2}}, 1), "2 features, and feature_dim is 50", "regressor");
        refused(DenseBatch.of(new float[50][50]), "0 labels", "regressor");
        refused(new TextBatch(List.of("a")), "labels", "regressor");
        var model = model(train(data(one(1, 1, 1)), threads(2), "predictor_type", "regressor"));
        assertThatThrownBy(() -> model.predict(one(70, 1, 1))).isInstanceOf(BadDataException.class);
        assertThatThrownBy(() -> model.predict(new TextBatch(List.of("a")))).isInstanceOf(BadDataException.class);
        assertThatThrownBy(() -> train(
                        data(ratings(100, 1, false, 1)),
                        threads(1),
                        "predictor_type",
                        "regressor",
                        "factors_lr",
                        "1e30"))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("diverged");
    }

    @Test
    void oneRowAndAMillionFeaturesAreLearnt() throws IOException {
        assertThat(train(data(one(1, 1, 1)), threads(2), "predictor_type", "regressor")
                        .metrics())
                .isNotEmpty();
        String libsvm = "1 3:1 999999:1\n0 4:1 999999:1\n".repeat(200);
        var source = Source.bytes("train.libsvm", libsvm.getBytes(StandardCharsets.UTF_8));
        var data = TrainingData.of(Dataset.of(List.of(source), Format.libsvm()));
        var trained = train(
                data,
                threads(2),
                "predictor_type",
                "binary_classifier",
                "feature_dim",
                "1000000",
                "linear_lr",
                "0.1",
                "mini_batch_size",
                "10");
        assertThat(trained.metrics().get("train:binary_classification_accuracy"))
                .isGreaterThan(0.99);
    }
}
