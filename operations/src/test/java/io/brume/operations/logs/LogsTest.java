package io.brume.operations.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brume.kernel.database.Database;
import io.brume.kernel.event.Destination.Undeliverable;
import io.brume.kernel.event.Message;
import io.brume.kernel.http.InProcess;
import io.brume.kernel.operation.HostedService;
import io.brume.kernel.resource.Scope;
import io.brume.kernel.telemetry.Datum;
import io.brume.kernel.telemetry.LogLine;
import io.brume.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.*;

/** CloudWatch Logs through the SDK's client, on each database. */
@ParameterizedClass
@MethodSource("io.brume.operations.EachDatabase#each")
class LogsTest {

    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
    private static final Scope SCOPE = new Scope("123456789012", "us-east-1");

    private final Database database;
    private final SettableClock clock = new SettableClock(NOW);
    private final List<Datum> published = new ArrayList<>();
    private final Logs service;
    private final CloudWatchLogsClient logs;

    private static int groups;
    private String group = "";

    LogsTest(Database database) {
        this.database = database;
        service = new Logs(database, clock, (_, _, data) -> published.addAll(data));
        logs = InProcess.of(HostedService.of(service, service.liveTail())).client(CloudWatchLogsClient.class);
    }

    @BeforeEach
    void aGroup() {
        group = "/test/" + ++groups;
        logs.createLogGroup(r -> r.logGroupName(group));
    }

    private static InputLogEvent event(long secondsFromNow, String message) {
        return InputLogEvent.builder()
                .timestamp(NOW.plusSeconds(secondsFromNow).toEpochMilli())
                .message(message)
                .build();
    }

    private PutLogEventsResponse put(String stream, InputLogEvent... events) {
        if (logs.describeLogStreams(r -> r.logGroupName(group).logStreamNamePrefix(stream)).logStreams().stream()
                .noneMatch(found -> found.logStreamName().equals(stream))) {
            logs.createLogStream(r -> r.logGroupName(group).logStreamName(stream));
        }
        return logs.putLogEvents(
                r -> r.logGroupName(group).logStreamName(stream).logEvents(events));
    }

    private List<String> messages(GetLogEventsResponse page) {
        return page.events().stream().map(OutputLogEvent::message).toList();
    }

    private List<String> filtered(java.util.function.Consumer<FilterLogEventsRequest.Builder> request) {
        return logs.filterLogEventsPaginator(r -> request.accept(r.logGroupName(group))).events().stream()
                .map(FilteredLogEvent::message)
                .toList();
    }

    @Test
    void whatWasPutIsReadInTheOrderInWhichItHappened() {
        put("s", event(-10, "first"), event(-10, "second"), event(-5, "fourth"));
        put("s", event(-7, "third"), event(0, "Grüße \0 \uD83D\uDE00"));

        var page = logs.getLogEvents(r -> r.logGroupName(group).logStreamName("s"));

        assertThat(messages(page)).containsExactly("first", "second", "third", "fourth", "Grüße \0 \uD83D\uDE00");
        assertThat(page.events().getFirst().timestamp())
                .isEqualTo(NOW.minusSeconds(10).toEpochMilli());
        assertThat(page.events().getFirst().ingestionTime()).isEqualTo(NOW.toEpochMilli());
    }

    @Test
    void pagesGoForwardFromTheHeadAndStayAtTheEndUntilThereIsMore() {
        put("s", event(-3, "1"), event(-2, "2"), event(-1, "3"));

        var first = logs.getLogEvents(r ->
                r.logGroupName(group).logStreamName("s").startFromHead(true).limit(2));
        var second = next(first.nextForwardToken());
        var end = next(second.nextForwardToken());
        put("s", event(0, "4"));
        var more = next(end.nextForwardToken());

        assertThat(messages(first)).containsExactly("1", "2");
        assertThat(messages(second)).containsExactly("3");
        assertThat(messages(end)).isEmpty();
        assertThat(end.nextForwardToken()).isEqualTo(second.nextForwardToken());
        assertThat(messages(more)).containsExactly("4");
        assertThat(messages(next(end.nextBackwardToken()))).containsExactly("2", "3");
    }

    @Test
    void pagesGoBackwardFromTheTail() {
        put("s", event(-3, "1"), event(-2, "2"), event(-1, "3"));

        var last =
                logs.getLogEvents(r -> r.logGroupName(group).logStreamName("s").limit(2));
        var before = next(last.nextBackwardToken());
        var start = next(before.nextBackwardToken());

        assertThat(messages(last)).containsExactly("2", "3");
        assertThat(messages(before)).containsExactly("1");
        assertThat(messages(start)).isEmpty();
        assertThat(start.nextBackwardToken()).isEqualTo(before.nextBackwardToken());
        assertThat(messages(next(start.nextForwardToken()))).containsExactly("1", "2");
    }

    private GetLogEventsResponse next(String token) {
        return logs.getLogEvents(
                r -> r.logGroupName(group).logStreamName("s").nextToken(token).limit(2));
    }

    @Test
    void aStreamThatIsStillEmptyGivesTokensToWaitWith() {
        logs.createLogStream(r -> r.logGroupName(group).logStreamName("s"));

        var empty = logs.getLogEvents(r -> r.logGroupName(group).logStreamName("s"));
        put("s", event(0, "new"));

        assertThat(empty.events()).isEmpty();
        assertThat(messages(next(empty.nextForwardToken()))).containsExactly("new");
    }

    @Test
    void theEndOfATimeRangeIsNotInIt() {
        put("s", event(-3, "1"), event(-2, "2"), event(-1, "3"));

        var page = logs.getLogEvents(r -> r.logGroupName(group)
                .logStreamName("s")
                .startTime(NOW.minusSeconds(3).toEpochMilli())
                .endTime(NOW.minusSeconds(1).toEpochMilli()));

        assertThat(messages(page)).containsExactly("1", "2");
    }

    @Test
    void aPageHoldsAtMostOneMegabyte() {
        String line = "x".repeat(300_000);
        put("s", event(-4, line), event(-3, line), event(-2, line));
        put("s", event(-1, line), event(0, "last"));

        var page =
                logs.getLogEvents(r -> r.logGroupName(group).logStreamName("s").startFromHead(true));

        assertThat(page.events()).hasSize(3);
        assertThat(
                        logs
                                .getLogEventsPaginator(r ->
                                        r.logGroupName(group).logStreamName("s").startFromHead(true))
                                .stream()
                                .mapToInt(p -> p.events().size())
                                .sum())
                .isEqualTo(5);
    }

    @Test
    void aBatchOutOfOrderTooLargeOrTooLongIsRefused() {
        assertThatThrownBy(() -> put("s", event(0, "b"), event(-1, "a")))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("chronological order");
        assertThatThrownBy(() -> put("s", event(-25 * 3600, "a"), event(0, "b")))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("24 hours");
        String half = "é".repeat((1 << 18) - 13);
        put("s", event(0, half), event(0, half));
        assertThatThrownBy(() -> put("s", event(0, half), event(0, half + "x")))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("Upload too large: 1048577 bytes exceeds limit of 1048576");
        var many =
                IntStream.rangeClosed(0, 10_000).mapToObj(i -> event(0, "" + i)).toArray(InputLogEvent[]::new);
        assertThatThrownBy(() -> put("s", many)).isInstanceOf(CloudWatchLogsException.class);
        assertThat(messages(logs.getLogEvents(
                        r -> r.logGroupName(group).logStreamName("s").startFromHead(true))))
                .containsExactly(half, half);
    }

    @Test
    void tenThousandEventsAreTakenAtOnce() {
        put("s", IntStream.range(0, 10_000).mapToObj(i -> event(0, "" + i)).toArray(InputLogEvent[]::new));

        var page = logs.getLogEvents(r -> r.logGroupName(group).logStreamName("s"));

        assertThat(messages(page))
                .containsExactlyElementsOf(
                        IntStream.range(0, 10_000).mapToObj(i -> "" + i).toList());
    }

    @Test
    void eventsThatAreTooOldTooNewOrExpiredAreLeftOutAndNamed() {
        var old = put("s", event(-15 * 86_400, "old"), event(-15 * 86_400 + 1, "old too"));
        var ahead = put("s", event(0, "now"), event(3 * 3600, "ahead"), event(4 * 3600, "far ahead"));
        logs.putRetentionPolicy(r -> r.logGroupName(group).retentionInDays(1));
        var expired = put("s", event(-86_401, "expired"), event(-3600, "fresh"));

        assertThat(old.rejectedLogEventsInfo().tooOldLogEventEndIndex()).isEqualTo(2);
        assertThat(ahead.rejectedLogEventsInfo().tooNewLogEventStartIndex()).isEqualTo(1);
        assertThat(expired.rejectedLogEventsInfo().expiredLogEventEndIndex()).isEqualTo(1);
        assertThat(filtered(r -> {})).containsExactly("fresh", "now");
    }

    @Test
    void sequenceTokensAreTakenWhateverTheyAre() {
        put("s", event(0, "1"));

        var answer = logs.putLogEvents(r ->
                r.logGroupName(group).logStreamName("s").sequenceToken("none").logEvents(event(0, "2")));

        assertThat(answer.nextSequenceToken()).isNotEmpty();
        assertThat(answer.rejectedLogEventsInfo()).isNull();
    }

    @Test
    void aGroupsEventsAreInterleavedByTimeAndPaged() {
        put("a1", event(-6, "1"), event(-4, "3"));
        put("a2", event(-5, "2"), event(-3, "4"));
        put("b", event(-2, "5"));

        assertThat(filtered(r -> r.limit(2))).containsExactly("1", "2", "3", "4", "5");
        assertThat(filtered(r -> r.logStreamNames("a2", "b").limit(1))).containsExactly("2", "4", "5");
        assertThat(filtered(r -> r.logStreamNames("b"))).containsExactly("5");
        assertThat(filtered(r -> r.logStreamNamePrefix("a").limit(3))).containsExactly("1", "2", "3", "4");
        assertThat(filtered(r -> r.startTime(NOW.minusSeconds(5).toEpochMilli())
                        .endTime(NOW.minusSeconds(3).toEpochMilli())))
                .containsExactly("2", "3", "4");
        var page = logs.filterLogEvents(r -> r.logGroupName(group).limit(5));
        assertThat(page.nextToken()).isNull();
        assertThat(page.events().getFirst().logStreamName()).isEqualTo("a1");
        assertThat(page.events().getFirst().eventId())
                .hasSize(56)
                .isNotEqualTo(page.events().getLast().eventId());
    }

    @Test
    void aPatternChoosesAmongEvents() {
        put("s", event(-3, "ERROR a"), event(-2, "fine"), event(-1, "{\"latency\": 700}"));

        assertThat(filtered(r -> r.filterPattern("ERROR"))).containsExactly("ERROR a");
        assertThat(filtered(r -> r.filterPattern("{ $.latency > 500 }"))).containsExactly("{\"latency\": 700}");
        assertThatThrownBy(() -> filtered(r -> r.filterPattern("{ $.latency ~ 500 }")))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("Invalid filter pattern");
    }

    @Test
    void badRequestsGetTheModelledErrors() {
        assertThatThrownBy(() -> logs.getLogEvents(r -> r.logStreamName("s")))
                .isInstanceOf(InvalidParameterException.class);
        assertThatThrownBy(() -> logs.getLogEvents(r -> r.logGroupName("none").logStreamName("s")))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("The specified log group does not exist.");
        assertThatThrownBy(() -> logs.getLogEvents(r -> r.logGroupName(group).logStreamName("none")))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("The specified log stream does not exist.");
        assertThatThrownBy(() -> logs.createLogGroup(r -> r.logGroupName(group)))
                .isInstanceOf(ResourceAlreadyExistsException.class);
        assertThatThrownBy(() -> filtered(r -> r.nextToken("forged"))).isInstanceOf(InvalidParameterException.class);
        assertThatThrownBy(() -> filtered(r -> r.logStreamNames("a").logStreamNamePrefix("a")))
                .isInstanceOf(InvalidParameterException.class);
        assertThatThrownBy(
                        () -> logs.putRetentionPolicy(r -> r.logGroupName(group).retentionInDays(2)))
                .isInstanceOf(InvalidParameterException.class);
        put("s", event(0, "1"));
        assertThatThrownBy(() -> next("f/" + "9".repeat(56) + "/s")).isInstanceOf(InvalidParameterException.class);
        assertThatThrownBy(() -> next("f/s")).isInstanceOf(InvalidParameterException.class);
        assertThatThrownBy(() -> logs.createLogStream(r -> r.logGroupName(group).logStreamName("a\0b")))
                .isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void anArnIsAsGoodAsAName() {
        put("s", event(0, "1"));
        var described = logs.describeLogGroups(r -> r.logGroupNamePrefix(group))
                .logGroups()
                .getFirst();

        assertThat(described.arn()).isEqualTo(SCOPE.arn("logs", "log-group:" + group + ":*"));
        assertThat(messages(logs.getLogEvents(
                        r -> r.logGroupIdentifier(described.logGroupArn()).logStreamName("s"))))
                .containsExactly("1");
        assertThat(logs.listTagsForResource(r -> r.resourceArn(described.logGroupArn()))
                        .tags())
                .isEmpty();
        assertThatThrownBy(() -> logs.describeLogStreams(
                        r -> r.logGroupIdentifier(described.logGroupArn().replace("us-east-1", "eu-west-1"))))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void groupsAreListedByNameInPages() {
        String prefix = "/list/" + groups;
        for (int i = 0; i < 5; i++) {
            int number = i;
            logs.createLogGroup(r -> r.logGroupName(prefix + "/Group" + number));
        }

        var names = logs
                .describeLogGroupsPaginator(r -> r.logGroupNamePrefix(prefix).limit(2))
                .logGroups()
                .stream()
                .map(LogGroup::logGroupName)
                .toList();
        assertThat(names)
                .containsExactlyElementsOf(IntStream.range(0, 5)
                        .mapToObj(i -> prefix + "/Group" + i)
                        .toList());
        assertThat(logs.describeLogGroups(r -> r.logGroupNamePattern("st/" + groups + "/Group3"))
                        .logGroups())
                .hasSize(1);
        assertThat(logs.describeLogGroups(r -> r.logGroupNamePattern("st/" + groups + "/group3"))
                        .logGroups())
                .isEmpty();
    }

    @Test
    void aGroupTellsItsBytesRetentionAndFilters() {
        put("s", event(0, "12345"), event(0, "é"));
        logs.putRetentionPolicy(r -> r.logGroupName(group).retentionInDays(7));
        countErrors(r -> {});

        var described = logs.describeLogGroups(r -> r.logGroupNamePrefix(group))
                .logGroups()
                .getFirst();

        assertThat(described.storedBytes()).isEqualTo(5 + 2 + 2 * 26);
        assertThat(described.retentionInDays()).isEqualTo(7);
        assertThat(described.metricFilterCount()).isEqualTo(1);
        assertThat(described.creationTime()).isEqualTo(NOW.toEpochMilli());
        assertThat(described.logGroupClass()).isEqualTo(LogGroupClass.STANDARD);
        logs.deleteRetentionPolicy(r -> r.logGroupName(group));
        assertThat(logs.describeLogGroups(r -> r.logGroupNamePrefix(group))
                        .logGroups()
                        .getFirst()
                        .retentionInDays())
                .isNull();
    }

    @Test
    void streamsAreListedByNameOrByTheirLatestEvent() {
        put("a", event(-5, "1"), event(-1, "2"));
        put("b", event(-3, "1"));
        put("c", event(-2, "1"));
        logs.createLogStream(r -> r.logGroupName(group).logStreamName("d"));

        assertThat(streams(r -> {})).containsExactly("a", "b", "c", "d");
        assertThat(streams(r -> r.descending(true))).containsExactly("d", "c", "b", "a");
        assertThat(streams(r -> r.orderBy(OrderBy.LAST_EVENT_TIME).descending(true)))
                .containsExactly("a", "c", "b", "d");
        assertThat(streams(r -> r.logStreamNamePrefix("b"))).containsExactly("b");
        var stream =
                logs.describeLogStreams(r -> r.logGroupName(group)).logStreams().getFirst();
        assertThat(stream.firstEventTimestamp()).isEqualTo(NOW.minusSeconds(5).toEpochMilli());
        assertThat(stream.lastEventTimestamp()).isEqualTo(NOW.minusSeconds(1).toEpochMilli());
        assertThat(stream.lastIngestionTime()).isEqualTo(NOW.toEpochMilli());
        assertThat(stream.arn()).isEqualTo(SCOPE.arn("logs", "log-group:" + group + ":log-stream:a"));
    }

    private List<String> streams(java.util.function.Consumer<DescribeLogStreamsRequest.Builder> request) {
        return logs
                .describeLogStreamsPaginator(
                        r -> request.accept(r.logGroupName(group).limit(3)))
                .logStreams()
                .stream()
                .map(LogStream::logStreamName)
                .toList();
    }

    @Test
    void eventsAreGoneWhenTheirRetentionIsOver() {
        put("s", event(-3600, "1"), event(0, "2"));
        logs.putRetentionPolicy(r -> r.logGroupName(group).retentionInDays(1));

        clock.advance(Duration.ofHours(23).plusMinutes(30));
        List<String> beforeSweep = filtered(r -> {});
        service.sweep();
        long stored = logs.describeLogGroups(r -> r.logGroupNamePrefix(group))
                .logGroups()
                .getFirst()
                .storedBytes();
        clock.advance(Duration.ofHours(-23).minusMinutes(30));

        assertThat(beforeSweep).containsExactly("2");
        assertThat(stored).isEqualTo(27);
    }

    @Test
    void aStreamOrGroupMadeAnewHasNothingOfTheOldOne() {
        put("s", event(0, "old"));
        put("other", event(0, "stays"));

        logs.deleteLogStream(r -> r.logGroupName(group).logStreamName("s"));
        put("s", event(0, "new"));
        assertThat(filtered(r -> {})).containsExactlyInAnyOrder("stays", "new");
        service.sweep();
        assertThat(filtered(r -> {})).containsExactlyInAnyOrder("stays", "new");

        logs.deleteLogGroup(r -> r.logGroupName(group));
        logs.createLogGroup(r -> r.logGroupName(group));
        assertThat(filtered(r -> {})).isEmpty();
        service.sweep();
        assertThat(database.<Long>read(t -> t.number("SELECT count(*) FROM log_deleted")))
                .isZero();
    }

    @Test
    void aProtectedGroupIsNotDeleted() {
        logs.putLogGroupDeletionProtection(r -> r.logGroupIdentifier(group).deletionProtectionEnabled(true));

        assertThatThrownBy(() -> logs.deleteLogGroup(r -> r.logGroupName(group)))
                .isInstanceOf(ValidationException.class);
    }

    private void countErrors(java.util.function.Consumer<MetricTransformation.Builder> more) {
        logs.putMetricFilter(r -> r.logGroupName(group)
                .filterName("errors")
                .filterPattern("[level=ERROR, code, ms]")
                .metricTransformations(t -> {
                    t.metricName("Errors").metricNamespace("App").metricValue("1");
                    more.accept(t);
                }));
    }

    @Test
    void matchesOfAMetricFilterBecomeMetricData() {
        countErrors(
                t -> t.metricValue("$ms").dimensions(Map.of("Code", "$code")).unit(StandardUnit.MILLISECONDS));
        published.clear();

        put("s", event(-61, "ERROR 500 12.5"), event(-1, "INFO 200 1"), event(0, "ERROR 404 none"));

        assertThat(published)
                .containsExactly(
                        new Datum("Errors", Map.of("Code", "500"), NOW.minusSeconds(120), 12.5, "Milliseconds"));
    }

    @Test
    void aMinuteWithoutMatchesGetsTheDefault() {
        countErrors(t -> t.defaultValue(0.0));
        published.clear();

        put("s", event(-60, "ERROR 500 1"), event(-59, "INFO 200 1"), event(0, "INFO 200 1"), event(1, "INFO 200 1"));

        assertThat(published).extracting(Datum::value).containsExactly(1.0, 0.0);
        assertThat(published).extracting(Datum::at).containsExactly(NOW.minusSeconds(60), NOW);
    }

    @Test
    void metricFiltersAreListedReplacedAndDeleted() {
        countErrors(t -> {});
        countErrors(t -> t.metricName("Failures"));

        var filters = logs.describeMetricFilters(r -> r.metricName("Failures").metricNamespace("App"))
                .metricFilters();
        assertThat(filters).hasSize(1);
        assertThat(filters.getFirst().filterPattern()).isEqualTo("[level=ERROR, code, ms]");
        assertThat(filters.getFirst().logGroupName()).isEqualTo(group);
        logs.deleteMetricFilter(r -> r.logGroupName(group).filterName("errors"));
        assertThat(logs.describeMetricFilters(r -> r.logGroupName(group)).metricFilters())
                .isEmpty();
        assertThatThrownBy(
                        () -> logs.deleteMetricFilter(r -> r.logGroupName(group).filterName("errors")))
                .isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> countErrors(t -> t.metricValue("many"))).isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void aMetricFilterCanBeTried() {
        var matches = logs.testMetricFilter(
                        r -> r.filterPattern("[level=ERROR, code]").logEventMessages("INFO 1", "ERROR 2"))
                .matches();

        assertThat(matches).hasSize(1);
        assertThat(matches.getFirst().eventNumber()).isEqualTo(2);
        assertThat(matches.getFirst().extractedValues())
                .containsExactlyInAnyOrderEntriesOf(Map.of("$level", "ERROR", "$code", "2"));
    }

    @Test
    void tagsBelongToAGroupUntilItIsDeleted() {
        String arn = SCOPE.arn("logs", "log-group:" + group);
        logs.tagResource(r -> r.resourceArn(arn).tags(Map.of("a", "1", "b", "2")));
        logs.untagResource(r -> r.resourceArn(arn).tagKeys("a"));

        assertThat(logs.listTagsForResource(r -> r.resourceArn(arn)).tags()).isEqualTo(Map.of("b", "2"));
        var many = IntStream.range(0, 50).boxed().collect(java.util.stream.Collectors.toMap(i -> "k" + i, i -> ""));
        assertThatThrownBy(() -> logs.tagResource(r -> r.resourceArn(arn).tags(many)))
                .isInstanceOf(TooManyTagsException.class);
        logs.deleteLogGroup(r -> r.logGroupName(group));
        logs.createLogGroup(r -> r.logGroupName(group).tags(Map.of("c", "3")));
        assertThat(logs.listTagsForResource(r -> r.resourceArn(arn)).tags()).isEqualTo(Map.of("c", "3"));
    }

    @Test
    void othersWriteWithoutMakingAGroupFirst() {
        String made = group + "/made";

        service.sink()
                .write(
                        SCOPE,
                        made,
                        "run",
                        List.of(
                                new LogLine(NOW, "second"),
                                new LogLine(NOW.minusSeconds(1), "first"),
                                new LogLine(NOW, "")));
        service.sink().write(SCOPE, made, "run", List.of(new LogLine(NOW, "y".repeat(600_000))));

        assertThat(logs.getLogEvents(
                                r -> r.logGroupName(made).logStreamName("run").startFromHead(true))
                        .events())
                .extracting(e -> e.message().length())
                .containsExactly(5, 6, 262_144, 262_144, 75_712);
    }

    @Test
    void messagesToAGroupsArnAreEvents() throws Exception {
        String arn = SCOPE.arn("logs", "log-group:" + group);
        service.destination().deliver(Message.of(SCOPE, "rule", arn, "{\"a\":1}"));

        assertThat(filtered(r -> {})).containsExactly("{\"a\":1}");
        assertThatThrownBy(() -> service.destination().deliver(Message.of(SCOPE, "rule", arn + "/none", "{}")))
                .isInstanceOf(Undeliverable.class);
    }

    @Test
    void accountsAndRegionsAreApart() {
        var elsewhere = InProcess.of(HostedService.of(service)).client(CloudWatchLogsClient.class, "any", "eu-west-1");

        assertThat(elsewhere.describeLogGroups().logGroups()).isEmpty();
        elsewhere.createLogGroup(r -> r.logGroupName(group));
        elsewhere.deleteLogGroup(r -> r.logGroupName(group));
        assertThat(Arrays.asList(logs.describeLogGroups(r -> r.logGroupNamePrefix(group))
                        .logGroups()
                        .getFirst()
                        .logGroupName()))
                .containsExactly(group);
    }
}
