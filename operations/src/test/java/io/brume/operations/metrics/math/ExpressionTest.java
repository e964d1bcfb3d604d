package io.brume.operations.metrics.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brume.operations.metrics.math.Value.Many;
import io.brume.operations.metrics.math.Value.Scalar;
import io.brume.operations.metrics.math.Value.Series;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Metric math as AWS describes it: series are written as their values, minute by minute, with - where there is none. */
class ExpressionTest {

    /** 2026-03-10, a Tuesday, 12:59:00 UTC. */
    private static final long START = 1_773_147_540_000L;

    private static final Map<String, String> METRICS = new LinkedHashMap<>();

    static {
        METRICS.put("metric1", "30 20 0 0");
        METRICS.put("metric2", "20 - 20 -");
        METRICS.put("c1", "1 1 0 0 -");
        METRICS.put("c2", "30 - 0 0 30");
        METRICS.put("c3", "0 0 20 - 20");
        METRICS.put("errors4xx", "1 2 3");
        METRICS.put("errors5xx", "10 - 30");
        METRICS.put("g", "1 - - 4");
        METRICS.put("half", "-1.5 0.5 2.4");
        METRICS.put("none", "");
    }

    private static Series series(String id, String values) {
        var points = new TreeMap<Long, Double>();
        String[] all = values.isEmpty() ? new String[0] : values.split(" ");
        for (int i = 0; i < all.length; i++) {
            if (!all[i].equals("-")) {
                points.put(START + i * 60_000L, Double.valueOf(all[i]));
            }
        }
        int length = Math.max(all.length, 1);
        return new Series(id, id, new Grid(START, START + length * 60_000L, 60), points);
    }

    private static Expression.Inputs inputs() {
        return new Expression.Inputs() {
            @Override
            public Value of(String id) {
                String values = METRICS.get(id);
                if (values == null) {
                    throw new MathException("no " + id);
                }
                return series(id, values);
            }

            @Override
            public List<Series> metrics() {
                return List.of(series("errors4xx", "1 2 3"), series("errors5xx", "10 - 30"));
            }

            @Override
            public Grid grid() {
                return new Grid(START, START + 180_000, 60);
            }
        };
    }

    private static String shown(Value value) {
        return switch (value) {
            case Scalar(double number) -> "= " + number(number);
            case Series series -> {
                List<String> values = new ArrayList<>();
                if (!series.points().isEmpty()) {
                    for (long moment = START; moment <= series.points().lastKey(); moment += 60_000) {
                        Double point = series.points().get(moment);
                        values.add(point == null ? "-" : number(point));
                    }
                }
                yield String.join(" ", values);
            }
            case Many many ->
                String.join(
                        " | ", many.series().stream().map(ExpressionTest::shown).toList());
            default -> value.toString();
        };
    }

    private static String number(double number) {
        return String.valueOf(Math.round(number * 10_000) / 10_000.0).replaceAll("\\.0$", "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "1 + 2 * 3                                  ; = 7",
                "(1 + 2) * 3                                ; = 9",
                "2 ^ 3 ^ 2                                  ; = 512",
                "-2 ^ 2                                     ; = -4",
                "10 / 4 - 1e-1                              ; = 2.4",
                "7 > 5 AND 1 != 2                           ; = 1",
                "0 || 0                                     ; = 0",
                "5 * metric1                                ; 150 100 0 0",
                "metric1 - metric2                          ; 10 20 -20 0",
                "metric1 + metric2                          ; 50 20 20 0",
                "100 / metric1                              ; 3.3333 5",
                "metric1 / metric2                          ; 1.5 - 0",
                "-metric1                                   ; -30 -20 0 0",
                "errors4xx * -1                             ; -1 -2 -3",
                "metric1 < metric2                          ; 0 0 1 0",
                "metric1 >= 30                              ; 1 0 0 0",
                "metric1 > 15 AND metric2 > 15              ; 1 0 0 0",
                "metric1 == 0                               ; 0 0 1 1",
                "IF(c1, c2, c3)                             ; 30 0 20",
                "IF(c1, 5, c3)                              ; 5 5 20",
                "IF(c1, c2, 5)                              ; 30 0 5 5",
                "IF(c1, c2)                                 ; 30 0",
                "IF(1, c2, c3)                              ; 30 - 0 0 30",
                "IF(0, c2, c3)                              ; 0 0 20 - 20",
                "IF(0, c2)                                  ; ``",
                "IF(metric1 < 25, metric1)                  ; - 20 0 0",
                "IF(metric1 < 25, 10, 2)                    ; 2 10 10 10",
                "SUM(metric1)                               ; = 50",
                "AVG(metric2)                               ; = 20",
                "MIN(errors5xx)                             ; = 10",
                "MAX(errors5xx)                             ; = 30",
                "STDDEV(errors4xx)                          ; = 0.8165",
                "DATAPOINT_COUNT(errors5xx)                 ; = 2",
                "metric1 - AVG(metric1)                     ; 17.5 7.5 -12.5 -12.5",
                "SUM(METRICS())                             ; 11 2 33",
                "AVG(METRICS())                             ; 5.5 1 16.5",
                "MIN(METRICS())                             ; 1 2 3",
                "MAX([errors4xx, errors5xx])                ; 10 2 30",
                "STDDEV(METRICS())                          ; 4.5 0 13.5",
                "DATAPOINT_COUNT(METRICS())                 ; 2 1 2",
                "METRIC_COUNT(METRICS())                    ; = 2",
                "METRICS(\"4xx\")                           ; 1 2 3",
                "SUM([METRICS('4xx'), METRICS('5xx')])      ; 11 2 33",
                "METRICS()/100                              ; 0.01 0.02 0.03 | 0.1 - 0.3",
                "METRICS() * errors4xx                      ; 1 4 9 | 10 0 90",
                "ABS(half)                                  ; 1.5 0.5 2.4",
                "CEIL(half)                                 ; -1 1 3",
                "FLOOR(half)                                ; -2 0 2",
                "LOG10(errors5xx)                           ; 1 - 1.4771",
                "LOG(half)                                  ; - -0.6931 0.8755",
                "DIFF(errors5xx)                            ; - - 20",
                "DIFF_TIME(errors5xx)                       ; - - 120",
                "RATE(errors5xx)                            ; - - 0.1667",
                "RATE(METRICS())                            ; - 0.0167 0.0167 | - - 0.1667",
                "RUNNING_SUM(errors5xx)                     ; 10 - 40",
                "FILL(g, 0)                                 ; 1 0 0 4",
                "FILL(g, REPEAT)                            ; 1 1 1 4",
                "FILL(g, LINEAR)                            ; 1 2 3 4",
                "FILL(g, metric1)                           ; 1 20 0 4",
                "FILL(g, MIN(g))                            ; 1 1 1 4",
                "FILL(METRICS(), 0)                         ; 1 2 3 | 10 0 30",
                "PERIOD(metric1) / 60                       ; = 1",
                "metric1 / PERIOD(metric1)                  ; 0.5 0.3333 0 0",
                "TIME_SERIES(10)                            ; 10 10 10",
                "TIME_SERIES(MAX(errors5xx))                ; 30 30 30",
                "FIRST(SORT(METRICS(), AVG, DESC))          ; 10 - 30",
                "LAST(METRICS())                            ; 10 - 30",
                "SORT(METRICS(), SUM, DESC, 1)              ; 10 - 30",
                "SORT(METRICS(), MAX, ASC)                  ; 1 2 3 | 10 - 30",
                "SLICE(METRICS(), 1)                        ; 10 - 30",
                "SLICE(METRICS(), 0, 1)                     ; 1 2 3",
                "REMOVE_EMPTY([none, errors4xx])            ; 1 2 3",
                "SUM(metric1) / AVG(none)                   ; = 0",
                "metric1 * AVG(none)                        ; ``",
                "MINUTE(errors4xx)                          ; 59 0 1",
                "HOUR(errors4xx)                            ; 12 13 13",
                "DAY(errors4xx)                             ; 2 2 2",
                "DATE(errors4xx)                            ; 10 10 10",
                "MONTH(errors4xx)                           ; 3 3 3",
                "YEAR(errors4xx)                            ; 2026 2026 2026",
                "EPOCH(errors4xx) - EPOCH(errors4xx)        ; 0 0 0",
                "IF(DAY(errors4xx) < 6, errors4xx)          ; 1 2 3",
            })
    void anExpressionIsCalculated(String expression, String result) {
        assertThat(shown(Expression.parse(expression).in(inputs()))).isEqualTo(result == null ? "" : result);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1 +",
                "(1",
                "1)",
                "SUM(",
                "SUM(metric1",
                "[metric1",
                "1 2",
                "a b",
                "Sum(metric1)",
                "NOPE(metric1)",
                "'open",
                "metric1 $ 2",
                "1.2.3",
                "M1"
            })
    void whatIsNoExpressionIsRefused(String expression) {
        assertThatThrownBy(() -> Expression.parse(expression)).isInstanceOf(MathException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "missing",
                "SUM()",
                "SUM(metric1, metric2)",
                "[1, 2]",
                "PERIOD(METRICS())",
                "FILL(metric1, 'x')",
                "FILL(metric1)",
                "IF(METRICS(), 1, 2)",
                "SORT(METRICS(), STDDEV, ASC)",
                "SORT(METRICS(), AVG, UP)",
                "'text' + 1",
                "FIRST([none][0])"
            })
    void whatDoesNotFitIsRefused(String expression) {
        assertThatThrownBy(() -> Expression.parse(expression).in(inputs())).isInstanceOf(MathException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "-(", "ABS(", "2^", "["})
    void nestingCannotExhaustTheStack(String opening) {
        assertThatThrownBy(() -> Expression.parse(opening.repeat(100_000))).isInstanceOf(MathException.class);
    }
}
