package io.brume.algorithms.linear;

import io.brume.algorithms.BadDataException;
import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.TrainingData;
import io.brume.algorithms.data.Batch;
import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.linear.LinearLearnerHyperparameters.PredictorType;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * What there is to learn from: the channels as training wants them.
 *
 * @param validation empty where there is no such channel, as {@code test} is
 * @param classCounts how many training rows each class has; empty for a regression
 */
@SuppressWarnings("ArrayRecordComponent")
record LearningData(
        Standardisation standard,
        int columns,
        boolean sparse,
        int rows,
        long[] classCounts,
        List<Batch> train,
        List<Batch> validation,
        List<Batch> test) {

    static LearningData read(TrainingData data, LinearLearnerHyperparameters settings, TrainingContext context)
            throws IOException {
        var shuffled = new MiniBatchBuilder(
                TrainingData.TRAIN, settings.miniBatchSize(), settings.useBias(), new SplittableRandom(context.seed()));
        Rows train = Rows.read(TrainingData.TRAIN, data.train(), settings, shuffled);
        Optional<Rows> validation = rows(TrainingData.VALIDATION, data.validation(), settings);
        Optional<Rows> test = rows(TrainingData.TEST, data.test(), settings);
        int columns = settings.featureDim().orElse(train.columns());
        if (settings.featureDim().isEmpty() && train.sparse()) {
            columns = Math.max(
                    columns,
                    Math.max(
                            validation.map(Rows::columns).orElse(0),
                            test.map(Rows::columns).orElse(0)));
        }
        if (train.sparse() ? train.columns() > columns : train.columns() != columns) {
            throw new BadDataException("the rows have " + train.columns() + " features, and feature_dim is " + columns);
        }
        long[] counts = classCounts(train, settings);
        var standard = Standardisation.of(train.batches(), train.count(), columns, settings);
        return new LearningData(
                standard,
                columns,
                train.sparse(),
                train.count(),
                counts,
                MiniBatches.shuffled(train, standard, settings, context),
                inOrder(validation, train, standard, settings, context),
                inOrder(test, train, standard, settings, context));
    }

    private static Optional<Rows> rows(String channel, Optional<Dataset> dataset, LinearLearnerHyperparameters settings)
            throws IOException {
        var inOrder = new MiniBatchBuilder(channel, MiniBatches.IN_ORDER, settings.useBias(), null);
        return dataset.isEmpty() ? Optional.empty() : Optional.of(Rows.read(channel, dataset.get(), settings, inOrder));
    }

    private static List<Batch> inOrder(
            Optional<Rows> rows,
            Rows train,
            Standardisation standard,
            LinearLearnerHyperparameters settings,
            TrainingContext context) {
        if (rows.isEmpty()) {
            return List.of();
        } else if (rows.get().sparse() != train.sparse()) {
            throw new BadDataException("the channel \"" + rows.get().channel() + "\" is "
                    + (train.sparse()
                            ? "dense and the training rows are sparse"
                            : "sparse and the training rows are dense"));
        }
        return MiniBatches.inOrder(rows.get(), standard, settings, context);
    }

    private static long[] classCounts(Rows train, LinearLearnerHyperparameters settings) {
        if (settings.regression()) {
            return new long[0];
        }
        boolean binary = settings.predictorType() == PredictorType.BINARY_CLASSIFIER;
        long[] counts = train.classCounts(binary ? 2 : settings.outputs());
        if (Arrays.stream(counts).filter(count -> count > 0).count() < 2) {
            throw new BadDataException("all labels are "
                    + (int) train.batches().getFirst().label(0) + ", so there is nothing to tell apart");
        }
        return counts;
    }

    /** What rows of class 1 weigh where both classes count the same. */
    double balancedWeight() {
        return classCounts.length == 2 ? (double) classCounts[0] / classCounts[1] : 1;
    }

    /** What rows of each class weigh. */
    float[] classWeights(LinearLearnerHyperparameters settings, Variant variant) {
        if (settings.predictorType() == PredictorType.BINARY_CLASSIFIER) {
            return new float[] {1, (float) variant.positiveWeight()};
        }
        var weights = new float[classCounts.length];
        Arrays.fill(weights, 1);
        if (settings.balanceMulticlassWeights()) {
            for (int c = 0; c < weights.length; c++) {
                weights[c] = (float) ((double) rows / weights.length / Math.max(1, classCounts[c]));
            }
        }
        return weights;
    }
}
