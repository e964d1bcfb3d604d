package io.brume.operations.metrics;

import io.brume.kernel.resource.Scope;
import io.brume.operations.metrics.MetricStore.Point;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsResponse;

/** Answers GetMetricStatistics. */
final class MetricStatistics {

    private static final long MOST_POINTS = 1_440;

    private final MetricStore store;
    private final Clock clock;

    MetricStatistics(MetricStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    GetMetricStatisticsResponse get(Scope scope, GetMetricStatisticsRequest request) {
        check(request);
        List<Statistic> extended = new ArrayList<>();
        for (String name : request.extendedStatistics()) {
            extended.add(Statistic.of(name)
                    .filter(Statistic::needsValues)
                    .orElseThrow(() ->
                            Problems.invalid("The value " + name + " for parameter ExtendedStatistics is invalid.")));
        }
        Instant start = Periods.begin(request.startTime(), request.period(), clock.instant());
        List<Point> points = store.read(
                Metric.of(scope, request.namespace(), request.metricName(), request.dimensions()),
                start,
                request.endTime(),
                request.period(),
                request.unitAsString(),
                !extended.isEmpty());
        List<Datapoint> datapoints = new ArrayList<>();
        for (Point point : points) {
            datapoint(point, request, extended, datapoints);
        }
        return GetMetricStatisticsResponse.builder()
                .label(request.metricName())
                .datapoints(datapoints)
                .build();
    }

    private static void check(GetMetricStatisticsRequest request) {
        boolean plain = request.hasStatistics() && !request.statistics().isEmpty();
        boolean extended =
                request.hasExtendedStatistics() && !request.extendedStatistics().isEmpty();
        if (plain == extended) {
            throw Problems.combination("Must specify either Statistics or ExtendedStatistics, but not both.");
        }
        if (!request.startTime().isBefore(request.endTime())) {
            throw Problems.combination("The parameter StartTime must be less than the parameter EndTime.");
        }
        String fault = Periods.fault(request.period());
        if (fault != null) {
            throw Problems.invalid(
                    "The value " + request.period() + " for parameter Period is invalid: it " + fault + ".");
        }
        long seconds = Duration.between(request.startTime(), request.endTime()).toSeconds();
        long points = Math.ceilDiv(seconds, request.period());
        if (points > MOST_POINTS) {
            throw Problems.combination(String.format(
                    Locale.ROOT,
                    "You have requested up to %,d datapoints, which exceeds the limit of %,d. You may reduce the datapoints"
                            + " requested by increasing Period, or decreasing the time range.",
                    points,
                    MOST_POINTS));
        }
    }

    private static void datapoint(
            Point point, GetMetricStatisticsRequest request, List<Statistic> extended, List<Datapoint> datapoints) {
        var datapoint = Datapoint.builder()
                .timestamp(Instant.ofEpochMilli(point.happened()))
                .unit(point.unit());
        if (!extended.isEmpty()) {
            Map<String, Double> values = new HashMap<>();
            extended.forEach(
                    statistic -> statistic.of(point.summary()).ifPresent(value -> values.put(statistic.name(), value)));
            if (values.isEmpty()) {
                return;
            }
            datapoint.extendedStatistics(values);
        }
        Summary summary = point.summary();
        for (String name : request.statisticsAsStrings()) {
            switch (name) {
                case "SampleCount" -> datapoint.sampleCount(summary.samples());
                case "Sum" -> datapoint.sum(summary.sum());
                case "Average" -> datapoint.average(summary.sum() / summary.samples());
                case "Minimum" -> datapoint.minimum(summary.low());
                case "Maximum" -> datapoint.maximum(summary.high());
                default -> throw Problems.invalid("The value " + name + " for parameter Statistics is invalid.");
            }
        }
        datapoints.add(datapoint.build());
    }
}
