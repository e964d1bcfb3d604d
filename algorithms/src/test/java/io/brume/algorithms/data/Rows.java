package io.brume.algorithms.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** Rows in a form that assertions can compare. */
final class Rows {
    private Rows() {}

    static Batch only(Dataset dataset) throws IOException {
        var batches = dataset.load();
        assertThat(batches).hasSize(1);
        return batches.getFirst();
    }

    static float[][] dense(DenseBatch batch) {
        var rows = new float[batch.rows()][];
        for (int r = 0; r < rows.length; r++) {
            rows[r] = Arrays.copyOfRange(batch.values(), batch.offset(r), batch.offset(r) + batch.columns());
        }
        return rows;
    }

    static byte[] gzip(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    static byte[] concat(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
