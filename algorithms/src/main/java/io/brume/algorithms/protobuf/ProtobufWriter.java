package io.brume.algorithms.protobuf;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Builds one message; fields stand in the order in which they are added. */
public final class ProtobufWriter {
    private static final ValueLayout.OfFloat FLOATS =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int VARINT = 0;
    private static final int LENGTH = 2;
    private static final int FIXED32 = 5;

    private byte[] bytes = new byte[256];
    private int size;

    /** A number of type int32, int64, uint32, uint64, bool or enum. */
    public ProtobufWriter number(int field, long value) {
        varint((long) field << 3 | VARINT);
        varint(value);
        return this;
    }

    public ProtobufWriter number(int field, float value) {
        varint((long) field << 3 | FIXED32);
        ensure(4);
        MemorySegment.ofArray(bytes).set(FLOATS, size, value);
        size += 4;
        return this;
    }

    public ProtobufWriter text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    public ProtobufWriter bytes(int field, byte[] value) {
        header(field, value.length);
        append(value, value.length);
        return this;
    }

    public ProtobufWriter message(int field, ProtobufWriter value) {
        header(field, value.size);
        append(value.bytes, value.size);
        return this;
    }

    /** Packed numbers; also what a field of bytes holds when they are little-endian floats. */
    public ProtobufWriter floats(int field, float[] values, int from, int count) {
        int length = Math.multiplyExact(4, count);
        header(field, length);
        ensure(length);
        MemorySegment.copy(values, from, MemorySegment.ofArray(bytes), FLOATS, size, count);
        size += length;
        return this;
    }

    /** Packed numbers of type int32, int64, uint32 or uint64. */
    public ProtobufWriter numbers(int field, long... values) {
        var packed = new ProtobufWriter();
        for (long value : values) {
            packed.varint(value);
        }
        return message(field, packed);
    }

    /** Bytes so far. */
    public int size() {
        return size;
    }

    public void writeTo(OutputStream out) throws IOException {
        out.write(bytes, 0, size);
    }

    /** Forgets all fields, so that the next message can be built. */
    public void clear() {
        size = 0;
    }

    /** Begins a nested message of so many bytes, which somebody else writes behind this one. */
    public ProtobufWriter start(int field, int length) {
        header(field, length);
        return this;
    }

    private void header(int field, int length) {
        varint((long) field << 3 | LENGTH);
        varint(length);
    }

    private void varint(long value) {
        ensure(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    private void append(byte[] from, int count) {
        ensure(count);
        System.arraycopy(from, 0, bytes, size, count);
        size += count;
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            int needed = Math.addExact(size, more);
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(2L * bytes.length, needed)));
        }
    }
}
