package io.brume.algorithms;

/**
 * An interval of numbers.
 *
 * @param minimum negative infinity where there is none
 * @param maximum positive infinity where there is none
 */
public record Range(double minimum, boolean minimumIncluded, double maximum, boolean maximumIncluded) {
    /** Reads {@code [1, 100]}, {@code (0, 1)}, {@code [0, )} and {@code (, 5]}. */
    public static Range of(String text) {
        int comma = text.indexOf(',');
        char first = text.isEmpty() ? ' ' : text.charAt(0);
        char last = text.isEmpty() ? ' ' : text.charAt(text.length() - 1);
        if (comma < 0 || "[(".indexOf(first) < 0 || "])".indexOf(last) < 0) {
            throw new IllegalArgumentException("not an interval: " + text);
        }
        String low = text.substring(1, comma).trim();
        String high = text.substring(comma + 1, text.length() - 1).trim();
        return new Range(
                low.isEmpty() ? Double.NEGATIVE_INFINITY : Double.parseDouble(low),
                first == '[',
                high.isEmpty() ? Double.POSITIVE_INFINITY : Double.parseDouble(high),
                last == ']');
    }

    /** False for NaN and for the infinities. */
    public boolean contains(double value) {
        return Double.isFinite(value)
                && (minimumIncluded ? value >= minimum : value > minimum)
                && (maximumIncluded ? value <= maximum : value < maximum);
    }

    /** As a sentence goes on after "must be". */
    @Override
    public String toString() {
        String low =
                Double.isInfinite(minimum) ? "" : (minimumIncluded ? "at least " : "greater than ") + number(minimum);
        String high = Double.isInfinite(maximum) ? "" : (maximumIncluded ? "at most " : "less than ") + number(maximum);
        return low.isEmpty() ? high : high.isEmpty() ? low : low + " and " + high;
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
