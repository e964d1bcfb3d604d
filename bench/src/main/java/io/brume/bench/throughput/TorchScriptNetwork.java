package io.brume.bench.throughput;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes a network as {@code torch.jit.save} does: an archive with the code, the pickled parameters, and the numbers of each. */
final class TorchScriptNetwork {

    private static final int NUMBER = 'J'; // BININT, the opcode of a pickle

    private final ByteArrayOutputStream pickle = new ByteArrayOutputStream();
    private final StringBuilder fields = new StringBuilder();
    private final StringBuilder forward = new StringBuilder();
    private final List<String> names = new ArrayList<>();
    private final List<float[]> numbers = new ArrayList<>();
    private int layers;

    /** A layer of weights and biases, with its activation, such as {@code relu(%s)}. */
    TorchScriptNetwork layer(float[] weights, float[] biases, String activation) {
        layers++;
        parameter("w" + layers, weights, weights.length / biases.length, biases.length);
        parameter("b" + layers, biases, biases.length);
        forward.append("    x = torch.")
                .append(activation.formatted("torch.addmm(self.b" + layers + ", x, self.w" + layers + ")"))
                .append('\n');
        return this;
    }

    private void parameter(String name, float[] values, int... shape) {
        names.add('"' + name + "\", ");
        fields.append("  ").append(name).append(" : Tensor\n");
        text(name);
        write("ctorch._utils\n_rebuild_tensor_v2\n((");
        text("storage");
        write("ctorch\nFloatStorage\n");
        text(Integer.toString(numbers.size()));
        text("cpu");
        number(values.length);
        write("tQ");
        number(0);
        tuple(shape);
        tuple(shape.length == 1 ? new int[] {1} : new int[] {shape[1], 1});
        write("\u0089ccollections\nOrderedDict\n)RtRs");
        numbers.add(values);
    }

    private void tuple(int... values) {
        write("(");
        for (int value : values) {
            number(value);
        }
        write("t");
    }

    private void number(int value) {
        pickle.write(NUMBER);
        pickle.writeBytes(littleEndian(4).putInt(value).array());
    }

    private void text(String text) {
        pickle.write('X');
        pickle.writeBytes(littleEndian(4).putInt(text.length()).array());
        write(text);
    }

    private void write(String opcodes) {
        pickle.writeBytes(opcodes.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    void write(Path file) throws IOException {
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            entry(zip, "version", "3\n");
            entry(zip, "constants.pkl", "\u0080\u0002).");
            entry(
                    zip,
                    "code/__torch__.py",
                    "class Net(Module):\n  __parameters__ = [" + String.join("", names)
                            + "]\n  __buffers__ = []\n" + fields
                            + "  def forward(self: __torch__.Net,\n    x: Tensor) -> Tensor:\n"
                            + forward + "    return x\n");
            entry(
                    zip,
                    "data.pkl",
                    "\u0080\u0002c__torch__\nNet\n)\u0081}" + pickle.toString(StandardCharsets.ISO_8859_1) + "b.");
            for (int i = 0; i < numbers.size(); i++) {
                float[] values = numbers.get(i);
                ByteBuffer bytes = littleEndian(values.length * Float.BYTES);
                bytes.asFloatBuffer().put(values);
                zip.putNextEntry(new ZipEntry("net/data/" + i));
                zip.write(bytes.array());
            }
        }
    }

    private static void entry(ZipOutputStream zip, String name, String content) throws IOException {
        zip.putNextEntry(new ZipEntry("net/" + name));
        zip.write(content.getBytes(StandardCharsets.ISO_8859_1));
    }
}
