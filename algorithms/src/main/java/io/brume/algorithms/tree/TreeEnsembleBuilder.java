package io.brume.algorithms.tree;

import io.brume.algorithms.BadModelException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Lays trees out for scoring. Trees that are no trees, such as a file might hold, are found. */
public final class TreeEnsembleBuilder {
    private static final int NODE = TreeEnsemble.NODE;

    private final int columns;
    private final float[] base;
    private final boolean oneOutputEach;
    private int[] nodes = new int[1 << 10];
    private int size;
    private int[] roots = new int[16];
    private int[] depths = new int[16];
    private int[] targets = new int[16];
    private int trees;
    private float[] leaves = {};
    private int leafValues;
    private int[] queue = new int[64];

    private TreeEnsembleBuilder(int columns, float[] base, boolean oneOutputEach) {
        this.columns = columns;
        this.base = base.clone();
        this.oneOutputEach = oneOutputEach;
    }

    /** @param base what outputs begin at, one number for each */
    public static TreeEnsembleBuilder adding(int columns, float... base) {
        return new TreeEnsembleBuilder(columns, base, true);
    }

    /** For trees whose leaves have a number for each output. */
    public static TreeEnsembleBuilder addingVectors(int columns, int outputs) {
        return new TreeEnsembleBuilder(columns, new float[outputs], false);
    }

    /**
     * A tree in arrays with an element for each node; node 0 is the root.
     *
     * @param left the left child, or -1 at a leaf
     * @param thresholds a leaf's value where leaves have one number each
     * @param missingLeft null where missing features go right everywhere
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Tree(int[] left, int[] right, int[] features, float[] thresholds, boolean @Nullable [] missingLeft) {}

    /** Adds a tree whose leaves add their value times a factor to one of the outputs. */
    public TreeEnsembleBuilder add(Tree tree, int target, float factor) {
        if (!oneOutputEach || target < 0 || target >= base.length) {
            throw new BadModelException("a tree adds to output " + target + " of " + base.length);
        }
        layOut(tree, target, null, factor);
        return this;
    }

    /** Adds a tree whose leaves have the numbers of their node in {@code values}. */
    public TreeEnsembleBuilder add(Tree tree, float[] values) {
        if (oneOutputEach || values.length != base.length * tree.left.length) {
            throw new BadModelException("a tree has not " + base.length + " numbers a node");
        }
        layOut(tree, 0, values, 1);
        return this;
    }

    /** Level by level, so that what most rows meet first lies together. */
    private void layOut(Tree tree, int target, float @Nullable [] values, float factor) {
        int count = tree.left.length;
        if (count == 0
                || tree.right.length != count
                || tree.features.length != count
                || tree.thresholds.length != count) {
            throw new BadModelException("a tree's arrays are not of the same length");
        }
        if (queue.length < count) {
            queue = new int[count];
        }
        int root = size;
        int depth = 0;
        int levelEnd = 1;
        queue[0] = 0;
        int queued = 1;
        ensure(count);
        size += NODE;
        for (int i = 0; i < queued; i++) {
            if (i == levelEnd) {
                depth++;
                levelEnd = queued;
            }
            int node = queue[i];
            int at = root + i * NODE;
            int left = tree.left[node];
            if (left == -1) {
                leaf(
                        at,
                        values == null
                                ? Float.floatToRawIntBits(tree.thresholds[node] * factor)
                                : leafNumber(values, node));
                continue;
            }
            int right = tree.right[node];
            int feature = tree.features[node];
            if (left < 0 || left >= count || right < 0 || right >= count || queued + 2 > count) {
                throw new BadModelException("a tree's nodes do not make a tree");
            } else if (feature < 0 || feature >= columns) {
                throw new BadModelException("a tree asks for feature " + feature + " of " + columns);
            }
            nodes[at] = feature;
            // Of the two zeros the positive one, as the values that it is compared with.
            nodes[at + 1] = Float.floatToRawIntBits(tree.thresholds[node] + 0f);
            nodes[at + 2] = size;
            nodes[at + 3] = tree.missingLeft != null && tree.missingLeft[node] ? 1 : 0;
            queue[queued++] = left;
            queue[queued++] = right;
            size += 2 * NODE;
        }
        if (trees == roots.length) {
            roots = Arrays.copyOf(roots, 2 * trees);
            depths = Arrays.copyOf(depths, 2 * trees);
            targets = Arrays.copyOf(targets, 2 * trees);
        }
        roots[trees] = root;
        depths[trees] = depth;
        targets[trees++] = target;
    }

    private void leaf(int at, int bits) {
        nodes[at] = TreeEnsemble.LEAF;
        nodes[at + 1] = bits;
        nodes[at + 2] = at;
        nodes[at + 3] = 1;
    }

    private int leafNumber(float[] values, int node) {
        int outputs = base.length;
        if (leafValues + outputs > leaves.length) {
            leaves = Arrays.copyOf(leaves, Math.max(1 << 10, 2 * leaves.length) + outputs);
        }
        System.arraycopy(values, node * outputs, leaves, leafValues, outputs);
        leafValues += outputs;
        return leafValues / outputs - 1;
    }

    private void ensure(int more) {
        int needed = Math.addExact(size, Math.multiplyExact(more, NODE));
        if (needed > nodes.length) {
            nodes = Arrays.copyOf(nodes, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(needed, 2L * nodes.length)));
        }
    }

    public TreeEnsemble build() {
        return new TreeEnsemble(
                columns,
                base,
                Arrays.copyOf(nodes, size),
                Arrays.copyOf(roots, trees),
                Arrays.copyOf(depths, trees),
                oneOutputEach ? Arrays.copyOf(targets, trees) : null,
                Arrays.copyOf(leaves, leafValues));
    }
}
