package io.brume.algorithms.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxModelTest {
    @TempDir
    private Path folder;

    /** y = x W + b, and z the class with the largest y. */
    @Test
    void onnxRuntimeComputesWhatWasWritten() throws IOException, OrtException {
        Path file = folder.resolve("linear.onnx");
        new OnnxModel("linear")
                .input("x", OnnxModel.Type.FLOAT, -1, 3)
                .constant("w", new float[] {1, 2, 3, 4, 5, 6}, 3, 2)
                .constant("b", new float[] {10, 20})
                .constant("half", 0.5f)
                .constant("shape", new long[] {-1})
                .node("", "Gemm", List.of("x", "w", "b"), List.of("sum"), Map.of("alpha", 2f))
                .node("Mul", List.of("sum", "half"), List.of("y"))
                .node("", "ArgMax", List.of("y"), List.of("best"), Map.of("axis", 1L, "keepdims", 1L))
                .node("Reshape", List.of("best", "shape"), List.of("z"))
                .output("y", OnnxModel.Type.FLOAT, -1, 2)
                .output("z", OnnxModel.Type.INT64, -1)
                .write(file);

        var environment = OrtEnvironment.getEnvironment();
        try (var session = environment.createSession(file.toString());
                var x = OnnxTensor.createTensor(environment, new float[][] {{1, 0, 0}, {0, 1, -1}});
                var result = session.run(Map.of("x", x))) {
            assertThat((float[][]) result.get("y").orElseThrow().getValue())
                    .isDeepEqualTo(new float[][] {{6, 12}, {3, 8}});
            assertThat((long[]) result.get("z").orElseThrow().getValue()).containsExactly(1, 1);
        }
    }

    /** x[0] < 2 gives 10, otherwise 20, plus 1. */
    @Test
    void treesUseTheDomainOfClassicMachineLearning() throws IOException, OrtException {
        Path file = folder.resolve("tree.onnx");
        Map<String, Object> tree = Map.ofEntries(
                Map.entry("nodes_treeids", new long[] {0, 0, 0}),
                Map.entry("nodes_nodeids", new long[] {0, 1, 2}),
                Map.entry("nodes_featureids", new long[] {0, 0, 0}),
                Map.entry("nodes_values", new float[] {2, 0, 0}),
                Map.entry("nodes_modes", new String[] {"BRANCH_LT", "LEAF", "LEAF"}),
                Map.entry("nodes_truenodeids", new long[] {1, 0, 0}),
                Map.entry("nodes_falsenodeids", new long[] {2, 0, 0}),
                Map.entry("target_treeids", new long[] {0, 0}),
                Map.entry("target_nodeids", new long[] {1, 2}),
                Map.entry("target_ids", new long[] {0, 0}),
                Map.entry("target_weights", new float[] {10, 20}),
                Map.entry("base_values", new float[] {1}),
                Map.entry("n_targets", 1L),
                Map.entry("post_transform", "NONE"));
        new OnnxModel("tree")
                .input("x", OnnxModel.Type.FLOAT, -1, 1)
                .node(OnnxModel.ML, "TreeEnsembleRegressor", List.of("x"), List.of("y"), tree)
                .output("y", OnnxModel.Type.FLOAT, -1, 1)
                .write(file);

        var environment = OrtEnvironment.getEnvironment();
        try (var session = environment.createSession(file.toString());
                var x = OnnxTensor.createTensor(environment, new float[][] {{1}, {2}});
                var result = session.run(Map.of("x", x))) {
            assertThat((float[][]) result.get("y").orElseThrow().getValue()).isDeepEqualTo(new float[][] {{11}, {21}});
        }
    }
}
