package io.brume.algorithms.knn;

import io.brume.algorithms.Algorithm;
import io.brume.algorithms.BadDataException;
import io.brume.algorithms.Hyperparameters;
import io.brume.algorithms.Predictor;
import io.brume.algorithms.Trained;
import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.TrainingData;
import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.data.DenseRows;
import io.brume.algorithms.kernel.Kernels;
import io.brume.algorithms.kmeans.RowSample;
import io.brume.algorithms.knn.KnnHyperparameters.IndexType;
import io.brume.algorithms.knn.KnnHyperparameters.Metric;
import io.brume.algorithms.knn.KnnHyperparameters.PredictorType;
import io.brume.algorithms.model.ModelFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * k-nearest neighbours as SageMaker has it: a sample of the rows, with fewer features where that is asked for, in an index. Channels
 * {@code train} and, to be measured on, {@code test}, both with labels.
 */
public final class Knn implements Algorithm<KnnHyperparameters> {
    static final String NAME = "k-nn";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<KnnHyperparameters> hyperparameters() {
        return KnnHyperparameters.class;
    }

    @Override
    public Trained train(TrainingData data, KnnHyperparameters settings, TrainingContext context) throws IOException {
        Hyperparameters.check(settings).consistent();
        if (settings.indexType() == IndexType.HNSW) {
            HnswIndex.checkLibrary();
        }
        var random = new SplittableRandom(context.seed());
        var sample = sample(data.train(), settings, random.split(), context);
        Projection projection = settings.dimensionReductionType().isEmpty()
                ? null
                : Projection.draw(
                        settings.dimensionReductionType().get(),
                        settings.featureDim(),
                        settings.indexed(),
                        random.split());
        var rows = new DenseBatch(
                sample.rows(),
                settings.featureDim(),
                DenseBatch.stride(settings.featureDim()),
                sample.values(),
                new float[0],
                0);
        Metric metric = settings.indexMetric();
        DenseBatch moved = Neighbours.comparable(rows, projection, new float[settings.indexed()], metric);
        float[] shift = metric == Metric.L2 ? shift(moved) : new float[settings.indexed()];
        var vectors = new Vectors(moved.values(), moved.rows(), moved.columns(), moved.stride(), metric, null);
        var index = index(vectors, settings, random, context);
        float[] labels = Arrays.copyOf(sample.labels(), sample.rows());
        context.progress(0.95);
        var neighbours = new Neighbours(settings, projection, shift, labels, index);
        return TrainedNeighbours.measured(settings, neighbours, data.test(), context);
    }

    private static RowSample sample(
            Dataset data, KnnHyperparameters settings, SplittableRandom random, TrainingContext context)
            throws IOException {
        var sample = new RowSample(settings.sampleSize(), DenseBatch.stride(settings.featureDim()), random);
        try (var rows = DenseRows.read(data, settings.featureDim(), settings.miniBatchSize())) {
            for (DenseBatch block = rows.next(); block != null && !context.stopped(); block = rows.next()) {
                checkLabels(block, settings.predictorType(), sample.seen());
                sample.add(block);
                context.progress(0.5 * rows.fraction());
            }
        }
        if (sample.rows() < settings.k()) {
            throw new BadDataException(
                    "there are " + sample.rows() + " rows, which cannot be k = " + settings.k() + " neighbours");
        } else if (sample.seen() < settings.sampleSize()) {
            context.log("sample_size is " + settings.sampleSize() + ", and there are only " + sample.seen() + " rows");
        }
        return sample;
    }

    static void checkLabels(DenseBatch rows, PredictorType type, long before) {
        if (rows.labelWidth() == 0) {
            throw new BadDataException("the rows have no labels");
        }
        for (int r = 0; r < rows.rows(); r++) {
            float label = rows.label(r);
            if (!Float.isFinite(label)) {
                throw new BadDataException("row " + (before + r + 1) + ": the label is " + label);
            } else if (type == PredictorType.CLASSIFIER && label != Math.rint(label)) {
                throw new BadDataException("row " + (before + r + 1) + ": the label " + label
                        + " is no class: with predictor_type classifier labels are whole numbers");
            }
        }
    }

    /** Moves the rows' mean to the origin, where distances keep their digits; returns where it was. */
    private static float[] shift(DenseBatch rows) {
        var mean = new float[rows.columns()];
        for (int r = 0; r < rows.rows(); r++) {
            Kernels.axpy(1f / rows.rows(), rows.values(), rows.offset(r), mean, 0, mean.length);
        }
        for (int r = 0; r < rows.rows(); r++) {
            Kernels.axpy(-1, mean, 0, rows.values(), rows.offset(r), mean.length);
        }
        return mean;
    }

    private static Index index(
            Vectors vectors, KnnHyperparameters settings, SplittableRandom random, TrainingContext context)
            throws IOException {
        int lists = settings.lists(vectors.rows());
        return switch (settings.indexType()) {
            case FLAT -> new FlatIndex(vectors);
            case IVF_FLAT -> new IvfIndex(Lists.learn(vectors, lists, random, context));
            case IVF_PQ ->
                PqIndex.learn(Lists.learn(vectors, lists, random, context), settings.parts(), random, context);
            case HNSW -> HnswIndex.build(vectors, context);
        };
    }

    @Override
    public Predictor load(Path folder) throws IOException {
        return Neighbours.load(ModelFolder.open(folder, NAME), folder);
    }
}
