package io.brume.algorithms.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.brume.algorithms.Hyperparameters;
import io.brume.algorithms.Prediction;
import io.brume.algorithms.Trained;
import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.TrainingData;
import io.brume.algorithms.data.Batch;
import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.data.Format;
import io.brume.algorithms.data.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinearLearnerTest {
    static final LinearLearner ALGORITHM = new LinearLearner();

    @TempDir
    private Path folder;

    static TrainingContext threads(int threads) {
        return TrainingContext.builder().threads(threads).seed(5).build();
    }

    static Trained train(TrainingData data, TrainingContext context, String... settings) throws IOException {
        var all = new HashMap<String, String>();
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        return ALGORITHM.train(data, Hyperparameters.parse(LinearLearnerHyperparameters.class, all), context);
    }

    static LinearModel model(Trained trained) {
        return (LinearModel) trained.predictor();
    }

    static double metric(Trained trained, String name) {
        return trained.metrics().getOrDefault(name, Double.NaN);
    }

    private static TrainingData data(Batch train) {
        return TrainingData.of(Dataset.of(train));
    }

    /**
     * Least squares have an error of about σ √(d / n); steps along the gradients of batches add some noise to that. rmsprop's steps do
     * not shrink with the gradients, so it ends within the length of a step, rate √d, of there.
     */
    @ParameterizedTest
    @ValueSource(strings = {"adam", "sgd", "rmsprop"})
    void leastSquaresFindThePlantedWeights(String optimizer) throws IOException {
        var planted = new Planted(10, 3, 1);
        var rows = planted.values(20_000, 0.5);
        double bound = 3 * 0.5 * Math.sqrt(11 / 20_000.0) + (optimizer.equals("rmsprop") ? 0.02 * Math.sqrt(11) : 0);
        var trained = train(
                data(rows),
                threads(2),
                "predictor_type",
                "regressor",
                "optimizer",
                optimizer,
                "num_models",
                "1",
                "wd",
                "0",
                "learning_rate",
                optimizer.equals("adam") ? "0.05" : "0.02",
                "early_stopping_patience",
                "20");
        assertThat(planted.distance(model(trained).weights())).isLessThan(bound);
        assertThat(trained.metrics().get("train:mse")).isCloseTo(0.25, within(0.01));
        var sparse = train(
                data(Planted.sparse(rows)),
                threads(2),
                "predictor_type",
                "regressor",
                "optimizer",
                optimizer,
                "num_models",
                "1",
                "wd",
                "0",
                "learning_rate",
                optimizer.equals("adam") ? "0.05" : "0.02",
                "early_stopping_patience",
                "20");
        assertThat(planted.distance(model(sparse).weights())).isLessThan(bound);
    }

    /** The median of symmetric noise is its mean; at worst, √(π / 2) times less exactly so. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "absolute_loss",
                "huber_loss",
                "eps_insensitive_absolute_loss",
                "eps_insensitive_squared_loss",
                "quantile_loss"
            })
    void lossesOfSymmetricNoiseFindThePlantedWeights(String loss) throws IOException {
        var planted = new Planted(10, 3, 2);
        var trained = train(
                data(planted.values(20_000, 0.5)),
                threads(1),
                "predictor_type",
                "regressor",
                "loss",
                loss,
                "num_models",
                "1",
                "wd",
                "0",
                "learning_rate",
                "0.05",
                "early_stopping_patience",
                "20");
        assertThat(planted.distance(model(trained).weights())).isLessThan(4 * 0.5 * Math.sqrt(11 / 20_000.0));
    }

    /** A share of q of the labels is below the quantile, up to a binomial's standard deviation, three times. */
    @Test
    void quantilesHaveTheirShareOfLabelsBelow() throws IOException {
        var planted = new Planted(5, 1, 3);
        var rows = planted.values(10_000, 2);
        var trained = train(
                data(rows),
                threads(1),
                "predictor_type",
                "regressor",
                "loss",
                "quantile_loss",
                "quantile",
                "0.9",
                "num_models",
                "1",
                "wd",
                "0",
                "learning_rate",
                "0.05",
                "epochs",
                "30");
        float[] scores = model(trained).scores(rows);
        int below = 0;
        for (int r = 0; r < rows.rows(); r++) {
            below += rows.label(r) < scores[r] ? 1 : 0;
        }
        assertThat(below / 10_000.0).isCloseTo(0.9, within(3 * Math.sqrt(0.9 * 0.1 / 10_000) + 0.005));
    }

    /** The inverse of the information, p (1 - p) x xᵀ summed over rows, is the weights' covariance: here it is at most 1 / 0.06 n. */
    @Test
    void logisticRegressionFindsThePlantedWeights() throws IOException {
        var planted = new Planted(8, -1, 4);
        var rows = planted.classes(40_000);
        double bound = 3 * Math.sqrt(9 / (0.06 * 40_000));
        for (Batch batch : List.of(rows, Planted.sparse(rows))) {
            var trained = train(
                    data(batch),
                    threads(2),
                    "predictor_type",
                    "binary_classifier",
                    "num_models",
                    "1",
                    "wd",
                    "0",
                    "learning_rate",
                    "0.05");
            assertThat(planted.distance(model(trained).weights())).isLessThan(bound);
        }
    }

    /** Fifteen epochs of one batch each are fifteen steps. */
    @ParameterizedTest
    @ValueSource(ints = {40, 400, 4_000})
    void fewRowsThatAreEasyToTellApartGetScoresThatAreSure(int count) throws IOException {
        var random = new Random(count);
        var rows = new float[count][2];
        var labels = new float[count];
        for (int r = 0; r < count; r++) {
            labels[r] = r % 2;
            rows[r][0] = (float) (labels[r] * 4 - 2 + 0.3 * random.nextGaussian());
            rows[r][1] = (float) random.nextGaussian();
        }
        var trained = train(data(DenseBatch.of(rows, labels)), threads(2), "predictor_type", "binary_classifier");
        float[] scores = model(trained).scores(DenseBatch.of(new float[][] {{2, 0}, {-2, 0}}));
        assertThat(scores[0]).isGreaterThan(0.75f);
        assertThat(scores[1]).isLessThan(0.25f);
    }

    @Test
    void featuresOfAnyScaleAreLearntAlike() throws IOException {
        var planted = new Planted(4, 0, 5);
        var rows = planted.values(20_000, 0.1);
        for (int r = 0; r < rows.rows(); r++) {
            rows.values()[rows.offset(r)] = rows.values()[rows.offset(r)] * 1e6f + 5e6f;
            rows.values()[rows.offset(r) + 1] *= 1e-6f;
        }
        var weights = model(train(data(rows), threads(1), "predictor_type", "regressor", "learning_rate", "0.05"))
                .weights();
        assertThat(weights.values()[0] * 1e6f).isCloseTo(planted.weights[0], within(0.01f));
        assertThat(weights.values()[1] * 1e-6f).isCloseTo(planted.weights[1], within(0.01f));
    }

    @Test
    void l1MakesWeightsOfNoUseZero() throws IOException {
        var planted = new Planted(20, 0, 6);
        java.util.Arrays.fill(planted.weights, 3, 20, 0);
        var weights = model(train(
                        data(planted.values(10_000, 0.5)),
                        threads(1),
                        "predictor_type",
                        "regressor",
                        "l1",
                        "0.05",
                        "num_models",
                        "1",
                        "learning_rate",
                        "0.02",
                        "epochs",
                        "40",
                        "early_stopping_patience",
                        "40"))
                .weights();
        for (int c = 0; c < 20; c++) {
            if (c < 3) {
                assertThat(weights.values()[c]).isCloseTo(planted.weights[c], within(0.2f));
            } else {
                assertThat(weights.values()[c]).isZero();
            }
        }
    }

    /** Three classes around a triangle's corners: the log loss comes within parameters / n of that of the true model. */
    private static DenseBatch corners(int rows, long seed) {
        var random = new Random(seed);
        var features = new float[rows][2];
        var labels = new float[rows];
        for (int r = 0; r < rows; r++) {
            int label = random.nextInt(10) < 8 ? 0 : 1 + random.nextInt(2);
            double angle = label * 2 * Math.PI / 3;
            features[r][0] = (float) (1.5 * Math.cos(angle) + random.nextGaussian());
            features[r][1] = (float) (1.5 * Math.sin(angle) + random.nextGaussian());
            labels[r] = label;
        }
        return DenseBatch.of(features, labels);
    }

    /** By Bayes, p(class) ∝ share × e^(centre · x), centres being equally far from the origin. */
    private static double trueLogLoss(DenseBatch rows) {
        double sum = 0;
        for (int r = 0; r < rows.rows(); r++) {
            double all = 0;
            double right = 0;
            for (int k = 0; k < 3; k++) {
                double angle = k * 2 * Math.PI / 3;
                double product = 1.5 * Math.cos(angle) * rows.values()[rows.offset(r)]
                        + 1.5 * Math.sin(angle) * rows.values()[rows.offset(r) + 1];
                double term = (k == 0 ? 0.8 : 0.1) * Math.exp(product);
                all += term;
                right = k == (int) rows.label(r) ? term : right;
            }
            sum -= Math.log(right / all);
        }
        return sum / rows.rows();
    }

    @Test
    void severalClassesAreToldApartAsWellAsCanBe() throws IOException {
        var validation = corners(5000, 8);
        for (boolean sparse : new boolean[] {false, true}) {
            Batch train = sparse ? Planted.sparse(corners(20_000, 7)) : corners(20_000, 7);
            Batch held = sparse ? Planted.sparse(validation) : validation;
            var trained = train(
                    data(train).with("validation", Dataset.of(held)),
                    threads(2),
                    "predictor_type",
                    "multiclass_classifier",
                    "num_classes",
                    "3",
                    "learning_rate",
                    "0.05",
                    "num_models",
                    "4");
            assertThat(trained.metrics().get("validation:objective_loss"))
                    .isLessThan(trueLogLoss(validation) + 10 * 6.0 / 20_000);
            assertThat(trained.metrics())
                    .containsKeys(
                            "validation:multiclass_accuracy",
                            "validation:multiclass_top_k_accuracy",
                            "validation:dcg",
                            "validation:macro_f_beta",
                            "validation:macro_precision",
                            "validation:macro_recall")
                    .containsEntry("validation:multiclass_top_k_accuracy", 1.0);
        }
        var plain = train(
                data(corners(20_000, 7)),
                threads(2),
                "predictor_type",
                "multiclass_classifier",
                "num_classes",
                "3",
                "learning_rate",
                "0.05");
        var balanced = train(
                data(corners(20_000, 7)),
                threads(2),
                "predictor_type",
                "multiclass_classifier",
                "num_classes",
                "3",
                "learning_rate",
                "0.05",
                "balance_multiclass_weights",
                "true",
                "num_models",
                "2");
        assertThat(balanced.metrics().get("train:macro_recall"))
                .isGreaterThan(metric(plain, "train:macro_recall") + 0.05);
    }

    @Test
    void thresholdsHoldTheirTargets() throws IOException {
        var planted = new Planted(5, -2, 9);
        var data = data(planted.classes(10_000)).with("validation", Dataset.of(planted.classes(4000)));
        String[] common = {
            "predictor_type",
            "binary_classifier",
            "num_models",
            "2",
            "learning_rate",
            "0.05",
            "binary_classifier_model_selection_criteria"
        };
        var recall = train(data, threads(2), with(common, "precision_at_target_recall", "target_recall", "0.9"))
                .metrics();
        assertThat(recall.get("validation:recall")).isBetween(0.9, 0.91);
        var precision = train(data, threads(2), with(common, "recall_at_target_precision", "target_precision", "0.9"))
                .metrics();
        assertThat(precision.get("validation:precision")).isBetween(0.9, 0.92);
        var f = train(data, threads(2), with(common, "f_beta")).metrics();
        var accuracy = train(data, threads(2), with(common, "accuracy")).metrics();
        assertThat(f.get("validation:binary_f_beta")).isGreaterThan(accuracy.get("validation:binary_f_beta"));
        assertThat(accuracy.get("validation:binary_classification_accuracy"))
                .isGreaterThan(f.get("validation:binary_classification_accuracy"));
        var loss = model(train(data, threads(2), with(common, "loss_function")));
        assertThat(loss.threshold()).isEqualTo(0.5f);
    }

    private static String[] with(String[] some, String... more) {
        String[] all = java.util.Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }

    @Test
    void aRareClassIsFoundMoreOftenWhereItWeighsMore() throws IOException {
        var planted = new Planted(5, -4, 10);
        var data = data(planted.classes(20_000));
        String[] common = {
            "predictor_type",
            "binary_classifier",
            "num_models",
            "2",
            "binary_classifier_model_selection_criteria",
            "loss_function",
            "positive_example_weight_mult"
        };
        double plain = metric(train(data, threads(2), with(common, "1.0")), "train:recall");
        assertThat(train(data, threads(2), with(common, "balanced")).metrics().get("train:recall"))
                .isGreaterThan(plain + 0.2);
        String[] chosen = with(common, "auto");
        chosen[5] = "f_beta";
        var auto = train(data, threads(2), with(chosen, "num_models", "6"));
        assertThat(metric(auto, "train:binary_f_beta")).isGreaterThan(0.4);
    }

    @Test
    void hingeLossSeparatesWhatCanBeSeparated() throws IOException {
        var random = new Random(11);
        var features = new float[2000][2];
        var labels = new float[2000];
        for (int r = 0; r < 2000; r++) {
            labels[r] = r % 2;
            features[r][0] = (float) (random.nextGaussian() * 0.2 + 2 * labels[r]);
            features[r][1] = (float) random.nextGaussian();
        }
        var metrics = train(
                        data(DenseBatch.of(features, labels)),
                        threads(1),
                        "predictor_type",
                        "binary_classifier",
                        "loss",
                        "hinge_loss",
                        "mini_batch_size",
                        "50",
                        "epochs",
                        "30")
                .metrics();
        assertThat(metrics.get("train:binary_classification_accuracy")).isEqualTo(1);
        assertThat(metrics.get("train:roc_auc_score")).isEqualTo(1);
    }

    @Test
    void severalModelsAreTheSameOnAnyNumberOfThreads() throws IOException {
        var data = data(new Planted(5, 1, 12).classes(3000));
        String[] settings = {"predictor_type", "binary_classifier", "num_models", "5"};
        var one = train(data, threads(1), settings);
        var three = train(data, threads(3), settings);
        assertThat(three.metrics()).isEqualTo(one.metrics());
        assertThat(model(three).weights().values())
                .isEqualTo(model(one).weights().values());
        var again = train(data, threads(1), "predictor_type", "binary_classifier", "num_models", "1");
        var single = train(data, threads(1), "predictor_type", "binary_classifier", "num_models", "1");
        assertThat(model(again).weights().values())
                .isEqualTo(model(single).weights().values());
    }

    @Test
    void rowsThatWeighTwiceAreLikeRowsThatAreThereTwice() throws IOException {
        String weighted = "1,2,0.5\n3,1,1.5\n2,1,-1\n";
        String twice = "1,0.5\n1,0.5\n3,1.5\n2,-1\n";
        String[] settings = {
            "predictor_type",
            "regressor",
            "mini_batch_size",
            "10",
            "epochs",
            "3000",
            "learning_rate",
            "0.01",
            "wd",
            "0",
            "num_models",
            "1",
            "normalize_data",
            "false",
            "normalize_label",
            "false",
            "unbias_data",
            "false",
            "unbias_label",
            "false",
            "early_stopping_patience",
            "4000"
        };
        var one = model(train(csv(weighted, true), threads(1), settings)).weights();
        var other = model(train(csv(twice, false), threads(1), settings)).weights();
        assertThat(one.values()[0]).isCloseTo(other.values()[0], within(1e-3f));
        assertThat(one.biases()[0]).isCloseTo(other.biases()[0], within(1e-3f));
    }

    static TrainingData csv(String text, boolean weighted) {
        var source = Source.bytes("train.csv", text.getBytes(StandardCharsets.UTF_8));
        return TrainingData.of(
                Dataset.of(List.of(source), weighted ? Format.csv().withWeights() : Format.csv()));
    }

    @Test
    void aSavedModelPredictsTheSame() throws IOException, OrtException {
        var planted = new Planted(5, 1, 13);
        check(planted.values(500, 1), "predictor_type", "regressor");
        check(planted.classes(500), "predictor_type", "binary_classifier");
        check(planted.classes(500), "predictor_type", "binary_classifier", "loss", "hinge_loss");
        check(corners(500, 1), "predictor_type", "multiclass_classifier", "num_classes", "3");
    }

    private void check(DenseBatch rows, String... settings) throws IOException, OrtException {
        var trained = train(data(rows), threads(2), with(settings, "mini_batch_size", "20"));
        trained.save(folder);
        var loaded = (LinearModel) ALGORITHM.load(folder);
        float[] scores = loaded.scores(rows);
        assertThat(scores).isEqualTo(model(trained).scores(rows));
        assertThat(loaded.threshold()).isEqualTo(model(trained).threshold());
        assertThat(loaded.scores(Planted.sparse(rows)))
                .usingComparatorWithPrecision(1e-5f)
                .containsExactly(scores);
        loaded.writeOnnx(folder.resolve("model.onnx"));
        var features = new float[rows.rows()][rows.columns()];
        for (int r = 0; r < rows.rows(); r++) {
            System.arraycopy(rows.values(), rows.offset(r), features[r], 0, rows.columns());
        }
        List<Prediction> predictions = loaded.predict(rows);
        var environment = OrtEnvironment.getEnvironment();
        try (var session =
                        environment.createSession(folder.resolve("model.onnx").toString());
                var input = OnnxTensor.createTensor(environment, features);
                var result = session.run(Map.of("features", input))) {
            var onnx = (float[][]) result.get("scores").orElseThrow().getValue();
            int outputs = onnx[0].length;
            for (int r = 0; r < onnx.length; r++) {
                for (int k = 0; k < outputs; k++) {
                    assertThat(onnx[r][k]).isCloseTo(scores[r * outputs + k], within(1e-5f));
                }
                if (predictions.get(r) instanceof Prediction.Classified classified) {
                    var labels = (long[][]) result.get("labels").orElseThrow().getValue();
                    float distance = outputs == 1 ? Math.abs(scores[r] - loaded.threshold()) : 1;
                    assertThat(distance < 1e-5f || labels[r][0] == (long) classified.label())
                            .isTrue();
                }
            }
        }
    }
}
