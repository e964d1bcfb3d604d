package io.brume.operations.metrics.math;

import io.brume.operations.metrics.math.Value.Many;
import io.brume.operations.metrics.math.Value.Scalar;
import io.brume.operations.metrics.math.Value.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Functions that make a number of a time series, and a time series of an array of them. */
enum Aggregate implements Function {
    SUM {
        @Override
        double of(List<Double> values, int series) {
            return values.stream().mapToDouble(Double::doubleValue).sum();
        }
    },
    AVG {
        @Override
        double of(List<Double> values, int series) {
            return SUM.of(values, series) / series;
        }
    },
    MIN {
        @Override
        double of(List<Double> values, int series) {
            return values.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
        }
    },
    MAX {
        @Override
        double of(List<Double> values, int series) {
            return values.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
        }
    },
    STDDEV {
        @Override
        double of(List<Double> values, int series) {
            double mean = SUM.of(values, series) / values.size();
            double squares = 0;
            for (double value : values) {
                squares += (value - mean) * (value - mean);
            }
            return Math.sqrt(squares / values.size());
        }
    },
    DATAPOINT_COUNT {
        @Override
        double of(List<Double> values, int series) {
            return values.size();
        }
    };

    /**
     * The function's value.
     *
     * @param values those that there are
     * @param all how many there would be without missing ones
     */
    abstract double of(List<Double> values, int all);

    static Aggregate named(String name) {
        return switch (name) {
            case "SUM" -> SUM;
            case "AVG" -> AVG;
            case "MIN" -> MIN;
            case "MAX" -> MAX;
            default -> throw new MathException("SORT takes SUM, AVG, MIN or MAX");
        };
    }

    /** Of all the values of one series; not a number when it has none. */
    double ofPoints(Series series) {
        List<Double> values = List.copyOf(series.points().values());
        boolean defined = !values.isEmpty() || this == DATAPOINT_COUNT;
        return defined ? of(values, values.size()) : Double.NaN;
    }

    @Override
    public Value of(List<Value> arguments, Expression.Inputs inputs) {
        return switch (Functions.one(arguments)) {
            case Series series -> new Scalar(ofPoints(series));
            case Many(List<Series> series) -> across(series, inputs);
            case Scalar scalar -> scalar;
            default -> throw new MathException(name() + " takes a time series or an array of those");
        };
    }

    private Series across(List<Series> all, Expression.Inputs inputs) {
        NavigableMap<Long, List<Double>> values = new TreeMap<>();
        for (Series series : all) {
            series.points()
                    .forEach((moment, value) -> values.computeIfAbsent(moment, _ -> new ArrayList<>())
                            .add(value));
        }
        NavigableMap<Long, Double> points = new TreeMap<>();
        values.forEach((moment, those) -> points.put(moment, of(those, all.size())));
        Grid grid = all.isEmpty() ? inputs.grid() : all.getFirst().grid();
        return new Series("", "", grid, new TreeMap<>()).with(points);
    }
}
