package io.brume.algorithms.blazingtext;

import java.util.Arrays;

/** Random numbers whose state is a local variable: George Marsaglia's xorshift, seeded by a mixing function. */
final class Randoms {
    private Randoms() {}

    /** A state that is not 0, another one for each stream of a seed. */
    static long seed(long seed, long stream) {
        long z = seed * 0x9E3779B97F4A7C15L + stream + 0x632BE59BD9B4E019L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        z ^= z >>> 31;
        return z == 0 ? 1 : z;
    }

    static long next(long state) {
        long x = state;
        x ^= x << 13;
        x ^= x >>> 7;
        x ^= x << 17;
        return x;
    }

    /** A number from 0 to {@code bound - 1}. */
    static int below(int bound, long state) {
        return (int) ((state >>> 33) * bound >>> 31);
    }

    /** A number from 0 (included) to 1 (excluded). */
    static float unit(long state) {
        return (state >>> 40) * 0x1p-24f;
    }

    /** The numbers from 0 to {@code size - 1} in an order of chance. */
    static int[] permutation(int size, long seed) {
        var order = new int[size];
        Arrays.setAll(order, i -> i);
        long random = seed;
        for (int i = size - 1; i > 0; i--) {
            random = next(random);
            int other = below(i + 1, random);
            int swap = order[i];
            order[i] = order[other];
            order[other] = swap;
        }
        return order;
    }
}
