package io.brume.operations.metrics;

import io.brume.kernel.resource.PageToken;
import io.brume.kernel.resource.Scope;
import io.brume.operations.metrics.math.Value.Series;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

/** Answers GetMetricData. A page's token is how many values came before it. */
final class MetricData {

    private static final int MOST_QUERIES = 500;
    private static final int MOST_VALUES = 100_800;
    private static final String TOKENS = "cloudwatch/data";

    private final MetricStore store;
    private final Clock clock;

    MetricData(MetricStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    GetMetricDataResponse get(Scope scope, GetMetricDataRequest request) {
        List<MetricDataQuery> queries = request.metricDataQueries();
        if (queries.isEmpty() || queries.size() > MOST_QUERIES) {
            throw Problems.validation("The collection MetricDataQueries must have 1 to " + MOST_QUERIES + " members.");
        }
        if (!request.startTime().isBefore(request.endTime())) {
            throw Problems.validation("The parameter StartTime must be less than the parameter EndTime.");
        }
        List<MetricDataQuery> returned = queries.stream()
                .filter(query -> !Boolean.FALSE.equals(query.returnData()))
                .toList();
        if (returned.isEmpty()) {
            throw Problems.validation("At least one of the MetricDataQueries must return data.");
        }
        var calculation =
                new Calculation(store, scope, queries, request.startTime(), request.endTime(), clock.instant());
        List<Series> results = new ArrayList<>();
        returned.forEach(query -> results.addAll(calculation.of(query)));
        return page(results, request);
    }

    private static GetMetricDataResponse page(List<Series> results, GetMetricDataRequest request) {
        long from = request.nextToken() == null
                ? 0
                : PageToken.read(TOKENS, request.nextToken())
                        .filter(values -> values.size() == 1)
                        .map(values -> Long.parseLong(values.getFirst()))
                        .orElseThrow(Problems::invalidToken);
        Integer wanted = request.maxDatapoints();
        long to = from + (wanted == null ? MOST_VALUES : Math.clamp(wanted, 1, MOST_VALUES));
        boolean ascending = request.scanBy() == ScanBy.TIMESTAMP_ASCENDING;
        List<MetricDataResult> page = new ArrayList<>();
        long place = 0;
        for (Series series : results) {
            long end = place + series.points().size();
            if (series.points().isEmpty()) {
                if (from == 0) {
                    page.add(part(series, ascending, 0, 0, false));
                }
            } else if (end > from && place < to) {
                page.add(part(series, ascending, Math.max(0, from - place), Math.min(end, to) - place, end > to));
            }
            place = end;
        }
        return GetMetricDataResponse.builder()
                .metricDataResults(page)
                .messages(List.of())
                .nextToken(place > to ? PageToken.of(TOKENS, List.of(String.valueOf(to))) : null)
                .build();
    }

    private static MetricDataResult part(Series series, boolean ascending, long from, long to, boolean more) {
        NavigableMap<Long, Double> points =
                ascending ? series.points() : series.points().descendingMap();
        List<Instant> moments = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        points.entrySet().stream().skip(from).limit(to - from).forEach(point -> {
            moments.add(Instant.ofEpochMilli(point.getKey()));
            values.add(point.getValue());
        });
        return MetricDataResult.builder()
                .id(series.id())
                .label(series.label())
                .timestamps(moments)
                .values(values)
                .statusCode(more ? StatusCode.PARTIAL_DATA : StatusCode.COMPLETE)
                .build();
    }
}
