package io.brume.operations.metrics.math;

import io.brume.operations.metrics.math.Value.Many;
import io.brume.operations.metrics.math.Value.Scalar;
import io.brume.operations.metrics.math.Value.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;

/** Operators between numbers, time series and arrays of those. Where one of two series has no value, it counts as 0. */
final class Operators {

    private Operators() {}

    private static DoubleBinaryOperator operator(String sign) {
        return switch (sign) {
            case "+" -> Double::sum;
            case "-" -> (a, b) -> a - b;
            case "*" -> (a, b) -> a * b;
            case "/" -> (a, b) -> b == 0 ? Double.NaN : a / b;
            case "^" -> Math::pow;
            case "==" -> (a, b) -> number(a == b);
            case "!=" -> (a, b) -> number(a != b);
            case "<" -> (a, b) -> number(a < b);
            case "<=" -> (a, b) -> number(a <= b);
            case ">" -> (a, b) -> number(a > b);
            case ">=" -> (a, b) -> number(a >= b);
            case "&&" -> (a, b) -> number(a != 0 && b != 0);
            case "||" -> (a, b) -> number(a != 0 || b != 0);
            default -> throw new MathException("unknown operator '" + sign + "'");
        };
    }

    private static double number(boolean holds) {
        return holds ? 1 : 0;
    }

    static Expression binary(String sign, Expression left, Expression right) {
        DoubleBinaryOperator plain = operator(sign);
        DoubleBinaryOperator operator =
                (a, b) -> Double.isNaN(a) || Double.isNaN(b) ? Double.NaN : plain.applyAsDouble(a, b);
        return inputs -> apply(sign, operator, left.in(inputs), right.in(inputs));
    }

    static Expression negative(Expression operand) {
        return inputs -> apply("-", (a, b) -> a - b, new Scalar(0), operand.in(inputs));
    }

    private static Value apply(String sign, DoubleBinaryOperator operator, Value left, Value right) {
        return switch (left) {
            case Scalar a when right instanceof Scalar b -> new Scalar(operator.applyAsDouble(a.number(), b.number()));
            case Scalar a when right instanceof Series b -> b.map(value -> operator.applyAsDouble(a.number(), value));
            case Scalar a
            when right instanceof Many b ->
                b.map(series -> series.map(value -> operator.applyAsDouble(a.number(), value)));
            case Series a when right instanceof Scalar b -> a.map(value -> operator.applyAsDouble(value, b.number()));
            case Series a when right instanceof Series b -> both(operator, a, b);
            case Series a when right instanceof Many b -> b.map(series -> both(operator, a, series));
            case Many a
            when right instanceof Scalar b ->
                a.map(series -> series.map(value -> operator.applyAsDouble(value, b.number())));
            case Many a when right instanceof Series b -> a.map(series -> both(operator, series, b));
            case Many a
            when right instanceof Many b && a.series().size() == b.series().size() ->
                pairs(operator, a.series(), b.series());
            default -> throw new MathException("the operator '" + sign + "' does not take these operands");
        };
    }

    private static Many pairs(DoubleBinaryOperator operator, List<Series> left, List<Series> right) {
        List<Series> results = new ArrayList<>();
        for (int i = 0; i < left.size(); i++) {
            results.add(both(operator, left.get(i), right.get(i)));
        }
        return new Many(results);
    }

    private static Series both(DoubleBinaryOperator operator, Series left, Series right) {
        NavigableMap<Long, Double> points = new TreeMap<>();
        for (Long moment : left.points().keySet()) {
            points.put(moment, 0.0);
        }
        for (Long moment : right.points().keySet()) {
            points.put(moment, 0.0);
        }
        points.replaceAll((moment, _) -> operator.applyAsDouble(
                left.points().getOrDefault(moment, 0.0), right.points().getOrDefault(moment, 0.0)));
        return left.with(points);
    }
}
