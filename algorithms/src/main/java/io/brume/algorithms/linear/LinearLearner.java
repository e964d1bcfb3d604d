package io.brume.algorithms.linear;

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
 * Linear regression and classification as SageMaker's linear learner has them: several models are trained at once by stochastic
 * gradient descent, and the one that does best on validation rows is kept. Channels are {@code train} and, optional,
 * {@code validation} and {@code test}, of dense or sparse rows with one label each.
 */
public final class LinearLearner implements Algorithm<LinearLearnerHyperparameters> {
    static final String NAME = "linear-learner";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<LinearLearnerHyperparameters> hyperparameters() {
        return LinearLearnerHyperparameters.class;
    }

    @Override
    public Trained train(TrainingData data, LinearLearnerHyperparameters settings, TrainingContext context)
            throws IOException {
        Hyperparameters.check(settings).consistent();
        return new Training(settings, context, LearningData.read(data, settings, context)).train();
    }

    @Override
    public Predictor load(Path folder) throws IOException {
        return LinearModel.load(ModelFolder.open(folder, NAME));
    }
}
