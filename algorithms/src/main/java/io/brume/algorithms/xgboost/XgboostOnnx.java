package io.brume.algorithms.xgboost;

import io.brume.algorithms.model.OnnxModel;
import io.brume.algorithms.tree.TreeEnsembleOnnx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A model in ONNX. It takes {@code features}, NaN where one is missing, and gives {@code answers}: a number a row, for classes the
 * probability of class 1 or one of each class. Models of gblinear take no NaN.
 */
final class XgboostOnnx {
    private XgboostOnnx() {}

    static void write(XgboostModel model, LinearModel linear, Path file) throws IOException {
        var onnx = new OnnxModel(Xgboost.NAME).input("features", OnnxModel.Type.FLOAT, -1, model.columns());
        if (model.trees().isPresent()) {
            TreeEnsembleOnnx.node(onnx, model.trees().get(), "features", "margins");
        } else {
            int weights = model.columns() * model.outputs();
            var bias = Arrays.copyOfRange(linear.weights(), weights, linear.weights().length);
            for (int k = 0; k < bias.length; k++) {
                bias[k] += linear.margin();
            }
            onnx.constant("weights", Arrays.copyOf(linear.weights(), weights), model.columns(), model.outputs())
                    .constant("bias", bias)
                    .node("Gemm", List.of("features", "weights", "bias"), List.of("margins"));
        }
        var margins = List.of("margins");
        var answers = List.of("answers");
        switch (model.objective().link) {
            case IDENTITY -> onnx.node("Identity", margins, answers);
            case LOGISTIC -> onnx.node("Sigmoid", margins, answers);
            case LOG -> onnx.node("Exp", margins, answers);
            case SOFTMAX -> onnx.node("", "Softmax", margins, answers, Map.of("axis", 1L));
            case STEP ->
                onnx.constant("zero", 0f)
                        .node("Greater", List.of("margins", "zero"), List.of("positive"))
                        .node("", "Cast", List.of("positive"), answers, Map.of("to", 1L));
        }
        onnx.output("answers", OnnxModel.Type.FLOAT, -1, model.outputs()).write(file);
    }
}
