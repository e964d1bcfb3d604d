package io.brume.algorithms.metric;

import java.util.Arrays;

/** Measures of scores and probabilities of classes. Counts of right and wrong are {@link ConfusionMatrix}'s. */
public final class Classification {
    /** Probabilities are kept this far from 0 and 1, where the logarithm would be infinite. */
    private static final double EPSILON = 1e-15;

    private Classification() {}

    public static double accuracy(int[] actual, int[] predicted) {
        int right = 0;
        for (int i = 0; i < actual.length; i++) {
            right += actual[i] == predicted[i] ? 1 : 0;
        }
        return (double) right / actual.length;
    }

    /**
     * The area under the ROC curve: how probable it is that a row of class 1 has a higher score than one of class 0, equal
     * scores counting half. NaN where there is only one class.
     *
     * @param labels class 1 where above 0
     */
    public static double auc(float[] labels, float[] scores) {
        sameLength(labels.length, scores.length);
        var keyed = new long[scores.length];
        for (int i = 0; i < scores.length; i++) {
            int bits = Float.floatToIntBits(scores[i] + 0f);
            int sortable = bits ^ bits >> 31 & 0x7fffffff;
            keyed[i] = (long) sortable << 1 | (labels[i] > 0 ? 1 : 0);
        }
        Arrays.sort(keyed);
        double below = 0;
        double positives = 0;
        double area = 0;
        for (int i = 0; i < keyed.length; ) {
            int from = i;
            long tied = 0;
            for (; i < keyed.length && keyed[i] >> 1 == keyed[from] >> 1; i++) {
                tied += keyed[i] & 1;
            }
            double negatives = i - from - tied;
            area += tied * (below + negatives / 2);
            below += negatives;
            positives += tied;
        }
        return area / (positives * below);
    }

    /** The mean of {@code -ln p(right class)}, {@code probabilities} being those of class 1. */
    public static double logLoss(float[] labels, float[] probabilities) {
        sameLength(labels.length, probabilities.length);
        double sum = 0;
        for (int i = 0; i < labels.length; i++) {
            double right = labels[i] > 0 ? probabilities[i] : 1.0 - probabilities[i];
            sum -= Math.log(Math.clamp(right, EPSILON, 1 - EPSILON));
        }
        return sum / labels.length;
    }

    /** The same for any number of classes: the probability of class {@code c} of row {@code i} is at {@code i * classes + c}. */
    public static double logLoss(int[] labels, float[] probabilities, int classes) {
        sameLength(labels.length * classes, probabilities.length);
        double sum = 0;
        for (int i = 0; i < labels.length; i++) {
            sum -= Math.log(Math.clamp(probabilities[i * classes + labels[i]], EPSILON, 1 - EPSILON));
        }
        return sum / labels.length;
    }

    private static void sameLength(int labels, int others) {
        if (labels != others) {
            throw new IllegalArgumentException(labels + " and " + others + " values are not as many");
        }
    }
}
