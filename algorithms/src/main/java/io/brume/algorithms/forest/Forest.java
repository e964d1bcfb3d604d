package io.brume.algorithms.forest;

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
 * Random forests, and with {@code num_trees} 1 a single decision tree, for classes or numbers. Breiman, "Random Forests", 2001,
 * https://doi.org/10.1023/A:1010933404324; of probabilities: Malley et al., "Probability Machines", 2012. NaN is taken as a value
 * less than any number; what a sparse row does not have is 0.
 */
public final class Forest implements Algorithm<ForestHyperparameters> {
    static final String NAME = "forest";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<ForestHyperparameters> hyperparameters() {
        return ForestHyperparameters.class;
    }

    /** An earlier model, where the context has one, gets {@code num_trees} more trees. */
    @Override
    public Trained train(TrainingData data, ForestHyperparameters settings, TrainingContext context)
            throws IOException {
        return new ForestTraining(data, Hyperparameters.check(settings), context).train();
    }

    @Override
    public Predictor load(Path folder) throws IOException {
        return ForestModel.load(ModelFolder.open(folder, NAME));
    }
}
