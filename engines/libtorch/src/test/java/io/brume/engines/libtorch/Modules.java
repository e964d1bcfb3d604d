package io.brume.engines.libtorch;

import io.brume.engines.tensor.TensorModelException;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
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
        return files("", "", "return " + expression);
    }

    /**
     * A module, as libtorch writes one.
     *
     * @param attribute its declaration; may be empty
     * @param pickled the attribute's name and value
     * @param body of {@code forward}
     */
    static Map<String, String> files(String attribute, String pickled, String body) {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("version", "3\n");
        files.put("constants.pkl", "\u0080\u0002).");
        files.put("data.pkl", "\u0080\u0002c__torch__\nNet\n)\u0081}" + pickled + "b.");
        files.put("code/__torch__.py", """
                class Net(Module):
                  __parameters__ = []
                  __buffers__ = []
                  %s
                  def forward(self: __torch__.Net,
                    x: Tensor) -> Tensor:
                    %s
                """.formatted(attribute, body));
        return files;
    }

    static Path write(Path file, Map<String, String> files) throws IOException {
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (var entry : files.entrySet()) {
                zip.putNextEntry(new ZipEntry("net/" + entry.getKey()));
                zip.write(entry.getValue().getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        return file;
    }
}
