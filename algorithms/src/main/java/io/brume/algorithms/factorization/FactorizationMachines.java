package io.brume.algorithms.factorization;

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
 * Factorization machines as SageMaker has them: Rendle, "Factorization Machines", 2010, for regression and for two classes.
 * Channels are {@code train} and, optional, {@code test}, of sparse or dense rows with one label each.
 */
public final class FactorizationMachines implements Algorithm<FactorizationMachinesHyperparameters> {
    static final String NAME = "factorization-machines";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<FactorizationMachinesHyperparameters> hyperparameters() {
        return FactorizationMachinesHyperparameters.class;
    }

    @Override
    public Trained train(TrainingData data, FactorizationMachinesHyperparameters settings, TrainingContext context)
            throws IOException {
        Hyperparameters.check(settings).consistent();
        return new Training(settings, context, data).train();
    }

    @Override
    public Predictor load(Path folder) throws IOException {
        return FactorizationModel.load(ModelFolder.open(folder, NAME));
    }
}
