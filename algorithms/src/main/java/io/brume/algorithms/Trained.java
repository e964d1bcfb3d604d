package io.brume.algorithms;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A model that has just been trained. */
public interface Trained {
    /** Final metrics by name, such as {@code validation:rmse}; insertion order is the order to show them in. */
    Map<String, Double> metrics();

    /** Writes the model to a folder, which is made where it is missing; see {@code ModelFolder} for the format. */
    void save(Path folder) throws IOException;

    /** The model, ready to score. */
    Predictor predictor();
}
