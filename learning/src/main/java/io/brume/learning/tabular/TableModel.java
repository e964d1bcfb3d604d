package io.brume.learning.tabular;

import io.brume.algorithms.Prediction;
import io.brume.algorithms.Predictor;
import io.brume.algorithms.blazingtext.TextClassifier;
import io.brume.algorithms.data.DenseBatch;
import java.util.ArrayList;
import java.util.List;

/** A model of tables: rows as people write them go in, labels or numbers come out. Thread-safe. */
public final class TableModel implements AutoCloseable {

    private final Table table;
    private final Predictor model;

    public TableModel(Table table, Predictor model) {
        this.table = table;
        this.model = model;
    }

    public Table table() {
        return table;
    }

    /**
     * What is said of a row.
     *
     * @param label the class, or the number as text
     * @param value the number; of classes the label's place among the labels
     * @param probabilities one for each of the labels; empty for numbers
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Verdict(String label, double value, float[] probabilities) {}

    /**
     * One verdict a row.
     *
     * @param rows without the target
     * @throws IllegalArgumentException when a row has another number of fields than the table
     */
    public List<Verdict> of(List<List<String>> rows) {
        if (model instanceof TextClassifier classifier) {
            return rows.stream().map(row -> read(classifier, row)).toList();
        }
        var numbers = rows.stream().map(table::encode).toArray(float[][]::new);
        List<Verdict> verdicts = new ArrayList<>();
        for (Prediction prediction : model.predict(DenseBatch.of(numbers))) {
            verdicts.add(verdict(prediction));
        }
        return verdicts;
    }

    private Verdict read(TextClassifier classifier, List<String> row) {
        var probabilities = new float[table.labels().size()];
        Prediction.Named named = classifier.predict(table.text(row), probabilities.length);
        for (int i = 0; i < named.labels().size(); i++) {
            int label = Integer.parseInt(named.labels().get(i).replace("__label__", ""));
            probabilities[label] = named.probabilities()[i];
        }
        return classified(probabilities);
    }

    private Verdict verdict(Prediction prediction) {
        return switch (prediction) {
            case Prediction.Classified one
            when one.scores().length == 1 -> classified(new float[] {1 - one.scores()[0], one.scores()[0]});
            case Prediction.Classified one -> classified(one.scores());
            case Prediction.Score one
            when table.labels().size() == 2 -> classified(new float[] {1 - one.score(), one.score()});
            case Prediction.Score one -> new Verdict(Float.toString(one.score()), one.score(), new float[0]);
            default -> throw new IllegalArgumentException("the model is none of tables");
        };
    }

    private Verdict classified(float[] probabilities) {
        int best = 0;
        for (int i = 1; i < probabilities.length; i++) {
            best = probabilities[i] > probabilities[best] ? i : best;
        }
        return new Verdict(table.labels().get(best), best, probabilities);
    }

    @Override
    public void close() {
        model.close();
    }
}
