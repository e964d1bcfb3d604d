package io.brume.algorithms.kmeans;

import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.kernel.Kernels;
import io.brume.algorithms.kernel.NearestRow;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Lloyd's k-means on weighted points in memory. Lloyd, "Least Squares Quantization in PCM", 1982; the start by Arthur and
 * Vassilvitskii, "k-means++: The Advantages of Careful Seeding", 2007, with the best of several candidates for each centre.
 *
 * @param points rows at a stride
 * @param weights a row's weight, not negative; null where all weigh 1
 */
@SuppressWarnings("ArrayRecordComponent")
public record Lloyd(float[] points, int rows, int columns, int stride, float @Nullable [] weights) {
    /** Centres, row by row at the stride of the points, and the weighted sum of squared distances to them. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Centres(float[] values, double loss) {}

    /** Multiplications from which on a second thread pays. */
    static final long WORTH_A_THREAD = 4_000_000;

    private double weight(int row) {
        return weights == null ? 1 : weights[row];
    }

    /** Centres that are points, drawn at random by weight without drawing one twice. */
    public float[] drawn(int k, SplittableRandom random) {
        // Efraimidis and Spirakis 2006: the largest of u^(1/w) are a sample without replacement.
        var keys = new double[rows];
        for (int r = 0; r < rows; r++) {
            double weight = weight(r);
            keys[r] = weight > 0 ? Math.log(1 - random.nextDouble()) / weight : Double.NEGATIVE_INFINITY;
        }
        double[] sorted = keys.clone();
        Arrays.sort(sorted);
        double least = sorted[rows - k];
        var centres = new float[k * stride];
        int count = 0;
        for (int r = 0; r < rows && count < k; r++) {
            if (keys[r] >= least) {
                System.arraycopy(points, r * stride, centres, count++ * stride, columns);
            }
        }
        return centres;
    }

    /** Centres that are points far from one another: each is drawn by its weighted squared distance to those before. */
    public float[] spread(int k, SplittableRandom random) {
        int candidates = 2 + (int) Math.log(k);
        var centres = new float[k * stride];
        var distances = new float[rows];
        Arrays.fill(distances, Float.POSITIVE_INFINITY);
        double sum = take(draw(distances, random.nextDouble(), true), distances, centres, 0);
        var trial = new float[rows];
        var best = new float[rows];
        for (int c = 1; c < k; c++) {
            int chosen = -1;
            double least = Double.POSITIVE_INFINITY;
            for (int t = 0; t < candidates; t++) {
                int row = draw(distances, random.nextDouble() * sum, false);
                double after = after(row, distances, trial);
                if (after < least) {
                    least = after;
                    chosen = row;
                    float[] swap = best;
                    best = trial;
                    trial = swap;
                }
            }
            System.arraycopy(points, chosen * stride, centres, c * stride, columns);
            float[] swap = distances;
            distances = best;
            best = swap;
            sum = least;
        }
        return centres;
    }

    private double take(int row, float[] distances, float[] centres, int c) {
        System.arraycopy(points, row * stride, centres, c * stride, columns);
        return after(row, distances.clone(), distances);
    }

    /** The weighted distances once the row is a centre, too; returns their sum. */
    private double after(int centre, float[] before, float[] to) {
        double sum = 0;
        for (int r = 0; r < rows; r++) {
            to[r] = Math.min(before[r], Kernels.squaredDistance(points, r * stride, points, centre * stride, columns));
            sum += weight(r) * to[r];
        }
        return sum;
    }

    /** The row at which the running sum passes the mark: of weights alone, with a mark from 0 to 1, or times distances. */
    private int draw(float[] distances, double mark, boolean byWeight) {
        double left = mark;
        if (byWeight) {
            double all = 0;
            for (int r = 0; r < rows; r++) {
                all += weight(r);
            }
            left *= all;
        }
        int last = 0;
        for (int r = 0; r < rows; r++) {
            double part = byWeight ? weight(r) : weight(r) * distances[r];
            if (part > 0) {
                last = r;
                left -= part;
                if (left < 0) {
                    return r;
                }
            }
        }
        return last;
    }

    /**
     * Moves centres to the means of their points until the loss falls by less than {@code tolerance} of itself. A centre that
     * loses all its points becomes the point that is farthest from its own.
     *
     * @param start k centres at the points' stride; not changed
     * @param context whose threads work, and which may end the search early
     */
    public Centres search(float[] start, int k, int most, double tolerance, TrainingContext context) {
        float[] centres = start.clone();
        float[] best = centres;
        double loss = Double.POSITIVE_INFINITY;
        var nearest = new int[rows];
        var distances = new float[rows];
        for (int i = 0; ; i++) {
            double now = assign(centres, k, nearest, distances, context);
            if (now < loss) {
                best = centres;
            }
            if (i == most || now >= loss * (1 - tolerance) || now == 0 || context.stopped()) {
                return new Centres(best, Math.min(now, loss));
            }
            loss = now;
            centres = means(centres, k, nearest, distances, context);
        }
    }

    /** Each point's nearest centre and squared distance to it; returns the weighted sum of these. */
    private double assign(float[] centres, int k, int[] nearest, float[] distances, TrainingContext context) {
        var near = new NearestRow(centres, 0, stride, k, columns);
        parallel(
                rows,
                (long) rows * k * columns,
                context,
                (from, to) -> near.of(points, from * stride, stride, to - from, nearest, distances, from));
        double loss = 0;
        for (int r = 0; r < rows; r++) {
            loss += weight(r) * distances[r];
        }
        return loss;
    }

    private float[] means(float[] before, int k, int[] nearest, float[] distances, TrainingContext context) {
        var centres = new float[k * stride];
        var weighed = new double[k];
        for (int r = 0; r < rows; r++) {
            weighed[nearest[r]] += weight(r);
        }
        parallel(k, (long) rows * columns, context, (from, to) -> {
            for (int r = 0; r < rows; r++) {
                int c = nearest[r];
                if (c >= from && c < to && weight(r) > 0) {
                    float part = (float) (weight(r) / weighed[c]);
                    Kernels.axpy(part, points, r * stride, centres, c * stride, columns);
                }
            }
        });
        for (int c = 0; c < k; c++) {
            if (weighed[c] == 0) {
                int far = farthest(distances);
                int from = far < 0 ? c : far;
                System.arraycopy(far < 0 ? before : points, from * stride, centres, c * stride, columns);
            }
        }
        return centres;
    }

    private static void parallel(int size, long work, TrainingContext context, TrainingContext.RangeWork range) {
        if (work < WORTH_A_THREAD) {
            range.run(0, size);
        } else {
            context.parallel(size, range);
        }
    }

    /** Takes the point that adds most to the loss, and forgets that it does; -1 where none adds anything. */
    private int farthest(float[] distances) {
        int far = -1;
        double most = 0;
        for (int r = 0; r < rows; r++) {
            if (weight(r) * distances[r] > most) {
                most = weight(r) * distances[r];
                far = r;
            }
        }
        if (far >= 0) {
            distances[far] = 0;
        }
        return far;
    }
}
