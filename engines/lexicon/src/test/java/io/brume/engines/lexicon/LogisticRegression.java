package io.brume.engines.lexicon;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Trains multinomial logistic regression with an L2 penalty, by gradient descent with Nesterov's acceleration on standardised
 * features: deterministic, from zero, until the gradient is small.
 *
 * @param l2 the penalty on squared weights, by feature
 * @param steps the most steps taken
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LogisticRegression(double[] l2, int steps) {

    /**
     * @param x rows of standardised features
     * @param y the class of each row
     * @param weight the weight of each row
     * @return weights by class, the intercept last
     */
    double[][] fit(double[][] x, int[] y, double[] weight, int classes) {
        int width = x[0].length;
        double[][] w = new double[classes][width + 1];
        double[][] look = new double[classes][width + 1];
        double total = Arrays.stream(weight).sum();
        int[][] filled = Arrays.stream(x)
                .map(row -> IntStream.range(0, width).filter(f -> row[f] != 0).toArray())
                .toArray(int[][]::new);
        double norm = 0;
        for (double[] row : x) {
            double square = 1;
            for (double v : row) {
                square += v * v;
            }
            norm += square / x.length;
        }
        double rate = 1 / (0.5 * norm + Arrays.stream(l2).max().orElse(0) / total);
        for (int step = 0; step < steps; step++) {
            double[][] gradient = gradient(x, filled, y, weight, look, total);
            double momentum = step / (step + 3.0);
            double largest = 0;
            for (int k = 0; k < classes; k++) {
                for (int f = 0; f <= width; f++) {
                    double next = look[k][f] - rate * gradient[k][f];
                    look[k][f] = next + momentum * (next - w[k][f]);
                    w[k][f] = next;
                    largest = Math.max(largest, Math.abs(gradient[k][f]));
                }
            }
            if (largest < 1e-6) {
                break;
            }
        }
        return w;
    }

    private double[][] gradient(double[][] x, int[][] filled, int[] y, double[] weight, double[][] w, double total) {
        int classes = w.length;
        int width = x[0].length;
        double[][] gradient = new double[classes][width + 1];
        for (int i = 0; i < x.length; i++) {
            double[] p = probabilities(w, x[i], filled[i]);
            for (int k = 0; k < classes; k++) {
                double error = weight[i] * (p[k] - (y[i] == k ? 1 : 0)) / total;
                for (int f : filled[i]) {
                    gradient[k][f] += error * x[i][f];
                }
                gradient[k][width] += error;
            }
        }
        for (int k = 0; k < classes; k++) {
            for (int f = 0; f < width; f++) {
                gradient[k][f] += l2[f] * w[k][f] / total;
            }
        }
        return gradient;
    }

    static double[] probabilities(double[][] w, double[] row) {
        return probabilities(w, row, IntStream.range(0, row.length).toArray());
    }

    private static double[] probabilities(double[][] w, double[] row, int[] filled) {
        double[] scores = new double[w.length];
        for (int k = 0; k < w.length; k++) {
            double s = w[k][row.length];
            for (int f : filled) {
                s += w[k][f] * row[f];
            }
            scores[k] = s;
        }
        double most = Arrays.stream(scores).max().orElse(0);
        double sum = 0;
        for (int k = 0; k < scores.length; k++) {
            scores[k] = Math.exp(scores[k] - most);
            sum += scores[k];
        }
        for (int k = 0; k < scores.length; k++) {
            scores[k] /= sum;
        }
        return scores;
    }
}
