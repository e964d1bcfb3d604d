package io.brume.learning.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnalysisTest {

    @TempDir
    private Path folder;

    private static List<List<String>> rows(String csv) throws IOException {
        List<List<String>> all = new ArrayList<>();
        try (var rows = new CsvRows(new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)))) {
            for (List<String> row = rows.next(); row != null; row = rows.next()) {
                all.add(row);
            }
        }
        return all;
    }

    private static Analysis analysis(String csv, String target) throws IOException {
        List<List<String>> all = rows(csv);
        var analysis = new Analysis(all.getFirst(), target);
        all.subList(1, all.size()).forEach(analysis::add);
        return analysis;
    }

    @Test
    void quotedFieldsHoldSeparatorsQuotesAndLineEnds() throws IOException {
        assertThat(rows("a,b\r\n\"x, \"\"y\"\"\nz\",2\n\n3,\n"))
                .containsExactly(List.of("a", "b"), List.of("x, \"y\"\nz", "2"), List.of("3", ""));
    }

    @Test
    void columnsBecomeWhatTheyLookLike() throws IOException {
        var csv = new StringBuilder("id,age,city,note,same,grade\n");
        for (int i = 0; i < 30; i++) {
            csv.append("n")
                    .append(i)
                    .append(',')
                    .append(i % 5 == 0 ? "" : String.valueOf(20 + i))
                    .append(i % 2 == 0 ? ",Rome" : ",Oslo")
                    .append(",it went well this time ")
                    .append(i)
                    .append(",x,")
                    .append(i % 3 == 0 ? "good" : "bad")
                    .append('\n');
        }
        Analysis analysis = analysis(csv.toString(), "grade");
        Table table = analysis.table(true, null);

        assertThat(analysis.looksLikeClasses()).isTrue();
        assertThat(table.labels()).containsExactly("bad", "good");
        assertThat(table.columns())
                .hasExactlyElementsOfTypes(
                        Column.Ignored.class,
                        Column.Number.class,
                        Column.Category.class,
                        Column.Words.class,
                        Column.Ignored.class);
        float[] numbers = table.encode(List.of("n9", "", "Oslo", "it went well", "x"));
        assertThat(numbers[1]).isEqualTo(1);
        table.save(folder);
        assertThat(Table.load(folder).encode(List.of("n9", "", "Oslo", "it went well", "x")))
                .isEqualTo(numbers);
    }

    @Test
    void amountsAreNoClasses() throws IOException {
        var csv = new StringBuilder("a,price\n");
        for (int i = 0; i < 30; i++) {
            csv.append(i).append(',').append(i * 1.5).append('\n');
        }
        assertThat(analysis(csv.toString(), "price").looksLikeClasses()).isFalse();
        assertThatThrownBy(() -> analysis(csv.toString(), "cost"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a, price");
        assertThatThrownBy(() -> analysis("a,b\n1,2\n1\n", "b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Row 2");
    }
}
