package io.brume.operations.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brume.kernel.database.Database;
import io.brume.kernel.event.Message;
import io.brume.kernel.event.Outbox;
import io.brume.kernel.http.InProcess;
import io.brume.kernel.operation.HostedService;
import io.brume.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.*;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/** Alarms through the SDK's client, on each database. */
@ParameterizedClass
@MethodSource("io.brume.operations.EachDatabase#each")
class AlarmsTest {

    private static final Instant NOW = Instant.parse("2026-03-10T12:00:30Z");
    private static final String TOPIC = "arn:aws:sns:us-east-1:123456789012:pages";
    private static int names;

    private final SettableClock clock = new SettableClock(NOW);
    private final Outbox outbox;
    private final LinkedBlockingQueue<Message> told = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<Message> announced = new LinkedBlockingQueue<>();
    private final CloudWatch service;
    private final CloudWatchClient cloudWatch;
    private final String name = "alarm" + ++names;

    AlarmsTest(Database database) {
        outbox = new Outbox(database, clock);
        outbox.register("sns", message -> keep(message, told));
        outbox.register("events", message -> keep(message, announced));
        outbox.start();
        service = new CloudWatch(database, clock, outbox);
        cloudWatch = InProcess.of(HostedService.of(service)).client(CloudWatchClient.class);
    }

    /** Other tests' messages may be on their way too. */
    private void keep(Message message, LinkedBlockingQueue<Message> kept) {
        if (message.body().contains('"' + name + '"')) {
            kept.add(message);
        }
    }

    @AfterEach
    void stop() {
        outbox.close();
    }

    private void put(java.util.function.Consumer<PutMetricAlarmRequest.Builder> more) {
        cloudWatch.putMetricAlarm(r -> more.accept(r.alarmName(name)
                .namespace("App")
                .metricName(name)
                .statistic(Statistic.SUM)
                .period(60)
                .evaluationPeriods(1)
                .threshold(5.0)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                .alarmActions(TOPIC)));
    }

    private void value(double value) {
        cloudWatch.putMetricData(r -> r.namespace("App")
                .metricData(d -> d.metricName(name).timestamp(clock.instant()).value(value)));
        clock.advance(Duration.ofMinutes(1));
        service.evaluateAlarms();
    }

    private MetricAlarm alarm() {
        return cloudWatch.describeAlarms(r -> r.alarmNames(name)).metricAlarms().getFirst();
    }

    @Test
    void anAlarmFollowsItsMetricAndTellsTopicsAndEventBridge() throws Exception {
        put(r -> {});
        assertThat(alarm().stateValue()).isEqualTo(StateValue.INSUFFICIENT_DATA);

        value(1);
        assertThat(alarm().stateValue()).isEqualTo(StateValue.OK);
        value(9);
        assertThat(alarm().stateValue()).isEqualTo(StateValue.ALARM);
        assertThat(alarm().stateReason()).contains("Threshold Crossed", "9.0", "5.0");

        Message page = told.poll(20, TimeUnit.SECONDS);
        assertThat(page).isNotNull();
        assertThat(page.destination()).isEqualTo(TOPIC);
        assertThat(page.body())
                .contains("\"NewStateValue\":\"ALARM\"", "\"OldStateValue\":\"OK\"", "\"Threshold\":5.0");
        assertThat(told).isEmpty();
        for (int i = 0; i < 2; i++) {
            Message event = announced.poll(20, TimeUnit.SECONDS);
            assertThat(event).isNotNull();
            assertThat(event.attributes()).containsEntry("DetailType", "CloudWatch Alarm State Change");
            assertThat(event.body()).contains("\"alarmName\":\"" + name + "\"", "\"previousState\"");
        }
    }

    @Test
    void whatHappenedToAnAlarmIsListed() {
        put(r -> {});
        value(9);
        cloudWatch.setAlarmState(
                r -> r.alarmName(name).stateValue(StateValue.OK).stateReason("looked at"));

        var history = cloudWatch
                .describeAlarmHistoryPaginator(
                        r -> r.alarmName(name).maxRecords(2).scanBy(ScanBy.TIMESTAMP_ASCENDING))
                .alarmHistoryItems()
                .stream()
                .toList();

        assertThat(history)
                .extracting(AlarmHistoryItem::historyItemType)
                .containsExactly(
                        HistoryItemType.CONFIGURATION_UPDATE,
                        HistoryItemType.STATE_UPDATE,
                        HistoryItemType.ACTION,
                        HistoryItemType.STATE_UPDATE);
        assertThat(history.getLast().historySummary()).isEqualTo("Alarm updated from ALARM to OK");
        assertThat(alarm().stateReason()).isEqualTo("looked at");
    }

    @Test
    void disabledActionsAreNotTaken() {
        put(r -> {});
        cloudWatch.disableAlarmActions(r -> r.alarmNames(name));
        value(9);

        assertThat(alarm().stateValue()).isEqualTo(StateValue.ALARM);
        assertThat(alarm().actionsEnabled()).isFalse();
        assertThat(told).isEmpty();
    }

    @Test
    void anAlarmCanWatchAnExpression() {
        cloudWatch.putMetricAlarm(r -> r.alarmName(name)
                .evaluationPeriods(1)
                .threshold(100.0)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD)
                .metrics(
                        MetricDataQuery.builder()
                                .id("m")
                                .metricStat(
                                        s -> s.metric(m -> m.namespace("App").metricName(name))
                                                .period(60)
                                                .stat("Maximum"))
                                .returnData(false)
                                .build(),
                        MetricDataQuery.builder().id("e").expression("m * 10").build()));
        value(10);

        assertThat(alarm().stateValue()).isEqualTo(StateValue.ALARM);
    }

    @Test
    void aNewConfigurationKeepsTheState() {
        put(r -> {});
        value(9);
        put(r -> r.threshold(7.0));

        assertThat(alarm().stateValue()).isEqualTo(StateValue.ALARM);
        assertThat(alarm().threshold()).isEqualTo(7.0);
    }

    @Test
    void alarmsAreFoundByNamePrefixStateAndMetric() {
        put(r -> r.tags(Tag.builder().key("team").value("a").build()));
        cloudWatch.setAlarmState(
                r -> r.alarmName(name).stateValue(StateValue.ALARM).stateReason("test"));

        assertThat(cloudWatch
                        .describeAlarms(r -> r.alarmNamePrefix(name).stateValue(StateValue.ALARM))
                        .metricAlarms())
                .hasSize(1);
        assertThat(cloudWatch
                        .describeAlarms(r -> r.alarmNamePrefix(name).stateValue(StateValue.OK))
                        .metricAlarms())
                .isEmpty();
        assertThat(cloudWatch
                        .describeAlarmsForMetric(r -> r.namespace("App").metricName(name))
                        .metricAlarms())
                .hasSize(1);
        assertThat(cloudWatch
                        .listTagsForResource(r -> r.resourceARN(alarm().alarmArn()))
                        .tags())
                .extracting(Tag::key)
                .containsExactly("team");
        cloudWatch.deleteAlarms(r -> r.alarmNames(name));
        assertThatThrownBy(() -> cloudWatch.deleteAlarms(r -> r.alarmNames(name)))
                .isInstanceOf(CloudWatchException.class);
    }

    @Test
    void badAlarmsAreRefused() {
        for (java.util.function.Consumer<PutMetricAlarmRequest.Builder> bad :
                List.<java.util.function.Consumer<PutMetricAlarmRequest.Builder>>of(
                        r -> r.period(61),
                        r -> r.datapointsToAlarm(2),
                        r -> r.threshold(null),
                        r -> r.treatMissingData("hope"),
                        r -> r.extendedStatistic("p90"),
                        r -> r.statistic((String) null).extendedStatistic("p900"),
                        r -> r.period(86_400).evaluationPeriods(8),
                        r -> r.metricName(null))) {
            assertThatThrownBy(() -> put(bad))
                    .isInstanceOfSatisfying(
                            CloudWatchException.class,
                            e -> assertThat(e.statusCode()).isEqualTo(400));
        }
    }
}
