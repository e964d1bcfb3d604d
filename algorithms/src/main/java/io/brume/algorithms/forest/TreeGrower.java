package io.brume.algorithms.forest;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Grows trees on one thread: each node is split where that leaves the least impurity (Gini's, or the variance), among columns
 * drawn for that node. Breiman, "Random Forests", 2001; Breiman et al., "Classification and Regression Trees", 1984.
 *
 * <p>The rows of a node lie together and in ascending order. Those of a large node are counted into a histogram, those of a
 * small one are sorted by their bins.
 */
final class TreeGrower {
    /** Nodes of at most so many different rows are sorted. */
    private static final int SMALL = 48;

    private final Table table;
    private final ForestHyperparameters settings;
    private final int tried;
    private final Drawer drawer;
    private final Impurity impurity;
    private final int[] columnOrder;
    final char[] counts;
    private final int[] rows;
    private final int[] spare;
    private int[] stack = new int[4 * 64];
    private int stacked;

    TreeGrower(Table table, ForestHyperparameters settings, Drawer drawer, Impurity impurity) {
        this.table = table;
        this.settings = settings;
        this.drawer = drawer;
        this.impurity = impurity;
        tried = settings.tried(table.columns);
        columnOrder = new int[table.columns];
        counts = new char[table.rows];
        rows = new int[table.rows];
        spare = new int[table.rows];
    }

    GrownTree grow(SplittableRandom random) {
        // As it was left by the tree before, the order would depend on which thread grows which trees.
        Arrays.setAll(columnOrder, c -> c);
        drawer.draw(random, counts);
        int drawn = 0;
        for (int r = 0; r < counts.length; r++) {
            rows[drawn] = r;
            drawn += counts[r] > 0 ? 1 : 0;
        }
        impurity.use(counts, rows, drawn);
        var tree = new GrownTree(impurity.outputs());
        push(tree.add(1), 0, drawn, 0);
        while (stacked > 0) {
            stacked -= 4;
            grow(tree, stack[stacked], stack[stacked + 1], stack[stacked + 2], stack[stacked + 3], random);
        }
        return tree;
    }

    private void push(int node, int from, int to, int depth) {
        if (stacked == stack.length) {
            stack = Arrays.copyOf(stack, 2 * stacked);
        }
        stack[stacked++] = node;
        stack[stacked++] = from;
        stack[stacked++] = to;
        stack[stacked++] = depth;
    }

    private void grow(GrownTree tree, int node, int from, int to, int depth, SplittableRandom random) {
        boolean splittable = impurity.begin(from, to)
                && to - from > 1
                && impurity.size >= settings.leastToSplit()
                && (settings.maxDepth() == 0 || depth < settings.maxDepth());
        if (!splittable || !search(from, to, random)) {
            impurity.leaf(tree.values, node);
            return;
        }
        int column = impurity.bestColumn;
        int bin = impurity.bestBin;
        int middle = partition(from, to, table.bins[column], bin);
        int children = tree.add(2);
        tree.left[node] = children;
        tree.features[node] = column;
        tree.bins[node] = (byte) bin;
        tree.thresholds[node] = table.borders[column][bin];
        push(children + 1, middle, to, depth + 1);
        push(children, from, middle, depth + 1);
    }

    /** Tries columns, more than {@code mtry} only until one can be split at all. */
    private boolean search(int from, int to, SplittableRandom random) {
        impurity.bestColumn = -1;
        for (int i = 0; i < columnOrder.length && (i < tried || impurity.bestColumn < 0); i++) {
            int other = i + random.nextInt(columnOrder.length - i);
            int column = columnOrder[other];
            columnOrder[other] = columnOrder[i];
            columnOrder[i] = column;
            if (table.borders[column].length == 0) {
                continue;
            }
            if (to - from <= SMALL) {
                impurity.trySorted(column, table.bins[column], rows, from, to);
            } else {
                impurity.tryHistogram(column, table.bins[column], table.borders[column].length + 1, rows, from, to);
            }
        }
        return impurity.bestColumn >= 0;
    }

    /** Puts rows up to the bin first, both parts staying ascending. */
    private int partition(int from, int to, byte[] bins, int bin) {
        int left = from;
        int right = 0;
        for (int i = from; i < to; i++) {
            int row = rows[i];
            boolean goesLeft = (bins[row] & 0xff) <= bin;
            rows[left] = row;
            spare[right] = row;
            left += goesLeft ? 1 : 0;
            right += goesLeft ? 0 : 1;
        }
        System.arraycopy(spare, 0, rows, left, right);
        impurity.moved(rows, from, to);
        return left;
    }
}
