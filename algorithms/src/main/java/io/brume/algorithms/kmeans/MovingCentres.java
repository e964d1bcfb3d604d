package io.brume.algorithms.kmeans;

import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.kernel.Kernels;
import io.brume.algorithms.kernel.NearestRow;
import java.util.Arrays;

/**
 * Centres that move to the running means of the rows nearest to them, a mini-batch at a time: D. Sculley, "Web-Scale K-Means
 * Clustering", 2010. The result is the same with any number of threads.
 */
final class MovingCentres {
    final int count;
    final int columns;
    final int stride;
    final float[] values;
    /** How many rows a centre is the mean of, decayed. */
    final float[] weights;

    private final TrainingContext context;
    private int[] nearest = new int[0];
    private float[] distances = new float[0];

    MovingCentres(float[] values, float[] weights, int columns, TrainingContext context) {
        this.values = values;
        this.weights = weights;
        this.columns = columns;
        this.context = context;
        count = weights.length;
        stride = DenseBatch.stride(columns);
    }

    /**
     * Assigns the rows to centres, then moves these.
     *
     * @param halfLife rows after which what was before weighs half; 0 for no decay
     * @return the sum of squared distances before the centres moved
     */
    double move(DenseBatch rows, int halfLife) {
        if (nearest.length < rows.rows()) {
            nearest = new int[rows.rows()];
            distances = new float[rows.rows()];
        }
        if (halfLife > 0) {
            Kernels.scale((float) Math.pow(0.5, (double) rows.rows() / halfLife), weights, 0, count);
        }
        var centres = new NearestRow(values, 0, stride, count, columns);
        double[] losses = new double[context.threads()];
        if ((long) rows.rows() * count * columns < Lloyd.WORTH_A_THREAD) {
            losses[0] = assign(rows, centres, 0, rows.rows());
            update(rows, 0, count);
        } else {
            int parts = context.threads();
            context.parallel(part ->
                    losses[part] = assign(rows, centres, (int) ((long) rows.rows() * part / parts), (int)
                            ((long) rows.rows() * (part + 1) / parts)));
            context.parallel(count, (from, to) -> update(rows, from, to));
        }
        return Arrays.stream(losses).sum();
    }

    private double assign(DenseBatch rows, NearestRow centres, int from, int to) {
        centres.of(rows.values(), rows.offset(from), rows.stride(), to - from, nearest, distances, from);
        double loss = 0;
        for (int r = from; r < to; r++) {
            loss += distances[r];
        }
        return loss;
    }

    /** Moves the centres of a range. */
    private void update(DenseBatch rows, int from, int to) {
        for (int r = 0; r < rows.rows(); r++) {
            int centre = nearest[r];
            if (centre >= from && centre < to) {
                weights[centre]++;
                float rate = 1 / weights[centre];
                Kernels.axpby(rate, rows.values(), rows.offset(r), 1 - rate, values, centre * stride, columns);
            }
        }
    }
}
