package io.brume.algorithms.forest;

import io.brume.algorithms.BadDataException;
import io.brume.algorithms.BadHyperparameterException;
import io.brume.algorithms.Trained;
import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.TrainingData;
import io.brume.algorithms.data.Batch;
import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.forest.GrownTree.FlatTrees;
import io.brume.algorithms.model.Checkpoints;
import io.brume.algorithms.model.ModelFolder;
import io.brume.algorithms.model.TrainedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Trees, each grown by one thread from a seed of its own, so that the forest does not depend on how many threads there are. */
final class ForestTraining {
    /** Nanoseconds between checkpoints, at least. */
    private static final long CHECKPOINT_EVERY = 10_000_000_000L;

    private final ForestHyperparameters settings;
    private final TrainingContext context;
    private final Optional<Dataset> validation;
    private final Table table;
    /** The labels of classes; empty where labels are numbers. */
    private final float[] classes;

    private final int[] classOf;
    private final int outputs;
    private final Drawer drawer;
    private final long seed;
    private final @Nullable Checkpoints checkpoints;
    private final List<FlatTrees> earlier;
    private final int total;
    /** How many trees were there before the job. */
    private final int firstOfJob;

    private final @Nullable FlatTrees[] grown;
    private int done;
    private long saved = System.nanoTime();

    ForestTraining(TrainingData data, ForestHyperparameters settings, TrainingContext context) throws IOException {
        this.settings = settings;
        this.context = context;
        validation = data.validation();
        table = Table.read(data.train(), settings.maxBin(), context);
        classes = settings.classifies() ? table.classes() : new float[0];
        classOf = new int[settings.classifies() ? table.rows : 0];
        for (int r = 0; r < classOf.length; r++) {
            classOf[r] = Arrays.binarySearch(classes, table.labels[r] + 0f);
        }
        outputs = classes.length > 2 ? classes.length : 1;
        settings.tried(table.columns);
        drawer = new Drawer(table, settings);
        seed = settings.seed().isPresent() ? settings.seed().getAsInt() : context.seed();
        checkpoints = context.checkpoints().map(Checkpoints::new).orElse(null);
        var checkpoint = checkpoints == null ? Optional.<Checkpoints.Checkpoint>empty() : checkpoints.latest();
        Optional<Path> folder = checkpoint.map(Checkpoints.Checkpoint::folder).or(context::earlierModel);
        earlier = folder.isEmpty() ? List.of() : trees(folder.get());
        int wanted = settings.numTrees();
        if (checkpoint.isPresent()) {
            // A checkpoint holds what went before the job, too.
            int before =
                    ModelFolder.open(checkpoint.get().folder(), Forest.NAME).number(ForestModel.BEFORE);
            total = Math.max(earlier.size(), before + wanted);
            firstOfJob = before;
        } else {
            total = earlier.size() + wanted;
            firstOfJob = earlier.size();
        }
        grown = new FlatTrees[total - earlier.size()];
    }

    private List<FlatTrees> trees(Path folder) throws IOException {
        var model = ForestModel.load(ModelFolder.open(folder, Forest.NAME));
        if (!Arrays.equals(model.classes(), classes) || model.columns() != table.columns) {
            throw new BadHyperparameterException(
                    "predictor_type", "the earlier model is of other classes or columns than the data");
        }
        return model.trees();
    }

    Trained train() throws IOException {
        var votes = new double[context.threads()][];
        context.parallel(thread -> votes[thread] = grow(thread));
        var trees = new ArrayList<>(earlier);
        for (FlatTrees tree : grown) {
            if (tree != null) {
                trees.add(tree);
            }
        }
        if (trees.isEmpty()) {
            throw new BadDataException("training was stopped before the first tree, so there is no model");
        }
        var model = new ForestModel(settings, classes, table.columns, trees);
        if (checkpoints != null && context.stopped()) {
            checkpoints.save(trees.size(), folder -> content(model, firstOfJob).write(folder));
        }
        var metrics = new LinkedHashMap<String, Double>();
        if (earlier.isEmpty() && settings.drawsWithReplacement()) {
            outOfBag(votes, metrics);
        }
        if (validation.isPresent()) {
            List<Batch> batches = validation.get().load();
            new ForestMetrics(classes).measure("validation", model, batches, metrics);
        }
        metrics.forEach((name, value) -> context.metric(name, value, trees.size() - 1L));
        context.progress(1);
        int before = firstOfJob; // the model is not to keep the training's table
        return new TrainedModel(model, Collections.unmodifiableMap(metrics), () -> content(model, before));
    }

    /** Every so-manieth tree; gives what they say of the rows that they did not see. */
    private double[] grow(int thread) {
        var impurity = settings.classifies()
                ? new GiniImpurity(classOf, classes.length, !settings.probability(), settings.minLeafSize())
                : new Variance(table.labels, settings.minLeafSize());
        var unseen = settings.drawsWithReplacement() ? new double[table.rows * (outputs + 1)] : new double[0];
        TreeGrower grower = null;
        for (int i = thread; i < grown.length && !context.stopped(); i += context.threads()) {
            grower = grower == null ? new TreeGrower(table, settings, drawer, impurity) : grower;
            var random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + earlier.size() + i);
            GrownTree tree = grower.grow(random.split());
            if (unseen.length > 0) {
                ask(tree, grower.counts, unseen);
            }
            finished(i, tree.flat());
        }
        return unseen;
    }

    private void ask(GrownTree tree, char[] counts, double[] unseen) {
        for (int r = 0; r < counts.length; r++) {
            if (counts[r] == 0) {
                int leaf = tree.leaf(table.bins, r);
                int at = r * (outputs + 1);
                for (int k = 0; k < outputs; k++) {
                    unseen[at + k] += tree.values[leaf * outputs + k];
                }
                unseen[at + outputs]++;
            }
        }
    }

    private synchronized void finished(int i, FlatTrees tree) {
        grown[i] = tree;
        done++;
        context.progress((double) (earlier.size() - firstOfJob + done) / (total - firstOfJob));
        if (checkpoints == null || System.nanoTime() - saved < CHECKPOINT_EVERY) {
            return;
        }
        var whole = new ArrayList<>(earlier);
        for (FlatTrees each : grown) {
            if (each == null) {
                break;
            }
            whole.add(each);
        }
        if (whole.isEmpty()) {
            return;
        }
        var model = new ForestModel(settings, classes, table.columns, whole);
        try {
            checkpoints.save(whole.size(), folder -> content(model, firstOfJob).write(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        saved = System.nanoTime();
    }

    private static ModelFolder.Writer content(ForestModel model, int firstOfJob) {
        return model.writer().property(ForestModel.BEFORE, firstOfJob);
    }

    /** How good trees are for rows that they did not see, which needs no data apart. */
    private void outOfBag(double[][] votes, Map<String, Double> metrics) {
        var measured = new ForestMetrics.Sums(classes);
        var answer = new float[outputs];
        for (int r = 0; r < table.rows; r++) {
            double trees = 0;
            Arrays.fill(answer, 0);
            for (double[] part : votes) {
                trees += part[r * (outputs + 1) + outputs];
            }
            if (trees == 0) {
                continue;
            }
            for (int k = 0; k < outputs; k++) {
                double sum = 0;
                for (double[] part : votes) {
                    sum += part[r * (outputs + 1) + k];
                }
                answer[k] = (float) (sum / trees);
            }
            measured.add(table.labels[r], answer, 0);
        }
        measured.into("oob", metrics);
    }
}
