package io.brume.algorithms.search;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What a Gaussian process learns from.
 *
 * @param points a row each, see {@link SearchSpace}
 * @param values normalised costs
 * @param tasks whose objective each is: 0 for the one that is searched
 * @param certain how many of the last have no noise, since they are assumed
 */
record Observations(double[][] points, double[] values, int[] tasks, int certain) {
    Observations(double[][] points, double[] values, int[] tasks) {
        this(points, values, tasks, 0);
    }

    int size() {
        return values.length;
    }

    boolean haveOtherTasks() {
        return Arrays.stream(tasks).anyMatch(task -> task != 0);
    }

    /** These and some that are assumed of the task that is searched. */
    Observations with(double[][] morePoints, double[] moreValues) {
        int n = size();
        double[][] allPoints = Arrays.copyOf(points, n + morePoints.length);
        double[] allValues = Arrays.copyOf(values, n + moreValues.length);
        System.arraycopy(morePoints, 0, allPoints, n, morePoints.length);
        System.arraycopy(moreValues, 0, allValues, n, moreValues.length);
        return new Observations(allPoints, allValues, Arrays.copyOf(tasks, allValues.length), moreValues.length);
    }

    /** At most so many: the best half, and of the others those that are evenly apart in the order of their coming. */
    Observations atMost(int limit) {
        int n = size();
        if (n <= limit) {
            return this;
        }
        int[] byValue = sorted(n);
        var chosen = new boolean[n];
        for (int i = 0; i < limit / 2; i++) {
            chosen[byValue[i]] = true;
        }
        int[] others = IntStream.range(0, n).filter(i -> !chosen[i]).toArray();
        int wanted = limit - limit / 2;
        for (int i = 0; i < wanted; i++) {
            chosen[others[(int) ((long) i * others.length / wanted)]] = true;
        }
        int[] kept = IntStream.range(0, n).filter(i -> chosen[i]).toArray();
        return new Observations(
                Arrays.stream(kept).mapToObj(i -> points[i]).toArray(double[][]::new),
                Arrays.stream(kept).mapToDouble(i -> values[i]).toArray(),
                Arrays.stream(kept).map(i -> tasks[i]).toArray());
    }

    private int[] sorted(int n) {
        return IntStream.range(0, n)
                .boxed()
                .sorted((a, b) -> Double.compare(values[a], values[b]))
                .mapToInt(i -> i)
                .toArray();
    }
}
