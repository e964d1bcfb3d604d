package io.brume.algorithms.metric;

/** Measures of predicted numbers. */
public final class Regression {
    private Regression() {}

    /** The mean of squared errors. */
    public static double mse(float[] actual, float[] predicted) {
        return mean(actual, predicted, (a, p) -> (a - p) * (a - p));
    }

    /** The root of the mean of squared errors. */
    public static double rmse(float[] actual, float[] predicted) {
        return Math.sqrt(mse(actual, predicted));
    }

    /** The mean of absolute errors. */
    public static double mae(float[] actual, float[] predicted) {
        return mean(actual, predicted, (a, p) -> Math.abs(a - p));
    }

    /** 1 minus the part of the variance that is left: 1 is perfect, 0 as good as the mean. NaN where nothing varies. */
    public static double r2(float[] actual, float[] predicted) {
        double sum = 0;
        for (float value : actual) {
            sum += value;
        }
        double mean = sum / actual.length;
        double variance = 0;
        for (float value : actual) {
            variance += (value - mean) * (value - mean);
        }
        return variance == 0 ? Double.NaN : 1 - mse(actual, predicted) * actual.length / variance;
    }

    /** The mean of {@code max(q e, (q - 1) e)}, {@code e} being actual minus predicted: the pinball loss. */
    public static double quantileLoss(float[] actual, float[] predicted, double quantile) {
        return mean(actual, predicted, (a, p) -> Math.max(quantile * (a - p), (quantile - 1) * (a - p)));
    }

    /** Twice the sum of pinball losses over the sum of absolute values, as forecasts are compared by. */
    public static double weightedQuantileLoss(float[] actual, float[] predicted, double quantile) {
        double scale = 0;
        for (float value : actual) {
            scale += Math.abs(value);
        }
        return 2 * quantileLoss(actual, predicted, quantile) * actual.length / scale;
    }

    @FunctionalInterface
    private interface Loss {
        double of(double actual, double predicted);
    }

    private static double mean(float[] actual, float[] predicted, Loss loss) {
        if (actual.length != predicted.length) {
            throw new IllegalArgumentException(actual.length + " labels but " + predicted.length + " predictions");
        }
        double sum = 0;
        for (int i = 0; i < actual.length; i++) {
            sum += loss.of(actual[i], predicted[i]);
        }
        return sum / actual.length;
    }
}
