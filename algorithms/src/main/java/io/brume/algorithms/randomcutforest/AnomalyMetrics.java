package io.brume.algorithms.randomcutforest;

import io.brume.algorithms.BadDataException;
import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.data.Batch;
import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.metric.ConfusionMatrix;
import io.brume.algorithms.randomcutforest.RandomCutForestHyperparameters.Metric;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How well scores tell labelled anomalies: those more than three standard deviations above the mean are taken for some. */
final class AnomalyMetrics {
    private static final double DEVIATIONS = 3;

    private AnomalyMetrics() {}

    static Map<String, Double> of(Forest forest, Dataset test, List<Metric> metrics, TrainingContext context)
            throws IOException {
        var labels = new ArrayList<float[]>();
        var scores = new ArrayList<double[]>();
        try (var reader = test.read()) {
            for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                labels.add(labels(batch));
                scores.add(forest.scores(batch));
            }
        }
        double[] all = scores.stream().flatMapToDouble(Arrays::stream).toArray();
        double mean = Arrays.stream(all).average().orElse(0);
        double variance = Arrays.stream(all)
                .map(score -> (score - mean) * (score - mean))
                .average()
                .orElse(0);
        double threshold = mean + DEVIATIONS * Math.sqrt(variance);
        context.log("scores above " + (float) threshold + " are taken for anomalies");
        var matrix = new ConfusionMatrix(2);
        for (int i = 0; i < scores.size(); i++) {
            for (int r = 0; r < scores.get(i).length; r++) {
                matrix.add((int) labels.get(i)[r], scores.get(i)[r] > threshold ? 1 : 0, 1);
            }
        }
        return named(matrix, metrics);
    }

    private static Map<String, Double> named(ConfusionMatrix matrix, List<Metric> metrics) {
        var named = new LinkedHashMap<String, Double>();
        if (metrics.contains(Metric.ACCURACY)) {
            named.put("test:accuracy", matrix.accuracy());
        }
        if (metrics.contains(Metric.PRECISION_RECALL_FSCORE)) {
            named.put("test:precision", matrix.precision(1));
            named.put("test:recall", matrix.recall(1));
            named.put("test:f1", matrix.fBeta(1, 1));
            named.put("test:negative_precision", matrix.precision(0));
            named.put("test:negative_recall", matrix.recall(0));
            named.put("test:negative_f1", matrix.fBeta(0, 1));
        }
        return named;
    }

    private static float[] labels(Batch batch) {
        if (batch.labelWidth() != 1) {
            throw new BadDataException("the rows of the channel test need one label each, not " + batch.labelWidth());
        }
        float[] labels = Arrays.copyOf(batch.labels(), batch.rows());
        for (float label : labels) {
            if (label != 0 && label != 1) {
                throw new BadDataException("labels are 1 for anomalies and 0 for other rows, not " + label);
            }
        }
        return labels;
    }
}
