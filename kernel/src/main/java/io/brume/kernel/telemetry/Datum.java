package io.brume.kernel.telemetry;

import java.time.Instant;
import java.util.Map;

/**
 * One value of a metric at one moment, or the same value some times.
 *
 * @param metric the metric's name
 * @param dimensions what the value is of, such as {@code FunctionName}; a metric is known by its name and all its dimensions
 * @param unit one of CloudWatch's units, such as {@code Seconds}, {@code Count} or {@code None}
 * @param count how often the value came
 */
public record Datum(
        String metric, Map<String, String> dimensions, Instant at, double value, String unit, double count) {

    public Datum {
        dimensions = Map.copyOf(dimensions);
    }

    /** A value that came once. */
    public Datum(String metric, Map<String, String> dimensions, Instant at, double value, String unit) {
        this(metric, dimensions, at, value, unit, 1);
    }

    /** A value without a unit that came once. */
    public static Datum of(String metric, Map<String, String> dimensions, Instant at, double value) {
        return new Datum(metric, dimensions, at, value, "None");
    }
}
