package io.brume.operations.metrics.math;

import io.brume.operations.metrics.math.Value.Scalar;
import io.brume.operations.metrics.math.Value.Series;
import io.brume.operations.metrics.math.Value.Word;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** FILL: gives a series values where it has none, as far as the filler has some. */
final class Fill implements Function {

    @Override
    public Value of(List<Value> arguments, Expression.Inputs inputs) {
        Functions.count(arguments, 2, 2);
        Value filler = arguments.get(1);
        return Functions.each(arguments.getFirst(), series -> filled(series, filler));
    }

    private static Series filled(Series series, Value filler) {
        LongFunction<@Nullable Double> missing = switch (filler) {
            case Scalar(double number) -> _ -> number;
            case Series other -> other.points()::get;
            case Word(String word)
            when word.equals("REPEAT") -> moment -> value(series.points().floorEntry(moment));
            case Word(String word) when word.equals("LINEAR") -> moment -> between(series.points(), moment);
            default -> throw new MathException("FILL takes a number, a time series, REPEAT or LINEAR");
        };
        NavigableMap<Long, Double> points = new TreeMap<>(series.points());
        series.grid()
                .moments()
                .filter(moment -> !series.points().containsKey(moment))
                .forEach(moment -> {
                    Double value = missing.apply(moment);
                    if (value != null) {
                        points.put(moment, value);
                    }
                });
        return series.with(points);
    }

    private static @Nullable Double value(Map.@Nullable Entry<Long, Double> entry) {
        return entry == null ? null : entry.getValue();
    }

    private static @Nullable Double between(NavigableMap<Long, Double> points, long moment) {
        var before = points.floorEntry(moment);
        var after = points.ceilingEntry(moment);
        if (before == null || after == null) {
            return null;
        }
        double part = (double) (moment - before.getKey()) / (after.getKey() - before.getKey());
        return before.getValue() + part * (after.getValue() - before.getValue());
    }
}
