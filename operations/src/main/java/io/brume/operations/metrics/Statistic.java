package io.brume.operations.metrics;

import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A statistic by its CloudWatch name: {@code Average}, {@code p99.9}, {@code TM(10%:90%)} and so on.
 *
 * @param name as it was asked for
 * @param needsValues whether it is to be had only where each value is known
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html">their definitions</a>
 */
record Statistic(String name, boolean needsValues, ToDoubleFunction<Summary> function) {

    private static final Map<String, ToDoubleFunction<Summary>> PLAIN = Map.of(
            "SampleCount", Summary::samples,
            "Sum", Summary::sum,
            "Average", summary -> summary.sum() / summary.samples(),
            "Minimum", Summary::low,
            "Maximum", Summary::high);

    private static final String NUMBER = "(\\d{1,15}(?:\\.\\d{0,10})?)";
    private static final Pattern ONE = Pattern.compile("(p|tm|wm|tc|ts)" + NUMBER);
    private static final Pattern PERCENTILE = Pattern.compile("p\\(" + NUMBER + "\\)");
    private static final Pattern RANGE =
            Pattern.compile("(TM|WM|TC|TS|PR)\\((?:" + NUMBER + "(%?))?:(?:" + NUMBER + "(%?))?\\)");

    /** The statistic of that name; empty when there is none. */
    static Optional<Statistic> of(String name) {
        ToDoubleFunction<Summary> plain = PLAIN.get(name);
        if (plain != null) {
            return Optional.of(new Statistic(name, false, plain));
        }
        ToDoubleFunction<Summary> function = extended(name);
        return function == null ? Optional.empty() : Optional.of(new Statistic(name, true, function));
    }

    /** The statistic's value; empty when the summary has no values, or does not know them and must. */
    Optional<Double> of(Summary summary) {
        if (summary.samples() <= 0 || needsValues && !summary.isKnown()) {
            return Optional.empty();
        }
        double value = function.applyAsDouble(summary);
        return Double.isFinite(value) ? Optional.of(value) : Optional.empty();
    }

    private static @Nullable ToDoubleFunction<Summary> extended(String name) {
        if (name.equalsIgnoreCase("IQM")) {
            return summary -> mean(summary, new Bounds(25.0, 75.0, true));
        }
        Matcher percentile = PERCENTILE.matcher(name);
        if (percentile.matches()) {
            return percentage(percentile.group(1)).map(Statistic::percentile).orElse(null);
        }
        Matcher one = ONE.matcher(name);
        if (one.matches()) {
            return percentage(one.group(2))
                    .map(percent -> one.group(1).equals("p")
                            ? percentile(percent)
                            : ranged(one.group(1), new Bounds(null, percent, true)))
                    .orElse(null);
        }
        Matcher range = RANGE.matcher(name);
        return range.matches() ? range(range) : null;
    }

    private static @Nullable ToDoubleFunction<Summary> range(Matcher range) {
        Double low = range.group(2) == null ? null : Double.valueOf(range.group(2));
        Double high = range.group(4) == null ? null : Double.valueOf(range.group(4));
        boolean percent = "%".equals(range.group(3)) || "%".equals(range.group(5));
        boolean mixed = low != null && high != null && !range.group(3).equals(range.group(5));
        if (mixed || low == null && high == null || low != null && high != null && low >= high) {
            return null;
        }
        boolean beyond = (low != null && low > 100) || (high != null && high > 100);
        if (percent && (beyond || range.group(1).equals("PR"))) {
            return null;
        }
        return ranged(range.group(1).toLowerCase(java.util.Locale.ROOT), new Bounds(low, high, percent));
    }

    private static Optional<Double> percentage(String text) {
        double percent = Double.parseDouble(text);
        return percent <= 100 ? Optional.of(percent) : Optional.empty();
    }

    private static ToDoubleFunction<Summary> ranged(String kind, Bounds bounds) {
        return switch (kind) {
            case "tm" -> summary -> mean(summary, bounds);
            case "tc" -> bounds::count;
            case "ts" -> bounds::sum;
            case "wm" -> bounds::winsorizedMean;
            default -> summary -> 100 * bounds.count(summary) / summary.samples();
        };
    }

    private static ToDoubleFunction<Summary> percentile(double percent) {
        return summary -> valueAt(summary, percent);
    }

    private static double mean(Summary summary, Bounds bounds) {
        return bounds.sum(summary) / bounds.count(summary);
    }

    /** The largest of the smallest so many percent of the values: the nearest rank. */
    private static double valueAt(Summary summary, double percent) {
        // A trillionth less, since 0.1 * 30 is more than 3.
        double rank = percent / 100 * summary.samples() * (1 - 1e-12);
        double passed = 0;
        for (var entry : summary.counts().entrySet()) {
            passed += entry.getValue();
            if (passed >= rank) {
                return entry.getKey();
            }
        }
        return summary.high();
    }

    /**
     * Which values count: those between two percentages of all, of which a value may be in part, or those between two values,
     * of which the lower one does not count and the higher one does.
     */
    private record Bounds(@Nullable Double low, @Nullable Double high, boolean percent) {

        private interface Visitor {
            void visit(double value, double count);
        }

        double count(Summary summary) {
            double[] result = {0};
            each(summary, (_, count) -> result[0] += count);
            return result[0];
        }

        double sum(Summary summary) {
            double[] result = {0};
            each(summary, (value, count) -> result[0] += value * count);
            return result[0];
        }

        double winsorizedMean(Summary summary) {
            double least = low == null ? Double.NEGATIVE_INFINITY : percent ? valueAt(summary, low) : low;
            double most = high == null ? Double.POSITIVE_INFINITY : percent ? valueAt(summary, high) : high;
            double sum = 0;
            for (var entry : summary.counts().entrySet()) {
                sum += Math.clamp(entry.getKey(), least, most) * entry.getValue();
            }
            return sum / summary.samples();
        }

        private void each(Summary summary, Visitor visitor) {
            double from = percent ? (low == null ? 0 : low / 100 * summary.samples()) : 0;
            double to = percent && high != null ? high / 100 * summary.samples() : summary.samples();
            double passed = 0;
            for (var entry : summary.counts().entrySet()) {
                double value = entry.getKey();
                double count = entry.getValue();
                if (percent) {
                    double part = Math.min(passed + count, to) - Math.max(passed, from);
                    if (part > 1e-9) {
                        visitor.visit(value, part);
                    }
                    passed += count;
                } else if ((low == null || value > low) && (high == null || value <= high)) {
                    visitor.visit(value, count);
                }
            }
        }
    }
}
