package io.brume.algorithms.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brume.algorithms.BadDataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The formats of which a row is a line: libsvm, JSON Lines, text. */
class LinesTest {
    private static Dataset dataset(String text, Format format) {
        return Dataset.of(List.of(Source.bytes("a.txt", text.getBytes(StandardCharsets.UTF_8))), format);
    }

    @Test
    void libsvmRowsAreSparse() throws IOException {
        var batch = (SparseBatch) Rows.only(dataset("1 0:1.5 7:2 # note\n\n-1\t3:1\n0\n", Format.libsvm()));
        assertThat(batch.columns()).isEqualTo(8);
        assertThat(batch.starts()).containsExactly(0, 2, 3, 3);
        assertThat(batch.indices()).containsExactly(0, 7, 3);
        assertThat(batch.values()).containsExactly(1.5f, 2, 1);
        assertThat(batch.labels()).containsExactly(1, -1, 0);
        assertThat(Rows.dense(batch.dense(8))[0]).containsExactly(1.5f, 0, 0, 0, 0, 0, 0, 2);
    }

    @Test
    void libsvmRowsMayHaveWeightsAndIndicesFromOneInAnyOrder() throws IOException {
        var batch = (SparseBatch) Rows.only(dataset("1:0.5 2:3 1:-4\n0:2 1:1\n", new Format.LibsvmFormat(5, 1)));
        assertThat(batch.columns()).isEqualTo(5);
        assertThat(batch.weights()).containsExactly(0.5f, 2);
        assertThat(batch.indices()).containsExactly(0, 1, 0);
        assertThat(batch.values()).containsExactly(-4, 3, 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 0:1;x 0:1|line 2: the label is not a number",
                "1 0:1;1 0:|line 2: the value of index 0 is not a number",
                "1 0:1;1 0:nan|line 2: the value of index 0 is not a finite number",
                "1 0:1;1 0|line 2: index:value is expected at character 3",
                "1 0:1;1 -1:2|line 2: index:value is expected at character 3",
                "1 0:1;1 99999999999:2|line 2: index:value is expected at character 3",
                "1 0:1;1 3:1 3:2|line 2: the index 3 occurs twice",
                "1 0:1;1:2 0:1|line 2: only this row has a weight",
                "1 0:1;1 0:1:2|line 2: a space is expected after 1 0:1",
            })
    void badLibsvmRowsAreNamed(String text, String message) {
        assertThatThrownBy(
                        () -> dataset(text.replace(';', '\n'), Format.libsvm()).load())
                .isInstanceOf(BadDataException.class)
                .hasMessage("a.txt, " + message);
    }

    @Test
    void jsonLinesAreDenseOrSparse() throws IOException {
        var dense = (DenseBatch) Rows.only(dataset(
                "{\"features\":[1.5,2],\"label\":1}\n{\"label\":[0],\"other\":{\"a\":[]},\"data\":{\"features\":{\"values\":[3,4]}}}\n",
                Format.jsonLines()));
        assertThat(Rows.dense(dense)).isDeepEqualTo(new float[][] {{1.5f, 2}, {3, 4}});
        assertThat(dense.label(0)).isEqualTo(1);
        var sparse = (SparseBatch) Rows.only(dataset(
                "{\"data\":{\"features\":{\"keys\":[26,182],\"shape\":[2000],\"values\":[1,4]}},\"weight\":2}\n",
                Format.jsonLines()));
        assertThat(sparse.columns()).isEqualTo(2000);
        assertThat(sparse.indices()).containsExactly(26, 182);
        assertThat(sparse.weight(0)).isEqualTo(2);
    }

    @Test
    void everyFileOfJsonLinesMayHaveWeights() throws IOException {
        byte[] row = "{\"features\":[1],\"weight\":3}\n".getBytes(StandardCharsets.UTF_8);
        var batches = Dataset.of(List.of(Source.bytes("a", row), Source.bytes("b", row)), Format.jsonLines())
                .load();
        assertThat(batches)
                .hasSize(2)
                .allSatisfy(batch -> assertThat(batch.weight(0)).isEqualTo(3));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[1]|line 1: the line is not a JSON object",
                "{\"label\":1}|line 1: the object has no features",
                "{\"features\":[1,\"a\"]}|line 1: the features must be numbers, not a",
                "{\"features\":[1e99]}|line 1: the features are too large for floats: 1e99",
                "{\"features\":[1]} x|line 1: the line is not JSON: *",
                "{\"features\":[1]|line 1: the line is not JSON: *",
                "{\"features\":[1]};{\"features\":[1,2]}|line 2: the row has 2 features, not 1 as the rows before",
                "{\"features\":{\"keys\":[5],\"shape\":[5],\"values\":[1]}}|line 1: the key 5 is out of range",
            })
    void badJsonLinesAreNamed(String text, String message) {
        assertThatThrownBy(() ->
                        dataset(text.replace(';', '\n'), Format.jsonLines()).load())
                .isInstanceOf(BadDataException.class)
                .hasMessageStartingWith("a.txt, " + message.replace("*", ""));
    }

    @Test
    void linesOfAFolderComeInTheOrderOfTheirFiles(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("b.txt"), "three");
        Files.write(folder.resolve("a.txt.gz"), Rows.gzip("one\r\ntwo\n"));
        Files.writeString(folder.resolve("_SUCCESS"), "no");
        Files.createDirectory(folder.resolve("c"));
        Files.writeString(folder.resolve("c/d.txt"), "\nvier äöü\n");
        var lines = new ArrayList<String>();
        try (var reader = Dataset.of(folder, Format.text()).lines()) {
            while (reader.next()) {
                lines.add(reader.text());
            }
        }
        assertThat(lines).containsExactly("one", "two", "three", "", "vier äöü");
    }

    @Test
    void labelledLinesAreSplit() {
        assertThat(LabelledLine.of("__label__a the  cat\t__label__b sat\n"))
                .isEqualTo(new LabelledLine(List.of("a", "b"), List.of("the", "cat", "sat")));
    }

    @Test
    void textCanBeScoredInBatches() throws IOException {
        assertThat(Rows.only(dataset("a\nb", Format.text()))).isEqualTo(new TextBatch(List.of("a", "b")));
    }
}
