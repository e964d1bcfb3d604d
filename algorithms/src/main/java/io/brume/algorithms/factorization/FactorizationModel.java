package io.brume.algorithms.factorization;

import io.brume.algorithms.BadDataException;
import io.brume.algorithms.Prediction;
import io.brume.algorithms.Predictor;
import io.brume.algorithms.data.Batch;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.data.TextBatch;
import io.brume.algorithms.kernel.Kernels;
import io.brume.algorithms.model.ModelFolder;
import io.brume.algorithms.model.OnnxModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A factorization machine that has been trained: a value, or the probability of class 1. */
public final class FactorizationModel implements Predictor {
    private final FactorizationMachinesHyperparameters settings;
    private final Parameters parameters;

    FactorizationModel(FactorizationMachinesHyperparameters settings, Parameters parameters) {
        this.settings = settings;
        this.parameters = parameters;
    }

    static FactorizationModel load(ModelFolder folder) throws IOException {
        var settings = folder.hyperparameters(FactorizationMachinesHyperparameters.class);
        return new FactorizationModel(settings, read(folder, settings.featureDim(), settings.numFactors()));
    }

    static Parameters read(ModelFolder folder, int features, int factors) throws IOException {
        var parameters = new Parameters(features, factors);
        float[] factor = folder.floats("factors", features, factors);
        float[] linear = folder.floats("linear", features);
        for (int feature = 0; feature < features; feature++) {
            System.arraycopy(factor, feature * factors, parameters.w, feature * parameters.stride, factors);
            parameters.w[feature * parameters.stride + factors] = linear[feature];
        }
        parameters.bias[0] = folder.floats("bias", 1)[0];
        return parameters;
    }

    ModelFolder.Writer write(ModelFolder.Writer folder) {
        return folder.hyperparameters(settings)
                .matrix("factors", parameters.w, 0, parameters.stride, parameters.features, parameters.factors)
                .array("linear", linear())
                .array("bias", parameters.bias.clone());
    }

    private float[] linear() {
        var linear = new float[parameters.features];
        for (int feature = 0; feature < linear.length; feature++) {
            linear[feature] = parameters.w[feature * parameters.stride + parameters.factors];
        }
        return linear;
    }

    @Override
    public List<Prediction> predict(Batch rows) {
        var predictions = new ArrayList<Prediction>(rows.rows());
        for (float score : scores(rows)) {
            predictions.add(
                    settings.binary()
                            ? new Prediction.Classified(score >= 0.5f ? 1 : 0, new float[] {score})
                            : new Prediction.Score(score));
        }
        return predictions;
    }

    /** A value or a probability of class 1 for each row. */
    public float[] scores(Batch rows) {
        if (rows instanceof TextBatch) {
            throw new BadDataException("the model takes numbers, and these rows are text");
        } else if (rows instanceof DenseBatch dense && dense.columns() != parameters.features) {
            throw new BadDataException(
                    "the rows have " + dense.columns() + " features, and the model takes " + parameters.features);
        }
        var scores = new float[rows.rows()];
        var sums = new float[parameters.stride];
        var row = new Row();
        for (int r = 0; r < scores.length; r++) {
            row.take(rows, r);
            for (int i = row.from; i < row.to; i++) {
                if (row.features[i] >= parameters.features) {
                    throw new BadDataException("the model has no feature " + row.features[i] + ", only "
                            + parameters.features + " from 0");
                }
            }
            scores[r] = parameters.score(row, sums);
        }
        if (settings.binary()) {
            Kernels.sigmoid(scores, 0, scores.length);
        }
        return scores;
    }

    /**
     * Writes the machine as ONNX. Its input is {@code features}, all of them for each row; its outputs are {@code scores} and, of a
     * classifier, {@code labels}.
     */
    public void writeOnnx(Path file) throws IOException {
        int features = parameters.features;
        int factors = parameters.factors;
        var factor = new float[Math.multiplyExact(features, factors)];
        var squares = new float[features];
        for (int feature = 0; feature < features; feature++) {
            int at = feature * parameters.stride;
            System.arraycopy(parameters.w, at, factor, feature * factors, factors);
            squares[feature] = Kernels.dot(parameters.w, at, parameters.w, at, factors);
        }
        var onnx = new OnnxModel("factorization-machines")
                .input("features", OnnxModel.Type.FLOAT, -1, features)
                .constant("factors", factor, features, factors)
                .constant("squares", squares, features, 1)
                .constant("linear", linear(), features, 1)
                .constant("bias", parameters.bias.clone())
                .constant("half", 0.5f)
                .constant("one", new long[] {1})
                .node("", "Gemm", List.of("features", "linear", "bias"), List.of("lines"), Map.of())
                .node("MatMul", List.of("features", "factors"), List.of("sums"))
                .node("Mul", List.of("sums", "sums"), List.of("sums2"))
                .node("", "ReduceSum", List.of("sums2", "one"), List.of("all"), Map.of("keepdims", 1L))
                .node("Mul", List.of("features", "features"), List.of("features2"))
                .node("MatMul", List.of("features2", "squares"), List.of("own"))
                .node("Sub", List.of("all", "own"), List.of("pairs2"))
                .node("Mul", List.of("pairs2", "half"), List.of("pairs"))
                .node("Add", List.of("lines", "pairs"), List.of("values"));
        if (settings.binary()) {
            onnx.node("Sigmoid", List.of("values"), List.of("scores"))
                    .node("GreaterOrEqual", List.of("scores", "half"), List.of("positive"))
                    .node("", "Cast", List.of("positive"), List.of("labels"), Map.of("to", 7L))
                    .output("labels", OnnxModel.Type.INT64, -1, 1);
        } else {
            onnx.node("Identity", List.of("values"), List.of("scores"));
        }
        onnx.output("scores", OnnxModel.Type.FLOAT, -1, 1).write(file);
    }
}
