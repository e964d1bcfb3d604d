package io.brume.algorithms.model;

import io.brume.algorithms.protobuf.ProtobufWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An ONNX file (onnx.ai, IR version 8, opset 17, {@code ai.onnx.ml} 3) as far as our models need it: one graph of nodes over
 * tensors. Nodes have to be added in the order in which they compute. A dimension of -1 is the number of rows, {@code N}.
 */
public final class OnnxModel {
    private static final int IR_VERSION = 8;
    private static final int OPSET = 17;
    private static final int ML_OPSET = 3;
    /** The domain of operators for classic machine learning, such as {@code TreeEnsembleRegressor}. */
    public static final String ML = "ai.onnx.ml";

    /** What tensors are made of, with the numbers that ONNX gives them. */
    public enum Type {
        FLOAT(1),
        INT64(7),
        STRING(8);

        private final int number;

        Type(int number) {
            this.number = number;
        }
    }

    private final ProtobufWriter nodes = new ProtobufWriter();
    private final ProtobufWriter initialisers = new ProtobufWriter();
    private final ProtobufWriter inputs = new ProtobufWriter();
    private final ProtobufWriter outputs = new ProtobufWriter();
    private final String name;
    private int count;

    /** @param name of the graph */
    public OnnxModel(String name) {
        this.name = name;
    }

    public OnnxModel input(String tensor, Type type, long... shape) {
        inputs.message(11, value(tensor, type, shape));
        return this;
    }

    public OnnxModel output(String tensor, Type type, long... shape) {
        outputs.message(12, value(tensor, type, shape));
        return this;
    }

    private static ProtobufWriter value(String tensor, Type type, long... shape) {
        var dimensions = new ProtobufWriter();
        for (long length : shape) {
            var dimension = new ProtobufWriter();
            dimensions.message(1, length < 0 ? dimension.text(2, "N") : dimension.number(1, length));
        }
        var tensorType = new ProtobufWriter().number(1, type.number).message(2, dimensions);
        return new ProtobufWriter().text(1, tensor).message(2, new ProtobufWriter().message(1, tensorType));
    }

    /** A constant tensor; no shape makes a list of all values. */
    public OnnxModel constant(String tensor, float[] values, long... shape) {
        var message = tensor(tensor, Type.FLOAT, shape.length == 0 ? new long[] {values.length} : shape);
        initialisers.message(5, message.floats(9, values, 0, values.length));
        return this;
    }

    /** A constant single number, which has no dimensions. */
    public OnnxModel constant(String tensor, float value) {
        initialisers.message(5, tensor(tensor, Type.FLOAT).floats(9, new float[] {value}, 0, 1));
        return this;
    }

    public OnnxModel constant(String tensor, long[] values, long... shape) {
        var message = tensor(tensor, Type.INT64, shape.length == 0 ? new long[] {values.length} : shape);
        initialisers.message(5, message.numbers(7, values));
        return this;
    }

    private static ProtobufWriter tensor(String tensor, Type type, long... shape) {
        return new ProtobufWriter().numbers(1, shape).number(2, type.number).text(8, tensor);
    }

    /** A node of ONNX's own operators. */
    public OnnxModel node(String operator, List<String> from, List<String> to) {
        return node("", operator, from, to, Map.of());
    }

    /**
     * A node.
     *
     * @param domain empty, or {@link #ML}
     * @param attributes each a {@code Float}, {@code Long}, {@code String}, {@code float[]}, {@code long[]} or
     *     {@code String[]}
     */
    public OnnxModel node(
            String domain, String operator, List<String> from, List<String> to, Map<String, ?> attributes) {
        var node = new ProtobufWriter();
        from.forEach(tensor -> node.text(1, tensor));
        to.forEach(tensor -> node.text(2, tensor));
        node.text(3, operator + "_" + count++).text(4, operator);
        new LinkedHashMap<>(attributes).forEach((key, value) -> node.message(5, attribute(key, value)));
        nodes.message(1, domain.isEmpty() ? node : node.text(7, domain));
        return this;
    }

    private static ProtobufWriter attribute(String key, Object value) {
        var attribute = new ProtobufWriter().text(1, key);
        return switch (value) {
            case Float number -> attribute.number(2, number.floatValue()).number(20, 1);
            case Long number -> attribute.number(3, number.longValue()).number(20, 2);
            case String text -> attribute.text(4, text).number(20, 3);
            case float[] numbers ->
                attribute.floats(7, numbers, 0, numbers.length).number(20, 6);
            case long[] numbers -> attribute.numbers(8, numbers).number(20, 7);
            case String[] texts -> {
                for (String text : texts) {
                    attribute.bytes(9, text.getBytes(StandardCharsets.UTF_8));
                }
                yield attribute.number(20, 8);
            }
            default -> throw new IllegalArgumentException("an attribute cannot be a " + value.getClass());
        };
    }

    /** Writes the file; less than two gigabytes, which is what protobuf can hold. */
    public void write(Path file) throws IOException {
        var graph = new ProtobufWriter().text(2, name);
        var parts = List.of(nodes, initialisers, inputs, outputs);
        long size = graph.size();
        for (ProtobufWriter part : parts) {
            size += part.size();
        }
        var head = new ProtobufWriter().number(1, IR_VERSION).text(2, "brume");
        opset(head, "", OPSET);
        opset(head, ML, ML_OPSET);
        head.start(7, Math.toIntExact(size));
        try (var out = Files.newOutputStream(file)) {
            head.writeTo(out);
            graph.writeTo(out);
            for (ProtobufWriter part : parts) {
                part.writeTo(out);
            }
        }
    }

    private static void opset(ProtobufWriter model, String domain, int version) {
        model.message(8, new ProtobufWriter().text(1, domain).number(2, version));
    }
}
