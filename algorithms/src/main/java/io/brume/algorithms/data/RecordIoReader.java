package io.brume.algorithms.data;

import io.brume.algorithms.BadDataException;
import io.brume.algorithms.data.ProtobufReader.Keys;
import io.brume.algorithms.data.ProtobufReader.Malformed;
import io.brume.algorithms.data.ProtobufReader.Numbers;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads RecordIO frames of protobuf records: {@code aialgs.data.Record}, as Amazon publishes it, with the tensor called
 * {@code values} in {@code features} and in {@code label}. A record is sparse where its tensor has keys, or fewer values than
 * its shape says; the first record decides which kind of batches there are, and records of the other kind are converted.
 */
final class RecordIoReader implements BatchReader {
    static final int MAGIC = 0xced7230a;

    private final Input input;
    private final RecordIoFrames frames;
    private final Width width;
    private final ProtobufReader wire = new ProtobufReader();
    private final Tensor features = new Tensor();
    private final Tensor label = new Tensor();

    RecordIoReader(Source source, Width width) throws IOException {
        this.width = width;
        input = new Input(source);
        frames = new RecordIoFrames(input);
    }

    /** A tensor of a record. */
    private static final class Tensor {
        final Numbers values = new Numbers();
        final Keys keys = new Keys();
        final Keys shape = new Keys();
        boolean present;

        void clear() {
            values.size = 0;
            keys.size = 0;
            shape.size = 0;
            present = false;
        }

        /** Elements by the shape; -1 where there is none. */
        long elements() {
            if (shape.size == 0) {
                return -1;
            }
            long elements = 1;
            for (int i = 0; i < shape.size; i++) {
                long next = shape.values[i];
                if (next < 0 || next > Integer.MAX_VALUE || elements * next > Integer.MAX_VALUE) {
                    return Long.MAX_VALUE;
                }
                elements *= next;
            }
            return elements;
        }

        boolean sparse() {
            return keys.size > 0 || shape.size > 0 && values.size < elements();
        }
    }

    @Override
    public @Nullable Batch next() throws IOException {
        if (!read()) {
            return null;
        }
        if (width.columns() < 0) {
            measure();
        }
        return width.dense() ? dense() : sparse();
    }

    private void measure() {
        boolean sparse = features.sparse();
        int columns = sparse ? declared() : features.values.size;
        width.set(columns, label.values.size, !sparse);
    }

    private @Nullable Batch dense() throws IOException {
        var batch = BatchBuilder.dense(width.columns(), width.labels(), false);
        do {
            if (features.keys.size == 0 && !features.sparse()) {
                check(features.values.size == batch.columns, features.values.size, batch.columns);
                System.arraycopy(features.values.values, 0, batch.values, batch.rows * batch.stride, batch.columns);
            } else {
                int columns = declared();
                check(columns <= batch.columns, columns, batch.columns);
                for (int i = 0; i < features.values.size; i++) {
                    batch.values[batch.rows * batch.stride + key(i)] = features.values.values[i];
                }
            }
            checkLabels();
            System.arraycopy(label.values.values, 0, batch.labels, batch.rows * batch.labelWidth, batch.labelWidth);
            batch.rows++;
        } while (batch.hasRoom() && read());
        return batch.build();
    }

    private @Nullable Batch sparse() throws IOException {
        var batch = new BatchBuilder.Sparse(width.labels(), false);
        do {
            int columns = features.sparse() ? declared() : features.values.size;
            width.set(Math.max(width.columns(), columns), width.labels(), false);
            for (int i = 0; i < features.values.size; i++) {
                batch.add(features.keys.size == 0 ? i : key(i), features.values.values[i]);
            }
            checkLabels();
            int twice = batch.endRow(label.values.values, 1);
            if (twice >= 0) {
                throw bad("the key " + twice + " occurs twice");
            }
        } while (!batch.full() && read());
        return batch.build(width.columns());
    }

    /** The width that a sparse record has by its shape or, without one, by its keys. */
    private int declared() {
        long elements = features.elements();
        long highest = -1;
        for (int i = 0; i < features.keys.size; i++) {
            long key = features.keys.values[i];
            highest = Math.max(highest, key);
            if (key < 0) {
                throw bad("a key is too large: " + Long.toUnsignedString(key));
            }
        }
        if (elements > Integer.MAX_VALUE - 8 || highest >= Integer.MAX_VALUE - 8) {
            throw bad("a record cannot have more than " + (Integer.MAX_VALUE - 8) + " features");
        } else if (features.keys.size != features.values.size) {
            throw bad("the record has " + features.values.size + " values but " + features.keys.size + " keys");
        } else if (elements >= 0 && highest >= elements) {
            throw bad("the key " + highest + " lies outside of the shape, which has " + elements + " elements");
        }
        return (int) (elements >= 0 ? elements : highest + 1);
    }

    private int key(int i) {
        return (int) features.keys.values[i];
    }

    private void check(boolean fits, int found, int columns) {
        if (!fits) {
            throw bad("the record has " + found + " features, not " + columns + " as the records before");
        }
    }

    private void checkLabels() {
        if (label.values.size != width.labels()) {
            throw bad("the record has " + label.values.size + " labels, not " + width.labels()
                    + " as the records before");
        }
    }

    /** Reads the next record into the tensors; false at the end. */
    private boolean read() throws IOException {
        int length = frames.next();
        if (length < 0) {
            return false;
        }
        features.clear();
        label.clear();
        try {
            wire.reset(frames.bytes(), frames.offset());
            record(frames.offset() + length);
        } catch (Malformed e) {
            throw bad("the record is not an aialgs.data.Record: " + e.getMessage());
        }
        if (!features.present) {
            throw bad("the record has no features called \"values\"");
        }
        checkFinite(features.values, "feature");
        checkFinite(label.values, "label");
        return true;
    }

    private void record(int end) throws Malformed {
        while (wire.position < end) {
            int tag = (int) wire.varint(end);
            if (tag == (1 << 3 | ProtobufReader.LENGTH)) {
                entry(features, wire.nested(end));
            } else if (tag == (2 << 3 | ProtobufReader.LENGTH)) {
                entry(label, wire.nested(end));
            } else {
                wire.skip(tag, end);
            }
        }
    }

    /** An entry of a map: the key is field 1, the value field 2. */
    private void entry(Tensor into, int end) throws Malformed {
        boolean wanted = false;
        int valueFrom = -1;
        int valueTo = -1;
        while (wire.position < end) {
            int tag = (int) wire.varint(end);
            if (tag == (1 << 3 | ProtobufReader.LENGTH)) {
                int to = wire.nested(end);
                wanted = wire.equals("values", to);
                wire.position = to;
            } else if (tag == (2 << 3 | ProtobufReader.LENGTH)) {
                valueTo = wire.nested(end);
                valueFrom = wire.position;
                wire.position = valueTo;
            } else {
                wire.skip(tag, end);
            }
        }
        if (wanted && valueFrom >= 0) {
            wire.position = valueFrom;
            value(into, valueTo);
            into.present = true;
        }
        wire.position = end;
    }

    /** A value: field 2 is a tensor of float32, 3 of float64, 7 of int32, 9 of bytes. */
    private void value(Tensor into, int end) throws Malformed {
        while (wire.position < end) {
            int tag = (int) wire.varint(end);
            int number = tag >>> 3;
            if ((tag & 7) != ProtobufReader.LENGTH) {
                wire.skip(tag, end);
            } else if (number == 2 || number == 3 || number == 7) {
                tensor(into, number, wire.nested(end));
            } else if (number == 9) {
                throw new Malformed("its values are bytes, not numbers");
            } else {
                wire.skip(tag, end);
            }
        }
    }

    private void tensor(Tensor into, int kind, int end) throws Malformed {
        while (wire.position < end) {
            int tag = (int) wire.varint(end);
            switch (tag >>> 3) {
                case 1 -> {
                    switch (kind) {
                        case 2 -> wire.floats(into.values, tag, end);
                        case 3 -> wire.doubles(into.values, tag, end);
                        default -> wire.ints(into.values, tag, end);
                    }
                }
                case 2 -> wire.keys(into.keys, tag, end);
                case 3 -> wire.keys(into.shape, tag, end);
                default -> wire.skip(tag, end);
            }
        }
    }

    private void checkFinite(Numbers numbers, String what) {
        float[] values = numbers.values;
        int highest = 0;
        for (int i = 0; i < numbers.size; i++) {
            highest = Math.max(highest, Float.floatToRawIntBits(values[i]) & 0x7fffffff);
        }
        if (highest < 0x7f800000) {
            return;
        }
        for (int i = 0; i < numbers.size; i++) {
            if (!Float.isFinite(values[i])) {
                throw bad(what + " " + (i + 1) + " is not a finite number: " + values[i]);
            }
        }
    }

    private BadDataException bad(String reason) {
        return BadDataException.atRecord(input.name, frames.number(), reason);
    }

    @Override
    public double fraction() {
        return input.fraction();
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
