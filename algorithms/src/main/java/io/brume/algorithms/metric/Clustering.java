package io.brume.algorithms.metric;

import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.kernel.Kernels;
import java.util.Arrays;

/** Measures of clusters. */
public final class Clustering {
    private Clustering() {}

    /**
     * The mean silhouette (Rousseeuw 1987) by Euclidean distance, from -1 to 1: how much nearer points are to their own
     * cluster than to the next one. A point alone in its cluster has 0. Takes time by the square of the rows.
     *
     * @param clusters each row's cluster, below {@code count}
     */
    public static double silhouette(DenseBatch rows, int[] clusters, int count) {
        var sizes = new int[count];
        for (int r = 0; r < rows.rows(); r++) {
            sizes[clusters[r]]++;
        }
        double sum = 0;
        var distances = new double[count];
        for (int r = 0; r < rows.rows(); r++) {
            Arrays.fill(distances, 0);
            for (int other = 0; other < rows.rows(); other++) {
                distances[clusters[other]] += Math.sqrt(Kernels.squaredDistance(
                        rows.values(), rows.offset(r), rows.values(), rows.offset(other), rows.columns()));
            }
            sum += silhouette(distances, sizes, clusters[r]);
        }
        return sum / rows.rows();
    }

    private static double silhouette(double[] distances, int[] sizes, int own) {
        if (sizes[own] == 1) {
            return 0;
        }
        double within = distances[own] / (sizes[own] - 1);
        double next = Double.POSITIVE_INFINITY;
        for (int c = 0; c < sizes.length; c++) {
            if (c != own && sizes[c] > 0) {
                next = Math.min(next, distances[c] / sizes[c]);
            }
        }
        double larger = Math.max(within, next);
        return Double.isInfinite(next) || larger == 0 ? 0 : (next - within) / larger;
    }
}
