package io.brume.operations.metrics.math;

import io.brume.operations.metrics.math.Value.Scalar;
import io.brume.operations.metrics.math.Value.Series;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** IF: chooses between two values by a condition, moment by moment where that is a time series. */
final class If implements Function {

    @Override
    public Value of(List<Value> arguments, Expression.Inputs inputs) {
        Functions.count(arguments, 2, 3);
        Value then = arguments.get(1);
        Value otherwise = arguments.size() == 3 ? arguments.get(2) : null;
        return switch (arguments.getFirst()) {
            case Scalar(double number) when number != 0 -> then;
            case Scalar _ -> otherwise == null ? nothing(inputs) : otherwise;
            case Series condition -> chosen(condition, then, otherwise);
            default -> throw new MathException("IF takes a number or a time series as its condition");
        };
    }

    private static Series nothing(Expression.Inputs inputs) {
        return new Series("", "", inputs.grid(), new TreeMap<>());
    }

    private static Series chosen(Series condition, Value then, @Nullable Value otherwise) {
        NavigableMap<Long, Double> points = new TreeMap<>();
        condition.points().forEach((moment, holds) -> {
            Double value = holds != 0 ? at(then, moment) : otherwise == null ? null : at(otherwise, moment);
            if (value == null && holds != 0) {
                value = 0.0;
            }
            if (value != null) {
                points.put(moment, value);
            }
        });
        return condition.with(points);
    }

    private static @Nullable Double at(Value value, Long moment) {
        return switch (value) {
            case Scalar(double number) -> number;
            case Series series -> series.points().get(moment);
            default -> throw new MathException("IF takes numbers or single time series as its values");
        };
    }
}
