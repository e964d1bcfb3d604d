package io.brume.kernel.telemetry;

import java.time.Instant;
import java.util.Map;

/**
 * One value of a metric at one moment.
 *
 * @param metric the metric's name
 * @param dimensions what the value is of, such as {@code FunctionName}; a metric is known by its name and all its dimensions
 * @param unit one of CloudWatch's units, such as {@code Seconds}, {@code Count} or {@code None}
 */
public record Datum(String metric, Map<String, String> dimensions, Instant at, double value, String unit) {

    public Datum {
        dimensions = Map.copyOf(dimensions);
    }

    /** A value without a unit. */
    public static Datum of(String metric, Map<String, String> dimensions, Instant at, double value) {
        return new Datum(metric, dimensions, at, value, "None");
    }
}
