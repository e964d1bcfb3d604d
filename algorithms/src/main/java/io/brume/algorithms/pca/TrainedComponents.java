package io.brume.algorithms.pca;

import io.brume.algorithms.Predictor;
import io.brume.algorithms.Trained;
import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.data.DenseRows;
import io.brume.algorithms.model.ModelFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;

/** Components that have just been found. */
record TrainedComponents(PcaHyperparameters settings, Components components, Map<String, Double> metrics)
        implements Trained {

    /** The share of the squared distances from the mean that the components keep. */
    private static final String EXPLAINED = "train:explained_variance_ratio";
    /** The mean squared distance of a row from what its projection says of it. */
    private static final String ERROR = "test:reconstruction_error";

    /**
     * From eigenvectors of the scatter matrix, each turned so that its largest number is positive.
     *
     * @param spread the sum of all eigenvalues
     */
    static TrainedComponents of(
            PcaHyperparameters settings,
            double[] mean,
            IntFunction<double[]> vectors,
            IntToDoubleFunction values,
            double spread) {
        int columns = settings.featureDim();
        int count = settings.numComponents();
        var components = new float[Math.multiplyExact(count, columns)];
        var singular = new float[count];
        double kept = 0;
        for (int i = 0; i < count; i++) {
            double[] vector = vectors.apply(i);
            double sign = sign(vector);
            for (int j = 0; j < columns; j++) {
                components[i * columns + j] = (float) (sign * vector[j]);
            }
            double value = Math.max(0, values.applyAsDouble(i));
            singular[i] = (float) Math.sqrt(value);
            kept += value;
        }
        var metrics = new LinkedHashMap<String, Double>();
        metrics.put(EXPLAINED, Math.min(1, kept / spread));
        var floats = new float[columns];
        for (int j = 0; j < columns; j++) {
            floats[j] = (float) mean[j];
        }
        return new TrainedComponents(settings, new Components(floats, components, singular), metrics);
    }

    private static double sign(double[] vector) {
        double largest = 0;
        for (double value : vector) {
            largest = Math.abs(value) > Math.abs(largest) ? value : largest;
        }
        return Math.signum(largest);
    }

    TrainedComponents measured(Optional<Dataset> test, TrainingContext context) throws IOException {
        metrics.forEach((name, value) -> context.metric(name, value, 0));
        if (test.isEmpty()) {
            return this;
        }
        double sum = 0;
        long count = 0;
        try (var rows = DenseRows.read(test.get(), settings.featureDim(), settings.miniBatchSize())) {
            for (DenseBatch block = rows.next(); block != null; block = rows.next()) {
                sum += components.lost(block);
                count += block.rows();
            }
        }
        var more = new LinkedHashMap<>(metrics);
        more.put(ERROR, sum / count);
        context.metric(ERROR, sum / count, 0);
        return new TrainedComponents(settings, components, more);
    }

    @Override
    public void save(Path folder) throws IOException {
        ModelFolder.of(Pca.NAME)
                .hyperparameters(settings)
                .metrics(metrics)
                .array("mean", components.mean())
                .array("components", components.components(), settings.numComponents(), settings.featureDim())
                .array("singular_values", components.singularValues())
                .write(folder);
    }

    @Override
    public Predictor predictor() {
        return components;
    }
}
