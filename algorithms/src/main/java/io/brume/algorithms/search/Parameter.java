package io.brume.algorithms.search;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** A hyperparameter to search over, as SageMaker's ParameterRanges describe it. Both ends of a range belong to it. */
public sealed interface Parameter {
    String name();

    /** How many values it can take; infinity where it is continuous. */
    double values();

    /** What is wrong with it, or null. */
    @Nullable
    String problem();

    /** The value, as text, at a place in [0, 1] of its scale. */
    String at(double place);

    /** Any number between two ends, inclusive. */
    record Continuous(String name, double minimum, double maximum, Scaling scaling) implements Parameter {
        @Override
        public double values() {
            return minimum == maximum ? 1 : Double.POSITIVE_INFINITY;
        }

        @Override
        public @Nullable String problem() {
            if (!Double.isFinite(minimum) || !Double.isFinite(maximum)) {
                return "must have finite ends, not " + minimum + " and " + maximum;
            }
            String order = order(minimum <= maximum, minimum, maximum);
            if (order == null && scaling == Scaling.REVERSE_LOGARITHMIC && (minimum < 0 || maximum >= 1)) {
                return "cannot be scaled reverse-logarithmically: its range must lie within 0 <= x < 1, not " + minimum
                        + " to " + maximum;
            }
            return order != null ? order : logarithmic(scaling, minimum);
        }

        @Override
        public String at(double place) {
            var scale = scaling.over(minimum, maximum, false);
            double low = scale.forth(minimum);
            // Where high - low overflows, the sum of shares does not.
            double value = scale.back(low * (1 - place) + scale.forth(maximum) * place);
            return Double.toString(Math.clamp(value, minimum, maximum));
        }

        /** Where a value lies on the scale: in [0, 1], or beyond where it is outside the range. */
        OptionalDouble place(String text) {
            return Parameter.place(text, minimum, maximum, scaling.over(minimum, maximum, false));
        }
    }

    /** A whole number between two ends, inclusive. */
    record Whole(String name, long minimum, long maximum, Scaling scaling) implements Parameter {
        @Override
        public double values() {
            return (double) maximum - minimum + 1;
        }

        @Override
        public @Nullable String problem() {
            if (scaling == Scaling.REVERSE_LOGARITHMIC) {
                return "cannot be scaled reverse-logarithmically: only continuous ranges can";
            }
            String order = order(minimum <= maximum, minimum, maximum);
            return order != null ? order : logarithmic(scaling, minimum);
        }

        @Override
        public String at(double place) {
            var scale = scaling.over(minimum, maximum, true);
            // Each whole number gets the places that round to it, so that those at the ends get no less than the
            // others.
            double low = scale.forth(minimum - 0.5);
            double value = Math.rint(scale.back(low * (1 - place) + scale.forth(maximum + 0.5) * place));
            return Long.toString(Math.clamp((long) value, minimum, maximum));
        }

        /** Where a value lies on the scale: in [0, 1], or beyond where it is outside the range. */
        OptionalDouble place(String text) {
            return Parameter.place(text, minimum - 0.5, maximum + 0.5, scaling.over(minimum, maximum, true));
        }
    }

    /** One of several texts, which have no order. */
    record Categorical(String name, List<String> choices) implements Parameter {
        public Categorical {
            choices = List.copyOf(choices);
        }

        @Override
        public double values() {
            return choices.size();
        }

        @Override
        public @Nullable String problem() {
            if (choices.isEmpty()) {
                return "must have at least one value";
            }
            return new HashSet<>(choices).size() == choices.size() ? null : "must not have a value twice: " + choices;
        }

        @Override
        public String at(double place) {
            return choices.get(Math.clamp((int) (place * choices.size()), 0, choices.size() - 1));
        }
    }

    static Parameter continuous(String name, double minimum, double maximum) {
        return new Continuous(name, minimum, maximum, Scaling.AUTO);
    }

    static Parameter whole(String name, long minimum, long maximum) {
        return new Whole(name, minimum, maximum, Scaling.AUTO);
    }

    static Parameter categorical(String name, String... choices) {
        return new Categorical(name, List.of(choices));
    }

    private static @Nullable String order(boolean ordered, Object minimum, Object maximum) {
        return ordered ? null : "must have a minimum that is no greater than its maximum: " + minimum + " > " + maximum;
    }

    private static @Nullable String logarithmic(Scaling scaling, double minimum) {
        return scaling != Scaling.LOGARITHMIC || minimum > 0
                ? null
                : "cannot be scaled logarithmically: its range must lie above 0, and it begins at " + minimum;
    }

    private static OptionalDouble place(String text, double minimum, double maximum, Scaling scale) {
        double value;
        try {
            value = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
        if (!Double.isFinite(value) || !scale.takes(value)) {
            return OptionalDouble.empty();
        }
        double low = scale.forth(minimum);
        double high = scale.forth(maximum);
        return OptionalDouble.of(high == low ? 0.5 : (scale.forth(value) - low) / (high - low));
    }
}
