package io.brume.bench.quality;

/** How many labels an engine found, missed and invented. Ratios of nothing are 0. */
final class Counts {

    int right;
    int found;
    int expected;

    double precision() {
        return ratio(right, found);
    }

    double recall() {
        return ratio(right, expected);
    }

    /** The harmonic mean of precision and recall. */
    double f1() {
        return ratio(2.0 * right, found + expected);
    }

    private static double ratio(double part, double whole) {
        return whole == 0 ? 0 : part / whole;
    }
}
