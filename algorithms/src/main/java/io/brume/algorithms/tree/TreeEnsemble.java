package io.brume.algorithms.tree;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Trees whose leaves add up. A row goes left where its feature is less than the threshold, a missing feature (NaN) goes where
 * the split says.
 *
 * <p>All nodes lie in one array of ints, {@value #NODE} for each, 16 bytes: what is asked of a node comes with one cache
 * line, and the children of a node are neighbours. Safe for use by several threads at once.
 */
public final class TreeEnsemble {
    /** Ints a node: feature (or {@link #LEAF}), bits of the threshold, place of the left child, whether missing goes left. */
    static final int NODE = 4;

    static final int LEAF = -1;

    /** Trees of at most so many levels are walked level by level, many rows at once. */
    private static final int FEW_LEVELS = 8;

    /** Rows that are walked through a tree together. */
    private static final int BLOCK = 64;

    final int columns;
    final int outputs;
    final float[] base;
    final int[] nodes;
    /** Where each tree begins in {@link #nodes}. */
    final int[] roots;
    /** How many splits lie between a tree's root and its deepest leaf. */
    final int[] depths;
    /** Which output a tree's leaves add to; null where a leaf has a value for each output. */
    final int @Nullable [] targets;
    /** The leaves' values where they have one for each output; a leaf's "threshold" is then its number. */
    final float[] leaves;

    TreeEnsemble(
            int columns,
            float[] base,
            int[] nodes,
            int[] roots,
            int[] depths,
            int @Nullable [] targets,
            float[] leaves) {
        this.columns = columns;
        this.base = base;
        outputs = base.length;
        this.nodes = nodes;
        this.roots = roots;
        this.depths = depths;
        this.targets = targets;
        this.leaves = leaves;
    }

    /** Features a row. */
    public int columns() {
        return columns;
    }

    /** Numbers that a row is given. */
    public int outputs() {
        return outputs;
    }

    public int trees() {
        return roots.length;
    }

    /** Nodes of all trees, leaves included. */
    public int nodes() {
        return nodes.length / NODE;
    }

    /**
     * Scores rows that lie in an array as in a {@code DenseBatch}.
     *
     * @param into gets {@link #outputs()} numbers a row
     */
    public void score(float[] values, int from, int stride, int rows, float[] into) {
        for (int r = 0; r < rows; r++) {
            System.arraycopy(base, 0, into, r * outputs, outputs);
        }
        for (int first = 0; first < rows; first += BLOCK) {
            int count = Math.min(BLOCK, rows - first);
            var at = new int[count];
            for (int tree = 0; tree < roots.length; tree++) {
                int begin = from + first * stride;
                if (count >= 4 && depths[tree] <= FEW_LEVELS) {
                    walkTogether(tree, values, begin, stride, at);
                } else {
                    for (int r = 0; r < count; r++) {
                        at[r] = walk(roots[tree], values, begin + r * stride);
                    }
                }
                add(tree, at, into, first);
            }
        }
    }

    /** The leaf that a row ends in. */
    private int walk(int root, float[] values, int offset) {
        int[] all = nodes;
        int node = root;
        int feature = all[node];
        while (feature >= 0) {
            float value = values[offset + feature];
            boolean left = value < Float.intBitsToFloat(all[node + 1]) || (Float.isNaN(value) && all[node + 3] != 0);
            node = all[node + 2] + (left ? 0 : NODE);
            feature = all[node];
        }
        return node;
    }

    /** The leaves that rows end in, each step taken by all rows: steps of different rows need not wait for one another. */
    private void walkTogether(int tree, float[] values, int begin, int stride, int[] at) {
        int[] all = nodes;
        Arrays.fill(at, roots[tree]);
        for (int level = depths[tree]; level > 0; level--) {
            for (int r = 0; r < at.length; r++) {
                int node = at[r];
                int feature = all[node];
                // A leaf leads to itself: it asks for the first feature, and goes left, to where it is, whatever the
                // answer.
                int split = ~(feature >> 31);
                float value = values[begin + r * stride + (feature & split)];
                int right = NODE & ~less(value, all[node + 1]);
                if (Float.isNaN(value)) {
                    right = all[node + 3] != 0 ? 0 : NODE;
                }
                at[r] = all[node + 2] + (right & split);
            }
        }
    }

    /** All bits set where the value is less than the threshold, without a branch, which would often be guessed wrongly. */
    private static int less(float value, int threshold) {
        long difference = (long) order(Float.floatToRawIntBits(value + 0f)) - order(threshold);
        return (int) (difference >> 63);
    }

    /** Floats' bits in the order of the floats. */
    private static int order(int bits) {
        return bits ^ ((bits >> 31) & 0x7fffffff);
    }

    private void add(int tree, int[] at, float[] into, int first) {
        if (targets != null) {
            int target = targets[tree];
            for (int r = 0; r < at.length; r++) {
                into[(first + r) * outputs + target] += Float.intBitsToFloat(nodes[at[r] + 1]);
            }
            return;
        }
        for (int r = 0; r < at.length; r++) {
            int leaf = nodes[at[r] + 1] * outputs;
            for (int k = 0; k < outputs; k++) {
                into[(first + r) * outputs + k] += leaves[leaf + k];
            }
        }
    }
}
