package io.brume.engines.lexicon;

import io.brume.engines.text.Sentiment.Label;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/** Fits a {@link SentimentModel} to rows of features and tells how well that goes, by stratified, repeated cross-validation. */
final class ModelTraining {

    private static final int CLASSES = Label.values().length;
    private static final int FOLDS = 10;
    private static final int REPEATS = 3;
    private static final int STEPS = 500;

    private final List<String> names;
    private final double[][] x;
    private final int[] y;
    private final double l2;

    ModelTraining(List<String> names, double[][] x, int[] y, double l2) {
        this.names = names;
        this.x = x;
        this.y = y;
        this.l2 = l2;
    }

    private record Standard(double[] mean, double[] deviation) {
        static Standard of(double[][] x, int[] rows) {
            int width = x[0].length;
            double[] mean = new double[width];
            double[] deviation = new double[width];
            for (int f = 0; f < width; f++) {
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
        Standard standard = Standard.of(x, rows);
        double[][] sx = Arrays.stream(rows).mapToObj(r -> standard.of(x[r])).toArray(double[][]::new);
        int[] sy = Arrays.stream(rows).map(r -> y[r]).toArray();
        double[] penalty = new double[x[0].length];
        Arrays.fill(penalty, l2);
        double[] weight = new double[rows.length];
        Arrays.fill(weight, 1);
        return new Fitted(standard, new LogisticRegression(penalty, STEPS).fit(sx, sy, weight, CLASSES));
    }

    /** Out-of-fold probabilities, stratified folds. */
    double[][] crossValidate(long seed) {
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

    static int best(double[] p) {
        return IntStream.range(0, p.length)
                .reduce((a, b) -> p[b] > p[a] ? b : a)
                .orElseThrow();
    }

    record Score(double accuracy, double macroF1, double calibrationError, double logLoss, int[][] confusion) {}

    Score score(double[][] p) {
        int[][] confusion = new int[CLASSES][CLASSES];
        double loss = 0;
        double[] confidence = new double[10];
        double[] right = new double[10];
        double[] n = new double[10];
        for (int r = 0; r < x.length; r++) {
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
            ece += Math.abs(confidence[b] - right[b]) / x.length;
        }
        return new Score(hits / x.length, f1, ece, loss / x.length, confusion);
    }

    String summary() {
        double[] sum = new double[4];
        for (int s = 0; s < REPEATS; s++) {
            Score score = score(crossValidate(s));
            sum[0] += score.accuracy / REPEATS;
            sum[1] += score.macroF1 / REPEATS;
            sum[2] += score.calibrationError / REPEATS;
            sum[3] += score.logLoss / REPEATS;
        }
        return String.format(
                Locale.ROOT,
                "accuracy %.3f, macro F1 %.3f, expected calibration error %.3f, log loss %.3f",
                sum[0],
                sum[1],
                sum[2],
                sum[3]);
    }

    /** The parameters, in terms of unstandardised features. */
    String text(String origin, String summary) {
        Fitted fitted = fit(IntStream.range(0, x.length).toArray());
        StringBuilder text = new StringBuilder();
        text.append("# Weights for POSITIVE, NEGATIVE, NEUTRAL and MIXED. ")
                .append(origin)
                .append(", L2 ")
                .append(l2)
                .append(".\n");
        text.append("# ")
                .append(FOLDS)
                .append("-fold cross-validation, ")
                .append(REPEATS)
                .append(" times: ")
                .append(summary)
                .append(
                        ".\n# The word lists were written with these texts in sight, so others fare worse: bench/quality.sh measures them.\n");
        double[] intercept = new double[CLASSES];
        StringBuilder lines = new StringBuilder();
        for (int f = 0; f < x[0].length; f++) {
            double[] weights = new double[CLASSES];
            for (int k = 0; k < CLASSES; k++) {
                weights[k] = fitted.weights[k][f] / fitted.standard.deviation[f];
                intercept[k] -= weights[k] * fitted.standard.mean[f];
            }
            lines.append(SentimentModel.line(names.get(f), weights));
        }
        for (int k = 0; k < CLASSES; k++) {
            intercept[k] += fitted.weights[k][x[0].length];
        }
        return text.append(SentimentModel.line(SentimentModel.INTERCEPT, intercept))
                .append(lines)
                .toString();
    }
}
