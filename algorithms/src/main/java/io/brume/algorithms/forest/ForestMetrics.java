package io.brume.algorithms.forest;

import io.brume.algorithms.BadDataException;
import io.brume.algorithms.data.Batch;
import java.util.List;
import java.util.Map;

/** How good a forest is: {@code accuracy} and {@code logloss} of classes, {@code rmse} and {@code mae} of numbers. */
record ForestMetrics(
        @SuppressWarnings("ArrayRecordComponent") float[] classes) {
    void measure(String channel, ForestModel model, List<Batch> batches, Map<String, Double> into) {
        var sums = new Sums(classes);
        for (Batch batch : batches) {
            if (batch.labelWidth() != 1) {
                throw new BadDataException("the rows of the channel \"" + channel + "\" have " + batch.labelWidth()
                        + " labels, and a forest takes one");
            }
            float[] answers = model.answers(batch);
            for (int r = 0; r < batch.rows(); r++) {
                sums.add(batch.label(r), answers, r * model.outputs());
            }
        }
        sums.into(channel, into);
    }

    /** Sums over rows. */
    static final class Sums {
        private final float[] classes;
        private long rows;
        private double right;
        private double loss;
        private double squares;
        private double distances;

        Sums(float[] classes) {
            this.classes = classes;
        }

        void add(float label, float[] answers, int at) {
            rows++;
            if (classes.length == 0) {
                double error = (double) label - answers[at];
                squares += error * error;
                distances += Math.abs(error);
                return;
            }
            int predicted = ForestModel.predictedClass(answers, at, classes.length);
            right += classes[predicted] == label ? 1 : 0;
            double of = 0;
            for (int k = 0; k < classes.length; k++) {
                if (classes[k] == label) {
                    of = classes.length > 2 ? answers[at + k] : k == 1 ? answers[at] : 1.0 - answers[at];
                }
            }
            loss -= Math.log(Math.clamp(of, 1e-15, 1));
        }

        void into(String channel, Map<String, Double> metrics) {
            if (rows == 0) {
                return;
            }
            if (classes.length == 0) {
                metrics.put(channel + ":rmse", Math.sqrt(squares / rows));
                metrics.put(channel + ":mae", distances / rows);
            } else {
                metrics.put(channel + ":accuracy", right / rows);
                metrics.put(channel + ":logloss", loss / rows);
            }
        }
    }
}
