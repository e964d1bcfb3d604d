package io.brume.algorithms.lda;

import io.brume.algorithms.model.OnnxModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Topics in ONNX: {@code counts}, a document a row, become {@code topic_mixture}. The steps of {@link TopicModel#mixture} are
 * written out one after the other.
 */
final class LdaOnnx {
    private LdaOnnx() {}

    static void write(TopicModel model, Path file) throws IOException {
        int topics = model.settings().numTopics();
        int words = model.settings().featureDim();
        var onnx = new OnnxModel("lda")
                .input("counts", OnnxModel.Type.FLOAT, -1, words)
                .constant("topics", model.rows(), topics, words)
                .constant("alpha", model.alpha(), 1, topics)
                .constant("none", new float[topics], topics, 1)
                .constant("axis", new long[] {1})
                .node("", "Transpose", List.of("topics"), List.of("words"), Map.of("perm", new long[] {1, 0}))
                // A row of alpha for each document: words in all times nothing, plus alpha.
                .node("", "ReduceSum", List.of("counts", "axis"), List.of("lengths"), Map.of("keepdims", 1L))
                .node("", "Gemm", List.of("lengths", "none", "alpha"), List.of("mixture_0"), Map.of("transB", 1L));
        for (int i = 0; i < TopicModel.ITERATIONS; i++) {
            String now = "mixture_" + i;
            onnx.node("MatMul", List.of(now, "topics"), List.of("probability_" + i))
                    .node("Div", List.of("counts", "probability_" + i), List.of("weight_" + i))
                    .node("MatMul", List.of("weight_" + i, "words"), List.of("share_" + i))
                    .node("Mul", List.of(now, "share_" + i), List.of("count_" + i))
                    .node("Add", List.of("count_" + i, "alpha"), List.of("mixture_" + (i + 1)));
        }
        String last = "mixture_" + TopicModel.ITERATIONS;
        onnx.node("", "ReduceSum", List.of(last, "axis"), List.of("sum"), Map.of("keepdims", 1L))
                .node("Div", List.of(last, "sum"), List.of("topic_mixture"))
                .output("topic_mixture", OnnxModel.Type.FLOAT, -1, topics)
                .write(file);
    }
}
