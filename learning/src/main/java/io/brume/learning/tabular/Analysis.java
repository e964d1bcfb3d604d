package io.brume.learning.tabular;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Looks at every row of a table once, and says what its columns are. */
public final class Analysis {

    /** Values of a column that are told apart. */
    private static final int MOST_VALUES = 1_000;
    /** Values that become a number each. */
    private static final int MOST_CATEGORIES = 40;

    private static final int BUCKETS = 64;
    /** Words in a field that make it a text. */
    private static final double WORDS = 2.5;

    private static final int MOST_CLASSES = 1_000;
    /** A target of whole numbers with at most so many values is taken for classes. */
    private static final int FEW = 20;

    /** What was seen of a column. */
    private static final class Seen {
        private long known;
        private long numbers;
        private long words;
        private boolean whole = true;
        private double sum;
        private final Map<String, Integer> values = new LinkedHashMap<>();
    }

    private final List<String> header;
    private final int target;
    private final List<Seen> seen = new ArrayList<>();
    private long rows;

    /** @throws IllegalArgumentException when there is no such column */
    public Analysis(List<String> header, String target) {
        this.header = List.copyOf(header);
        this.target = header.indexOf(target);
        if (this.target < 0) {
            throw new IllegalArgumentException(
                    "The target attribute " + target + " is not a column of the input: " + String.join(", ", header));
        }
        header.forEach(_ -> seen.add(new Seen()));
    }

    /** Where the target stands in a row. */
    public int target() {
        return target;
    }

    public long rows() {
        return rows;
    }

    /** @throws IllegalArgumentException when it is no row of the table */
    public void add(List<String> row) {
        if (row.size() != header.size()) {
            throw new IllegalArgumentException("Row " + (rows + 1) + " of the input has " + row.size()
                    + " fields, and the header has " + header.size() + ".");
        }
        rows++;
        for (int i = 0; i < row.size(); i++) {
            String field = row.get(i);
            if (Column.isMissing(field)) {
                continue;
            }
            Seen one = seen.get(i);
            one.known++;
            float number = Column.number(field);
            if (Float.isNaN(number)) {
                one.words += field.split("\\s+").length;
            } else {
                one.numbers++;
                one.sum += number;
                one.whole &= number == Math.rint(number);
            }
            if (one.values.size() < MOST_VALUES || one.values.containsKey(field)) {
                one.values.merge(field, 1, Integer::sum);
            }
        }
    }

    /** Whether the target looks like classes rather than like an amount. */
    public boolean looksLikeClasses() {
        Seen one = seen.get(target);
        return one.numbers < one.known || one.whole && one.values.size() <= FEW;
    }

    /**
     * What is known of the table.
     *
     * @param classes whether the target has classes
     * @param textColumn the column that a model of texts reads; null for models of numbers
     * @throws IllegalArgumentException when there is nothing to learn
     */
    public Table table(boolean classes, @org.jspecify.annotations.Nullable String textColumn) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < header.size(); i++) {
            if (i != target) {
                columns.add(column(header.get(i), seen.get(i)));
            }
        }
        int text = textColumn == null
                ? -1
                : columns.stream().map(Column::name).toList().indexOf(textColumn);
        if (textColumn != null && text < 0) {
            throw new IllegalArgumentException("The content column " + textColumn + " is not a column of the input.");
        }
        List<String> labels = List.of();
        Seen goal = seen.get(target);
        if (classes) {
            labels = goal.values.keySet().stream()
                    .sorted(Comparator.comparingDouble(Analysis::order).thenComparing(Comparator.naturalOrder()))
                    .toList();
            if (labels.size() < 2 || labels.size() >= MOST_CLASSES) {
                throw new IllegalArgumentException("The target attribute " + header.get(target) + " has "
                        + labels.size() + " different values; there have to be from 2 to " + (MOST_CLASSES - 1)
                        + " classes.");
            }
        } else if (goal.numbers < goal.known || goal.known == 0) {
            throw new IllegalArgumentException(
                    "The target attribute " + header.get(target) + " has values that are no numbers.");
        }
        var table = new Table(columns, header.get(target), labels, text);
        if (text < 0 && table.width() == 0) {
            throw new IllegalArgumentException("There is no column to learn from.");
        }
        return table;
    }

    private static double order(String label) {
        float number = Column.number(label);
        return Float.isNaN(number) ? Double.POSITIVE_INFINITY : number;
    }

    private Column column(String name, Seen one) {
        if (one.values.size() < 2) {
            return new Column.Ignored(name);
        }
        if (one.numbers == one.known) {
            return new Column.Number(name, (float) (one.sum / one.numbers), one.known < rows);
        }
        if ((double) one.words / one.known >= WORDS) {
            return new Column.Words(name, BUCKETS);
        }
        if (one.values.size() >= MOST_VALUES || one.values.size() > Math.max(2, one.known * 0.9)) {
            return new Column.Ignored(name); // names and numbers of things
        }
        return new Column.Category(
                name,
                one.values.entrySet().stream()
                        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                        .limit(MOST_CATEGORIES)
                        .map(Map.Entry::getKey)
                        .toList());
    }
}
