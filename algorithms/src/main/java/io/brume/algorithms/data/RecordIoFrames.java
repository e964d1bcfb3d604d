package io.brume.algorithms.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * RecordIO's frames: the magic number, a word of which the upper three bits say which part of a record follows (0 all of it,
 * 1 the first, 2 a middle, 3 the last) and the others how many bytes, those bytes, and zeros up to a multiple of four. All
 * little-endian. Parts are joined by the magic number, which a record was split at.
 */
final class RecordIoFrames {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final String UNIT = "record";

    private final Input input;
    private long number;
    private int offset;
    private byte @Nullable [] joined;

    RecordIoFrames(Input input) {
        this.input = input;
    }

    /** The length of the next record, or -1 at the end. */
    int next() throws IOException {
        number++;
        joined = null;
        int header = header();
        if (header == -1) {
            return -1;
        }
        int length = header & 0x1fffffff;
        int part = header >>> 29;
        if (part == 0) {
            offset = payload(length);
            return length;
        } else if (part != 1) {
            throw input.bad(UNIT, number, "the record begins with part " + part + " of one");
        }
        return joinParts(length);
    }

    private int joinParts(int firstLength) throws IOException {
        var parts = new ByteArrayOutputStream();
        int length = firstLength;
        int part = 1;
        while (true) {
            int from = payload(length);
            parts.write(input.buffer, from, length);
            if (part == 3) {
                joined = parts.toByteArray();
                offset = 0;
                return joined.length;
            }
            byte[] magic = new byte[4];
            INT.set(magic, 0, RecordIoReader.MAGIC);
            parts.write(magic, 0, 4);
            int header = header();
            part = header >>> 29;
            length = header & 0x1fffffff;
            if (header == -1 || part < 2 || part > 3 || parts.size() > 1 << 30) {
                throw input.bad(UNIT, number, "the record's parts are cut off or too long");
            }
        }
    }

    /** The word after the magic number; -1 at the end. */
    private int header() throws IOException {
        if (!input.fill(8, UNIT, number)) {
            if (input.position == input.limit) {
                return -1;
            }
            throw input.bad(UNIT, number, "the file ends within a record's head");
        }
        int magic = (int) INT.get(input.buffer, input.position);
        if (magic != RecordIoReader.MAGIC) {
            throw input.bad(
                    UNIT,
                    number,
                    "the record does not begin with RecordIO's magic number but with 0x%08x".formatted(magic));
        }
        int header = (int) INT.get(input.buffer, input.position + 4);
        input.position += 8;
        if (header == -1) {
            throw input.bad(UNIT, number, "the record's head is broken");
        }
        return header;
    }

    /** Where so many bytes begin, having moved behind them and what pads them. */
    private int payload(int length) throws IOException {
        int padded = length + 3 & ~3;
        if (!input.fill(padded, UNIT, number)) {
            throw input.bad(
                    UNIT,
                    number,
                    "the file ends within the record: " + (input.limit - input.position) + " of its " + length
                            + " bytes are there");
        }
        int from = input.position;
        input.position += padded;
        return from;
    }

    byte[] bytes() {
        return joined == null ? input.buffer : joined;
    }

    int offset() {
        return offset;
    }

    /** Of the record that was read last, counted from 1. */
    long number() {
        return number;
    }
}
