package io.brume.operations.metrics;

import io.brume.kernel.resource.Scope;
import io.brume.operations.metrics.MetricStore.Point;
import io.brume.operations.metrics.math.Expression;
import io.brume.operations.metrics.math.Grid;
import io.brume.operations.metrics.math.MathException;
import io.brume.operations.metrics.math.Value;
import io.brume.operations.metrics.math.Value.Many;
import io.brume.operations.metrics.math.Value.Series;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricStat;

/** The queries of one request, each calculated when it is first needed. Used by one thread. */
final class Calculation {

    private static final Pattern ID = Pattern.compile("[a-z][a-zA-Z0-9_]*");
    private static final int DEFAULT_PERIOD = 300;
    private static final int DEEPEST = 100;

    private final MetricStore store;
    private final Scope scope;
    private final Instant start;
    private final Instant end;
    private final Instant now;
    private final Map<String, MetricDataQuery> queries = new LinkedHashMap<>();
    private final Map<String, Expression> expressions = new HashMap<>();
    private final Map<String, Value> results = new HashMap<>();
    private final Set<String> begun = new HashSet<>();

    /** @throws io.brume.kernel.wire.Fault when the queries cannot be understood */
    Calculation(
            MetricStore store, Scope scope, List<MetricDataQuery> queries, Instant start, Instant end, Instant now) {
        this.store = store;
        this.scope = scope;
        this.start = start;
        this.end = end;
        this.now = now;
        queries.forEach(this::add);
    }

    private void add(MetricDataQuery query) {
        String id = query.id();
        if (!ID.matcher(id).matches()) {
            throw Problems.validation(
                    "The value '" + id + "' for parameter MetricDataQueries.Id is invalid: it must begin with"
                            + " a lowercase letter and hold only letters, digits and underscores.");
        }
        if (queries.put(id, query) != null) {
            throw Problems.validation("The values for parameter id in MetricDataQueries are not unique.");
        }
        String expression = query.expression();
        if ((query.metricStat() == null) == (expression == null)) {
            throw Problems.validation(
                    "The query '" + id + "' must have either MetricStat or Expression, and not both.");
        }
        if (expression != null) {
            try {
                expressions.put(id, Expression.parse(expression));
            } catch (MathException e) {
                throw wrong(id, e);
            }
        } else {
            check(query.metricStat());
        }
    }

    private static void check(MetricStat stat) {
        String fault = Periods.fault(stat.period());
        if (fault != null) {
            throw Problems.validation(
                    "The value " + stat.period() + " for parameter Period is invalid: it " + fault + ".");
        }
        if (stat.metric().namespace() == null || stat.metric().metricName() == null) {
            throw Problems.validation("A metric needs a Namespace and a MetricName.");
        }
        if (Statistic.of(stat.stat()).isEmpty()) {
            throw Problems.validation("The value " + stat.stat() + " for parameter Stat is invalid.");
        }
    }

    private static RuntimeException wrong(String id, MathException e) {
        return Problems.validation("Error in expression '" + id + "': " + e.getMessage());
    }

    /** The time series that a query results in. */
    List<Series> of(MetricDataQuery query) {
        try {
            return switch (result(query.id())) {
                case Series series -> List.of(labelled(query, series, false));
                case Many many ->
                    many.series().stream()
                            .map(series -> labelled(query, series, true))
                            .toList();
                default -> throw new MathException("the result must be a time series or an array of those");
            };
        } catch (MathException e) {
            throw wrong(query.id(), e);
        }
    }

    private static Series labelled(MetricDataQuery query, Series series, boolean several) {
        String label = query.label() != null ? query.label() : query.metricStat() != null ? series.label() : query.id();
        String full = several && !series.label().isEmpty() ? (label + " " + series.label()).strip() : label;
        return new Series(query.id(), full, series.grid(), series.points());
    }

    private Value result(String id) {
        Value known = results.get(id);
        if (known != null) {
            return known;
        }
        MetricDataQuery query = queries.get(id);
        if (query == null) {
            throw new MathException("there is no metric or expression '" + id + "'");
        }
        if (!begun.add(id)) {
            throw new MathException("'" + id + "' depends on itself");
        }
        if (begun.size() - results.size() > DEEPEST) {
            throw new MathException("too many expressions depend on each other");
        }
        Expression expression = expressions.get(id);
        Value result = expression == null ? metric(query) : expression.in(inputs(query));
        results.put(id, result);
        return result;
    }

    private Grid grid(int period) {
        return new Grid(Periods.begin(start, period, now).toEpochMilli(), end.toEpochMilli(), period);
    }

    private Series metric(MetricDataQuery query) {
        MetricStat stat = query.metricStat();
        Statistic statistic = Statistic.of(stat.stat()).orElseThrow();
        Grid grid = grid(stat.period());
        Map<Long, Summary> summaries = new TreeMap<>();
        for (Point point : store.read(
                Metric.of(
                        scope,
                        stat.metric().namespace(),
                        stat.metric().metricName(),
                        stat.metric().dimensions()),
                Instant.ofEpochMilli(grid.start()),
                end,
                stat.period(),
                stat.unitAsString(),
                statistic.needsValues())) {
            summaries.merge(point.happened(), point.summary(), Summary::merge);
        }
        NavigableMap<Long, Double> points = new TreeMap<>();
        summaries.forEach((moment, summary) -> statistic.of(summary).ifPresent(value -> points.put(moment, value)));
        String label = query.label() == null ? stat.metric().metricName() : query.label();
        return new Series(query.id(), label, grid, points);
    }

    private Expression.Inputs inputs(MetricDataQuery of) {
        return new Expression.Inputs() {
            @Override
            public Value of(String id) {
                return result(id);
            }

            @Override
            public List<Series> metrics() {
                List<Series> metrics = new ArrayList<>();
                for (MetricDataQuery query : queries.values()) {
                    if (query.metricStat() != null) {
                        metrics.add((Series) result(query.id()));
                    }
                }
                return metrics;
            }

            @Override
            public Grid grid() {
                int shortest = queries.values().stream()
                        .filter(query -> query.metricStat() != null)
                        .mapToInt(query -> query.metricStat().period())
                        .min()
                        .orElse(DEFAULT_PERIOD);
                return Calculation.this.grid(of.period() == null ? shortest : of.period());
            }
        };
    }
}
