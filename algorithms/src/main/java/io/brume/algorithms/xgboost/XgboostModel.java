package io.brume.algorithms.xgboost;

import io.brume.algorithms.BadModelException;
import io.brume.algorithms.Prediction;
import io.brume.algorithms.Predictor;
import io.brume.algorithms.data.Batch;
import io.brume.algorithms.model.ModelFolder;
import io.brume.algorithms.tree.RowScorer;
import io.brume.algorithms.tree.TreeEnsemble;
import io.brume.algorithms.tree.TreeEnsembleBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model that XGBoost trained, scored without XGBoost: on one core and for a single row that is many times faster than a
 * call of its library. NaN, and what a sparse row does not have, is missing.
 */
public final class XgboostModel implements Predictor {
    /** The model as XGBoost itself writes and reads it. */
    static final String FILE = "xgboost-model.json";

    private final byte[] json;
    private final Objective objective;
    private final int outputs;
    private final int columns;
    private final @Nullable TreeEnsemble trees;
    private final LinearModel linear;
    private final RowScorer scorer;

    private XgboostModel(
            byte[] json,
            Objective objective,
            int outputs,
            int columns,
            @Nullable TreeEnsemble trees,
            LinearModel linear) {
        this.json = json;
        this.objective = objective;
        this.outputs = outputs;
        this.columns = columns;
        this.trees = trees;
        this.linear = linear;
        scorer = new RowScorer(columns, outputs, Float.NaN, trees == null ? linear::score : trees::score);
    }

    /** @throws BadModelException where the folder holds another model, or one that is broken */
    static XgboostModel load(Path folder) throws IOException {
        return of(ModelFolder.open(folder, Xgboost.NAME).file(FILE));
    }

    /**
     * Reads what XGBoost's {@code save_model} writes as JSON, by whatever program it was trained.
     *
     * @throws BadModelException where the bytes are no such model, or of an objective that SageMaker's image does not take
     */
    public static XgboostModel of(byte[] json) throws IOException {
        var model = XgboostJson.of(json);
        String name = model.text("learner/objective/name");
        Objective objective = Objective.of(name);
        if (objective == null) {
            throw new BadModelException("the objective " + name + " is not scored");
        }
        int columns = model.number("learner/learner_model_param/num_feature");
        int outputs = Math.max(1, model.number("learner/learner_model_param/num_class"));
        float margin = objective.link.margin(baseScore(model.text("learner/learner_model_param/base_score")));
        if (model.text("learner/gradient_booster/name").equals("gblinear")) {
            float[] weights = model.list("learner/gradient_booster/model/weights");
            var linear = new LinearModel(columns, outputs, weights, margin);
            return new XgboostModel(json, objective, outputs, columns, null, linear);
        }
        TreeEnsemble trees = trees(model, columns, outputs, margin);
        return new XgboostModel(json, objective, outputs, columns, trees, LinearModel.NONE);
    }

    /** From version 3.1 on it is a list in a text. */
    private static float baseScore(String text) {
        try {
            return Float.parseFloat(text.replaceAll("^\\[|[,\\]].*$", ""));
        } catch (NumberFormatException e) {
            throw new BadModelException("XGBoost's model has the base_score " + text, e);
        }
    }

    private static TreeEnsemble trees(XgboostJson model, int columns, int outputs, float margin) {
        boolean dart = model.text("learner/gradient_booster/name").equals("dart");
        String at = "learner/gradient_booster/" + (dart ? "gbtree/" : "") + "model/";
        float[] targets = model.list(at + "tree_info");
        var base = new float[outputs];
        java.util.Arrays.fill(base, margin);
        var builder = TreeEnsembleBuilder.adding(columns, base);
        float @Nullable [] weights = dart ? model.list("learner/gradient_booster/weight_drop") : null;
        int count = model.trees().size();
        if (targets.length != count || weights != null && weights.length != count) {
            throw new BadModelException("XGBoost's model has lists of another length than its trees");
        }
        int used = count;
        if (model.has("learner/attributes/best_iteration")) {
            int perRound = outputs * Math.max(1, model.number(at + "gbtree_model_param/num_parallel_tree"));
            used = (int) Math.min(count, (model.number("learner/attributes/best_iteration") + 1L) * perRound);
        }
        for (int i = 0; i < used; i++) {
            builder.add(model.trees().get(i), (int) targets[i], weights == null ? 1 : weights[i]);
        }
        return builder.build();
    }

    /** What it was trained for. */
    public Objective objective() {
        return objective;
    }

    /** Features a row. */
    public int columns() {
        return columns;
    }

    /** Raw scores a row: one, or one a class. */
    public int outputs() {
        return outputs;
    }

    /** The trees; empty where the booster is gblinear. */
    public Optional<TreeEnsemble> trees() {
        return Optional.ofNullable(trees);
    }

    /** XGBoost's own file. */
    byte[] json() {
        return json;
    }

    /** The raw scores of each row, one row's after the other's. */
    public float[] margins(Batch rows) {
        return scorer.score(rows);
    }

    /**
     * What {@code predict} of XGBoost answers, except that multi:softmax, too, answers with each class's probability: one row's
     * numbers after the other's, {@link #outputs()} each.
     */
    public float[] answers(Batch rows) {
        float[] answers = margins(rows);
        for (int r = 0; r < rows.rows(); r++) {
            objective.link.answer(answers, r * outputs, outputs);
        }
        return answers;
    }

    /** Classes with their scores where the objective classifies, else scores. */
    @Override
    public List<Prediction> predict(Batch rows) {
        float[] answers = answers(rows);
        var predictions = new ArrayList<Prediction>(rows.rows());
        for (int r = 0; r < rows.rows(); r++) {
            if (!objective.classifies()) {
                predictions.add(new Prediction.Score(answers[r]));
                continue;
            }
            var scores = java.util.Arrays.copyOfRange(answers, r * outputs, (r + 1) * outputs);
            predictions.add(new Prediction.Classified(label(scores), scores));
        }
        return predictions;
    }

    private float label(float[] scores) {
        if (outputs == 1) {
            return scores[0] > (objective == Objective.BINARY_LOGITRAW ? 0 : 0.5f) ? 1 : 0;
        }
        int best = 0;
        for (int k = 1; k < outputs; k++) {
            best = scores[k] > scores[best] ? k : best;
        }
        return best;
    }

    /** Writes the model as ONNX, see {@link XgboostOnnx}. */
    public void writeOnnx(Path file) throws IOException {
        XgboostOnnx.write(this, linear, file);
    }
}
