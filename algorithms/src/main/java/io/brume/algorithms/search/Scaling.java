package io.brume.algorithms.search;

/** On which scale a range is searched evenly. */
public enum Scaling {
    /** Logarithmic or reverse-logarithmic where the range spans a factor of at least 100 on that scale, else linear. */
    AUTO,
    LINEAR,
    /** Evenly in log(x); for ranges above 0. */
    LOGARITHMIC,
    /** Evenly in log(1 - x); for continuous ranges within [0, 1), such as a momentum from 0.9 to 0.999. */
    REVERSE_LOGARITHMIC;

    private static final double WIDE = 100;

    /** What AUTO stands for in this range. */
    Scaling over(double minimum, double maximum, boolean whole) {
        if (this != AUTO) {
            return this;
        } else if (minimum > 0 && maximum / minimum >= WIDE) {
            return LOGARITHMIC;
        } else if (!whole && minimum >= 0 && maximum < 1 && (1 - minimum) / (1 - maximum) >= WIDE) {
            return REVERSE_LOGARITHMIC;
        }
        return LINEAR;
    }

    /** Increases with x. */
    double forth(double x) {
        return switch (this) {
            case LOGARITHMIC -> Math.log(x);
            case REVERSE_LOGARITHMIC -> -Math.log1p(-x);
            default -> x;
        };
    }

    /** Undoes {@link #forth}. */
    double back(double scaled) {
        return switch (this) {
            case LOGARITHMIC -> Math.exp(scaled);
            case REVERSE_LOGARITHMIC -> -Math.expm1(-scaled);
            default -> scaled;
        };
    }

    /** Whether x has a place on this scale. */
    boolean takes(double x) {
        return switch (this) {
            case LOGARITHMIC -> x > 0;
            case REVERSE_LOGARITHMIC -> x < 1;
            default -> true;
        };
    }
}
