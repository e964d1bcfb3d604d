package io.brume.algorithms.forest;

/** How mixed the rows of a node are, and the best split of it so far. For one thread. */
abstract class Impurity {
    /** The column of the best split, or -1. */
    int bestColumn = -1;
    /** The last bin that goes left. */
    int bestBin;

    double bestScore;

    /** Rows of the node, and those on the left side, each as often as it counts. */
    long size;

    long leftSize;
    /** Rows that a side needs. */
    private final int leastInLeaf;

    Impurity(int leastInLeaf) {
        this.leastInLeaf = leastInLeaf;
    }

    /** Bin and place of each row of a small node. */
    private final int[] keys = new int[64];

    /** Numbers that a leaf says. */
    abstract int outputs();

    /** Begins a tree: how often each row counts, and the rows that do. */
    abstract void use(char[] counts, int[] rows, int drawn);

    /** Rows of a range have changed places. */
    abstract void moved(int[] rows, int from, int to);

    /** Begins a node; false where its rows are all alike. */
    abstract boolean begin(int from, int to);

    /** Writes what the node says as a leaf. */
    abstract void leaf(float[] values, int node);

    abstract void tryHistogram(int column, byte[] bins, int binCount, int[] rows, int from, int to);

    /** The row at a place of the node moves to the left side. */
    abstract void move(int place);

    /** All rows of the node are on the right side. */
    abstract void allRight();

    /** The higher, the purer both sides are. */
    abstract double score();

    final void trySorted(int column, byte[] bins, int[] rows, int from, int to) {
        int count = to - from;
        int[] sorted = keys;
        int least = 256;
        int most = -1;
        for (int i = 0; i < count; i++) {
            int bin = bins[rows[from + i]] & 0xff;
            sorted[i] = bin << 8 | i;
            least = Math.min(least, bin);
            most = Math.max(most, bin);
        }
        if (least == most) {
            return;
        }
        for (int i = 1; i < count; i++) {
            int key = sorted[i];
            int at = i - 1;
            while (at >= 0 && sorted[at] > key) {
                sorted[at + 1] = sorted[at--];
            }
            sorted[at + 1] = key;
        }
        allRight();
        for (int i = 0; i < count - 1; i++) {
            move(from + (sorted[i] & 0xff));
            int bin = sorted[i] >> 8;
            if (bin != sorted[i + 1] >> 8) {
                consider(column, bin);
            }
        }
    }

    final void consider(int column, int bin) {
        if (leftSize < leastInLeaf || size - leftSize < leastInLeaf) {
            return;
        }
        double score = score();
        if (bestColumn < 0 || score > bestScore) {
            bestColumn = column;
            bestBin = bin;
            bestScore = score;
        }
    }
}
