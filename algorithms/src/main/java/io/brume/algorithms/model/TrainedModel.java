package io.brume.algorithms.model;

import io.brume.algorithms.Predictor;
import io.brume.algorithms.Trained;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A model that has just been trained, of which all that is saved is what it scores with.
 *
 * @param content what the model's folder holds besides the metrics
 */
public record TrainedModel(Predictor predictor, Map<String, Double> metrics, Supplier<ModelFolder.Writer> content)
        implements Trained {

    @Override
    public void save(Path folder) throws IOException {
        content.get().metrics(metrics).write(folder);
    }
}
