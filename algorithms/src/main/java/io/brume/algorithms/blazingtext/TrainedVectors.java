package io.brume.algorithms.blazingtext;

import io.brume.algorithms.Predictor;
import io.brume.algorithms.Trained;
import io.brume.algorithms.model.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Word vectors that have just been trained, and how they did on pairs of words where there were any. */
record TrainedVectors(WordVectors vectors, @Nullable WordSimilarity similarity) implements Trained {
    static final String RHO = "train:mean_rho";

    @Override
    public Map<String, Double> metrics() {
        return similarity == null || Double.isNaN(similarity.rho()) ? Map.of() : Map.of(RHO, similarity.rho());
    }

    /** Beside the model itself: {@code vectors.txt}, {@code vectors.bin} and, after an evaluation, {@code eval.json}. */
    @Override
    public void save(Path folder) throws IOException {
        Files.createDirectories(folder);
        vectors.writeText(folder.resolve("vectors.txt"));
        vectors.writeBinary(folder.resolve("vectors.bin"));
        if (similarity != null) {
            similarity.write(folder.resolve("eval.json"), BlazingText.SIMILARITY);
        }
        vectors.write(ModelFolder.of(BlazingText.NAME).metrics(metrics())).write(folder);
    }

    @Override
    public Predictor predictor() {
        return vectors;
    }
}
