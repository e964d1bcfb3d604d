package io.brume.operations.metrics.math;

import io.brume.operations.metrics.math.Value.Series;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Functions of each value and the ones before it. */
final class Change {

    private Change() {}

    /** Makes a value of two that follow each other. */
    private interface Step {
        double of(Map.Entry<Long, Double> before, Map.Entry<Long, Double> now);
    }

    static Series difference(Series series) {
        return steps(series, (before, now) -> now.getValue() - before.getValue());
    }

    /** In seconds. */
    static Series elapsed(Series series) {
        return steps(series, Change::seconds);
    }

    /** Per second. */
    static Series rate(Series series) {
        return steps(series, (before, now) -> (now.getValue() - before.getValue()) / seconds(before, now));
    }

    static Series runningSum(Series series) {
        NavigableMap<Long, Double> points = new TreeMap<>();
        double sum = 0;
        for (var point : series.points().entrySet()) {
            sum += point.getValue();
            points.put(point.getKey(), sum);
        }
        return series.with(points);
    }

    private static double seconds(Map.Entry<Long, Double> before, Map.Entry<Long, Double> now) {
        return (now.getKey() - before.getKey()) / 1000.0;
    }

    private static Series steps(Series series, Step step) {
        NavigableMap<Long, Double> points = new TreeMap<>();
        Map.Entry<Long, Double> before = null;
        for (var point : series.points().entrySet()) {
            if (before != null) {
                points.put(point.getKey(), step.of(before, point));
            }
            before = point;
        }
        return series.with(points);
    }
}
