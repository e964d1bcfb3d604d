package io.brume.algorithms.ipinsights;

import io.brume.algorithms.model.OnnxModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The encoder in ONNX. It takes {@code rows}, an int64 matrix as {@link IpInsightsModel#rows} gives it, and gives {@code
 * dot_product}, {@code entity_embedding} and {@code ip_embedding}.
 */
final class IpInsightsOnnx {
    private IpInsightsOnnx() {}

    static void write(Encoder encoder, Path file) throws IOException {
        int d = encoder.dimensions();
        int rows = encoder.entities().count();
        for (Rows prefixes : encoder.prefixes()) {
            rows += prefixes.count();
        }
        var vectors = new float[Math.multiplyExact(rows, d)];
        float[] entities = encoder.entityVectors().values;
        System.arraycopy(entities, 0, vectors, 0, entities.length);
        int from = entities.length;
        for (Adam prefixes : encoder.prefixVectors()) {
            System.arraycopy(prefixes.values, 0, vectors, from, prefixes.values.length);
            from += prefixes.values.length;
        }
        var onnx = new OnnxModel("ipinsights")
                .input("rows", OnnxModel.Type.INT64, -1, 1 + Encoder.LENGTHS)
                .constant("vectors", vectors, rows, d)
                .constant("one", new long[] {1})
                .constant("sizes", new long[] {1, Encoder.LENGTHS})
                .node("Gather", List.of("vectors", "rows"), List.of("all"))
                .node("", "Split", List.of("all", "sizes"), List.of("entity", "prefixes"), Map.of("axis", 1L))
                .node("", "ReduceSum", List.of("entity", "one"), List.of("entity_embedding"), Map.of("keepdims", 0L))
                .node("", "ReduceSum", List.of("prefixes", "one"), List.of("x_0"), Map.of("keepdims", 0L));
        int layers = encoder.layers().size();
        for (int layer = 0; layer < layers; layer++) {
            float[] values = encoder.layers().get(layer).values;
            onnx.constant("weights_" + layer, Arrays.copyOf(values, d * d), d, d)
                    .constant("offsets_" + layer, Arrays.copyOfRange(values, d * d, d * d + d), d)
                    .node(
                            "",
                            "Gemm",
                            List.of("x_" + layer, "weights_" + layer, "offsets_" + layer),
                            List.of("sum_" + layer),
                            Map.of("transB", 1L))
                    .node("Tanh", List.of("sum_" + layer), List.of("tanh_" + layer))
                    .node("Add", List.of("x_" + layer, "tanh_" + layer), List.of("x_" + (layer + 1)));
        }
        onnx.node("Identity", List.of("x_" + layers), List.of("ip_embedding"))
                .node("Mul", List.of("entity_embedding", "ip_embedding"), List.of("product"))
                .node("", "ReduceSum", List.of("product", "one"), List.of("dot_product"), Map.of("keepdims", 0L))
                .output("dot_product", OnnxModel.Type.FLOAT, -1)
                .output("entity_embedding", OnnxModel.Type.FLOAT, -1, d)
                .output("ip_embedding", OnnxModel.Type.FLOAT, -1, d)
                .write(file);
    }
}
