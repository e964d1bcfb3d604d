package io.brume.algorithms;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A way to learn a model from data.
 *
 * <p>Implementations are stateless: one instance trains any number of models, also at the same time.
 *
 * @param <H> the hyperparameters: a record whose components carry {@link Hyperparameter}
 */
public interface Algorithm<H extends Record> {
    /** The name in model files and metrics, in lower case with hyphens, such as {@code linear-learner}. */
    String name();

    /** The record of hyperparameters, for {@link Hyperparameters#parse}. */
    Class<H> hyperparameters();

    /**
     * Trains a model. Returns early, with the model as it is, when {@link TrainingContext#stopped()} turns true.
     *
     * @throws BadDataException where a channel is missing, a row cannot be read, or the data cannot be learnt from
     * @throws BadHyperparameterException where values contradict one another or the data
     */
    Trained train(TrainingData data, H hyperparameters, TrainingContext context) throws IOException;

    /**
     * Reads a saved model.
     *
     * @throws BadModelException where the folder does not hold a model of this algorithm
     */
    Predictor load(Path folder) throws IOException;
}
