package io.brume.engines.libtorch;

import io.brume.engines.tensor.TensorModelException;
import io.brume.testing.TorchScriptArchive;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.QualifiedName;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Makes TorchScript files: with libtorch, and by hand where a file is to be wrong. */
final class Modules {

    private Modules() {}

    /** Compiles methods of a module and saves it with its parameters. */
    static Path save(Path file, Map<String, float[][]> parameters, String... methods) throws TensorModelException {
        LibTorch.load();
        try (var _ = new PointerScope()) {
            var module = new JitModule(new QualifiedName("Net"));
            parameters.forEach((name, rows) -> module.register_parameter(name, tensor(rows), true));
            for (String method : methods) {
                module.define(method);
            }
            module.save(file.toString());
        }
        return file;
    }

    private static Tensor tensor(float[][] rows) {
        var values = FloatBuffer.allocate(rows.length * rows[0].length);
        for (float[] row : rows) {
            values.put(row);
        }
        return torch.from_blob(new FloatPointer(values.flip()), rows.length, rows[0].length)
                .clone();
    }

    /** A module without attributes whose {@code forward} returns an expression of {@code x}. */
    static Map<String, String> files(String expression) {
        return TorchScriptArchive.files("", "", "return " + expression);
    }

    static Path write(Path file, Map<String, String> files) throws IOException {
        return Files.write(file, TorchScriptArchive.of(files));
    }
}
