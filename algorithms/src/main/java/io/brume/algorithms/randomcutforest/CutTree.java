package io.brume.algorithms.randomcutforest;

import io.brume.algorithms.kernel.Kernels;
import java.util.Arrays;
import java.util.Random;

/**
 * A robust random cut tree (Guha, Mishra, Roy and Schrijvers, "Robust Random Cut Forest Based Anomaly Detection on Streams", ICML
 * 2016, definition 1): a set of points is cut in a dimension that is drawn in proportion to its range, at a place that is drawn
 * uniformly from that range, and so on in both parts until the points of a part are all the same.
 *
 * <p>Nodes are numbered in preorder: a node's left child follows it. Points lie in the order of the leaves, so each node has a
 * range of them. Boxes of nodes with few points are not kept but made again from the points, since they would take more memory
 * than all others.
 */
final class CutTree {
    private static final int FEW = 8;

    private final int columns;
    /** Points in the order of the leaves. */
    private final float[] points;
    /** Of each node: the dimension of its cut, or -1 for a leaf. */
    private final int[] dimension;
    /** Of each node: points up to this value are on the left. */
    private final float[] cut;
    /** Of each node: how many points it has. */
    private final int[] mass;
    /** Of each node: its right child. */
    private final int[] right;
    /** Of each node: where its box is, least values and then greatest, or -1. */
    private final int[] box;

    /** Of each node whose box is kept: the sum of its ranges. */
    private final double[] ranges;

    private float[] boxes;
    private int nodes;

    private CutTree(int columns, float[] points, int capacity) {
        this.columns = columns;
        this.points = points;
        dimension = new int[capacity];
        cut = new float[capacity];
        mass = new int[capacity];
        right = new int[capacity];
        box = new int[capacity];
        ranges = new double[capacity];
        boxes = new float[0];
    }

    /** Cuts the first points of an array, which are put into another order. */
    static CutTree grow(float[] points, int size, int columns, Random random) {
        var tree = new CutTree(columns, Arrays.copyOf(points, size * columns), 2 * size - 1);
        tree.grow(0, size, random);
        tree.keepBoxes();
        return tree;
    }

    /**
     * The tree of these points and cuts, as {@link #points} and {@link #dimensions} and so on gave them.
     *
     * @throws IllegalArgumentException where they do not make a tree
     */
    static CutTree of(int columns, float[] points, int[] dimensions, float[] cuts, int[] masses) {
        var tree = new CutTree(columns, points, dimensions.length);
        System.arraycopy(dimensions, 0, tree.dimension, 0, dimensions.length);
        System.arraycopy(cuts, 0, tree.cut, 0, cuts.length);
        System.arraycopy(masses, 0, tree.mass, 0, masses.length);
        tree.nodes = dimensions.length;
        int end = tree.link(0, points.length / columns);
        if (end != dimensions.length) {
            throw new IllegalArgumentException(
                    "there are " + dimensions.length + " nodes, but " + end + " in the tree");
        }
        tree.keepBoxes();
        return tree;
    }

    /** Numbers the right children; a stack of our own, since a tree of equal gaps may be as deep as it has points. */
    private int link(int root, int size) {
        var waiting = new int[dimension.length + 1];
        int depth = 0;
        int node = root;
        int left = size;
        while (true) {
            if (node >= dimension.length || mass[node] < 1 || mass[node] > left || dimension[node] >= columns) {
                throw new IllegalArgumentException("node " + node + " is not of this tree");
            }
            if (dimension[node] >= 0) {
                waiting[depth++] = node++;
                continue;
            }
            left -= mass[node++];
            while (depth > 0 && right[waiting[depth - 1]] != 0) {
                depth--;
            }
            if (depth == 0) {
                if (left != 0) {
                    throw new IllegalArgumentException("the tree has other points");
                }
                return node;
            }
            right[waiting[depth - 1]] = node;
        }
    }

    private void grow(int first, int last, Random random) {
        var froms = new int[last + 1];
        var tos = new int[last + 1];
        var parents = new int[last + 1];
        int waiting = 0;
        froms[0] = first;
        tos[0] = last;
        parents[waiting++] = -1;
        var low = new float[columns];
        var high = new float[columns];
        while (waiting > 0) {
            waiting--;
            int from = froms[waiting];
            int to = tos[waiting];
            if (parents[waiting] >= 0) {
                right[parents[waiting]] = nodes;
            }
            int node = nodes++;
            mass[node] = to - from;
            double range = bound(from, to, low, high);
            dimension[node] = chooseDimension(low, high, random.nextDouble() * range);
            if (dimension[node] < 0) {
                continue;
            }
            float least = low[dimension[node]];
            float greatest = high[dimension[node]];
            float place = (float) (least + random.nextDouble() * ((double) greatest - least));
            cut[node] = Math.clamp(place, least, Math.nextDown(greatest));
            int middle = partition(from, to, dimension[node], cut[node]);
            froms[waiting] = middle;
            tos[waiting] = to;
            parents[waiting++] = node;
            froms[waiting] = from;
            tos[waiting] = middle;
            parents[waiting++] = -1;
        }
    }

    /** -1 where all points are the same. */
    private int chooseDimension(float[] low, float[] high, double place) {
        double left = place;
        int last = -1;
        for (int c = 0; c < columns; c++) {
            double range = (double) high[c] - low[c];
            if (range > 0) {
                last = c;
                left -= range;
                if (left < 0) {
                    return c;
                }
            }
        }
        return last;
    }

    /** Finds the box of some points; gives the sum of its ranges. */
    private double bound(int from, int to, float[] low, float[] high) {
        System.arraycopy(points, from * columns, low, 0, columns);
        System.arraycopy(points, from * columns, high, 0, columns);
        for (int point = from + 1; point < to; point++) {
            for (int c = 0; c < columns; c++) {
                float value = points[point * columns + c];
                low[c] = Math.min(low[c], value);
                high[c] = Math.max(high[c], value);
            }
        }
        double range = 0;
        for (int c = 0; c < columns; c++) {
            range += (double) high[c] - low[c];
        }
        return range;
    }

    private int partition(int from, int to, int column, float value) {
        int middle = from;
        for (int point = from; point < to; point++) {
            if (points[point * columns + column] <= value) {
                for (int c = 0; c < columns; c++) {
                    float swap = points[point * columns + c];
                    points[point * columns + c] = points[middle * columns + c];
                    points[middle * columns + c] = swap;
                }
                middle++;
            }
        }
        return middle;
    }

    private void keepBoxes() {
        int kept = 0;
        for (int node = 0; node < nodes; node++) {
            box[node] = mass[node] > FEW ? kept++ * 2 * columns : -1;
        }
        boxes = new float[Math.multiplyExact(kept, 2 * columns)];
        var low = new float[columns];
        var high = new float[columns];
        int from = 0;
        for (int node = 0; node < nodes; node++) {
            if (box[node] >= 0) {
                ranges[node] = bound(from, from + mass[node], low, high);
                System.arraycopy(low, 0, boxes, box[node], columns);
                System.arraycopy(high, 0, boxes, box[node] + columns, columns);
            }
            from += dimension[node] < 0 ? mass[node] : 0;
        }
    }

    /** What a thread needs to score with trees of so many columns. */
    static final class Scratch {
        private final float[] box;
        private final float[] low;
        private final float[] high;

        Scratch(int columns) {
            box = new float[2 * columns];
            low = new float[columns];
            high = new float[columns];
        }
    }

    /**
     * The collusive displacement of a point that is not in the tree (definition 3 of the paper), expected over where a cut may
     * set it apart from the tree's points: the greatest, over the sets of points on its way to the root, of how many points
     * would move up if the set were gone, by how many the set has.
     */
    double displacement(float[] values, int from, Scratch scratch) {
        double expected = 0;
        double together = 1;
        double greatest = 0;
        int first = 0;
        int node = 0;
        while (true) {
            double apart = apart(values, from, node, first, scratch);
            expected += together * apart * Math.max(greatest, mass[node]);
            together *= 1 - apart;
            if (dimension[node] < 0 || together == 0) {
                return expected + together * greatest;
            }
            int left = node + 1;
            boolean goesLeft = values[from + dimension[node]] <= cut[node];
            int child = goesLeft ? left : right[node];
            int sibling = goesLeft ? right[node] : left;
            first += goesLeft ? 0 : mass[left];
            greatest = Math.max(greatest, mass[sibling] / (mass[child] + 1.0));
            node = child;
        }
    }

    /** How probable it is that a cut of a node's box, grown to hold the point, has only the point on its one side. */
    private double apart(float[] values, int from, int node, int first, Scratch scratch) {
        float[] sides = boxes;
        int low = box[node];
        double range = ranges[node];
        if (low < 0) {
            range = bound(first, first + mass[node], scratch.low, scratch.high);
            System.arraycopy(scratch.low, 0, scratch.box, 0, columns);
            System.arraycopy(scratch.high, 0, scratch.box, columns, columns);
            sides = scratch.box;
            low = 0;
        }
        float outside = Kernels.outside(values, from, sides, low, sides, low + columns, columns);
        return outside == 0 ? 0 : outside / (outside + range);
    }

    float[] points() {
        return points;
    }

    int[] dimensions() {
        return Arrays.copyOf(dimension, nodes);
    }

    float[] cuts() {
        return Arrays.copyOf(cut, nodes);
    }

    int[] masses() {
        return Arrays.copyOf(mass, nodes);
    }
}
