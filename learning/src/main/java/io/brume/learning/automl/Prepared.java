package io.brume.learning.automl;

import io.brume.learning.tabular.Analysis;
import io.brume.learning.tabular.Table;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.ProblemType;

/**
 * Data as algorithms take it, in a file, and the rows that candidates are judged by, as people wrote them.
 *
 * @param rows without the target
 * @param goals the number, or the place among the labels, that would be right for each of them
 */
record Prepared(Table table, Path train, List<List<String>> rows, List<Double> goals) {

    /** Rows that candidates are judged by, at most: they are held in memory. */
    private static final int MOST_ROWS = 50_000;

    private static final long SEED = 7;

    /** Which column is the target, and whether it has classes. */
    private record Goal(int column, List<String> labels) {

        /** The number of a field; NaN where it is missing. */
        double of(String field) {
            if (labels.isEmpty()) {
                try {
                    return Double.parseDouble(field);
                } catch (NumberFormatException e) {
                    return Double.NaN;
                }
            }
            int place = labels.indexOf(field);
            return place < 0 ? Double.NaN : place;
        }
    }

    /**
     * Looks at the rows, and writes them.
     *
     * @param validation null to take a part of the training rows
     * @param fraction that part
     * @throws IllegalArgumentException when nothing can be learnt from them
     */
    static Prepared of(Problem problem, Input training, @Nullable Input validation, double fraction, Path folder)
            throws IOException {
        var analyses = new ArrayList<Analysis>(1);
        var _ = training.read(header -> {
            analyses.add(new Analysis(header, problem.target()));
            return analyses.getFirst()::add;
        });
        Analysis analysis = analyses.getFirst();
        boolean classes = problem.text() != null
                || (problem.type() == null ? analysis.looksLikeClasses() : problem.type() != ProblemType.REGRESSION);
        Table table = analysis.table(classes, problem.text());
        if (problem.type() == ProblemType.BINARY_CLASSIFICATION
                && table.labels().size() != 2) {
            throw new IllegalArgumentException("The target attribute " + problem.target() + " has "
                    + table.labels().size() + " classes, not two.");
        }
        var goal = new Goal(analysis.target(), table.labels());
        List<List<String>> rows = new ArrayList<>();
        List<Double> goals = new ArrayList<>();
        Path train = folder.resolve("train.csv");
        var random = new SplittableRandom(SEED);
        long[] learnt = {0};
        try (Writer writer = Files.newBufferedWriter(train)) {
            var _ = training.read(_ -> row -> {
                double number = goal.of(row.get(goal.column));
                if (Double.isNaN(number)) {
                    return;
                }
                boolean judges = validation == null && random.nextDouble() < fraction;
                List<String> fields = without(row, goal.column);
                if (!judges) {
                    write(table, fields, number, writer);
                    learnt[0]++;
                } else if (rows.size() < MOST_ROWS) {
                    rows.add(fields);
                    goals.add(number);
                }
            });
        }
        if (validation != null) {
            var _ = validation.read(_ -> row -> {
                double number = goal.of(row.size() > goal.column ? row.get(goal.column) : "");
                if (!Double.isNaN(number) && rows.size() < MOST_ROWS) {
                    rows.add(without(row, goal.column));
                    goals.add(number);
                }
            });
        }
        if (learnt[0] < 2 || rows.isEmpty()) {
            throw new IllegalArgumentException(
                    "There are too few rows: " + learnt[0] + " to learn from, and " + rows.size() + " to judge by.");
        }
        return new Prepared(table, train, rows, goals);
    }

    private static List<String> without(List<String> row, int column) {
        List<String> fields = new ArrayList<>(row);
        fields.remove(column);
        return fields;
    }

    private static void write(Table table, List<String> fields, double goal, Writer to) throws IOException {
        if (table.text() >= 0) {
            to.write("__label__" + (int) goal + " " + table.text(fields) + "\n");
            return;
        }
        to.write(table.labels().isEmpty() ? Double.toString(goal) : Integer.toString((int) goal));
        for (float value : table.encode(fields)) {
            to.write(',');
            to.write(
                    value == Math.rint(value) && Math.abs(value) < 1e6
                            ? Integer.toString((int) value)
                            : Float.toString(value));
        }
        to.write('\n');
    }
}
