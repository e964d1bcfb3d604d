package io.brume.algorithms.tree;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.file.Path;
import java.util.Map;

/** Scores rows by ONNX Runtime. */
public final class Onnx {
    private Onnx() {}

    public static float[][] answers(Path model, float[][] rows) throws OrtException {
        var environment = OrtEnvironment.getEnvironment();
        try (var session = environment.createSession(model.toString());
                var input = OnnxTensor.createTensor(environment, rows);
                var result = session.run(Map.of("features", input))) {
            return (float[][]) result.get("answers").orElseThrow().getValue();
        }
    }
}
