package io.brume.bench.quality;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A Markdown table whose first column is text and whose others are figures. */
final class Table {

    private final List<List<String>> rows = new ArrayList<>();

    Table(String... header) {
        rows.add(List.of(header));
    }

    /** @param cells text, whole numbers, or ratios shown with three decimals */
    void row(Object... cells) {
        rows.add(Arrays.stream(cells).map(Table::shown).toList());
    }

    private static String shown(Object cell) {
        return cell instanceof Double ratio ? ratio(ratio) : cell.toString();
    }

    static String ratio(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.3f", value);
    }

    String markdown() {
        int columns = rows.getFirst().size();
        var out = new StringBuilder(line(rows.getFirst()));
        out.append("|---").append("|--:".repeat(columns - 1)).append("|\n");
        rows.stream().skip(1).map(Table::line).forEach(out::append);
        return out.toString();
    }

    private static String line(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
