package io.brume.algorithms.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brume.algorithms.BadDataException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The files were written by DuckDB 1.4.4. In {@code rows.*} row {@code i} has {@code label = i % 2} (TINYINT),
 * {@code f = i / 4} (FLOAT), {@code d = i / 8} (DOUBLE), {@code n = i} (INTEGER), {@code l = 1000 i} (BIGINT) and
 * {@code b = i % 3 = 0} (BOOLEAN); in {@code missing} the third of four rows has no {@code x}; {@code text} holds text.
 */
class ParquetTest {
    private static byte[] bytes(String file) throws IOException {
        try (var in = ParquetTest.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IOException("no " + file);
            }
            return in.readAllBytes();
        }
    }

    private static Dataset parquet(String name, byte[] bytes, Format format) {
        return Dataset.of(List.of(Source.bytes(name, bytes)), format);
    }

    @Test
    void columnsOfEveryNumericTypeAreRead() throws IOException {
        var batch = (DenseBatch) Rows.only(parquet("a.parquet", bytes("rows.plain.parquet"), Format.parquet()));
        assertThat(Rows.dense(batch)).isDeepEqualTo(new float[][] {
            {0, 0, 0, 0, 1},
            {0.25f, 0.125f, 1, 1000, 0},
            {0.5f, 0.25f, 2, 2000, 0},
            {0.75f, 0.375f, 3, 3000, 1},
            {1, 0.5f, 4, 4000, 0}
        });
        assertThat(Arrays.copyOf(batch.labels(), 5)).containsExactly(0, 1, 0, 1, 0);
    }

    @Test
    void compressedFilesOfManyRowsAreReadInOrder() throws IOException {
        var rows = new ArrayList<float[]>();
        for (Batch batch : parquet("a.parquet", bytes("rows.snappy.parquet"), Format.parquet())
                .load()) {
            rows.addAll(Arrays.asList(Rows.dense((DenseBatch) batch)));
        }
        assertThat(rows).hasSize(3000);
        for (int i = 0; i < rows.size(); i++) {
            assertThat(rows.get(i)).containsExactly(i / 4f, i / 8f, i, i * 1000f, i % 3 == 0 ? 1 : 0);
        }
    }

    @Test
    void aMissingValueIsNamedOrTaken() throws IOException {
        byte[] missing = bytes("missing.parquet");
        assertThatThrownBy(() -> parquet("a.parquet", missing, Format.parquet()).load())
                .isInstanceOf(BadDataException.class)
                .hasMessage("a.parquet, record 3: the column x is missing");
        var batch = (DenseBatch) Rows.only(parquet("a.parquet", missing, new Format.ParquetFormat(1, true)));
        assertThat(Arrays.deepEquals(Rows.dense(batch), new float[][] {{0}, {1}, {Float.NaN}, {3}}))
                .isTrue();
    }

    @Test
    void columnsWithoutNumbersAreNamed() throws IOException {
        byte[] text = bytes("text.parquet");
        assertThatThrownBy(() -> parquet("a.parquet", text, Format.parquet()).load())
                .isInstanceOf(BadDataException.class)
                .hasMessage("a.parquet: the column x does not hold numbers");
    }

    @Test
    void aFileThatIsCutOffIsAnError() throws IOException {
        byte[] whole = bytes("rows.plain.parquet");
        for (int length = 0; length < whole.length; length += 7) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> parquet("a.parquet", cut, Format.parquet()).load())
                    .isInstanceOf(BadDataException.class)
                    .hasMessageStartingWith("a.parquet: the file is not Parquet, or is broken");
        }
    }
}
