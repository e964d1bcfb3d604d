package io.brume.algorithms.kmeans;

import io.brume.algorithms.Algorithm;
import io.brume.algorithms.Hyperparameters;
import io.brume.algorithms.Predictor;
import io.brume.algorithms.Trained;
import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.TrainingData;
import io.brume.algorithms.model.ModelFolder;
import java.io.IOException;
import java.nio.file.Path;

/**
 * k-means as SageMaker has it: more centres than are wanted follow the data mini-batch by mini-batch, and a final local search
 * makes k of them. Channels {@code train} and, to be measured on, {@code test}; labels are not looked at.
 */
public final class KMeans implements Algorithm<KMeansHyperparameters> {
    static final String NAME = "k-means";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<KMeansHyperparameters> hyperparameters() {
        return KMeansHyperparameters.class;
    }

    @Override
    public Trained train(TrainingData data, KMeansHyperparameters settings, TrainingContext context)
            throws IOException {
        Hyperparameters.check(settings).consistent();
        var clusters = new KMeansTraining(settings, context).train(data.train());
        return TrainedClusters.measured(settings, clusters, data.test(), context);
    }

    @Override
    public Predictor load(Path folder) throws IOException {
        var model = ModelFolder.open(folder, NAME);
        var settings = model.hyperparameters(KMeansHyperparameters.class);
        return new Clusters(
                model.floats("centres", settings.k(), settings.featureDim()), settings.k(), settings.featureDim());
    }
}
