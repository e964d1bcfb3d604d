package io.brume.algorithms.data;

/** How wide the rows of a dataset are, as far as has been read: all its files have to agree. */
public final class Width {
    private int columns = -1;
    private int labels = -1;
    private boolean dense = true;

    /** -1 before the first row. */
    int columns() {
        return columns;
    }

    /** -1 before the first row. */
    int labels() {
        return labels;
    }

    boolean dense() {
        return dense;
    }

    void set(int columns, int labels, boolean dense) {
        this.columns = columns;
        this.labels = labels;
        this.dense = dense;
    }
}
