package io.brume.algorithms.kmeans;

import io.brume.algorithms.Predictor;
import io.brume.algorithms.Trained;
import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.data.DenseRows;
import io.brume.algorithms.model.ModelFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Clusters that have just been found. */
record TrainedClusters(KMeansHyperparameters settings, Clusters clusters, Map<String, Double> metrics)
        implements Trained {

    static TrainedClusters measured(
            KMeansHyperparameters settings, Clusters clusters, Optional<Dataset> test, TrainingContext context)
            throws IOException {
        var metrics = new LinkedHashMap<String, Double>();
        if (test.isPresent()) {
            double sum = 0;
            long count = 0;
            try (var rows = DenseRows.read(test.get(), settings.featureDim(), settings.miniBatchSize())) {
                for (DenseBatch block = rows.next(); block != null; block = rows.next()) {
                    var distances = new float[block.rows()];
                    clusters.assign(block, new int[block.rows()], distances);
                    for (float distance : distances) {
                        sum += distance;
                    }
                    count += block.rows();
                }
            }
            for (var metric : settings.evalMetrics()) {
                metrics.put(
                        "test:" + metric.name().toLowerCase(Locale.ROOT),
                        metric == KMeansHyperparameters.Metric.MSD ? sum / count : sum);
            }
            metrics.forEach((name, value) -> context.metric(name, value, settings.epochs() - 1L));
        }
        return new TrainedClusters(settings, clusters, metrics);
    }

    @Override
    public void save(Path folder) throws IOException {
        ModelFolder.of(KMeans.NAME)
                .hyperparameters(settings)
                .metrics(metrics)
                .array("centres", clusters.centres(), settings.k(), settings.featureDim())
                .write(folder);
    }

    @Override
    public Predictor predictor() {
        return clusters;
    }
}
