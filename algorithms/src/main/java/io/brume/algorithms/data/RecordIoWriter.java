package io.brume.algorithms.data;

import io.brume.algorithms.protobuf.ProtobufWriter;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/** Writes rows as RecordIO-protobuf: dense ones as values, sparse ones as values, keys and shape. */
public final class RecordIoWriter implements Closeable {
    private final OutputStream out;
    private final ProtobufWriter record = new ProtobufWriter();
    private final ProtobufWriter tensor = new ProtobufWriter();

    /** The stream is closed with the writer. */
    public RecordIoWriter(OutputStream out) {
        this.out = new BufferedOutputStream(out, 1 << 16);
    }

    public void write(Batch batch) throws IOException {
        for (int r = 0; r < batch.rows(); r++) {
            record.clear();
            tensor.clear();
            switch (batch) {
                case DenseBatch dense -> tensor.floats(1, dense.values(), dense.offset(r), dense.columns());
                case SparseBatch sparse -> {
                    int from = sparse.starts()[r];
                    int count = sparse.starts()[r + 1] - from;
                    var keys = new long[count];
                    for (int i = 0; i < count; i++) {
                        keys[i] = sparse.indices()[from + i];
                    }
                    tensor.floats(1, sparse.values(), from, count)
                            .numbers(2, keys)
                            .numbers(3, sparse.columns());
                }
                case TextBatch text ->
                    throw new IllegalArgumentException("text cannot be written as RecordIO-protobuf");
            }
            entry(1);
            if (batch.labelWidth() > 0) {
                tensor.clear();
                tensor.floats(1, batch.labels(), r * batch.labelWidth(), batch.labelWidth());
                entry(2);
            }
            frame();
        }
    }

    /** Adds the tensor to a map of the record, under {@code values}. */
    private void entry(int map) {
        var value = new ProtobufWriter().message(2, tensor);
        record.message(map, new ProtobufWriter().text(1, "values").message(2, value));
    }

    private void frame() throws IOException {
        word(RecordIoReader.MAGIC);
        word(record.size());
        record.writeTo(out);
        for (int i = record.size(); i % 4 != 0; i++) {
            out.write(0);
        }
    }

    private void word(int value) throws IOException {
        out.write(value);
        out.write(value >>> 8);
        out.write(value >>> 16);
        out.write(value >>> 24);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
