package io.brume.operations.metrics;

import io.brume.kernel.database.Database;
import io.brume.kernel.event.Announcements;
import io.brume.kernel.event.Message;
import io.brume.kernel.event.Outbox;
import io.brume.kernel.resource.Resources;
import io.brume.kernel.resource.Scope;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.cloudwatch.model.HistoryItemType;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/** Evaluates alarms, changes their states and tells whom it concerns. */
final class AlarmStates {

    private static final Logger log = LoggerFactory.getLogger(AlarmStates.class);

    private final Database database;
    private final Clock clock;
    private final Resources<MetricAlarm> alarms;
    private final MetricStore store;
    private final AlarmHistory history;
    private final Outbox outbox;
    private final Announcements announcements;

    AlarmStates(
            Database database,
            Clock clock,
            Resources<MetricAlarm> alarms,
            MetricStore store,
            AlarmHistory history,
            Outbox outbox) {
        this.database = database;
        this.clock = clock;
        this.alarms = alarms;
        this.store = store;
        this.history = history;
        this.outbox = outbox;
        announcements = new Announcements(outbox);
    }

    /** Looks at every alarm's latest data; an alarm that cannot be evaluated keeps its state. */
    void evaluate() {
        for (var alarm : alarms.everywhere()) {
            try {
                evaluate(alarm.scope(), alarm.resource());
            } catch (RuntimeException e) {
                log.warn("the alarm {} cannot be evaluated: {}", alarm.name(), e.toString());
            }
        }
    }

    private void evaluate(Scope scope, MetricAlarm alarm) {
        Instant now = clock.instant();
        int period = AlarmQueries.period(alarm);
        long end = Math.floorDiv(now.getEpochSecond(), period) * period;
        long start = end - (long) period * (alarm.evaluationPeriods() + Verdict.SPARE_PERIODS);
        var calculation = new Calculation(
                store, scope, AlarmQueries.of(alarm), Instant.ofEpochSecond(start), Instant.ofEpochSecond(end), now);
        var series = calculation.of(AlarmQueries.watched(alarm));
        if (series.size() != 1) {
            throw Problems.validation("An alarm watches one time series.");
        }
        Verdict verdict = Verdict.of(alarm, series.getFirst().points());
        if (verdict.state() != alarm.stateValue()) {
            boolean unused = change(
                    scope, alarm.alarmName(), verdict.state(), verdict.reason(), data(alarm, verdict, period, now));
        }
    }

    private static String data(MetricAlarm alarm, Verdict verdict, int period, Instant now) {
        return Json.write(Json.object(
                "version",
                "1.0",
                "queryDate",
                now,
                "statistic",
                alarm.statisticAsString(),
                "period",
                period,
                "recentDatapoints",
                verdict.recent().reversed(),
                "threshold",
                alarm.threshold()));
    }

    /** Changes an alarm's state and says so, unless it has that state; returns whether there is such an alarm. */
    boolean change(Scope scope, String name, StateValue state, String reason, @Nullable String data) {
        Instant now = clock.instant();
        return database.write(_ -> {
            var before = new AtomicReference<@Nullable MetricAlarm>();
            var after = alarms.update(scope, name, alarm -> {
                before.set(alarm);
                return alarm.stateValue() == state ? alarm : changed(alarm, state, reason, data, now);
            });
            MetricAlarm earlier = before.get();
            if (after.isPresent() && earlier != null && earlier.stateValue() != state) {
                tell(scope, earlier, after.get());
            }
            return after.isPresent();
        });
    }

    private static MetricAlarm changed(
            MetricAlarm alarm, StateValue state, String reason, @Nullable String data, Instant now) {
        return alarm.toBuilder()
                .stateValue(state)
                .stateReason(reason.length() > 1023 ? reason.substring(0, 1023) : reason)
                .stateReasonData(data)
                .stateUpdatedTimestamp(now)
                .stateTransitionedTimestamp(now)
                .build();
    }

    private void tell(Scope scope, MetricAlarm before, MetricAlarm after) {
        String event = AlarmMessages.event(before, after);
        history.note(
                scope,
                after.alarmName(),
                HistoryItemType.STATE_UPDATE,
                "Alarm updated from " + before.stateValueAsString() + " to " + after.stateValueAsString(),
                event);
        announcements.announce(
                scope, "aws.cloudwatch", "CloudWatch Alarm State Change", List.of(after.alarmArn()), event);
        if (Boolean.FALSE.equals(after.actionsEnabled())) {
            return;
        }
        List<String> actions = switch (after.stateValue()) {
            case ALARM -> after.alarmActions();
            case OK -> after.okActions();
            default -> after.insufficientDataActions();
        };
        for (String action : actions) {
            act(scope, action, before, after);
        }
    }

    private void act(Scope scope, String action, MetricAlarm before, MetricAlarm after) {
        boolean isTopic = action.startsWith("arn:aws:sns:");
        String summary = isTopic
                ? "Successfully executed action " + action
                : "Failed to execute action " + action + ": this server acts on topics only";
        history.note(
                scope,
                after.alarmName(),
                HistoryItemType.ACTION,
                summary,
                Json.write(
                        Json.object("actionState", isTopic ? "Succeeded" : "Failed", "notificationResource", action)));
        if (isTopic) {
            String subject = after.stateValueAsString() + ": \"" + after.alarmName() + "\" in " + scope.region();
            outbox.send(new Message(
                    scope,
                    after.alarmArn(),
                    action,
                    AlarmMessages.topic(scope.account(), scope.region(), before, after),
                    Map.of("Subject", subject.length() > 100 ? subject.substring(0, 100) : subject),
                    null,
                    null));
        }
    }
}
