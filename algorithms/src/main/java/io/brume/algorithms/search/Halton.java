package io.brume.algorithms.search;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Points that fill the unit cube evenly: Halton's sequence with its digits permuted at random, each digit by a permutation of
 * its own, so that many dimensions do not march in step. A. Owen, "A randomized Halton algorithm in R" (2017).
 */
final class Halton {
    private final int[] bases;
    /** For each dimension, a permutation for each digit. */
    private final List<int[][]> permutations = new ArrayList<>();

    private final int dimensions;

    Halton(int dimensions, SplittableRandom random) {
        this.dimensions = dimensions;
        bases = primes(dimensions);
        for (int base : bases) {
            // As many digits as a double can tell apart.
            var digits = new int[(int) Math.ceil(52 * Math.log(2) / Math.log(base))][];
            for (int i = 0; i < digits.length; i++) {
                digits[i] = permutation(base, random);
            }
            permutations.add(digits);
        }
    }

    double[] point(int index) {
        var point = new double[dimensions];
        for (int d = 0; d < dimensions; d++) {
            double weight = 1;
            int rest = index;
            for (int[] permutation : permutations.get(d)) {
                weight /= bases[d];
                point[d] += permutation[rest % bases[d]] * weight;
                rest /= bases[d];
            }
        }
        return point;
    }

    private static int[] permutation(int length, SplittableRandom random) {
        var order = new int[length];
        for (int i = 0; i < length; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    private static int[] primes(int count) {
        var primes = new int[count];
        int found = 0;
        for (int n = 2; found < count; n++) {
            boolean prime = true;
            for (int i = 0; i < found && prime; i++) {
                prime = n % primes[i] != 0;
            }
            if (prime) {
                primes[found++] = n;
            }
        }
        return primes;
    }
}
