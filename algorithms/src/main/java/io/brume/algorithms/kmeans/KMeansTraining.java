package io.brume.algorithms.kmeans;

import io.brume.algorithms.BadDataException;
import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.data.DenseRows;
import io.brume.algorithms.kernel.Kernels;
import io.brume.algorithms.kmeans.KMeansHyperparameters.Start;
import io.brume.algorithms.model.Checkpoints;
import io.brume.algorithms.model.ModelFolder;
import java.io.IOException;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One training: {@link MovingCentres} over all epochs; then {@link Lloyd} on these centres, weighted by their rows, makes k of
 * them, and goes on with a sample of the rows themselves.
 */
final class KMeansTraining {
    /** Rows of the sample for each cluster, which bring the loss near to what all rows would. */
    private static final int SAMPLED_PER_CLUSTER = 4000;

    private static final int LEAST_SAMPLED = 20_000;
    /** Floats of the sample, at most: 64 MB. */
    private static final int MOST_SAMPLED = 1 << 24;

    private final KMeansHyperparameters settings;
    private final TrainingContext context;
    private final SplittableRandom random;
    private final int columns;
    private final int stride;
    private final RowSample sample;
    /** The mean of the first rows, which all rows are moved by: far from the origin distances would lose their digits. */
    private final float[] shift;

    private @Nullable MovingCentres centres;

    KMeansTraining(KMeansHyperparameters settings, TrainingContext context) {
        this.settings = settings;
        this.context = context;
        random = new SplittableRandom(context.seed());
        columns = settings.featureDim();
        stride = DenseBatch.stride(columns);
        shift = new float[columns];
        long wanted = Math.max(LEAST_SAMPLED, (long) SAMPLED_PER_CLUSTER * settings.k());
        sample = new RowSample(
                (int) Math.max(settings.k(), Math.min(wanted, MOST_SAMPLED / stride)), stride, random.split());
    }

    Clusters train(Dataset data) throws IOException {
        Dataset rows = settings.epochs() > 1 ? data.forManyReadings() : data;
        int done = resume();
        for (int epoch = done; epoch < settings.epochs() && !context.stopped(); epoch++) {
            pass(rows, epoch, epoch == done);
            if (context.checkpoints().isPresent() && !context.stopped()) {
                checkpoint(epoch + 1);
            }
        }
        if (sample.seen() == 0) {
            // All epochs were done before training was broken off; what is left needs rows.
            pass(rows, settings.epochs(), true);
        }
        return finish();
    }

    /** Goes through the rows once, moving centres unless all epochs are done. */
    private void pass(Dataset data, int epoch, boolean first) throws IOException {
        double loss = 0;
        long count = 0;
        try (var rows = DenseRows.read(data, columns, settings.miniBatchSize())) {
            for (DenseBatch block = rows.next(); block != null; block = rows.next()) {
                MovingCentres moving = centres;
                if (moving == null) {
                    block = joinedFirst(block, rows);
                    moving = begin(block);
                    centres = moving;
                } else {
                    shift(block);
                }
                if (first) {
                    sample.add(block);
                }
                if (epoch < settings.epochs()) {
                    loss += moving.move(block, settings.halfLifeTimeSize());
                }
                count += block.rows();
                context.progress(Math.min(0.95, (epoch + rows.fraction()) / settings.epochs() * 0.95));
                if (context.stopped()) {
                    break;
                }
            }
        }
        if (epoch < settings.epochs()) {
            context.metric("train:msd", loss / count, epoch);
        }
    }

    /** Chooses the first centres among the first rows, which are moved to the origin. */
    private MovingCentres begin(DenseBatch block) {
        if (block.rows() < settings.k()) {
            throw new BadDataException(
                    "there are " + block.rows() + " rows, which cannot make k = " + settings.k() + " clusters");
        }
        for (int r = 0; r < block.rows(); r++) {
            Kernels.axpy(1f / block.rows(), block.values(), block.offset(r), shift, 0, columns);
        }
        shift(block);
        int count = Math.min(block.rows(), settings.centres());
        var points = new Lloyd(block.values(), block.rows(), columns, stride, null);
        float[] values = chosen(points, count, settings.initMethod(), random);
        return new MovingCentres(values, new float[count], columns, context);
    }

    /** The first rows: a block, or as many as there are centres. */
    private DenseBatch joinedFirst(DenseBatch first, DenseRows more) throws IOException {
        DenseBatch block = first;
        while (block.rows() < settings.centres()) {
            DenseBatch next = more.next();
            if (next == null) {
                break;
            }
            block = joined(block, next);
        }
        return block;
    }

    private DenseBatch joined(DenseBatch a, DenseBatch b) {
        int rows = Math.addExact(a.rows(), b.rows());
        var values = new float[Math.multiplyExact(rows, stride)];
        System.arraycopy(a.values(), 0, values, 0, a.rows() * stride);
        System.arraycopy(b.values(), 0, values, a.rows() * stride, b.rows() * stride);
        return new DenseBatch(rows, columns, stride, values, new float[0], 0);
    }

    private void shift(DenseBatch block) {
        for (int r = 0; r < block.rows(); r++) {
            Kernels.axpy(-1, shift, 0, block.values(), block.offset(r), columns);
        }
    }

    private static float[] chosen(Lloyd points, int k, Start how, SplittableRandom random) {
        return how == Start.RANDOM ? points.drawn(k, random) : points.spread(k, random);
    }

    /** The final local search. */
    private Clusters finish() {
        MovingCentres moved = Objects.requireNonNull(centres);
        int k = settings.k();
        float[] best = moved.count == k ? moved.values : reduced(moved, k);
        context.progress(0.97);
        var rows = new Lloyd(sample.values(), sample.rows(), columns, stride, null);
        if (sample.rows() >= k) {
            best = rows.search(best, k, settings.localLloydMaxIter(), settings.localLloydTol(), context)
                    .values();
        }
        var compact = new float[k * columns];
        for (int c = 0; c < k; c++) {
            System.arraycopy(best, c * stride, compact, c * columns, columns);
            Kernels.axpy(1, shift, 0, compact, c * columns, columns);
        }
        context.progress(1);
        return new Clusters(compact, k, columns);
    }

    private float[] reduced(MovingCentres moved, int k) {
        var points = new Lloyd(moved.values, moved.count, columns, stride, moved.weights);
        float[] best = moved.values;
        double loss = Double.POSITIVE_INFINITY;
        for (int trial = 0; trial < settings.localLloydNumTrials().orElse(10); trial++) {
            float[] start = chosen(points, k, settings.localLloydInitMethod(), random);
            var found = points.search(start, k, settings.localLloydMaxIter(), settings.localLloydTol(), context);
            if (found.loss() < loss || trial == 0) {
                loss = found.loss();
                best = found.values();
            }
            if (context.stopped()) {
                break;
            }
        }
        return best;
    }

    private void checkpoint(int epochs) throws IOException {
        MovingCentres moved = Objects.requireNonNull(centres);
        new Checkpoints(context.checkpoints().orElseThrow())
                .save(
                        epochs,
                        folder -> ModelFolder.of(KMeans.NAME + "-checkpoint")
                                .hyperparameters(settings)
                                .matrix("moving", moved.values, 0, stride, moved.count, columns)
                                .array("weights", moved.weights.clone())
                                .array("shift", shift.clone())
                                .write(folder));
    }

    /** Takes up the last checkpoint where it is of the same hyperparameters; returns the epochs that are done. */
    private int resume() throws IOException {
        if (context.checkpoints().isEmpty()) {
            return 0;
        }
        var last = new Checkpoints(context.checkpoints().get()).latest();
        if (last.isEmpty()) {
            return 0;
        }
        var folder = ModelFolder.open(last.get().folder(), KMeans.NAME + "-checkpoint");
        if (!folder.hyperparameters(KMeansHyperparameters.class).equals(settings)) {
            context.log("the checkpoint is of other hyperparameters: training begins anew");
            return 0;
        }
        float[] weights = folder.floats("weights", -1);
        float[] compact = folder.floats("moving", weights.length, columns);
        var values = new float[weights.length * stride];
        for (int c = 0; c < weights.length; c++) {
            System.arraycopy(compact, c * columns, values, c * stride, columns);
        }
        System.arraycopy(folder.floats("shift", columns), 0, shift, 0, columns);
        centres = new MovingCentres(values, weights, columns, context);
        return (int) last.get().step();
    }
}
