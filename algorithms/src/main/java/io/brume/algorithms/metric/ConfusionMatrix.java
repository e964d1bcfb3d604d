package io.brume.algorithms.metric;

/**
 * How often each class was taken for which, and what follows from it. Where nothing was predicted to be of a class, or
 * nothing is, precision, recall and F of that class are 0.
 */
public final class ConfusionMatrix {
    private final int classes;
    private final double[] counts;
    private double total;

    /** @param classes classes are the numbers below it */
    public ConfusionMatrix(int classes) {
        this.classes = classes;
        counts = new double[Math.multiplyExact(classes, classes)];
    }

    public static ConfusionMatrix of(int classes, int[] actual, int[] predicted) {
        if (actual.length != predicted.length) {
            throw new IllegalArgumentException(actual.length + " labels but " + predicted.length + " predictions");
        }
        var matrix = new ConfusionMatrix(classes);
        for (int i = 0; i < actual.length; i++) {
            matrix.add(actual[i], predicted[i], 1);
        }
        return matrix;
    }

    /** Counts scores at or above a threshold as class 1 and the others as class 0. */
    public static ConfusionMatrix of(float[] labels, float[] scores, float threshold) {
        if (labels.length != scores.length) {
            throw new IllegalArgumentException(labels.length + " labels but " + scores.length + " scores");
        }
        var matrix = new ConfusionMatrix(2);
        for (int i = 0; i < labels.length; i++) {
            matrix.add(labels[i] > 0 ? 1 : 0, scores[i] >= threshold ? 1 : 0, 1);
        }
        return matrix;
    }

    public void add(int actual, int predicted, double weight) {
        if (actual < 0 || actual >= classes || predicted < 0 || predicted >= classes) {
            throw new IllegalArgumentException("there are only " + classes + " classes");
        }
        counts[actual * classes + predicted] += weight;
        total += weight;
    }

    public double count(int actual, int predicted) {
        return counts[actual * classes + predicted];
    }

    public int classes() {
        return classes;
    }

    public double accuracy() {
        double right = 0;
        for (int c = 0; c < classes; c++) {
            right += count(c, c);
        }
        return ratio(right, total);
    }

    /** Of what was predicted to be of the class, the part that is. */
    public double precision(int of) {
        double predicted = 0;
        for (int c = 0; c < classes; c++) {
            predicted += count(c, of);
        }
        return ratio(count(of, of), predicted);
    }

    /** Of what is of the class, the part that was found. */
    public double recall(int of) {
        return ratio(count(of, of), support(of));
    }

    /** The harmonic mean of precision and recall, recall weighing {@code beta²} times as much. */
    public double fBeta(int of, double beta) {
        double precision = precision(of);
        double recall = recall(of);
        double square = beta * beta;
        return ratio((1 + square) * precision * recall, square * precision + recall);
    }

    public double precision(Average average) {
        return average(average, this::precision);
    }

    public double recall(Average average) {
        return average(average, this::recall);
    }

    public double fBeta(Average average, double beta) {
        return average(average, c -> fBeta(c, beta));
    }

    /** How the classes' measures become one; a class that neither is nor was predicted does not count. */
    public enum Average {
        /** Every class alike. */
        MACRO,
        /** Classes by how many rows they have. */
        WEIGHTED
    }

    @FunctionalInterface
    private interface Measure {
        double of(int singleClass);
    }

    private double average(Average average, Measure measure) {
        double sum = 0;
        double weights = 0;
        for (int c = 0; c < classes; c++) {
            double weight = average == Average.WEIGHTED ? support(c) : occurs(c) ? 1 : 0;
            sum += weight == 0 ? 0 : weight * measure.of(c);
            weights += weight;
        }
        return ratio(sum, weights);
    }

    private double support(int of) {
        double support = 0;
        for (int c = 0; c < classes; c++) {
            support += count(of, c);
        }
        return support;
    }

    private boolean occurs(int of) {
        for (int c = 0; c < classes; c++) {
            if (count(of, c) > 0 || count(c, of) > 0) {
                return true;
            }
        }
        return false;
    }

    private static double ratio(double part, double whole) {
        return whole == 0 ? 0 : part / whole;
    }
}
