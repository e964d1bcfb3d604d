package io.brume.algorithms.blazingtext;

import java.util.Arrays;

/** A list of ints that grows, long ones without moving what is there. */
final class Ints {
    private static final int BITS = 16;
    private static final int BLOCK = 1 << BITS;

    private int[][] blocks = {new int[1024]};
    /** The block that is added to. */
    private int[] last = blocks[0];

    private int used;
    private int size;

    void add(int value) {
        if (used == last.length) {
            grow();
        }
        last[used++] = value;
        size = Math.incrementExact(size);
    }

    private void grow() {
        int number = (size - 1) >>> BITS;
        if (last.length < BLOCK) {
            last = Arrays.copyOf(last, 4 * last.length);
        } else {
            number++;
            last = new int[BLOCK];
            used = 0;
        }
        if (number == blocks.length) {
            blocks = Arrays.copyOf(blocks, 2 * number);
        }
        blocks[number] = last;
    }

    int size() {
        return size;
    }

    int get(int i) {
        return blocks[i >>> BITS][i & BLOCK - 1];
    }

    int[] toArray() {
        var array = new int[size];
        for (int from = 0; from < size; from += BLOCK) {
            System.arraycopy(blocks[from >>> BITS], 0, array, from, Math.min(BLOCK, size - from));
        }
        return array;
    }
}
