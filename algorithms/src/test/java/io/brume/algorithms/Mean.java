package io.brume.algorithms;

import io.brume.algorithms.data.Batch;
import io.brume.algorithms.model.ModelFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The least that an algorithm can be: it predicts the mean of the labels, shrunk towards 0. */
final class Mean implements Algorithm<Mean.Settings> {
    record Settings(
            @Hyperparameter(byDefault = "0", range = "[0, 1]", about = "How far the mean is moved to 0.")
            double shrinkage) {}

    @Override
    public String name() {
        return "mean";
    }

    @Override
    public Class<Settings> hyperparameters() {
        return Settings.class;
    }

    @Override
    public Trained train(TrainingData data, Settings settings, TrainingContext context) throws IOException {
        Hyperparameters.check(settings);
        double sum = 0;
        long rows = 0;
        try (var reader = data.train().read()) {
            for (Batch batch = reader.next(); batch != null && !context.stopped(); batch = reader.next()) {
                if (batch.labelWidth() == 0) {
                    throw new BadDataException("the rows have no labels");
                }
                for (int r = 0; r < batch.rows(); r++) {
                    sum += batch.label(r);
                }
                rows += batch.rows();
                context.progress(reader.fraction());
            }
        }
        float mean = (float) (sum / rows * (1 - settings.shrinkage()));
        double error = error(data, mean);
        context.metric("train:mse", error, 0);
        return new Model(settings, mean, Map.of("train:mse", error));
    }

    private static double error(TrainingData data, float mean) throws IOException {
        double squares = 0;
        long rows = 0;
        for (Batch batch : data.train().load()) {
            for (int r = 0; r < batch.rows(); r++) {
                squares += Math.pow(batch.label(r) - mean, 2);
            }
            rows += batch.rows();
        }
        return squares / rows;
    }

    @Override
    public Predictor load(Path folder) throws IOException {
        return predictor(ModelFolder.open(folder, name()).floats("mean", 1)[0]);
    }

    private static Predictor predictor(float mean) {
        return rows -> new ArrayList<>(Collections.nCopies(rows.rows(), new Prediction.Score(mean)));
    }

    private record Model(Settings settings, float mean, Map<String, Double> metrics) implements Trained {
        @Override
        public void save(Path folder) throws IOException {
            ModelFolder.of("mean")
                    .hyperparameters(settings)
                    .metrics(new LinkedHashMap<>(metrics))
                    .array("mean", new float[] {mean})
                    .write(folder);
        }

        @Override
        public Predictor predictor() {
            return Mean.predictor(mean);
        }
    }

    static List<Prediction> scores(float... scores) {
        var predictions = new ArrayList<Prediction>();
        for (float score : scores) {
            predictions.add(new Prediction.Score(score));
        }
        return predictions;
    }
}
