package io.brume.algorithms.blazingtext;

import com.fasterxml.jackson.core.JsonFactory;
import io.brume.algorithms.data.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * How well vectors agree with people about which words are alike: Spearman's rank correlation of cosines with the scores of
 * pairs of words, such as those of WordSimilarity-353.
 *
 * @param pairs that were read
 * @param notFound pairs of which a word is not known; they are left out
 * @param rho from -1 to 1; NaN where fewer than two pairs are left, or all are equally alike
 */
record WordSimilarity(int pairs, int notFound, double rho) {
    private static final JsonFactory JSON = new JsonFactory();

    /** A line holds two words and a score, separated by commas, tabs or spaces; empty lines and those after # do not count. */
    static WordSimilarity of(WordVectors vectors, Dataset channel) throws IOException {
        var cosines = new ArrayList<Double>();
        var scores = new ArrayList<Double>();
        int pairs = 0;
        try (var lines = channel.lines()) {
            while (lines.next()) {
                String line = lines.text().strip();
                if (line.isEmpty() || line.startsWith("#")) {
                    continue;
                }
                List<String> fields = List.of(line.split("[,;\\s]+"));
                if (fields.size() != 3) {
                    throw lines.bad("the line does not hold two words and a score");
                }
                double score;
                try {
                    score = Double.parseDouble(fields.get(2));
                } catch (NumberFormatException e) {
                    throw lines.bad("the score is not a number: " + fields.get(2))
                            .because(e);
                }
                if (!Double.isFinite(score)) {
                    throw lines.bad("the score is not finite");
                }
                pairs++;
                if (vectors.knows(fields.get(0)) && vectors.knows(fields.get(1))) {
                    cosines.add(vectors.similarity(fields.get(0), fields.get(1)));
                    scores.add(score);
                }
            }
        }
        return new WordSimilarity(pairs, pairs - scores.size(), spearman(cosines, scores));
    }

    static double spearman(List<Double> one, List<Double> other) {
        double[] a = ranks(one);
        double[] b = ranks(other);
        double mean = (a.length + 1) / 2.0;
        double products = 0;
        double aSquares = 0;
        double bSquares = 0;
        for (int i = 0; i < a.length; i++) {
            products += (a[i] - mean) * (b[i] - mean);
            aSquares += (a[i] - mean) * (a[i] - mean);
            bSquares += (b[i] - mean) * (b[i] - mean);
        }
        return products / Math.sqrt(aSquares * bSquares);
    }

    /** From 1; equal values share the mean of their ranks. */
    private static double[] ranks(List<Double> values) {
        var order = new Integer[values.size()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparing(values::get));
        var ranks = new double[order.length];
        for (int from = 0; from < order.length; ) {
            int to = from + 1;
            while (to < order.length && values.get(order[to]).equals(values.get(order[from]))) {
                to++;
            }
            for (int i = from; i < to; i++) {
                ranks[order[i]] = (from + 1 + to) / 2.0;
            }
            from = to;
        }
        return ranks;
    }

    void write(Path file, String name) throws IOException {
        try (var json = JSON.createGenerator(Files.newOutputStream(file))) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeObjectFieldStart(name);
            json.writeNumberField("total_pairs", pairs);
            json.writeNumberField("not_found", notFound);
            number(json, "spearmans_rho");
            json.writeEndObject();
            number(json, "mean_rho");
            json.writeEndObject();
        }
    }

    private void number(com.fasterxml.jackson.core.JsonGenerator json, String field) throws IOException {
        if (Double.isNaN(rho)) {
            json.writeNullField(field);
        } else {
            json.writeNumberField(field, rho);
        }
    }
}
