package io.brume.algorithms.linear;

import io.brume.algorithms.data.Batch;
import io.brume.algorithms.kernel.Kernels;
import io.brume.algorithms.linear.LinearLearnerHyperparameters.LossFunction;

/**
 * What scores cost, and the slope of that. Scores of a batch lie row by row, {@code width} in each: those of one model after
 * those of another, one or, for softmax, one a class.
 */
final class Loss {
    private final LossFunction function;
    private final int outputs;
    private final float parameter;
    private final double unit;

    /**
     * @param parameter the margin, quantile, delta or insensitivity, in the unit that labels are in
     * @param unit what a loss in that unit is multiplied by to be one of the labels as they were given
     */
    private Loss(LossFunction function, int outputs, double parameter, double unit) {
        this.function = function;
        this.outputs = outputs;
        this.parameter = (float) parameter;
        this.unit = unit;
    }

    /** @param labelScale what labels were divided by */
    static Loss of(LinearLearnerHyperparameters settings, double labelScale) {
        double squared = labelScale * labelScale;
        LossFunction function = settings.lossFunction();
        return switch (function) {
            case LOGISTIC, SOFTMAX_LOSS -> new Loss(function, settings.outputs(), 0, 1);
            case HINGE_LOSS -> new Loss(function, 1, settings.margin(), 1);
            case SQUARED_LOSS -> new Loss(function, 1, 0, squared);
            case ABSOLUTE_LOSS -> new Loss(function, 1, 0, labelScale);
            case QUANTILE_LOSS -> new Loss(function, 1, settings.quantile(), labelScale);
            case HUBER_LOSS -> new Loss(function, 1, settings.huberDelta() / labelScale, squared);
            case EPS_INSENSITIVE_SQUARED_LOSS ->
                new Loss(function, 1, settings.lossInsensitivity() / labelScale, squared);
            case EPS_INSENSITIVE_ABSOLUTE_LOSS ->
                new Loss(function, 1, settings.lossInsensitivity() / labelScale, labelScale);
        };
    }

    /** The losses of a batch under the model whose scores begin at {@code first} of each row, each times its row's weight. */
    double sum(float[] scores, int first, int width, Batch batch) {
        double sum = 0;
        for (int row = 0; row < batch.rows(); row++) {
            int at = row * width + first;
            float label = batch.label(row);
            double loss = function == LossFunction.SOFTMAX_LOSS
                    ? Kernels.logSumExp(scores, at, outputs) - scores[at + (int) label]
                    : of(scores[at], label);
            sum += batch.weight(row) * loss;
        }
        return sum * unit;
    }

    private double of(float score, float label) {
        float error = score - label;
        return switch (function) {
            case LOGISTIC -> Kernels.softplus(label > 0 ? -score : score);
            case HINGE_LOSS -> Math.max(0, parameter - (label > 0 ? score : -score));
            case SQUARED_LOSS -> error * error;
            case ABSOLUTE_LOSS -> Math.abs(error);
            case QUANTILE_LOSS -> Math.max(-parameter * error, (1 - parameter) * error);
            case HUBER_LOSS -> {
                float size = Math.abs(error);
                yield size <= parameter ? 0.5f * error * error : parameter * (size - 0.5f * parameter);
            }
            case EPS_INSENSITIVE_SQUARED_LOSS -> {
                float outside = Math.max(0, Math.abs(error) - parameter);
                yield outside * outside;
            }
            case EPS_INSENSITIVE_ABSOLUTE_LOSS -> Math.max(0, Math.abs(error) - parameter);
            case SOFTMAX_LOSS -> throw new IllegalStateException("softmax has more than one score");
        };
    }

    /**
     * Replaces scores by the slopes of the batch's mean loss.
     *
     * @param classWeights for each model what rows of each class weigh; for a regression they are not looked at
     */
    void slopes(float[] scores, int width, Batch batch, float[][] classWeights) {
        int rows = batch.rows();
        switch (function) {
            case LOGISTIC -> Kernels.sigmoid(scores, 0, rows * width);
            case SOFTMAX_LOSS -> softmax(scores, rows * width);
            default -> {}
        }
        for (int row = 0; row < rows; row++) {
            float label = batch.label(row);
            float share = batch.weight(row) / rows;
            int at = row * width;
            switch (function) {
                case LOGISTIC -> {
                    int of = label > 0 ? 1 : 0;
                    for (int k = 0; k < width; k++) {
                        scores[at + k] = (scores[at + k] - label) * share * classWeights[k][of];
                    }
                }
                case HINGE_LOSS -> {
                    int of = label > 0 ? 1 : 0;
                    float sign = label > 0 ? 1 : -1;
                    for (int k = 0; k < width; k++) {
                        boolean inside = sign * scores[at + k] < parameter;
                        scores[at + k] = inside ? -sign * share * classWeights[k][of] : 0;
                    }
                }
                case SOFTMAX_LOSS -> {
                    int of = (int) label;
                    for (int first = at; first < at + width; first += outputs) {
                        scores[first + of] -= 1;
                        Kernels.scale(share * classWeights[(first - at) / outputs][of], scores, first, outputs);
                    }
                }
                default -> {
                    for (int k = at; k < at + width; k++) {
                        scores[k] = share * slope(scores[k] - label);
                    }
                }
            }
        }
    }

    private float slope(float error) {
        return switch (function) {
            case SQUARED_LOSS -> 2 * error;
            case ABSOLUTE_LOSS -> Math.signum(error);
            case QUANTILE_LOSS -> error < 0 ? -parameter : error > 0 ? 1 - parameter : 0;
            case HUBER_LOSS -> Math.clamp(error, -parameter, parameter);
            case EPS_INSENSITIVE_SQUARED_LOSS -> 2 * Math.signum(error) * Math.max(0, Math.abs(error) - parameter);
            case EPS_INSENSITIVE_ABSOLUTE_LOSS -> Math.abs(error) > parameter ? Math.signum(error) : 0;
            case LOGISTIC, HINGE_LOSS, SOFTMAX_LOSS -> throw new IllegalStateException("not of an error alone");
        };
    }

    private void softmax(float[] scores, int size) {
        for (int at = 0; at < size; at += outputs) {
            float max = Float.NEGATIVE_INFINITY;
            for (int k = at; k < at + outputs; k++) {
                max = Math.max(max, scores[k]);
            }
            for (int k = at; k < at + outputs; k++) {
                scores[k] -= max;
            }
        }
        Kernels.exp(scores, 0, size);
        for (int at = 0; at < size; at += outputs) {
            float sum = 0;
            for (int k = at; k < at + outputs; k++) {
                sum += scores[k];
            }
            for (int k = at; k < at + outputs; k++) {
                scores[k] /= sum;
            }
        }
    }
}
