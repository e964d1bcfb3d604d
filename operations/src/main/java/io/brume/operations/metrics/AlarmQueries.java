package io.brume.operations.metrics;

import java.util.List;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricStat;

/** The queries behind an alarm, of which one returns data: its own, or the one that its metric and statistic amount to. */
final class AlarmQueries {

    private AlarmQueries() {}

    static List<MetricDataQuery> of(MetricAlarm alarm) {
        if (alarm.metricName() == null) {
            return alarm.metrics();
        }
        return List.of(MetricDataQuery.builder()
                .id("m1")
                .metricStat(MetricStat.builder()
                        .metric(Metric.builder()
                                .namespace(alarm.namespace())
                                .metricName(alarm.metricName())
                                .dimensions(alarm.dimensions())
                                .build())
                        .period(alarm.period())
                        .stat(alarm.statisticAsString() == null ? alarm.extendedStatistic() : alarm.statisticAsString())
                        .unit(alarm.unitAsString())
                        .build())
                .returnData(true)
                .build());
    }

    /** The query that the alarm watches. */
    static MetricDataQuery watched(MetricAlarm alarm) {
        List<MetricDataQuery> returned = of(alarm).stream()
                .filter(query -> !Boolean.FALSE.equals(query.returnData()))
                .toList();
        if (returned.size() != 1) {
            throw Problems.validation("Exactly one element of the metrics list should return data.");
        }
        return returned.getFirst();
    }

    /** How long the periods are that the alarm counts, in seconds. */
    static int period(MetricAlarm alarm) {
        MetricDataQuery watched = watched(alarm);
        if (watched.metricStat() != null) {
            return watched.metricStat().period();
        }
        if (watched.period() != null) {
            return watched.period();
        }
        return of(alarm).stream()
                .filter(query -> query.metricStat() != null)
                .mapToInt(query -> query.metricStat().period())
                .max()
                .orElseThrow(() -> Problems.validation("At least one of the metrics must be a MetricStat."));
    }
}
