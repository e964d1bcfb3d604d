package io.brume.engines.lexicon;

import io.brume.engines.text.Sentiment.Label;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Fits a {@link SentimentModel} to rows of features and tells how well that goes, by stratified, repeated cross-validation. */
final class ModelTraining {

    private static final int CLASSES = Label.values().length;
    private static final int FOLDS = 10;
    private static final int REPEATS = 3;
    private static final int STEPS = 500;

    private final double[][] x;
    private final int[] y;
    private final double[] l2;
    private final int scaled;

    /**
     * @param x rows of features
     * @param y the label of each row
     * @param l2 the penalty on squared weights, by feature
     * @param scaled how many features, from the first, are standardised
     */
    ModelTraining(double[][] x, int[] y, double[] l2, int scaled) {
        this.x = x;
        this.y = y;
        this.l2 = l2;
        this.scaled = scaled;
    }

    private record Standard(double[] mean, double[] deviation) {
        static Standard of(double[][] x, int[] rows, int scaled) {
            double[] mean = new double[x[0].length];
            double[] deviation = new double[x[0].length];
            Arrays.fill(deviation, 1);
            for (int f = 0; f < scaled; f++) {
                int feature = f;
                mean[f] = Arrays.stream(rows)
                        .mapToDouble(r -> x[r][feature])
                        .average()
                        .orElse(0);
                double variance = Arrays.stream(rows)
                        .mapToDouble(r -> Math.pow(x[r][feature] - mean[feature], 2))
                        .average()
                        .orElse(0);
                deviation[f] = Math.max(0.05, Math.sqrt(variance));
            }
            return new Standard(mean, deviation);
        }

        double[] of(double[] row) {
            double[] out = new double[row.length];
            for (int f = 0; f < row.length; f++) {
                out[f] = (row[f] - mean[f]) / deviation[f];
            }
            return out;
        }
    }

    private record Fitted(Standard standard, double[][] weights) {
        double[] probabilities(double[] row) {
            return LogisticRegression.probabilities(weights, standard.of(row));
        }
    }

    private Fitted fit(int[] rows) {
        Standard standard = Standard.of(x, rows, scaled);
        double[][] sx = Arrays.stream(rows).mapToObj(r -> standard.of(x[r])).toArray(double[][]::new);
        int[] sy = Arrays.stream(rows).map(r -> y[r]).toArray();
        double[] weight = new double[rows.length];
        Arrays.fill(weight, 1);
        return new Fitted(standard, new LogisticRegression(l2, STEPS).fit(sx, sy, weight, CLASSES));
    }

    /** Out-of-fold probabilities, stratified folds. */
    private double[][] crossValidate(long seed) {
        Random random = new Random(seed);
        int[] fold = new int[x.length];
        for (int k = 0; k < CLASSES; k++) {
            int label = k;
            List<Integer> rows = new ArrayList<>(IntStream.range(0, x.length)
                    .filter(r -> y[r] == label)
                    .boxed()
                    .toList());
            Collections.shuffle(rows, random);
            for (int i = 0; i < rows.size(); i++) {
                fold[rows.get(i)] = i % FOLDS;
            }
        }
        double[][] p = new double[x.length][];
        for (int f = 0; f < FOLDS; f++) {
            int held = f;
            Fitted fitted = fit(
                    IntStream.range(0, x.length).filter(r -> fold[r] != held).toArray());
            for (int r = 0; r < x.length; r++) {
                if (fold[r] == held) {
                    p[r] = fitted.probabilities(x[r]);
                }
            }
        }
        return p;
    }

    /** Cross-validation on different folds. */
    List<double[][]> repeats() {
        return IntStream.range(0, REPEATS).mapToObj(this::crossValidate).toList();
    }

    static int best(double[] p) {
        return IntStream.range(0, p.length)
                .reduce((a, b) -> p[b] > p[a] ? b : a)
                .orElseThrow();
    }

    record Score(double accuracy, double macroF1, double calibrationError, double logLoss, int[][] confusion) {}

    /** @param of which rows count */
    Score score(double[][] p, IntPredicate of) {
        int[][] confusion = new int[CLASSES][CLASSES];
        double loss = 0;
        double[] confidence = new double[10];
        double[] right = new double[10];
        double[] n = new double[10];
        int[] rows = IntStream.range(0, x.length).filter(of).toArray();
        for (int r : rows) {
            int guess = best(p[r]);
            confusion[y[r]][guess]++;
            loss -= Math.log(Math.max(1e-12, p[r][y[r]]));
            int bin = Math.min(9, (int) (p[r][guess] * 10));
            confidence[bin] += p[r][guess];
            right[bin] += guess == y[r] ? 1 : 0;
            n[bin]++;
        }
        double hits = 0;
        double f1 = 0;
        for (int k = 0; k < CLASSES; k++) {
            hits += confusion[k][k];
            double predicted = 0;
            double actual = 0;
            for (int j = 0; j < CLASSES; j++) {
                predicted += confusion[j][k];
                actual += confusion[k][j];
            }
            f1 += 2 * confusion[k][k] / Math.max(1, predicted + actual) / CLASSES;
        }
        double ece = 0;
        for (int b = 0; b < 10; b++) {
            ece += Math.abs(confidence[b] - right[b]) / rows.length;
        }
        return new Score(hits / rows.length, f1, ece, loss / rows.length, confusion);
    }

    /** How {@link #repeats} do on the rows that count. */
    String summary(List<double[][]> repeats, IntPredicate of) {
        double[] sum = new double[4];
        for (double[][] p : repeats) {
            Score score = score(p, of);
            sum[0] += score.accuracy / repeats.size();
            sum[1] += score.macroF1 / repeats.size();
            sum[2] += score.calibrationError / repeats.size();
            sum[3] += score.logLoss / repeats.size();
        }
        return String.format(
                Locale.ROOT,
                "accuracy %.3f, macro F1 %.3f, expected calibration error %.3f, log loss %.3f",
                sum[0],
                sum[1],
                sum[2],
                sum[3]);
    }

    /** The weights of unstandardised features, by feature and label; the intercept last. */
    double[][] weights() {
        Fitted fitted = fit(IntStream.range(0, x.length).toArray());
        int width = x[0].length;
        double[][] weights = new double[width + 1][CLASSES];
        for (int k = 0; k < CLASSES; k++) {
            weights[width][k] = fitted.weights[k][width];
            for (int f = 0; f < width; f++) {
                weights[f][k] = fitted.weights[k][f] / fitted.standard.deviation[f];
                weights[width][k] -= weights[f][k] * fitted.standard.mean[f];
            }
        }
        return weights;
    }

    /** The lines of a {@link SentimentModel}: the intercept and the features that have names, which are the first. */
    static String text(List<String> names, double[][] weights) {
        StringBuilder text =
                new StringBuilder(SentimentModel.line(SentimentModel.INTERCEPT, weights[weights.length - 1]));
        for (int f = 0; f < names.size(); f++) {
            text.append(SentimentModel.line(names.get(f), weights[f]));
        }
        return text.toString();
    }
}
