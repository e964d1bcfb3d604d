package io.brume.engines.lexicon;

import io.brume.engines.text.Sentiment;
import io.brume.engines.text.Sentiment.Label;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Multinomial logistic regression: weights by feature, one for each {@link Label} in its order.
 *
 * <p>As text: a line a feature, its name and four weights; {@code (intercept)} is the constant; {@code #} starts a comment.
 */
final class SentimentModel {

    static final String INTERCEPT = "(intercept)";

    private static final int LABELS = Label.values().length;

    private final double[][] dense;
    private final double[] intercept;

    /**
     * @param weights by feature name
     * @param dense the features' names, in order
     */
    SentimentModel(Map<String, double[]> weights, List<String> dense) {
        this.dense = dense.stream()
                .map(name -> weights.getOrDefault(name, new double[LABELS]))
                .toArray(double[][]::new);
        this.intercept = weights.getOrDefault(INTERCEPT, new double[LABELS]);
    }

    static SentimentModel read(String resource, List<String> dense) throws IOException {
        try (InputStream in = SentimentModel.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException(
                        "parameters " + resource + " are missing beside " + SentimentModel.class.getName());
            }
            Map<String, double[]> weights = new HashMap<>();
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split("\\s+"))
                    .forEach(fields -> weights.put(
                            fields[0],
                            Arrays.stream(fields, 1, 1 + LABELS)
                                    .mapToDouble(Double::parseDouble)
                                    .toArray()));
            return new SentimentModel(weights, dense);
        }
    }

    /** A line of the text form. */
    static String line(String name, double[] weights) {
        StringBuilder line = new StringBuilder(name);
        for (double weight : weights) {
            line.append(String.format(Locale.ROOT, " %.5f", weight));
        }
        return line.append('\n').toString();
    }

    /** The probabilities of the labels, by the values of the features in their order. */
    Sentiment judge(double[] features) {
        return judge(features, new double[LABELS]);
    }

    /** @param others scores that other evidence gives the labels */
    Sentiment judge(double[] features, double[] others) {
        double[] scores = new double[LABELS];
        for (int k = 0; k < LABELS; k++) {
            scores[k] = intercept[k] + others[k];
        }
        for (int f = 0; f < dense.length; f++) {
            for (int k = 0; k < LABELS; k++) {
                scores[k] += dense[f][k] * features[f];
            }
        }
        return softmax(scores);
    }

    static Sentiment softmax(double[] scores) {
        double most = Arrays.stream(scores).max().orElse(0);
        double[] p = Arrays.stream(scores).map(s -> Math.exp(s - most)).toArray();
        double sum = Arrays.stream(p).sum();
        return new Sentiment(
                p[Label.POSITIVE.ordinal()] / sum,
                p[Label.NEGATIVE.ordinal()] / sum,
                p[Label.NEUTRAL.ordinal()] / sum,
                p[Label.MIXED.ordinal()] / sum);
    }
}
