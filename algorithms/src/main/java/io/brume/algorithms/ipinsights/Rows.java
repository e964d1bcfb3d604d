package io.brume.algorithms.ipinsights;

import java.util.Arrays;

/** Numbers that occur in the data, each with a row of a matrix: its place in their order, after the row of all others, 0. */
final class Rows {
    private final int[] sorted;

    /** @param ascending as unsigned numbers, each once */
    Rows(int[] ascending) {
        sorted = ascending;
    }

    /** Those among the first {@code size} numbers, shifted to the right by so many bits. */
    static Rows occurring(int[] numbers, int size, int shift) {
        var flipped = new int[size];
        for (int i = 0; i < size; i++) {
            flipped[i] = flip(numbers[i] >>> shift);
        }
        Arrays.sort(flipped);
        int distinct = 0;
        for (int i = 0; i < size; i++) {
            if (i == 0 || flipped[i] != flipped[i - 1]) {
                flipped[distinct++] = flipped[i];
            }
        }
        for (int i = 0; i < distinct; i++) {
            flipped[i] = flip(flipped[i]);
        }
        return new Rows(Arrays.copyOf(flipped, distinct));
    }

    /** Makes unsigned order signed order, and back. */
    private static int flip(int number) {
        return number ^ Integer.MIN_VALUE;
    }

    int of(int number) {
        int low = 0;
        int high = sorted.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Integer.compareUnsigned(sorted[middle], number);
            if (order == 0) {
                return middle + 1;
            } else if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return 0;
    }

    /** Rows, that of all others included. */
    int count() {
        return sorted.length + 1;
    }

    int[] inOrder() {
        return sorted;
    }
}
