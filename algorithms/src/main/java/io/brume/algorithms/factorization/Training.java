package io.brume.algorithms.factorization;

import io.brume.algorithms.BadDataException;
import io.brume.algorithms.BadModelException;
import io.brume.algorithms.Hyperparameters;
import io.brume.algorithms.Trained;
import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.TrainingData;
import io.brume.algorithms.data.Batch;
import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.metric.Classification;
import io.brume.algorithms.metric.ConfusionMatrix;
import io.brume.algorithms.metric.Regression;
import io.brume.algorithms.model.Checkpoints;
import io.brume.algorithms.model.ModelFolder;
import io.brume.algorithms.model.Npy;
import io.brume.algorithms.model.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Epochs over rows in an order of chance, their metrics, and checkpoints between them. */
final class Training {
    private static final String CHECKPOINT = FactorizationMachines.NAME + "-checkpoint";
    private static final long NANOS_BETWEEN = 5_000_000_000L;

    private final FactorizationMachinesHyperparameters settings;
    private final TrainingContext context;
    private final Examples examples;
    private final Optional<Dataset> test;
    private final Worker[] workers;
    private final Map<String, Double> metrics = new LinkedHashMap<>();
    private Parameters parameters;
    private Moments moments;
    private long saved = System.nanoTime();

    Training(FactorizationMachinesHyperparameters settings, TrainingContext context, TrainingData data)
            throws IOException {
        this.settings = settings;
        this.context = context;
        examples = Examples.read(TrainingData.TRAIN, data.train(), settings);
        test = data.test();
        if (settings.binary() && examples.oneLabel()) {
            throw new BadDataException(
                    "all labels are " + (int) examples.label(0) + ", so there is nothing to tell apart");
        }
        if (context.earlierModel().isPresent()) {
            var folder = ModelFolder.open(context.earlierModel().get(), FactorizationMachines.NAME);
            parameters = FactorizationModel.read(folder, settings.featureDim(), settings.numFactors());
        } else {
            parameters = new Parameters(settings.featureDim(), settings.numFactors());
            parameters.init(settings, context.seed());
        }
        moments = new Moments(parameters);
        workers = new Worker[stepsMeet() ? 1 : context.threads()];
    }

    /**
     * Whether most features occur in every mini-batch. Threads may then not step at the same time, which Hogwild allows where
     * steps seldom touch the same weights: each would step by gradients of weights that another has just changed.
     */
    private boolean stepsMeet() {
        return (double) examples.entries() / examples.rows() * settings.miniBatchSize() > settings.featureDim();
    }

    Trained train() throws IOException {
        int epoch = resume();
        for (int thread = 0; thread < workers.length; thread++) {
            workers[thread] = new Worker(parameters, moments, settings);
        }
        for (; epoch < settings.epochs() && !context.stopped(); epoch++) {
            epoch(epoch);
            if (!context.stopped()) {
                measure(epoch);
                checkpoint(epoch + 1);
            }
        }
        if (!Float.isFinite(parameters.bias[0])) {
            throw diverged();
        }
        test();
        context.progress(1);
        var model = new FactorizationModel(settings, parameters);
        return new TrainedModel(
                model,
                Collections.unmodifiableMap(metrics),
                () -> model.write(ModelFolder.of(FactorizationMachines.NAME)));
    }

    private void epoch(int epoch) {
        examples.shuffle(context.seed() * 31 + epoch + 1);
        int size = settings.miniBatchSize();
        int count = (int) (((long) examples.rows() + size - 1) / size);
        var next = new AtomicInteger();
        context.parallel(thread -> {
            if (thread >= workers.length) {
                return;
            }
            for (int i = next.getAndIncrement(); i < count && !context.stopped(); i = next.getAndIncrement()) {
                int from = i * size;
                workers[thread].learn(examples, from, Math.min(examples.rows() - from, size) + from);
                if (thread == 0 && i % 64 == 0) {
                    context.progress((epoch + (double) i / count) / settings.epochs());
                }
            }
        });
    }

    /** What the rows' losses were, each before the step that it was part of. */
    private void measure(int epoch) {
        double loss = 0;
        double right = 0;
        double weight = 0;
        for (Worker worker : workers) {
            double[] sums = worker.takeSums();
            loss += sums[0];
            right += sums[1];
            weight += sums[2];
        }
        if (!Double.isFinite(loss)) {
            throw diverged();
        }
        if (settings.binary()) {
            metric("train:binary_classification_accuracy", right / weight, epoch);
            metric("train:binary_classification_cross_entropy", loss / weight, epoch);
        } else {
            metric("train:rmse", Math.sqrt(loss / weight), epoch);
        }
    }

    private static BadDataException diverged() {
        return new BadDataException("training diverged: the loss grew without bound; lower learning rates may help");
    }

    private void metric(String name, double value, int epoch) {
        metrics.put(name, value);
        context.metric(name, value, epoch);
    }

    private void test() throws IOException {
        if (test.isEmpty()) {
            return;
        }
        Examples rows = Examples.read(TrainingData.TEST, test.get(), settings);
        var labels = new float[rows.rows()];
        var scores = new float[rows.rows()];
        var model = new FactorizationModel(settings, parameters);
        int at = 0;
        for (Batch batch : rows.batches()) {
            System.arraycopy(model.scores(batch), 0, scores, at, batch.rows());
            System.arraycopy(batch.labels(), 0, labels, at, batch.rows());
            at += batch.rows();
        }
        int last = settings.epochs() - 1;
        if (settings.binary()) {
            var matrix = ConfusionMatrix.of(labels, scores, 0.5f);
            metric("test:binary_classification_accuracy", matrix.accuracy(), last);
            metric("test:binary_classification_cross_entropy", Classification.logLoss(labels, scores), last);
            metric("test:binary_f_beta", matrix.fBeta(1, 1), last);
        } else {
            metric("test:rmse", Regression.rmse(labels, scores), last);
        }
    }

    private void checkpoint(int epochs) throws IOException {
        if (context.checkpoints().isEmpty() || System.nanoTime() - saved < NANOS_BETWEEN && !context.stopped()) {
            return;
        }
        new Checkpoints(context.checkpoints().get()).save(epochs, this::write);
        saved = System.nanoTime();
    }

    private void write(Path folder) throws IOException {
        new FactorizationModel(settings, parameters)
                .write(ModelFolder.of(CHECKPOINT))
                .property("steps", moments.steps.get())
                .array("first_moments", moments.first)
                .array("second_moments", moments.second)
                .array("bias_moments", new float[] {moments.biasFirst[0], moments.biasSecond[0]})
                .array("touched", Npy.Array.of(moments.touched))
                .write(folder);
    }

    /** Takes up the last checkpoint; gives the epoch to go on with, from 0. */
    private int resume() throws IOException {
        if (context.checkpoints().isEmpty()) {
            return 0;
        }
        var latest = new Checkpoints(context.checkpoints().get()).latest();
        if (latest.isEmpty()) {
            return 0;
        }
        var folder = ModelFolder.open(latest.get().folder(), CHECKPOINT);
        var earlier = folder.hyperparameters(FactorizationMachinesHyperparameters.class);
        if (!Hyperparameters.format(earlier).equals(Hyperparameters.format(settings))
                || !(folder.array("touched").values() instanceof int[] touched)
                || touched.length != settings.featureDim()) {
            throw new BadModelException("the checkpoint " + latest.get().folder() + " is of other hyperparameters");
        }
        parameters = FactorizationModel.read(folder, settings.featureDim(), settings.numFactors());
        moments = new Moments(parameters);
        int size = moments.first.length;
        System.arraycopy(folder.floats("first_moments", size), 0, moments.first, 0, size);
        System.arraycopy(folder.floats("second_moments", size), 0, moments.second, 0, size);
        System.arraycopy(touched, 0, moments.touched, 0, touched.length);
        float[] bias = folder.floats("bias_moments", 2);
        moments.biasFirst[0] = bias[0];
        moments.biasSecond[0] = bias[1];
        try {
            moments.steps.set(Integer.parseInt(folder.property("steps")));
        } catch (NumberFormatException e) {
            throw new BadModelException("the steps of a checkpoint must be a number", e);
        }
        context.log("going on after epoch " + latest.get().step());
        return Math.toIntExact(latest.get().step());
    }
}
