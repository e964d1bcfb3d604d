package io.brume.algorithms.randomcutforest;

import io.brume.algorithms.Algorithm;
import io.brume.algorithms.BadDataException;
import io.brume.algorithms.BadHyperparameterException;
import io.brume.algorithms.Hyperparameters;
import io.brume.algorithms.Predictor;
import io.brume.algorithms.Trained;
import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.TrainingData;
import io.brume.algorithms.data.Batch;
import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.model.ModelFolder;
import io.brume.algorithms.model.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Random cut forest (Guha, Mishra, Roy and Schrijvers, "Robust Random Cut Forest Based Anomaly Detection on Streams", ICML 2016,
 * https://proceedings.mlr.press/v48/guha16.html), as SageMaker has it. The channel {@code train} holds rows of numbers;
 * {@code test} holds rows with a label, 1 for an anomaly and 0 for the rest.
 */
public final class RandomCutForest implements Algorithm<RandomCutForestHyperparameters> {
    static final String NAME = "randomcutforest";
    /** What training spends on reading, of all; growing trees is the rest. */
    private static final double READING = 0.8;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<RandomCutForestHyperparameters> hyperparameters() {
        return RandomCutForestHyperparameters.class;
    }

    @Override
    public Trained train(TrainingData data, RandomCutForestHyperparameters settings, TrainingContext context)
            throws IOException {
        Hyperparameters.check(settings);
        long numbers = (long) settings.featureDim() * settings.numSamplesPerTree() * settings.numTrees();
        if (numbers > Integer.MAX_VALUE - 8) {
            throw new BadHyperparameterException(
                    "num_samples_per_tree",
                    "num_samples_per_tree times num_trees times feature_dim must be less than two thousand million");
        }
        Reservoirs samples = read(data.train(), settings, context);
        var forest = new Forest(settings, Arrays.asList(grow(samples, settings, context)));
        var metrics = new LinkedHashMap<String, Double>();
        Optional<Dataset> test = data.test();
        if (test.isPresent()) {
            metrics.putAll(AnomalyMetrics.of(forest, test.get(), settings.evalMetrics(), context));
            metrics.forEach((name, value) -> context.metric(name, value, 0));
        }
        context.progress(1);
        return new TrainedModel(forest, metrics, () -> forest.write(ModelFolder.of(NAME)));
    }

    private static Reservoirs read(Dataset train, RandomCutForestHyperparameters settings, TrainingContext context)
            throws IOException {
        var samples = new Reservoirs(
                settings.numTrees(), settings.numSamplesPerTree(), settings.featureDim(), context.seed());
        long rows = 0;
        try (var reader = train.read()) {
            for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                DenseBatch dense = Forest.checked(batch, settings.featureDim(), rows);
                for (int r = 0; r < dense.rows(); r++) {
                    samples.add(dense.values(), dense.offset(r));
                }
                rows += dense.rows();
                context.progress(READING * reader.fraction());
                if (context.stopped()) {
                    break;
                }
            }
        }
        if (rows == 0) {
            throw new BadDataException("there are no rows");
        }
        return samples;
    }

    private static CutTree[] grow(
            Reservoirs samples, RandomCutForestHyperparameters settings, TrainingContext context) {
        var trees = new CutTree[settings.numTrees()];
        var grown = new AtomicInteger();
        context.parallel(trees.length, (from, to) -> {
            for (int tree = from; tree < to; tree++) {
                var random = new Random(context.seed() + 0x9E3779B97F4A7C15L * (tree + 1));
                trees[tree] = CutTree.grow(samples.sample(tree), samples.size(), settings.featureDim(), random);
                context.progress(READING + (1 - READING) * grown.incrementAndGet() / trees.length);
            }
        });
        return trees;
    }

    @Override
    public Predictor load(Path folder) throws IOException {
        return Forest.load(ModelFolder.open(folder, NAME));
    }
}
