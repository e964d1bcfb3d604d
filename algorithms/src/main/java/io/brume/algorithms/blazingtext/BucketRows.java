package io.brume.algorithms.blazingtext;

import java.util.Arrays;

/** Which hash buckets have occurred, numbered as they come, so that the others need no vector. */
final class BucketRows {
    private static final long FREE = -1;

    private final int buckets;
    private final int firstRow;
    /** Bucket in the upper half, row in the lower. */
    private long[] slots = new long[1 << 10];

    private final Ints inOrder = new Ints();

    /** @param firstRow the row of the first bucket, after those of the words */
    BucketRows(int buckets, int firstRow) {
        this.buckets = buckets;
        this.firstRow = firstRow;
        Arrays.fill(slots, FREE);
    }

    static BucketRows of(int buckets, int firstRow, int[] inOrder) {
        var rows = new BucketRows(buckets, firstRow);
        for (int bucket : inOrder) {
            rows.add(Integer.toUnsignedLong(bucket));
        }
        return rows;
    }

    int size() {
        return inOrder.size();
    }

    int[] inOrder() {
        return inOrder.toArray();
    }

    /** The row of a hash's bucket, a new one where the bucket has not occurred. */
    int add(long hash) {
        int row = find(hash);
        if (row >= 0) {
            return row;
        }
        if (2 * (size() + 1) > slots.length) {
            grow();
        }
        int bucket = (int) Long.remainderUnsigned(hash, buckets);
        row = firstRow + size();
        inOrder.add(bucket);
        place((long) bucket << 32 | row);
        return row;
    }

    /** The row of a hash's bucket, or -1. */
    int find(long hash) {
        int bucket = (int) Long.remainderUnsigned(hash, buckets);
        int slot = slot(bucket);
        while (slots[slot] != FREE) {
            if ((int) (slots[slot] >>> 32) == bucket) {
                return (int) slots[slot];
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return -1;
    }

    private int slot(int bucket) {
        int mixed = bucket * 0x9E3779B9;
        return (mixed ^ mixed >>> 15) & (slots.length - 1);
    }

    private void place(long entry) {
        int slot = slot((int) (entry >>> 32));
        while (slots[slot] != FREE) {
            slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = entry;
    }

    private void grow() {
        long[] old = slots;
        slots = new long[Math.multiplyExact(2, old.length)];
        Arrays.fill(slots, FREE);
        for (long entry : old) {
            if (entry != FREE) {
                place(entry);
            }
        }
    }
}
