package io.brume.algorithms.metric;

import java.util.HashSet;

/** Measures of lists of neighbours. */
public final class Ranking {
    private Ranking() {}

    /**
     * Of the true {@code k} nearest, the part that is among the {@code k} that were found; the mean over queries.
     *
     * @param found a query's neighbours, the nearest first, by their row; those beyond {@code k} are not looked at
     */
    public static double recallAt(int k, int[][] found, int[][] truth) {
        double sum = 0;
        for (int q = 0; q < truth.length; q++) {
            var right = new HashSet<Integer>();
            for (int i = 0; i < Math.min(k, truth[q].length); i++) {
                right.add(truth[q][i]);
            }
            int wanted = right.size();
            for (int i = 0; i < Math.min(k, found[q].length); i++) {
                right.remove(found[q][i]);
            }
            sum += wanted == 0 ? 1 : (double) (wanted - right.size()) / wanted;
        }
        return sum / truth.length;
    }
}
