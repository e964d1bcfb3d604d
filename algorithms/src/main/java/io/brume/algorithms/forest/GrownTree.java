package io.brume.algorithms.forest;

import io.brume.algorithms.tree.TreeEnsembleBuilder.Tree;
import java.util.Arrays;

/** A tree while it grows: an element a node in each array. */
final class GrownTree {
    private final int outputs;
    int size;
    int[] left = new int[64];
    int[] features = new int[64];
    /** The last bin that goes left. */
    byte[] bins = new byte[64];

    float[] thresholds = new float[64];
    /** What a leaf says, {@code outputs} numbers each. */
    float[] values;

    GrownTree(int outputs) {
        this.outputs = outputs;
        values = new float[64 * outputs];
    }

    /** Adds leaves that are neighbours; gives the first. */
    int add(int count) {
        int first = size;
        size += count;
        if (size > left.length) {
            int more = 2 * left.length;
            left = Arrays.copyOf(left, more);
            features = Arrays.copyOf(features, more);
            bins = Arrays.copyOf(bins, more);
            thresholds = Arrays.copyOf(thresholds, more);
            values = Arrays.copyOf(values, Math.multiplyExact(more, outputs));
        }
        Arrays.fill(left, first, size, -1);
        return first;
    }

    /** The leaf that a row of the table ends in. */
    int leaf(byte[][] table, int row) {
        int node = 0;
        while (left[node] >= 0) {
            node = left[node] + ((table[features[node]][row] & 0xff) <= (bins[node] & 0xff) ? 0 : 1);
        }
        return node;
    }

    /** The tree without what only growing needs. */
    FlatTrees flat() {
        var right = new int[size];
        for (int i = 0; i < size; i++) {
            right[i] = left[i] < 0 ? -1 : left[i] + 1;
        }
        float[] ends = Arrays.copyOf(thresholds, size);
        if (outputs == 1) {
            for (int i = 0; i < size; i++) {
                ends[i] = left[i] < 0 ? values[i] : ends[i];
            }
        }
        var missingLeft = new boolean[size];
        Arrays.fill(missingLeft, true);
        var tree = new Tree(Arrays.copyOf(left, size), right, Arrays.copyOf(features, size), ends, missingLeft);
        return new FlatTrees(tree, Arrays.copyOf(values, size * outputs));
    }

    /** A finished tree and what its nodes say. */
    @SuppressWarnings("ArrayRecordComponent")
    record FlatTrees(Tree tree, float[] values) {}
}
