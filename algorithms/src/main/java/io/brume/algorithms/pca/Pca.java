package io.brume.algorithms.pca;

import io.brume.algorithms.Algorithm;
import io.brume.algorithms.BadDataException;
import io.brume.algorithms.BadHyperparameterException;
import io.brume.algorithms.Hyperparameters;
import io.brume.algorithms.Predictor;
import io.brume.algorithms.Trained;
import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.TrainingData;
import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.data.DenseRows;
import io.brume.algorithms.model.ModelFolder;
import io.brume.algorithms.pca.PcaHyperparameters.AlgorithmMode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * Principal component analysis as SageMaker has it: exactly by the covariance matrix, or, for many features, by random vectors
 * (Halko, Martinsson and Tropp, "Finding Structure with Randomness", 2011). Channels {@code train} and, to be measured on,
 * {@code test}; labels are not looked at.
 */
public final class Pca implements Algorithm<PcaHyperparameters> {
    static final String NAME = "pca";
    /** Rows that are worth starting threads for. */
    private static final int LEAST_ROWS = 8192;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<PcaHyperparameters> hyperparameters() {
        return PcaHyperparameters.class;
    }

    @Override
    public Trained train(TrainingData data, PcaHyperparameters settings, TrainingContext context) throws IOException {
        Hyperparameters.check(settings).consistent();
        var found = settings.algorithmMode() == AlgorithmMode.REGULAR
                ? regular(data.train(), settings, context)
                : randomized(data.train(), settings, context);
        context.progress(1);
        return found.measured(data.test(), context);
    }

    private static TrainedComponents regular(Dataset data, PcaHyperparameters settings, TrainingContext context)
            throws IOException {
        int columns = settings.featureDim();
        long size = Scatter.size(columns, context.threads());
        if (size > Runtime.getRuntime().maxMemory() / 2) {
            throw new BadHyperparameterException(
                    "algorithm_mode",
                    "algorithm_mode regular with feature_dim " + columns + " takes " + (size >> 20)
                            + " MB of memory, more than half of what there is; randomized takes less");
        }
        var scatter = new Scatter(columns, settings.subtractMean(), context);
        try (var rows = DenseRows.read(data, columns, Math.max(LEAST_ROWS, settings.miniBatchSize()))) {
            for (DenseBatch block = rows.next(); block != null && !context.stopped(); block = rows.next()) {
                scatter.add(block);
                context.progress(0.9 * rows.fraction());
            }
        }
        enough(scatter.rows(), settings);
        double[][] matrix = scatter.matrix();
        double spread = 0;
        for (int i = 0; i < columns; i++) {
            spread += matrix[i][i];
        }
        different(spread, scatter.mean(), scatter.rows());
        var eigen = new SymmetricEigen(matrix);
        return TrainedComponents.of(settings, scatter.mean(), eigen::vector, eigen::value, spread);
    }

    private static TrainedComponents randomized(Dataset data, PcaHyperparameters settings, TrainingContext context)
            throws IOException {
        int columns = settings.featureDim();
        var sketch = new Sketch(
                data.load(), columns, Math.max(LEAST_ROWS, settings.miniBatchSize()), settings.subtractMean(), context);
        var random = new SplittableRandom(context.seed());
        var krylov = Krylov.search(columns, settings.numComponents(), settings.sketched(), random, sketch, context);
        enough(sketch.rows(), settings);
        different(sketch.spread(), sketch.mean(), sketch.rows());
        return TrainedComponents.of(settings, sketch.mean(), krylov::vector, krylov::value, sketch.spread());
    }

    private static void enough(long rows, PcaHyperparameters settings) {
        if (rows < settings.numComponents()) {
            throw new BadDataException("there are " + rows + " rows, which cannot have num_components = "
                    + settings.numComponents() + " components");
        }
    }

    private static void different(double spread, double[] mean, long rows) {
        double size = 0;
        for (double value : mean) {
            size += value * value;
        }
        // What rounding leaves of rows that are all the same.
        if (!(spread > 1e-13 * size * rows)) {
            throw new BadDataException("all rows are the same, so no direction is a principal component");
        }
    }

    @Override
    public Predictor load(Path folder) throws IOException {
        var model = ModelFolder.open(folder, NAME);
        var settings = model.hyperparameters(PcaHyperparameters.class);
        int columns = settings.featureDim();
        return new Components(
                model.floats("mean", columns),
                model.floats("components", settings.numComponents(), columns),
                model.floats("singular_values", settings.numComponents()));
    }
}
