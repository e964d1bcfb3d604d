package io.brume.operations.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;

/** What is told of an alarm that changed its state: to EventBridge and to topics, each in the form that AWS documents. */
final class AlarmMessages {

    private AlarmMessages() {}

    /** The detail of a {@code CloudWatch Alarm State Change}. */
    static String event(MetricAlarm before, MetricAlarm after) {
        return Json.write(Json.object(
                "alarmName",
                after.alarmName(),
                "state",
                state(after),
                "previousState",
                state(before),
                "configuration",
                Json.object("description", after.alarmDescription(), "metrics", metrics(after))));
    }

    private static Map<String, Object> state(MetricAlarm alarm) {
        return Json.object(
                "value",
                alarm.stateValueAsString(),
                "reason",
                alarm.stateReason(),
                "reasonData",
                alarm.stateReasonData(),
                "timestamp",
                alarm.stateUpdatedTimestamp());
    }

    private static List<Object> metrics(MetricAlarm alarm) {
        List<Object> metrics = new ArrayList<>();
        for (MetricDataQuery query : AlarmQueries.of(alarm)) {
            var stat = query.metricStat();
            Object metric = stat == null
                    ? null
                    : Json.object(
                            "metric",
                            Json.object(
                                    "namespace",
                                    stat.metric().namespace(),
                                    "name",
                                    stat.metric().metricName(),
                                    "dimensions",
                                    dimensions(stat.metric().dimensions())),
                            "period",
                            stat.period(),
                            "stat",
                            stat.stat());
            metrics.add(Json.object(
                    "id",
                    query.id(),
                    "expression",
                    query.expression(),
                    "metricStat",
                    metric,
                    "returnData",
                    !Boolean.FALSE.equals(query.returnData())));
        }
        return metrics;
    }

    private static Map<String, Object> dimensions(List<Dimension> dimensions) {
        Map<String, Object> values = new LinkedHashMap<>();
        dimensions.forEach(dimension -> values.put(dimension.name(), dimension.value()));
        return values;
    }

    /** The message that a topic's subscribers get. */
    static String topic(String account, String region, MetricAlarm before, MetricAlarm after) {
        return Json.write(Json.object(
                "AlarmName",
                after.alarmName(),
                "AlarmDescription",
                after.alarmDescription(),
                "AWSAccountId",
                account,
                "AlarmConfigurationUpdatedTimestamp",
                after.alarmConfigurationUpdatedTimestamp(),
                "NewStateValue",
                after.stateValueAsString(),
                "NewStateReason",
                after.stateReason(),
                "StateChangeTime",
                after.stateUpdatedTimestamp(),
                "Region",
                region,
                "AlarmArn",
                after.alarmArn(),
                "OldStateValue",
                before.stateValueAsString(),
                "OKActions",
                after.okActions(),
                "AlarmActions",
                after.alarmActions(),
                "InsufficientDataActions",
                after.insufficientDataActions(),
                "Trigger",
                trigger(after)));
    }

    private static Map<String, Object> trigger(MetricAlarm alarm) {
        Map<String, Object> trigger = Json.object(
                "MetricName",
                alarm.metricName(),
                "Namespace",
                alarm.namespace(),
                "StatisticType",
                alarm.metricName() == null
                        ? null
                        : alarm.extendedStatistic() == null ? "Statistic" : "ExtendedStatistic",
                "Statistic",
                alarm.statisticAsString() == null
                        ? null
                        : alarm.statisticAsString().toUpperCase(java.util.Locale.ROOT),
                "ExtendedStatistic",
                alarm.extendedStatistic(),
                "Unit",
                alarm.unitAsString(),
                "Dimensions",
                alarm.metricName() == null ? null : pairs(alarm.dimensions()),
                "Metrics",
                alarm.metricName() == null ? metrics(alarm) : null,
                "Period",
                alarm.period(),
                "EvaluationPeriods",
                alarm.evaluationPeriods());
        trigger.putAll(Json.object(
                "DatapointsToAlarm",
                alarm.datapointsToAlarm(),
                "ComparisonOperator",
                alarm.comparisonOperatorAsString(),
                "Threshold",
                alarm.threshold(),
                "TreatMissingData",
                orEmpty(alarm.treatMissingData()),
                "EvaluateLowSampleCountPercentile",
                orEmpty(alarm.evaluateLowSampleCountPercentile())));
        return trigger;
    }

    private static List<Object> pairs(List<Dimension> dimensions) {
        List<Object> pairs = new ArrayList<>();
        dimensions.forEach(dimension -> pairs.add(Json.object("value", dimension.value(), "name", dimension.name())));
        return pairs;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
