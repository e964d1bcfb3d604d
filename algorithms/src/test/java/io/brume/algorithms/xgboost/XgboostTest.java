package io.brume.algorithms.xgboost;

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
import io.brume.algorithms.Trained;
import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.TrainingData;
import io.brume.algorithms.data.Batch;
import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.data.Format;
import io.brume.algorithms.data.Source;
import io.brume.algorithms.data.SparseBatch;
import io.brume.algorithms.model.Checkpoints;
import io.brume.algorithms.tree.Onnx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class XgboostTest {
    private static final Xgboost ALGORITHM = new Xgboost();
    private static final int COLUMNS = 5;

    @TempDir
    private Path folder;

    /** Rows of numbers from 0 to 1, of which some are missing, the first column never. */
    private static float[][] rows(int count, long seed) {
        var random = new Random(seed);
        var rows = new float[count][COLUMNS];
        for (float[] row : rows) {
            for (int c = 0; c < COLUMNS; c++) {
                row[c] = c > 0 && random.nextInt(8) == 0 ? Float.NaN : random.nextFloat();
            }
        }
        return rows;
    }

    /** What follows from the first column, as the objective takes it. */
    private static float[] labels(Objective objective, float[][] rows) {
        var labels = new float[rows.length];
        for (int i = 0; i < labels.length; i++) {
            float x = rows[i][0];
            labels[i] = switch (objective.labels) {
                case BINARY, UNIT -> x > 0.5 ? 1 : 0;
                case CLASSES -> (int) (3 * x);
                case GRADES -> (int) (4 * x);
                case ANY, ABOVE_MINUS_ONE, POSITIVE, NOT_NEGATIVE -> x + 0.1f;
            };
        }
        return labels;
    }

    private static TrainingData data(Objective objective, int count) {
        float[][] rows = rows(count, 1);
        float[][] others = rows(count / 2, 2);
        return TrainingData.of(Dataset.of(DenseBatch.of(rows, labels(objective, rows))))
                .with("validation", Dataset.of(DenseBatch.of(others, labels(objective, others))));
    }

    private static XgboostHyperparameters settings(Objective objective, Map<String, String> more) {
        var texts = new HashMap<>(Map.of("objective", objective.written(), "num_round", "10", "max_depth", "3"));
        if (objective.labels == Objective.Labels.CLASSES) {
            texts.put("num_class", "3");
        }
        texts.putAll(more);
        return Hyperparameters.parse(XgboostHyperparameters.class, texts);
    }

    private static TrainingContext oneThread() {
        return TrainingContext.builder().threads(1).build();
    }

    private static Trained train(Objective objective, Map<String, String> more) throws IOException {
        return ALGORITHM.train(data(objective, 400), settings(objective, more), oneThread());
    }

    private static XgboostModel model(Trained trained) {
        return (XgboostModel) trained.predictor();
    }

    @ParameterizedTest
    @EnumSource
    void everyObjectiveIsScoredAsXgboostAndOnnxRuntimeScoreIt(Objective objective)
            throws IOException, XGBoostError, OrtException {
        var trained = train(objective, Map.of());
        trained.save(folder);
        var model = (XgboostModel) ALGORITHM.load(folder);
        float[][] rows = rows(100, 3);
        float[] answers = model.answers(DenseBatch.of(rows));
        assertThat(model.margins(DenseBatch.of(rows))).containsExactly(xgboosts(model, rows, true));
        if (objective != Objective.MULTI_SOFTMAX) {
            assertThat(answers).containsExactly(xgboosts(model, rows, false), within(1e-6f));
        }
        assertThat(trained.metrics().keySet())
                .anyMatch(name -> name.startsWith("train:"))
                .anyMatch(name -> name.startsWith("validation:"));
        Path file = folder.resolve("model.onnx");
        model.writeOnnx(file);
        float[][] onnx = Onnx.answers(file, rows);
        for (int i = 0; i < answers.length; i++) {
            assertThat(onnx[i / model.outputs()][i % model.outputs()])
                    .isCloseTo(answers[i], within(1e-5f * Math.max(1, Math.abs(answers[i]))));
        }
    }

    private static float[] xgboosts(XgboostModel model, float[][] rows, boolean margin)
            throws XGBoostError, IOException {
        var flat = new float[rows.length * COLUMNS];
        for (int r = 0; r < rows.length; r++) {
            System.arraycopy(rows[r], 0, flat, r * COLUMNS, COLUMNS);
        }
        float[][] scores =
                XGBoost.loadModel(model.json()).predict(new DMatrix(flat, rows.length, COLUMNS, Float.NaN), margin);
        var all = new float[rows.length * model.outputs()];
        for (int i = 0; i < all.length; i++) {
            all[i] = scores[i / model.outputs()][i % model.outputs()];
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(strings = {"gbtree", "dart", "gblinear"})
    void everyBoosterIsScoredAsXgboostScoresIt(String booster) throws IOException, XGBoostError {
        var more = Map.of("booster", booster, "rate_drop", "0.5", "subsample", "0.8");
        for (Objective objective : List.of(Objective.REG_SQUAREDERROR, Objective.MULTI_SOFTPROB)) {
            var model = model(train(objective, more));
            float[][] rows = rows(100, 3);
            assertThat(model.margins(DenseBatch.of(rows))).containsExactly(xgboosts(model, rows, true), within(2e-6f));
        }
    }

    @Test
    void stepsArePlacedWhereTheDataHasThem() throws IOException {
        var model = model(train(Objective.REG_SQUAREDERROR, Map.of("num_round", "50", "eta", "0.5")));
        for (float x = 0.05f; x < 1; x += 0.1f) {
            var answer = (Prediction.Score) model.predict(DenseBatch.of(new float[][] {{x, 0.5f, 0.5f, 0.5f, 0.5f}}))
                    .getFirst();
            // 400 rows, so two neighbours in the first column are 1/400 apart on average and 5/400 rarely.
            assertThat(answer.score()).isCloseTo(x + 0.1f, within(0.05f));
        }
    }

    @Test
    void aLinearModelInOnnxScoresEqually() throws IOException, OrtException {
        var model = model(train(Objective.MULTI_SOFTPROB, Map.of("booster", "gblinear")));
        model.writeOnnx(folder.resolve("linear.onnx"));
        float[][] rows = {{0.1f, 0.2f, 0.3f, 0.4f, 0.5f}, {0.9f, 0, 0, 0, 1}};
        float[] answers = model.answers(DenseBatch.of(rows));
        float[][] onnx = Onnx.answers(folder.resolve("linear.onnx"), rows);
        for (int i = 0; i < answers.length; i++) {
            assertThat(onnx[i / 3][i % 3]).isCloseTo(answers[i], within(1e-5f));
        }
    }

    @Test
    void metricsHaveSagemakersNamesAndAgreeWithOurOwn() throws IOException {
        var events = new ArrayList<MetricEvent>();
        var context = TrainingContext.builder().threads(1).onMetric(events::add).build();
        var settings = settings(
                Objective.BINARY_LOGISTIC,
                Map.of("eval_metric", "auc,error@0.7,logloss,accuracy,f1,f1_binary,precision,recall,mse"));
        Trained trained = ALGORITHM.train(data(Objective.BINARY_LOGISTIC, 400), settings, context);
        assertThat(trained.metrics())
                .containsOnlyKeys(
                        "train:auc",
                        "train:error@0.7",
                        "train:logloss",
                        "validation:auc",
                        "validation:error@0.7",
                        "validation:logloss",
                        "train:accuracy",
                        "train:f1",
                        "train:f1_binary",
                        "train:precision",
                        "train:recall",
                        "train:mse",
                        "validation:accuracy",
                        "validation:f1",
                        "validation:f1_binary",
                        "validation:precision",
                        "validation:recall",
                        "validation:mse")
                .hasEntrySatisfying("validation:auc", auc -> assertThat(auc).isGreaterThan(0.99));
        assertThat(trained.metrics().get("validation:mse"))
                .isCloseTo(1 - trained.metrics().getOrDefault("validation:accuracy", 0.0), within(1e-9));
        assertThat(events).hasSize(180).last().extracting(MetricEvent::step).isEqualTo(9L);
    }

    @Test
    void microAndMacroMetricsOfSeveralClasses() throws IOException {
        var trained = train(
                Objective.MULTI_SOFTMAX,
                Map.of("eval_metric", "merror,accuracy,balanced_accuracy,f1_macro,precision_micro,recall_macro"));
        assertThat(trained.metrics().get("validation:accuracy"))
                .isCloseTo(1 - trained.metrics().getOrDefault("validation:merror", 0.0), within(1e-6));
    }

    @Test
    void trainingEndsEarlyAndTheBestRoundIsServed() throws IOException {
        float[][] rows = rows(60, 1);
        var random = new Random(5);
        var noise = new float[60];
        for (int i = 0; i < 60; i++) {
            noise[i] = random.nextFloat();
        }
        var data = data(Objective.REG_SQUAREDERROR, 60).with("train", Dataset.of(DenseBatch.of(rows, noise)));
        var settings = settings(
                Objective.REG_SQUAREDERROR, Map.of("num_round", "500", "early_stopping_rounds", "5", "eta", "1"));
        var events = new ArrayList<MetricEvent>();
        var context = TrainingContext.builder().threads(1).onMetric(events::add).build();
        Trained trained = ALGORITHM.train(data, settings, context);
        var validation = events.stream()
                .filter(event -> event.name().equals("validation:rmse"))
                .toList();
        assertThat(validation).hasSizeLessThan(100);
        double best = validation.stream().mapToDouble(MetricEvent::value).min().orElseThrow();
        assertThat(trained.metrics()).containsEntry("validation:rmse", best);
        assertThat(model(trained).trees().orElseThrow().trees()).isEqualTo(validation.size() - 5);
    }

    @Test
    void anEarlierModelIsTrainedFurtherAsIfItHadNeverBeenSaved() throws IOException {
        var data = data(Objective.REG_SQUAREDERROR, 400);
        var more = Map.of("max_leaves", "5", "grow_policy", "lossguide");
        train(Objective.REG_SQUAREDERROR, more).save(folder);
        var context = TrainingContext.builder().threads(1).earlierModel(folder).build();
        Trained further = ALGORITHM.train(data, settings(Objective.REG_SQUAREDERROR, more), context);
        var twenty = new HashMap<>(more);
        twenty.put("num_round", "20");
        float[] atOnce = model(train(Objective.REG_SQUAREDERROR, twenty)).answers(DenseBatch.of(rows(50, 9)));
        assertThat(model(further).answers(DenseBatch.of(rows(50, 9)))).containsExactly(atOnce, within(1e-5f));
    }

    @Test
    void trainingThatWasStoppedGoesOnFromItsCheckpoint() throws IOException {
        var data = data(Objective.REG_SQUAREDERROR, 400);
        var settings = settings(Objective.REG_SQUAREDERROR, Map.of());
        var rounds = new ArrayList<MetricEvent>();
        var stopped = TrainingContext.builder()
                .threads(1)
                .checkpoints(folder)
                .onMetric(rounds::add)
                .stopWhen(() -> rounds.size() >= 8)
                .build();
        assertThat(model(ALGORITHM.train(data, settings, stopped))
                        .trees()
                        .orElseThrow()
                        .trees())
                .isEqualTo(4);
        assertThat(new Checkpoints(folder).latest().orElseThrow().step()).isEqualTo(3);
        var resumed = TrainingContext.builder().threads(1).checkpoints(folder).build();
        float[] answers = model(ALGORITHM.train(data, settings, resumed)).answers(DenseBatch.of(rows(50, 9)));
        float[] atOnce = model(ALGORITHM.train(data, settings, oneThread())).answers(DenseBatch.of(rows(50, 9)));
        assertThat(answers).containsExactly(atOnce, within(1e-5f));
    }

    @Test
    void treesOfAnEarlierModelAreRefreshed() throws IOException {
        train(Objective.REG_SQUAREDERROR, Map.of()).save(folder);
        var context = TrainingContext.builder().threads(1).earlierModel(folder).build();
        var settings = settings(
                Objective.REG_SQUAREDERROR,
                Map.of("process_type", "update", "updater", "refresh", "refresh_leaf", "1"));
        float[][] rows = rows(300, 7);
        float[] higher = labels(Objective.REG_SQUAREDERROR, rows);
        for (int i = 0; i < higher.length; i++) {
            higher[i] += 5;
        }
        var model = model(ALGORITHM.train(TrainingData.of(Dataset.of(DenseBatch.of(rows, higher))), settings, context));
        assertThat(model.trees().orElseThrow().trees()).isEqualTo(10);
        assertThat(model.answers(DenseBatch.of(rows))[0]).isGreaterThan(3);
        assertThatThrownBy(() -> train(Objective.REG_SQUAREDERROR, Map.of("process_type", "update")))
                .hasMessageContaining("needs an earlier model");
    }

    @Test
    void theSeedMakesTheTrees() throws IOException {
        var drawn = Map.of("subsample", "0.5");
        byte[] once = model(train(Objective.REG_SQUAREDERROR, drawn)).json();
        assertThat(model(train(Objective.REG_SQUAREDERROR, drawn)).json()).isEqualTo(once);
        var other = Map.of("subsample", "0.5", "seed", "8");
        assertThat(model(train(Objective.REG_SQUAREDERROR, other)).json()).isNotEqualTo(once);
    }

    @Test
    void libsvmLeavesMissingWhatItDoesNotName() throws IOException {
        var text = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            // Column 3 is there, as 0, in rows of class 1 alone.
            text.append(i % 2).append(" 0:").append(i % 7).append(i % 2 == 1 ? " 3:0\n" : "\n");
        }
        var source = Source.bytes("train.libsvm", text.toString().getBytes(StandardCharsets.UTF_8));
        var trained = ALGORITHM.train(
                TrainingData.of(Dataset.of(List.of(source), Format.libsvm())),
                settings(Objective.BINARY_LOGISTIC, Map.of()),
                oneThread());
        var rows = new SparseBatch(
                2, 9, new int[] {0, 2, 4}, new int[] {0, 3, 0, 8}, new float[] {1, 0, 1, 5}, new float[0], 0);
        List<Prediction> predictions = trained.predictor().predict(rows);
        assertThat(((Prediction.Classified) predictions.get(0)).label()).isEqualTo(1);
        assertThat(((Prediction.Classified) predictions.get(1)).label()).isEqualTo(0);
    }

    @Test
    void theSecondColumnOfCsvIsAWeightWhereItIsAskedFor() throws IOException {
        String rows = "0,1,5\n".repeat(50) + "10,3,5\n".repeat(50) + "0,1,6\n";
        var source = Source.bytes("train.csv", rows.getBytes(StandardCharsets.UTF_8));
        var trained = ALGORITHM.train(
                TrainingData.of(Dataset.of(List.of(source), Format.csv().withWeights())),
                settings(Objective.REG_SQUAREDERROR, Map.of("csv_weights", "1", "num_round", "60", "lambda", "0")),
                oneThread());
        // (0 · 50 · 1 + 10 · 50 · 3) / (50 · 1 + 50 · 3)
        assertThat(model(trained).answers(DenseBatch.of(new float[][] {{5}}))[0])
                .isCloseTo(7.5f, within(0.01f));
    }

    @Test
    void survivalTakesTwoBounds() throws IOException {
        float[][] rows = rows(200, 1);
        var bounds = new float[400];
        for (int i = 0; i < 200; i++) {
            bounds[2 * i] = rows[i][0] + 1;
            bounds[2 * i + 1] = i % 4 == 0 ? Float.POSITIVE_INFINITY : rows[i][0] + 1;
        }
        var data = TrainingData.of(Dataset.of(DenseBatch.of(rows, bounds)));
        var settings = settings(Objective.SURVIVAL_AFT, Map.of("eval_metric", "aft-nloglik"));
        assertThat(ALGORITHM.train(data, settings, oneThread()).metrics()).containsKey("train:aft-nloglik");
    }

    @Test
    void hyperparametersThatContradictOneAnotherAreNamed() {
        refused(Objective.MULTI_SOFTMAX, Map.of("num_class", ""), "num_class is required");
        refused(Objective.REG_GAMMA, Map.of("num_class", "3"), "num_class is for");
        refused(Objective.REG_GAMMA, Map.of("eval_metric", "auc"), "auc is for classification");
        refused(Objective.REG_GAMMA, Map.of("eval_metric", "best"), "no metric best");
        refused(Objective.MULTI_SOFTMAX, Map.of("eval_metric", "rmse"), "merror or mlogloss");
        refused(Objective.BINARY_LOGISTIC, Map.of("base_score", "1"), "base_score cannot be");
        refused(Objective.REG_GAMMA, Map.of("updater", "shotgun"), "for gblinear");
        refused(Objective.REG_GAMMA, Map.of("updater", "distcol"), "updater must be one of");
        refused(Objective.REG_GAMMA, Map.of("monotone_constraints", "(1,2)"), "monotone_constraints must be like");
        refused(Objective.REG_GAMMA, Map.of("monotone_constraints", "(1,0,0,0,0,1)"), "names 6 columns");
        refused(Objective.REG_GAMMA, Map.of("interaction_constraints", "[[0,5]]"), "names column 5");
        refused(Objective.REG_GAMMA, Map.of("interaction_constraints", "[[0,5"), "must be like");
        refused(Objective.REG_GAMMA, Map.of("eta", "0.1", "learning_rate", "0.1"), "are the same");
        refused(Objective.REG_GAMMA, Map.of("eta", "2"), "eta must be at least 0 and at most 1");
    }

    private static void refused(Objective objective, Map<String, String> more, String sentence) {
        assertThatThrownBy(() -> train(objective, more))
                .isInstanceOf(BadHyperparameterException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void constraintsHold() throws IOException {
        var more = Map.of("monotone_constraints", "(-1,0)", "interaction_constraints", "[[0, 1], [2]]");
        float[] answers = model(train(Objective.REG_SQUAREDERROR, more)).answers(DenseBatch.of(new float[][] {
            {0.1f, 0, 0, 0, 0}, {0.9f, 0, 0, 0, 0}
        }));
        assertThat(answers[1]).isLessThanOrEqualTo(answers[0]);
    }

    @Test
    void hostileDataIsRefusedWithAReason() {
        float[][] rows = rows(10, 1);
        refused(Objective.BINARY_LOGISTIC, DenseBatch.of(rows, new float[10]), "all rows of the channel");
        refused(
                Objective.MULTI_SOFTMAX,
                DenseBatch.of(rows, 0, 1, 2, 3, 0, 0, 0, 0, 0, 0),
                "row 4 of the channel \"train\" has the label 3.0");
        refused(Objective.MULTI_SOFTMAX, DenseBatch.of(rows, 0, 1, 0.5f, 1, 0, 0, 0, 0, 0, 0), "has the label 0.5");
        refused(Objective.REG_GAMMA, DenseBatch.of(rows, new float[10]), "must be greater than 0");
        refused(
                Objective.REG_SQUAREDERROR,
                DenseBatch.of(rows, 1, Float.NaN, 1, 1, 1, 1, 1, 1, 1, 1),
                "has the label NaN");
        refused(Objective.REG_SQUAREDERROR, DenseBatch.of(rows), "have 0 labels");
        refused(Objective.REG_SQUAREDERROR, DenseBatch.of(rows, new float[20]), "have 2 labels");
        refused(Objective.REG_SQUAREDERROR, DenseBatch.of(new float[3][0], 1, 2, 3), "without features");
        rows[4][2] = Float.POSITIVE_INFINITY;
        refused(Objective.REG_SQUAREDERROR, DenseBatch.of(rows, new float[10]), "feature 2 of a row is infinite");
        var other = TrainingData.of(Dataset.of(DenseBatch.of(new float[5][3], 1, 2, 3, 4, 5)))
                .with("validation", Dataset.of(DenseBatch.of(new float[5][4], 1, 2, 3, 4, 5)));
        assertThatThrownBy(() -> ALGORITHM.train(other, settings(Objective.REG_SQUAREDERROR, Map.of()), oneThread()))
                .hasMessage("the rows of the channel \"validation\" have 4 features, and the model has 3");
    }

    private static void refused(Objective objective, Batch batch, String sentence) {
        assertThatThrownBy(() ->
                        ALGORITHM.train(TrainingData.of(Dataset.of(batch)), settings(objective, Map.of()), oneThread()))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void oneRowAndConstantFeaturesGiveTheMean() throws IOException {
        var one = ALGORITHM.train(
                TrainingData.of(Dataset.of(DenseBatch.of(new float[][] {{1, 2}}, 7))),
                settings(Objective.REG_SQUAREDERROR, Map.of()),
                oneThread());
        assertThat(model(one).answers(DenseBatch.of(new float[][] {{1, 2}}))[0]).isCloseTo(7, within(1e-4f));
        assertThatThrownBy(() -> one.predictor().predict(DenseBatch.of(new float[][] {{1}})))
                .isInstanceOf(BadDataException.class)
                .hasMessage("the rows have 1 features, and the model was trained on 2");
    }

    @Test
    void aMillionFeaturesAreFew() throws IOException {
        int rows = 200;
        var starts = new int[rows + 1];
        var indices = new int[2 * rows];
        var values = new float[2 * rows];
        var labels = new float[rows];
        for (int r = 0; r < rows; r++) {
            starts[r + 1] = 2 * (r + 1);
            indices[2 * r] = r;
            indices[2 * r + 1] = 999_999;
            values[2 * r] = 1;
            values[2 * r + 1] = labels[r] = r % 2;
        }
        var batch = new SparseBatch(rows, 1_000_000, starts, indices, values, labels, 1);
        var trained = ALGORITHM.train(
                TrainingData.of(Dataset.of(batch)),
                settings(Objective.BINARY_LOGISTIC, Map.of("num_round", "2", "eval_metric", "error")),
                oneThread());
        assertThat(trained.metrics()).containsEntry("train:error", 0.0);
        assertThat(trained.predictor().predict(batch)).hasSize(rows);
    }

    @Test
    void brokenModelsAreRefused() throws IOException {
        train(Objective.REG_SQUAREDERROR, Map.of()).save(folder);
        Path file = folder.resolve(XgboostModel.FILE);
        String json = Files.readString(file);
        for (String broken : List.of(
                json.substring(0, json.length() / 2),
                "[]",
                "{}",
                json.replaceFirst("\"left_children\":\\[1,", "\"left_children\":[0,"),
                json.replaceFirst("\"left_children\":\\[1,", "\"left_children\":[9999,"),
                json.replaceFirst("\"split_indices\":\\[0,", "\"split_indices\":[77,"),
                json.replaceFirst("\"tree_info\":\\[0,", "\"tree_info\":[4,"),
                json.replace("reg:squarederror", "reg:unheardof"))) {
            Files.writeString(file, broken);
            assertThatThrownBy(() -> ALGORITHM.load(folder)).isInstanceOf(BadModelException.class);
        }
    }
}
