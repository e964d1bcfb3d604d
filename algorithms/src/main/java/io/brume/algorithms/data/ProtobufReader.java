package io.brume.algorithms.data;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Walks over one protobuf message in an array; see the encoding's description at protobuf.dev. */
final class ProtobufReader {
    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int LENGTH = 2;
    static final int FIXED32 = 5;

    private static final ValueLayout.OfFloat FLOATS =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfDouble DOUBLES =
            ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes = new byte[0];
    private MemorySegment segment = MemorySegment.ofArray(bytes);
    int position;

    /** Says what is wrong with a message; without a stack trace, since it is only ever told on. */
    static final class Malformed extends Exception {
        Malformed(String reason) {
            super(reason, null, false, false);
        }
    }

    void reset(byte[] array, int from) {
        if (array != bytes) {
            bytes = array;
            segment = MemorySegment.ofArray(array);
        }
        position = from;
    }

    long varint(int end) throws Malformed {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (position >= end) {
                throw new Malformed("a number is cut off");
            }
            byte next = bytes[position++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new Malformed("a number has more than ten bytes");
    }

    /** The end of the bytes whose length stands here. */
    int nested(int end) throws Malformed {
        long length = varint(end);
        if (length < 0 || length > end - position) {
            throw new Malformed("a field is longer than what holds it");
        }
        return position + (int) length;
    }

    void skip(int tag, int end) throws Malformed {
        switch (tag & 7) {
            case VARINT -> varint(end);
            case FIXED64 -> advance(8, end);
            case LENGTH -> position = nested(end);
            case FIXED32 -> advance(4, end);
            default -> throw new Malformed("a field has the unknown wire type " + (tag & 7));
        }
    }

    private void advance(int count, int end) throws Malformed {
        if (count > end - position) {
            throw new Malformed("a field is longer than what holds it");
        }
        position += count;
    }

    boolean equals(String ascii, int to) {
        if (to - position != ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (bytes[position + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    void floats(Numbers into, int tag, int end) throws Malformed {
        int to = packed(tag, FIXED32, 4, end);
        int count = (to - position) / 4;
        into.ensure(count);
        MemorySegment.copy(segment, FLOATS, position, into.values, into.size, count);
        into.size += count;
        position = to;
    }

    void doubles(Numbers into, int tag, int end) throws Malformed {
        int to = packed(tag, FIXED64, 8, end);
        into.ensure((to - position) / 8);
        for (; position < to; position += 8) {
            into.values[into.size++] = (float) segment.get(DOUBLES, position);
        }
    }

    void ints(Numbers into, int tag, int end) throws Malformed {
        int to = (tag & 7) == LENGTH ? nested(end) : end;
        do {
            if (position < to) {
                into.ensure(1);
                into.values[into.size++] = (int) varint(to);
            }
        } while ((tag & 7) == LENGTH && position < to);
    }

    void keys(Keys into, int tag, int end) throws Malformed {
        if ((tag & 7) != LENGTH) {
            into.add(varint(end));
            return;
        }
        int to = nested(end);
        while (position < to) {
            into.add(varint(to));
        }
    }

    /** Where a run of fixed-size numbers ends that begins at the position, packed or a single one. */
    private int packed(int tag, int single, int size, int end) throws Malformed {
        if ((tag & 7) == single) {
            if (size > end - position) {
                throw new Malformed("a number is cut off");
            }
            return position + size;
        } else if ((tag & 7) != LENGTH) {
            throw new Malformed("a field has the wire type " + (tag & 7) + ", which numbers do not have");
        }
        int to = nested(end);
        if ((to - position) % size != 0) {
            throw new Malformed("a list of numbers is cut off");
        }
        return to;
    }

    /** Numbers that grow. */
    static final class Numbers {
        float[] values = new float[64];
        int size;

        void ensure(int more) {
            if (values.length - size < more) {
                values = Arrays.copyOf(values, Math.max(2 * values.length, size + more));
            }
        }
    }

    /** Whole numbers that grow. */
    static final class Keys {
        long[] values = new long[64];
        int size;

        void add(long value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
            }
            values[size++] = value;
        }
    }
}
