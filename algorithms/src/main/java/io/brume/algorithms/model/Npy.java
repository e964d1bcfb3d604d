package io.brume.algorithms.model;

import io.brume.algorithms.BadModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Arrays in NumPy's file format, version 1.0: little-endian, row by row, of 32-bit floats, 64-bit floats, 32-bit or 64-bit
 * whole numbers. {@code numpy.load} reads them.
 */
public final class Npy {
    private static final int CHUNK = 1 << 20;
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    private static final Pattern HEADER = Pattern.compile(
            "\\{ *'descr' *: *'([<|][a-z][0-9])' *, *'fortran_order' *: *False *, *'shape' *: *\\(([0-9, L]*)\\) *,? *} *\n?");

    private Npy() {}

    /**
     * An array and its shape.
     *
     * @param values a {@code float[]}, {@code double[]}, {@code int[]} or {@code long[]}
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Array(Object values, int[] shape) {
        public static Array of(float[] values, int... shape) {
            return new Array(values, shape.length == 0 ? new int[] {values.length} : shape);
        }

        public static Array of(double[] values, int... shape) {
            return new Array(values, shape.length == 0 ? new int[] {values.length} : shape);
        }

        public static Array of(int[] values, int... shape) {
            return new Array(values, shape.length == 0 ? new int[] {values.length} : shape);
        }

        public static Array of(long[] values, int... shape) {
            return new Array(values, shape.length == 0 ? new int[] {values.length} : shape);
        }

        public Array {
            if (java.lang.reflect.Array.getLength(values) != count(shape)) {
                throw new IllegalArgumentException("an array of " + java.lang.reflect.Array.getLength(values)
                        + " elements does not have the shape " + Arrays.toString(shape));
            }
        }
    }

    private static long count(int[] shape) {
        long count = 1;
        for (int length : shape) {
            count = Math.multiplyExact(count, length);
        }
        return count;
    }

    public static void write(Path file, Array array) throws IOException {
        try (var channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            writeFully(channel, header(array));
            var chunk = ByteBuffer.allocateDirect(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
            int size = java.lang.reflect.Array.getLength(array.values());
            int width = width(array.values());
            for (int from = 0; from < size; from += CHUNK / width) {
                int count = Math.min(CHUNK / width, size - from);
                chunk.clear();
                switch (array.values()) {
                    case float[] values -> chunk.asFloatBuffer().put(values, from, count);
                    case double[] values -> chunk.asDoubleBuffer().put(values, from, count);
                    case int[] values -> chunk.asIntBuffer().put(values, from, count);
                    case long[] values -> chunk.asLongBuffer().put(values, from, count);
                    default -> throw new IllegalArgumentException("not an array of numbers");
                }
                writeFully(channel, chunk.limit(count * width));
            }
            channel.force(true);
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static int width(Object values) {
        return values instanceof double[] || values instanceof long[] ? 8 : 4;
    }

    private static ByteBuffer header(Array array) {
        String type = switch (array.values()) {
            case float[] floats -> "<f4";
            case double[] doubles -> "<f8";
            case int[] ints -> "<i4";
            case long[] longs -> "<i8";
            default -> throw new IllegalArgumentException("not an array of numbers");
        };
        var shape = new StringBuilder();
        for (int length : array.shape()) {
            shape.append(length).append(array.shape().length == 1 ? "," : ", ");
        }
        if (array.shape().length > 1) {
            shape.setLength(shape.length() - 2);
        }
        String dictionary = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + shape + "), }";
        int length = (MAGIC.length + 2 + dictionary.length() + 1 + 63) / 64 * 64 - MAGIC.length - 2;
        var header = ByteBuffer.allocate(MAGIC.length + 2 + length).order(ByteOrder.LITTLE_ENDIAN);
        header.put(MAGIC).putShort((short) length);
        header.put(
                (dictionary + " ".repeat(length - 1 - dictionary.length()) + "\n").getBytes(StandardCharsets.US_ASCII));
        return header.flip();
    }

    /** @throws BadModelException where the file is not such an array, or is cut off */
    public static Array read(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            var start = readFully(channel, ByteBuffer.allocate(MAGIC.length + 2).order(ByteOrder.LITTLE_ENDIAN), file);
            if (!Arrays.equals(start.array(), 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
                throw new BadModelException(file + " is not a NumPy array of format version 1.0");
            }
            int length = Short.toUnsignedInt(start.getShort(MAGIC.length));
            var text = readFully(channel, ByteBuffer.allocate(length), file);
            Matcher header = HEADER.matcher(new String(text.array(), StandardCharsets.US_ASCII));
            if (!header.matches()) {
                throw new BadModelException(file + " has a header that is not understood");
            }
            int[] shape = shape(header.group(2), file);
            long count = count(shape);
            int width = header.group(1).endsWith("8") ? 8 : 4;
            if (channel.size() - channel.position() != count * width || count > Integer.MAX_VALUE - 8) {
                throw new BadModelException(file + " does not have the length that its header says");
            }
            return new Array(values(channel, header.group(1), (int) count, file), shape);
        }
    }

    private static int[] shape(String text, Path file) {
        try {
            return Arrays.stream(text.split(","))
                    .map(String::trim)
                    .filter(part -> !part.isEmpty())
                    .mapToInt(Integer::parseInt)
                    .toArray();
        } catch (NumberFormatException e) {
            throw new BadModelException(file + " has a shape that is not understood", e);
        }
    }

    private static Object values(FileChannel channel, String type, int size, Path file) throws IOException {
        Object values = switch (type) {
            case "<f4" -> new float[size];
            case "<f8" -> new double[size];
            case "<i4" -> new int[size];
            case "<i8" -> new long[size];
            default -> throw new BadModelException(file + " holds values of type " + type + ", which no model has");
        };
        int width = width(values);
        var chunk = ByteBuffer.allocateDirect(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < size; from += CHUNK / width) {
            int count = Math.min(CHUNK / width, size - from);
            readFully(channel, chunk.clear().limit(count * width), file);
            chunk.flip();
            switch (values) {
                case float[] array -> chunk.asFloatBuffer().get(array, from, count);
                case double[] array -> chunk.asDoubleBuffer().get(array, from, count);
                case int[] array -> chunk.asIntBuffer().get(array, from, count);
                case long[] array -> chunk.asLongBuffer().get(array, from, count);
                default -> throw new IllegalStateException();
            }
        }
        return values;
    }

    private static ByteBuffer readFully(FileChannel channel, ByteBuffer into, Path file) throws IOException {
        while (into.hasRemaining()) {
            if (channel.read(into) < 0) {
                throw new BadModelException(file + " is cut off");
            }
        }
        return into;
    }
}
