package io.brume.operations.metrics;

import io.brume.kernel.database.Database;
import io.brume.kernel.resource.PageToken;
import io.brume.kernel.resource.Resources;
import io.brume.kernel.resource.Scope;
import io.brume.kernel.shape.Shapes;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsForMetricRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.HistoryItemType;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.ResourceNotFoundException;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/** Metric alarms. */
final class Alarms {

    private static final int PAGE = 50;
    private static final String TOKENS = "cloudwatch/alarms";
    private static final Set<String> TREATMENTS = Set.of("breaching", "notBreaching", "ignore", "missing");

    private static final Set<ComparisonOperator> OPERATORS = Set.of(
            ComparisonOperator.GREATER_THAN_THRESHOLD,
            ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            ComparisonOperator.LESS_THAN_THRESHOLD,
            ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD);

    private final Database database;
    private final Clock clock;
    private final MetricStore store;
    private final Resources<MetricAlarm> alarms;
    private final AlarmHistory history;

    Alarms(Database database, Clock clock, MetricStore store, Resources<MetricAlarm> alarms, AlarmHistory history) {
        this.database = database;
        this.clock = clock;
        this.store = store;
        this.alarms = alarms;
        this.history = history;
    }

    static String arn(Scope scope, String name) {
        return scope.arn("cloudwatch", "alarm:" + name);
    }

    /** Makes an alarm, or gives the one of that name a new configuration; its state stays as it is. */
    void put(Scope scope, PutMetricAlarmRequest request) {
        Instant now = clock.instant();
        MetricAlarm configured = Shapes.copy(request, MetricAlarm.builder())
                .alarmArn(arn(scope, request.alarmName()))
                .actionsEnabled(request.actionsEnabled() == null || request.actionsEnabled())
                .alarmConfigurationUpdatedTimestamp(now)
                .stateValue(StateValue.INSUFFICIENT_DATA)
                .stateReason("Unchecked: Initial alarm creation")
                .stateUpdatedTimestamp(now)
                .stateTransitionedTimestamp(now)
                .build();
        check(scope, configured);
        database.change(_ -> {
            boolean isNew = alarms.add(scope, request.alarmName(), configured);
            if (!isNew) {
                Optional<MetricAlarm> unused = alarms.update(
                        scope,
                        request.alarmName(),
                        before -> configured.toBuilder()
                                .stateValue(before.stateValue())
                                .stateReason(before.stateReason())
                                .stateReasonData(before.stateReasonData())
                                .stateUpdatedTimestamp(before.stateUpdatedTimestamp())
                                .stateTransitionedTimestamp(before.stateTransitionedTimestamp())
                                .build());
            }
            history.note(
                    scope,
                    request.alarmName(),
                    HistoryItemType.CONFIGURATION_UPDATE,
                    "Alarm \"" + request.alarmName() + "\" " + (isNew ? "created" : "updated"),
                    Json.write(Json.object("version", "1.0", "type", isNew ? "Create" : "Update")));
        });
    }

    private void check(Scope scope, MetricAlarm alarm) {
        if (alarm.alarmName().chars().anyMatch(c -> c < ' ')) {
            throw Problems.validation("The value for parameter AlarmName has characters that are not allowed.");
        }
        boolean single = alarm.metricName() != null;
        if (single == (alarm.hasMetrics() && !alarm.metrics().isEmpty())) {
            throw Problems.validation("Either MetricName or Metrics must be specified, and not both.");
        }
        if (single) {
            checkMetric(alarm);
        }
        if (alarm.thresholdMetricId() != null || alarm.threshold() == null) {
            throw Problems.validation("The parameter Threshold is required; anomaly detection is not available here.");
        }
        if (!OPERATORS.contains(alarm.comparisonOperator())) {
            throw Problems.validation("The value " + alarm.comparisonOperatorAsString()
                    + " for parameter ComparisonOperator is for anomaly detection, which is not available here.");
        }
        if (alarm.datapointsToAlarm() != null && alarm.datapointsToAlarm() > alarm.evaluationPeriods()) {
            throw Problems.validation("DatapointsToAlarm must not be larger than EvaluationPeriods.");
        }
        if (alarm.treatMissingData() != null && !TREATMENTS.contains(alarm.treatMissingData())) {
            throw Problems.validation(
                    "The value " + alarm.treatMissingData() + " for parameter TreatMissingData is invalid.");
        }
        long span = (long) AlarmQueries.period(alarm) * alarm.evaluationPeriods();
        if (span > 7 * 86_400L) {
            throw Problems.validation("Metrics cannot be checked across more than seven days"
                    + " (EvaluationPeriods * Period must be <= 604800).");
        }
        var queries = AlarmQueries.of(alarm);
        var unused = new Calculation(store, scope, queries, Instant.EPOCH, Instant.EPOCH, Instant.EPOCH);
    }

    private static void checkMetric(MetricAlarm alarm) {
        if (alarm.namespace() == null || alarm.period() == null) {
            throw Problems.validation("An alarm on a metric needs Namespace and Period.");
        }
        if ((alarm.statisticAsString() == null) == (alarm.extendedStatistic() == null)) {
            throw Problems.validation("Exactly one of Statistic and ExtendedStatistic must be specified.");
        }
    }

    Optional<MetricAlarm> find(Scope scope, String name) {
        return alarms.find(scope, name);
    }

    DescribeAlarmsResponse describe(Scope scope, DescribeAlarmsRequest request) {
        if (request.hasAlarmNames() && request.alarmNamePrefix() != null) {
            throw Problems.validation("AlarmNamePrefix and AlarmNames cannot both be specified.");
        }
        boolean wanted = !request.hasAlarmTypes() || request.alarmTypes().contains(AlarmType.METRIC_ALARM);
        String after = request.nextToken() == null
                ? ""
                : PageToken.read(TOKENS, request.nextToken())
                        .filter(values -> values.size() == 1)
                        .orElseThrow(Problems::invalidToken)
                        .getFirst();
        int limit = request.maxRecords() == null ? PAGE : request.maxRecords();
        List<MetricAlarm> all = !wanted || request.childrenOfAlarmName() != null || request.parentsOfAlarmName() != null
                ? List.of()
                : alarms.all(scope).stream()
                        .filter(chosen(request, after))
                        .sorted(Comparator.comparing(MetricAlarm::alarmName))
                        .limit(limit + 1L)
                        .toList();
        List<MetricAlarm> page = all.size() > limit ? all.subList(0, limit) : all;
        return DescribeAlarmsResponse.builder()
                .metricAlarms(page)
                .compositeAlarms(List.of())
                .nextToken(
                        all.size() > limit
                                ? PageToken.of(TOKENS, List.of(page.getLast().alarmName()))
                                : null)
                .build();
    }

    private static Predicate<MetricAlarm> chosen(DescribeAlarmsRequest request, String after) {
        Set<String> names = new HashSet<>(request.alarmNames());
        String prefix = request.alarmNamePrefix();
        String action = request.actionPrefix();
        return alarm -> alarm.alarmName().compareTo(after) > 0
                && (!request.hasAlarmNames() || names.contains(alarm.alarmName()))
                && (prefix == null || alarm.alarmName().startsWith(prefix))
                && (request.stateValue() == null || request.stateValue() == alarm.stateValue())
                && (action == null
                        || alarm.alarmActions().stream().anyMatch(arn -> arn.startsWith(action))
                        || alarm.okActions().stream().anyMatch(arn -> arn.startsWith(action))
                        || alarm.insufficientDataActions().stream().anyMatch(arn -> arn.startsWith(action)));
    }

    List<MetricAlarm> forMetric(Scope scope, DescribeAlarmsForMetricRequest request) {
        return alarms.all(scope).stream()
                .filter(alarm -> request.metricName().equals(alarm.metricName())
                        && request.namespace().equals(alarm.namespace())
                        && new HashSet<>(request.dimensions()).equals(new HashSet<>(alarm.dimensions()))
                        && (request.period() == null || request.period().equals(alarm.period()))
                        && (request.statistic() == null || request.statistic() == alarm.statistic())
                        && (request.extendedStatistic() == null
                                || request.extendedStatistic().equals(alarm.extendedStatistic()))
                        && (request.unit() == null || request.unit() == alarm.unit()))
                .toList();
    }

    void enableActions(Scope scope, List<String> names, boolean enabled) {
        database.change(_ -> {
            for (String name : names) {
                Optional<MetricAlarm> unused = alarms.update(
                        scope,
                        name,
                        alarm -> alarm.toBuilder().actionsEnabled(enabled).build());
            }
        });
    }

    /** Deletes all of them, or none when one does not exist. */
    void delete(Scope scope, List<String> names) {
        database.change(_ -> {
            for (String name : names) {
                if (!alarms.delete(scope, name)) {
                    throw ResourceNotFoundException.builder()
                            .message("The alarm " + name + " does not exist.")
                            .build();
                }
            }
        });
    }
}
