package io.brume.algorithms.knn;

import io.brume.algorithms.Prediction;
import io.brume.algorithms.Predictor;
import io.brume.algorithms.Trained;
import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.data.DenseRows;
import io.brume.algorithms.knn.KnnHyperparameters.PredictorType;
import io.brume.algorithms.model.ModelFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An index that has just been built. */
record TrainedNeighbours(KnnHyperparameters settings, Neighbours neighbours, Map<String, Double> metrics)
        implements Trained {

    static TrainedNeighbours measured(
            KnnHyperparameters settings, Neighbours neighbours, Optional<Dataset> test, TrainingContext context)
            throws IOException {
        var metrics = new LinkedHashMap<String, Double>();
        boolean classifier = settings.predictorType() == PredictorType.CLASSIFIER;
        if (test.isPresent()) {
            double sum = 0;
            long count = 0;
            try (var rows = DenseRows.read(test.get(), settings.featureDim(), settings.miniBatchSize())) {
                for (DenseBatch block = rows.next(); block != null; block = rows.next()) {
                    Knn.checkLabels(block, settings.predictorType(), count);
                    List<Prediction> predictions = neighbours.predict(block, context);
                    for (int r = 0; r < block.rows(); r++) {
                        float said = ((Prediction.Neighboured) predictions.get(r)).label();
                        double difference = said - block.label(r);
                        sum += classifier ? (difference == 0 ? 1 : 0) : difference * difference;
                    }
                    count += block.rows();
                }
            }
            metrics.put(classifier ? "test:accuracy" : "test:mse", sum / count);
            metrics.forEach((name, value) -> context.metric(name, value, 0));
        }
        context.progress(1);
        return new TrainedNeighbours(settings, neighbours, metrics);
    }

    @Override
    public void save(Path folder) throws IOException {
        neighbours.save(
                folder, ModelFolder.of(Knn.NAME).hyperparameters(settings).metrics(metrics));
    }

    @Override
    public Predictor predictor() {
        return neighbours;
    }
}
