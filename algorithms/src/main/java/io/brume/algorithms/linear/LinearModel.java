package io.brume.algorithms.linear;

import io.brume.algorithms.BadDataException;
import io.brume.algorithms.BadModelException;
import io.brume.algorithms.Prediction;
import io.brume.algorithms.Predictor;
import io.brume.algorithms.data.Batch;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.data.SparseBatch;
import io.brume.algorithms.data.TextBatch;
import io.brume.algorithms.kernel.Kernels;
import io.brume.algorithms.linear.LinearLearnerHyperparameters.LossFunction;
import io.brume.algorithms.linear.LinearLearnerHyperparameters.PredictorType;
import io.brume.algorithms.model.ModelFolder;
import io.brume.algorithms.model.OnnxModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A linear model: {@code w x + b} for each output, and what that means. */
public final class LinearModel implements Predictor {
    private final LinearLearnerHyperparameters settings;
    private final Weights weights;
    private final float threshold;

    /** @param threshold the score from which on a row is of class 1 */
    LinearModel(LinearLearnerHyperparameters settings, Weights weights, float threshold) {
        this.settings = settings;
        this.weights = weights;
        this.threshold = threshold;
    }

    /**
     * Weights for features as they are given.
     *
     * @param values row by row, a row an output
     * @param biases one an output
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Weights(int outputs, int columns, float[] values, float[] biases) {}

    static LinearModel load(ModelFolder folder) throws IOException {
        var settings = folder.hyperparameters(LinearLearnerHyperparameters.class);
        int outputs = settings.outputs();
        try {
            int columns = Integer.parseInt(folder.property("columns"));
            float threshold = Float.parseFloat(folder.property("threshold"));
            float[] values = folder.floats("weights", outputs, columns);
            return new LinearModel(
                    settings, new Weights(outputs, columns, values, folder.floats("bias", outputs)), threshold);
        } catch (NumberFormatException e) {
            throw new BadModelException("columns and threshold must be numbers", e);
        }
    }

    ModelFolder.Writer write(ModelFolder.Writer folder) {
        return folder.hyperparameters(settings)
                .property("columns", weights.columns())
                .property("threshold", threshold)
                .array("weights", weights.values(), weights.outputs(), weights.columns())
                .array("bias", weights.biases());
    }

    public Weights weights() {
        return weights;
    }

    /** The score from which on a binary classifier says 1. */
    public float threshold() {
        return threshold;
    }

    @Override
    public List<Prediction> predict(Batch rows) {
        float[] scores = scores(rows);
        int outputs = weights.outputs();
        var predictions = new ArrayList<Prediction>(rows.rows());
        for (int row = 0; row < rows.rows(); row++) {
            float score = scores[row * outputs];
            predictions.add(
                    switch (settings.predictorType()) {
                        case REGRESSOR -> new Prediction.Score(score);
                        case BINARY_CLASSIFIER ->
                            new Prediction.Classified(score >= threshold ? 1 : 0, new float[] {score});
                        case MULTICLASS_CLASSIFIER -> classified(scores, row * outputs, outputs);
                    });
        }
        return predictions;
    }

    private static Prediction classified(float[] scores, int from, int classes) {
        int best = 0;
        var own = new float[classes];
        for (int k = 0; k < classes; k++) {
            own[k] = scores[from + k];
            best = own[k] > own[best] ? k : best;
        }
        return new Prediction.Classified(best, own);
    }

    /** Row by row, a score an output: values, probabilities or, with hinge_loss, distances from the border. */
    public float[] scores(Batch rows) {
        int outputs = weights.outputs();
        int columns = weights.columns();
        if (rows instanceof TextBatch) {
            throw new BadDataException("the model takes numbers, and these rows are text");
        } else if (rows instanceof DenseBatch ? rows.columns() != columns : widest(rows) > columns) {
            throw new BadDataException("the rows have " + rows.columns() + " features, and the model takes " + columns);
        }
        var scores = new float[Math.multiplyExact(rows.rows(), outputs)];
        for (int row = 0; row < rows.rows(); row++) {
            for (int k = 0; k < outputs; k++) {
                float product = switch (rows) {
                    case DenseBatch dense ->
                        Kernels.dot(dense.values(), dense.offset(row), weights.values(), k * columns, columns);
                    case SparseBatch sparse ->
                        Kernels.sparseDot(
                                sparse.indices(),
                                sparse.values(),
                                sparse.starts()[row],
                                sparse.starts()[row + 1],
                                weights.values(),
                                k * columns);
                    case TextBatch text -> throw new IllegalStateException("not numbers");
                };
                scores[row * outputs + k] = product + weights.biases()[k];
            }
            if (settings.lossFunction() == LossFunction.SOFTMAX_LOSS) {
                Kernels.softmax(scores, row * outputs, outputs);
            }
        }
        if (settings.lossFunction() == LossFunction.LOGISTIC) {
            Kernels.sigmoid(scores, 0, scores.length);
        }
        return scores;
    }

    /** Sparse rows may be declared wider than any entry of theirs. */
    private static int widest(Batch rows) {
        int widest = 0;
        if (rows instanceof SparseBatch sparse) {
            for (int i = sparse.starts()[0]; i < sparse.entries(); i++) {
                widest = Math.max(widest, sparse.indices()[i] + 1);
            }
        }
        return widest;
    }

    /**
     * Writes the model as ONNX. Its input is {@code features}, a row each; its outputs are {@code scores}, of as many columns as
     * there are outputs, and for a classifier {@code labels}.
     */
    public void writeOnnx(Path file) throws IOException {
        int outputs = weights.outputs();
        var onnx = new OnnxModel("linear-learner")
                .input("features", OnnxModel.Type.FLOAT, -1, weights.columns())
                .constant("weights", weights.values(), outputs, weights.columns())
                .constant("bias", weights.biases())
                .node("", "Gemm", List.of("features", "weights", "bias"), List.of("sums"), Map.of("transB", 1L));
        switch (settings.lossFunction()) {
            case LOGISTIC -> onnx.node("Sigmoid", List.of("sums"), List.of("scores"));
            case SOFTMAX_LOSS -> onnx.node("", "Softmax", List.of("sums"), List.of("scores"), Map.of("axis", 1L));
            default -> onnx.node("Identity", List.of("sums"), List.of("scores"));
        }
        onnx.output("scores", OnnxModel.Type.FLOAT, -1, outputs);
        if (settings.predictorType() == PredictorType.BINARY_CLASSIFIER) {
            onnx.constant("threshold", threshold)
                    .node("GreaterOrEqual", List.of("scores", "threshold"), List.of("positive"))
                    .node("", "Cast", List.of("positive"), List.of("labels"), Map.of("to", 7L))
                    .output("labels", OnnxModel.Type.INT64, -1, 1);
        } else if (settings.predictorType() == PredictorType.MULTICLASS_CLASSIFIER) {
            onnx.node("", "ArgMax", List.of("scores"), List.of("labels"), Map.of("axis", 1L, "keepdims", 1L))
                    .output("labels", OnnxModel.Type.INT64, -1, 1);
        }
        onnx.write(file);
    }
}
