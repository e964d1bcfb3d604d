package io.brume.algorithms.ipinsights;

/** Entries by the row that they belong to, so that threads can work on rows without meeting. */
final class Grouping {
    private final int[] count;
    /** The rows that have entries. */
    final int[] rows;
    /** The entries of the i-th of them are those from {@code starts[i]} to {@code starts[i + 1]} of {@link #entries}. */
    final int[] starts;

    final int[] entries;
    int touched;

    /** @param size entries at most */
    Grouping(int rowCount, int size) {
        count = new int[rowCount];
        int most = Math.min(rowCount, size);
        rows = new int[most];
        starts = new int[most + 1];
        entries = new int[size];
    }

    void group(int[] rowOf, int size) {
        touched = 0;
        for (int i = 0; i < size; i++) {
            if (count[rowOf[i]]++ == 0) {
                rows[touched++] = rowOf[i];
            }
        }
        starts[0] = 0;
        for (int r = 0; r < touched; r++) {
            starts[r + 1] = starts[r] + count[rows[r]];
            count[rows[r]] = starts[r];
        }
        for (int i = 0; i < size; i++) {
            entries[count[rowOf[i]]++] = i;
        }
        for (int r = 0; r < touched; r++) {
            count[rows[r]] = 0;
        }
    }
}
