package io.brume.bench.algorithms;

import java.util.Arrays;
import java.util.Locale;

/** Several measurements of the same. */
record Spread(double median, double least, double most) {
    static Spread of(double... values) {
        double[] sorted = Arrays.stream(values).sorted().toArray();
        double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    /** The median, the least and the most, with a unit. */
    String text(String format, String unit) {
        return String.format(Locale.ROOT, format + " %s (" + format + " to " + format + ")", median, unit, least, most);
    }
}
