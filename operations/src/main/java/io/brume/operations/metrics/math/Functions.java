package io.brume.operations.metrics.math;

import io.brume.operations.metrics.math.Value.Many;
import io.brume.operations.metrics.math.Value.Scalar;
import io.brume.operations.metrics.math.Value.Series;
import io.brume.operations.metrics.math.Value.Text;
import io.brume.operations.metrics.math.Value.Word;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;

/** The functions of metric math by their names. */
final class Functions {

    private static final Map<String, Function> ALL = new HashMap<>();

    static {
        pointwise("ABS", Math::abs);
        pointwise("CEIL", Math::ceil);
        pointwise("FLOOR", Math::floor);
        pointwise("LOG", Math::log);
        pointwise("LOG10", Math::log10);
        seriesWise("DIFF", series -> Change.difference(series));
        seriesWise("DIFF_TIME", series -> Change.elapsed(series));
        seriesWise("RATE", series -> Change.rate(series));
        seriesWise("RUNNING_SUM", series -> Change.runningSum(series));
        for (Aggregate aggregate : Aggregate.values()) {
            ALL.put(aggregate.name(), aggregate);
        }
        ALL.put("FILL", new Fill());
        ALL.put("IF", new If());
        moments();
        arrays();
        ALL.put(
                "PERIOD",
                (arguments, _) -> new Scalar(series(one(arguments)).grid().period()));
        ALL.put("TIME_SERIES", (arguments, inputs) -> constant(number(one(arguments)), inputs));
        ALL.put("METRICS", (arguments, inputs) -> metrics(arguments, inputs));
    }

    private Functions() {}

    static Function named(String name) {
        Function function = ALL.get(name);
        if (function == null) {
            throw new MathException("there is no function " + name);
        }
        return function;
    }

    private static void pointwise(String name, DoubleUnaryOperator operator) {
        ALL.put(
                name,
                (arguments, _) -> one(arguments) instanceof Scalar scalar
                        ? new Scalar(operator.applyAsDouble(scalar.number()))
                        : each(one(arguments), series -> series.map(operator)));
    }

    private static void seriesWise(String name, UnaryOperator<Series> operator) {
        ALL.put(name, (arguments, _) -> each(one(arguments), operator));
    }

    /** Functions that turn moments into numbers, in UTC. */
    private static void moments() {
        Map<String, ToDoubleFunction<ZonedDateTime>> parts = Map.of(
                "MINUTE", ZonedDateTime::getMinute,
                "HOUR", ZonedDateTime::getHour,
                "DAY", moment -> DayOfWeek.from(moment).getValue(),
                "DATE", ZonedDateTime::getDayOfMonth,
                "MONTH", ZonedDateTime::getMonthValue,
                "YEAR", ZonedDateTime::getYear,
                "EPOCH", ZonedDateTime::toEpochSecond);
        parts.forEach((name, part) -> ALL.put(name, (arguments, _) -> {
            Series series = series(one(arguments));
            NavigableMap<Long, Double> points = new TreeMap<>();
            series.grid()
                    .moments()
                    .forEach(moment -> points.put(
                            moment,
                            part.applyAsDouble(Instant.ofEpochMilli(moment).atZone(ZoneOffset.UTC))));
            return series.with(points);
        }));
    }

    private static void arrays() {
        ALL.put(
                "METRIC_COUNT",
                (arguments, _) -> new Scalar(many(one(arguments)).size()));
        ALL.put("FIRST", (arguments, _) -> notEmpty(many(one(arguments))).getFirst());
        ALL.put("LAST", (arguments, _) -> notEmpty(many(one(arguments))).getLast());
        ALL.put(
                "REMOVE_EMPTY",
                (arguments, _) -> new Many(many(one(arguments)).stream()
                        .filter(series -> !series.points().isEmpty())
                        .toList()));
        ALL.put("SLICE", (arguments, _) -> {
            count(arguments, 2, 3);
            List<Series> all = many(arguments.getFirst());
            int from = Math.clamp((long) number(arguments.get(1)), 0, all.size());
            int to = arguments.size() == 2 ? all.size() : Math.clamp((long) number(arguments.get(2)), from, all.size());
            return new Many(all.subList(from, to));
        });
        ALL.put("SORT", (arguments, _) -> {
            count(arguments, 3, 4);
            Aggregate by = Aggregate.named(word(arguments.get(1)));
            Comparator<Series> order = Comparator.comparingDouble(by::ofPoints);
            List<Series> sorted = new ArrayList<>(many(arguments.getFirst()));
            sorted.sort(
                    switch (word(arguments.get(2))) {
                        case "ASC" -> order;
                        case "DESC" -> order.reversed();
                        default -> throw new MathException("SORT takes ASC or DESC");
                    });
            int limit = arguments.size() == 3
                    ? sorted.size()
                    : (int) Math.clamp(number(arguments.get(3)), 0, sorted.size());
            return new Many(sorted.subList(0, limit));
        });
    }

    private static Series constant(double number, Expression.Inputs inputs) {
        NavigableMap<Long, Double> points = new TreeMap<>();
        inputs.grid().moments().forEach(moment -> points.put(moment, number));
        return new Series("", "", inputs.grid(), new TreeMap<>()).with(points);
    }

    private static Many metrics(List<Value> arguments, Expression.Inputs inputs) {
        count(arguments, 0, 1);
        if (arguments.isEmpty()) {
            return new Many(inputs.metrics());
        }
        if (!(arguments.getFirst() instanceof Text(String part))) {
            throw new MathException("METRICS takes a text");
        }
        return new Many(inputs.metrics().stream()
                .filter(series -> series.id().contains(part))
                .toList());
    }

    static void count(List<Value> arguments, int least, int most) {
        if (arguments.size() < least || arguments.size() > most) {
            throw new MathException("the number of arguments is wrong");
        }
    }

    static Value one(List<Value> arguments) {
        count(arguments, 1, 1);
        return arguments.getFirst();
    }

    static double number(Value value) {
        if (value instanceof Scalar(double number)) {
            return number;
        }
        throw new MathException("an argument must be a number");
    }

    static Series series(Value value) {
        if (value instanceof Series series) {
            return series;
        }
        throw new MathException("an argument must be a single time series");
    }

    private static List<Series> many(Value value) {
        return switch (value) {
            case Many(List<Series> series) -> series;
            case Series series -> List.of(series);
            default -> throw new MathException("an argument must be an array of time series");
        };
    }

    private static List<Series> notEmpty(List<Series> series) {
        if (series.isEmpty()) {
            throw new MathException("the array has no time series");
        }
        return series;
    }

    private static String word(Value value) {
        if (value instanceof Word(String word)) {
            return word;
        }
        throw new MathException("an argument must be a word such as AVG or DESC");
    }

    static Value each(Value value, UnaryOperator<Series> function) {
        return switch (value) {
            case Series series -> function.apply(series);
            case Many many -> many.map(function);
            default -> throw new MathException("an argument must be a time series or an array of those");
        };
    }
}
