package io.brume.algorithms.blazingtext;

import io.brume.algorithms.model.OnnxModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A classifier in ONNX. It takes {@code rows}, an int64 matrix with the rows of a line's features on each of its rows, see
 * {@link TextClassifier#rows}, filled up with -1, and gives {@code probabilities} of all labels.
 */
final class ClassifierOnnx {
    private ClassifierOnnx() {}

    static void write(TextClassifier classifier, Path file) throws IOException {
        if (classifier.tree() != null) {
            throw new UnsupportedOperationException("a classifier with hierarchical softmax, as more than "
                    + ClassifierTrainer.MOST_FLAT_LABELS + " labels have it, is not exported");
        }
        Matrix input = classifier.input();
        Matrix output = classifier.output();
        // Row 0 stands for the filling.
        var vectors = new float[Math.multiplyExact(input.rows + 1, input.columns)];
        for (int row = 0; row < input.rows; row++) {
            System.arraycopy(input.values, input.at(row), vectors, (row + 1) * input.columns, input.columns);
        }
        var weights = new float[output.rows * output.columns];
        for (int row = 0; row < output.rows; row++) {
            System.arraycopy(output.values, output.at(row), weights, row * output.columns, output.columns);
        }
        new OnnxModel("blazingtext")
                .input("rows", OnnxModel.Type.INT64, -1, -1)
                .constant("vectors", vectors, input.rows + 1, input.columns)
                .constant("weights", weights, output.rows, output.columns)
                .constant("one", new long[] {1})
                .constant("zero", new long[] {0})
                .node("Add", List.of("rows", "one"), List.of("places"))
                .node("Gather", List.of("vectors", "places"), List.of("features"))
                .node("", "ReduceSum", List.of("features", "one"), List.of("sum"), Map.of("keepdims", 0L))
                .node("Greater", List.of("places", "zero"), List.of("real"))
                .node("", "Cast", List.of("real"), List.of("ones"), Map.of("to", 1L))
                .node("", "ReduceSum", List.of("ones", "one"), List.of("count"), Map.of("keepdims", 1L))
                .node("Div", List.of("sum", "count"), List.of("mean"))
                .node("", "Gemm", List.of("mean", "weights"), List.of("scores"), Map.of("transB", 1L))
                .node("", "Softmax", List.of("scores"), List.of("probabilities"), Map.of("axis", 1L))
                .output("probabilities", OnnxModel.Type.FLOAT, -1, output.rows)
                .write(file);
    }
}
