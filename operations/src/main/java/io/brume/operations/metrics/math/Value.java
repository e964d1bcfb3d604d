package io.brume.operations.metrics.math;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;

/** What an expression or a part of it is. */
public sealed interface Value {

    /** A number; not a number where there is none, such as the average of nothing. */
    record Scalar(double number) implements Value {}

    /** A time series; its values are finite. */
    record Series(String id, String label, Grid grid, NavigableMap<Long, Double> points) implements Value {

        /** The same series with other points, of which those are left out that are no finite numbers. */
        Series with(NavigableMap<Long, Double> changed) {
            changed.values().removeIf(value -> !Double.isFinite(value));
            return new Series(id, label, grid, changed);
        }

        Series map(DoubleUnaryOperator function) {
            NavigableMap<Long, Double> mapped = new TreeMap<>();
            points.forEach((moment, value) -> mapped.put(moment, function.applyAsDouble(value)));
            return with(mapped);
        }
    }

    /** An array of time series. */
    record Many(List<Series> series) implements Value {

        Many map(UnaryOperator<Series> function) {
            return new Many(series.stream().map(function).toList());
        }
    }

    /** A text in quotes. */
    record Text(String text) implements Value {}

    /** A word such as REPEAT or DESC. */
    record Word(String word) implements Value {}
}
