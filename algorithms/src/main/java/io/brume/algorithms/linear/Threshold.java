package io.brume.algorithms.linear;

import io.brume.algorithms.linear.LinearLearnerHyperparameters.Criterion;
import io.brume.algorithms.metric.ConfusionMatrix;
import java.util.Arrays;
import java.util.Locale;

/**
 * The score from which on rows are said to be of class 1 such that a criterion is at its best.
 *
 * @param value of the criterion there, the more the better. Where a target cannot be reached it is the reached part less the
 *     target, which is negative.
 */
record Threshold(float score, double value) {
    /**
     * Tries every threshold between two scores.
     *
     * @param labels 0 or 1
     */
    static Threshold best(float[] labels, float[] scores, LinearLearnerHyperparameters settings, Criterion criterion) {
        var order = new long[scores.length];
        double positives = 0;
        for (int i = 0; i < order.length; i++) {
            int bits = Float.floatToIntBits(scores[i] + 0f);
            order[i] = (long) (bits ^ bits >> 31 & 0x7fffffff) << 32 | i;
            positives += labels[i];
        }
        Arrays.sort(order);
        double found = 0;
        var best = new Threshold(Float.NaN, Double.NEGATIVE_INFINITY);
        for (int i = order.length - 1; i >= 0; i--) {
            float score = scores[(int) order[i]];
            found += labels[(int) order[i]];
            float next = i == 0 ? score : scores[(int) order[i - 1]];
            if (i > 0 && next == score) {
                continue;
            }
            double value = value(found, order.length - i, positives, order.length, settings, criterion);
            if (value > best.value) {
                best = new Threshold(i == 0 ? score : middle(next, score), value);
            }
        }
        double none = value(0, 0, positives, order.length, settings, criterion);
        if (none > best.value) {
            return new Threshold(Math.nextUp(scores[(int) order[order.length - 1]]), none);
        }
        return best;
    }

    /** Halfway, and in any case above the lower one. */
    private static float middle(float low, float high) {
        float middle = (float) (((double) low + high) / 2);
        return middle > low ? middle : high;
    }

    private static double value(
            double found,
            double said,
            double positives,
            double rows,
            LinearLearnerHyperparameters settings,
            Criterion criterion) {
        var matrix = new ConfusionMatrix(2);
        matrix.add(1, 1, found);
        matrix.add(0, 1, said - found);
        matrix.add(1, 0, positives - found);
        matrix.add(0, 0, rows - said - (positives - found));
        return switch (criterion) {
            case ACCURACY -> matrix.accuracy();
            case F1 -> matrix.fBeta(1, 1);
            case F_BETA -> matrix.fBeta(1, settings.fBeta());
            case PRECISION_AT_TARGET_RECALL -> target(matrix.precision(1), matrix.recall(1), settings.targetRecall());
            case RECALL_AT_TARGET_PRECISION ->
                target(matrix.recall(1), matrix.precision(1), settings.targetPrecision());
            case LOSS_FUNCTION ->
                throw new IllegalArgumentException(criterion.name().toLowerCase(Locale.ROOT));
        };
    }

    private static double target(double wanted, double held, double target) {
        return held >= target ? wanted : held - target;
    }
}
