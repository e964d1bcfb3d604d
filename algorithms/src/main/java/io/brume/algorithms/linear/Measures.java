package io.brume.algorithms.linear;

import io.brume.algorithms.data.Batch;
import io.brume.algorithms.kernel.Kernels;
import io.brume.algorithms.linear.LinearLearnerHyperparameters.LossFunction;
import io.brume.algorithms.metric.Classification;
import io.brume.algorithms.metric.ConfusionMatrix;
import io.brume.algorithms.metric.ConfusionMatrix.Average;
import io.brume.algorithms.metric.Regression;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Scores of rows beside their labels, and the metrics that SageMaker has for them. */
final class Measures {
    private final LinearLearnerHyperparameters settings;
    private final float[] labels;
    private final float[] scores;
    private final double loss;

    /**
     * @param labels as they were given
     * @param scores one, or one a class: values, probabilities or distances
     */
    private Measures(LinearLearnerHyperparameters settings, float[] labels, float[] scores, double loss) {
        this.settings = settings;
        this.labels = labels;
        this.scores = scores;
        this.loss = loss;
    }

    /** Measures the model that a worker has alone. */
    static Measures of(
            Worker worker,
            List<Batch> batches,
            Loss loss,
            Standardisation standard,
            LinearLearnerHyperparameters settings) {
        int outputs = settings.outputs();
        int rows = batches.stream().mapToInt(Batch::rows).sum();
        var labels = new float[rows];
        var scores = new float[Math.multiplyExact(rows, outputs)];
        double sum = 0;
        double weight = 0;
        int done = 0;
        for (Batch batch : batches) {
            float[] of = worker.score(batch);
            sum += loss.sum(of, 0, outputs, batch);
            weight += Group.weight(batch);
            System.arraycopy(of, 0, scores, done * outputs, batch.rows() * outputs);
            for (int row = 0; row < batch.rows(); row++) {
                labels[done + row] = (float) (batch.label(row) * standard.labelScale() + standard.labelMean());
            }
            done += batch.rows();
        }
        link(scores, rows, standard, settings);
        return new Measures(settings, labels, scores, sum / weight);
    }

    private static void link(
            float[] scores, int rows, Standardisation standard, LinearLearnerHyperparameters settings) {
        int outputs = settings.outputs();
        if (settings.lossFunction() == LossFunction.LOGISTIC) {
            Kernels.sigmoid(scores, 0, rows);
        } else if (settings.lossFunction() == LossFunction.SOFTMAX_LOSS) {
            for (int row = 0; row < rows; row++) {
                Kernels.softmax(scores, row * outputs, outputs);
            }
        } else if (settings.regression()) {
            for (int row = 0; row < rows; row++) {
                scores[row] = (float) (scores[row] * standard.labelScale() + standard.labelMean());
            }
        }
    }

    float[] labels() {
        return labels;
    }

    float[] scores() {
        return scores;
    }

    /** The mean of the loss that training made small, without regularisation. */
    double loss() {
        return loss;
    }

    /** By name, the channel's first. */
    Map<String, Double> byName(String channel, float threshold) {
        var metrics = new LinkedHashMap<String, Double>();
        metrics.put(channel + ":objective_loss", loss);
        switch (settings.predictorType()) {
            case REGRESSOR -> {
                metrics.put(channel + ":mse", Regression.mse(labels, scores));
                metrics.put(channel + ":absolute_loss", Regression.mae(labels, scores));
                metrics.put(channel + ":rmse", Regression.rmse(labels, scores));
                metrics.put(channel + ":r2", Regression.r2(labels, scores));
            }
            case BINARY_CLASSIFIER -> {
                var matrix = ConfusionMatrix.of(labels, scores, threshold);
                metrics.put(channel + ":binary_classification_accuracy", matrix.accuracy());
                metrics.put(channel + ":binary_f_beta", matrix.fBeta(1, settings.fBeta()));
                metrics.put(channel + ":precision", matrix.precision(1));
                metrics.put(channel + ":recall", matrix.recall(1));
                metrics.put(channel + ":roc_auc_score", Classification.auc(labels, scores));
            }
            case MULTICLASS_CLASSIFIER -> classes(channel, metrics);
        }
        metrics.values().removeIf(value -> value.isNaN());
        return metrics;
    }

    private void classes(String channel, Map<String, Double> metrics) {
        int classes = settings.outputs();
        var actual = new int[labels.length];
        var predicted = new int[labels.length];
        double top = 0;
        double gain = 0;
        for (int row = 0; row < actual.length; row++) {
            actual[row] = (int) labels[row];
            int at = row * classes;
            float right = scores[at + actual[row]];
            int place = 1;
            for (int k = 0; k < classes; k++) {
                predicted[row] = scores[at + k] > scores[at + predicted[row]] ? k : predicted[row];
                place += scores[at + k] > right || scores[at + k] == right && k < actual[row] ? 1 : 0;
            }
            top += place <= settings.accuracyTopK() ? 1 : 0;
            gain += Math.log(2) / Math.log(place + 1);
        }
        metrics.put(channel + ":multiclass_accuracy", Classification.accuracy(actual, predicted));
        metrics.put(channel + ":multiclass_top_k_accuracy", top / actual.length);
        metrics.put(channel + ":dcg", gain / actual.length);
        if (classes <= 1000) {
            var matrix = ConfusionMatrix.of(classes, actual, predicted);
            metrics.put(channel + ":macro_f_beta", matrix.fBeta(Average.MACRO, settings.fBeta()));
            metrics.put(channel + ":macro_precision", matrix.precision(Average.MACRO));
            metrics.put(channel + ":macro_recall", matrix.recall(Average.MACRO));
        }
    }
}
