package io.brume.serverless.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.brume.kernel.database.Database;
import io.brume.kernel.event.Announcements;
import io.brume.kernel.event.Message;
import io.brume.kernel.resource.Scope;
import io.brume.serverless.Databases;
import io.brume.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeException;
import software.amazon.awssdk.services.eventbridge.model.InvalidEventPatternException;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.ReplayState;
import software.amazon.awssdk.services.eventbridge.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.eventbridge.model.ResourceNotFoundException;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.eventbridge.model.Tag;
import software.amazon.awssdk.services.eventbridge.model.Target;

/** Buses, rules, targets and events through the SDK's client. */
@ParameterizedClass
@MethodSource("io.brume.serverless.Databases#each")
class EventBridgeTest {

    private static final String DEAD = "arn:aws:sqs:us-east-1:123456789012:dead";

    private final Database database;
    private final SettableClock clock = new SettableClock("2026-11-25T12:00:30Z");
    private final EventsFixture fixture;

    EventBridgeTest(Databases.Kind kind) {
        database = kind.fresh();
        fixture = new EventsFixture(database, clock);
    }

    @AfterEach
    void close() {
        fixture.close();
        database.close();
    }

    @Test
    void anEventReachesTheTargetOfTheRuleThatMatchesIt() throws Exception {
        fixture.rule("default", "orders", "{\"source\":[\"shop\"],\"detail\":{\"total\":[{\"numeric\":[\">\",10]}]}}");
        assertThat(fixture.put("default", "shop", "Order", "{\"total\":5}").failedEntryCount())
                .isZero();
        PutEventsResponse response = fixture.put("default", "shop", "Order", "{\"total\":12.50}");
        Message message = fixture.queues.next();
        assertThat(message.destination()).isEqualTo(EventsFixture.QUEUE);
        assertThat(message.source()).isEqualTo("arn:aws:events:us-east-1:123456789012:rule/orders");
        assertThat(message.body())
                .isEqualTo("{\"version\":\"0\",\"id\":\""
                        + response.entries().getFirst().eventId()
                        + "\",\"detail-type\":\"Order\",\"source\":\"shop\",\"account\":\"123456789012\","
                        + "\"time\":\"2026-11-25T12:00:30Z\",\"region\":\"us-east-1\",\"resources\":[],"
                        + "\"detail\":{\"total\":12.50}}");
        assertThat(fixture.queues.size()).isZero();
    }

    @Test
    void entriesFailOneByOne() {
        PutEventsResponse response = fixture.client.putEvents(request -> request.entries(
                PutEventsRequestEntry.builder().build(),
                entry("shop", null, "{}"),
                entry("shop", "Order", null),
                entry("shop", "Order", "[1]"),
                entry("aws.s3", "Order", "{}"),
                entry("shop", "Order", "{}")));
        assertThat(response.failedEntryCount()).isEqualTo(5);
        assertThat(response.entries())
                .extracting("errorCode")
                .containsExactly(
                        "InvalidArgument",
                        "InvalidArgument",
                        "InvalidArgument",
                        "MalformedDetail",
                        "NotAuthorizedForSource",
                        null);
        assertThat(response.entries().getFirst().errorMessage())
                .isEqualTo("Parameter Source is not valid. Reason: Source is a required argument.");
        assertThatThrownBy(() -> fixture.put("default", "shop", "Order", "{\"a\":\"" + "x".repeat(256 << 10) + "\"}"))
                .hasMessageContaining("Total size of the entries in the request is over the limit.");
    }

    private static PutEventsRequestEntry entry(
            String source,
            @org.jspecify.annotations.Nullable String detailType,
            @org.jspecify.annotations.Nullable String detail) {
        return PutEventsRequestEntry.builder()
                .source(source)
                .detailType(detailType)
                .detail(detail)
                .build();
    }

    @Test
    void everyBusHasItsOwnRules() throws Exception {
        String arn = fixture.client
                .createEventBus(request -> request.name("orders").description("of the shop"))
                .eventBusArn();
        assertThat(arn).isEqualTo("arn:aws:events:us-east-1:123456789012:event-bus/orders");
        assertThatThrownBy(() -> fixture.client.createEventBus(request -> request.name("orders")))
                .isInstanceOf(ResourceAlreadyExistsException.class)
                .hasMessageContaining("Event bus orders already exists.");
        assertThat(fixture.client.listEventBuses(request -> {}).eventBuses())
                .extracting("name")
                .containsExactly("default", "orders");
        fixture.rule("orders", "all", "{\"source\":[\"shop\"]}");
        fixture.put("default", "shop", "Order", "{\"n\":1}");
        fixture.put("missing", "shop", "Order", "{\"n\":2}");
        fixture.put(arn, "shop", "Order", "{\"n\":3}");
        assertThat(fixture.queues.next().body()).contains("{\"n\":3}");
        assertThat(fixture.queues.size()).isZero();
        assertThatThrownBy(() -> fixture.client.deleteEventBus(request -> request.name("orders")))
                .hasMessageContaining("Event bus can't be deleted since it has rules.");
        fixture.client.removeTargets(
                request -> request.eventBusName("orders").rule("all").ids("1"));
        fixture.client.deleteRule(request -> request.eventBusName("orders").name("all"));
        fixture.client.deleteEventBus(request -> request.name("orders"));
        assertThatThrownBy(() -> fixture.client.describeEventBus(request -> request.name("orders")))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("Event bus orders does not exist.");
        assertThatThrownBy(() -> fixture.client.deleteEventBus(request -> request.name("default")))
                .hasMessageContaining("Cannot delete event bus default.");
    }

    @Test
    void rulesAreShownChangedAndSwitchedOff() throws Exception {
        fixture.rule("default", "orders", "{\"source\":[\"shop\"]}");
        assertThat(fixture.client
                        .describeRule(request -> request.name("orders"))
                        .state())
                .isEqualTo(RuleState.ENABLED);
        fixture.client.disableRule(request -> request.name("orders"));
        fixture.put("default", "shop", "Order", "{\"n\":1}");
        fixture.client.enableRule(request -> request.name("orders"));
        fixture.put("default", "shop", "Order", "{\"n\":2}");
        assertThat(fixture.queues.next().body()).contains("{\"n\":2}");
        fixture.client.putRule(request -> request.name("orders").eventPattern("{\"source\":[\"store\"]}"));
        fixture.put("default", "shop", "Order", "{\"n\":3}");
        fixture.put("default", "store", "Order", "{\"n\":4}");
        assertThat(fixture.queues.next().body()).contains("{\"n\":4}");
        assertThat(fixture.queues.size()).isZero();
        assertThatThrownBy(() -> fixture.client.deleteRule(request -> request.name("orders")))
                .isInstanceOf(EventBridgeException.class)
                .hasMessageContaining("Rule can't be deleted since it has targets.");
        assertThatThrownBy(() -> fixture.client.describeRule(request -> request.name("none")))
                .hasMessageContaining("Rule none does not exist on EventBus default.");
        assertThatThrownBy(() -> fixture.client.putRule(request -> request.name("x")))
                .hasMessageContaining("Parameter(s) EventPattern or ScheduleExpression must be specified.");
    }

    @Test
    void aChangeOnOneServerHoldsOnTheOther() throws Exception {
        try (var other = new EventsFixture(database, clock)) {
            fixture.put("default", "shop", "Order", "{}");
            other.put("default", "shop", "Order", "{}");
            fixture.rule("default", "orders", "{\"source\":[\"shop\"]}");
            String id = other.put("default", "shop", "Order", "{\"n\":1}")
                    .entries()
                    .getFirst()
                    .eventId();
            assertThat(eitherQueue(other).body()).contains(id);
            other.client.removeTargets(request -> request.rule("orders").ids("1"));
            fixture.put("default", "shop", "Order", "{\"n\":2}");
            fixture.target(
                    "default", "orders", Target.builder().id("2").arn(DEAD).build());
            other.put("default", "shop", "Order", "{\"n\":3}");
            assertThat(eitherQueue(other).body()).contains("{\"n\":3}");
        }
    }

    private Message eitherQueue(EventsFixture other) throws Exception {
        while (fixture.queues.size() == 0 && other.queues.size() == 0) {
            Thread.onSpinWait();
        }
        return (fixture.queues.size() > 0 ? fixture : other).queues.next();
    }

    @Test
    void listingsPageByNameAndByTarget() {
        for (int i = 0; i < 7; i++) {
            fixture.rule("default", "rule-" + i, "{\"source\":[\"shop\"]}");
        }
        fixture.rule("default", "other", "{\"source\":[\"shop\"]}");
        var first =
                fixture.client.listRules(request -> request.namePrefix("rule-").limit(5));
        assertThat(first.rules()).hasSize(5);
        var second = fixture.client.listRules(
                request -> request.namePrefix("rule-").limit(5).nextToken(first.nextToken()));
        assertThat(second.rules()).extracting("name").containsExactly("rule-5", "rule-6");
        assertThat(second.nextToken()).isNull();
        assertThat(fixture.client
                        .listRuleNamesByTarget(request -> request.targetArn(EventsFixture.QUEUE))
                        .ruleNames())
                .hasSize(8);
        assertThat(fixture.client
                        .listTargetsByRule(request -> request.rule("other"))
                        .targets())
                .containsExactly(
                        Target.builder().id("1").arn(EventsFixture.QUEUE).build());
        assertThatThrownBy(() -> fixture.client.listRules(request -> request.nextToken("nonsense")))
                .hasMessageContaining("NextToken is not valid");
    }

    @Test
    void targetsThatCannotBeAreRefused() {
        fixture.rule("default", "orders", "{\"source\":[\"shop\"]}");
        assertRefused(Target.builder().id("2").arn("queue"), "Provided Arn is not in correct format.");
        assertRefused(
                Target.builder().id("2").arn(EventsFixture.QUEUE + ".fifo"),
                "Parameter(s) SqsParameters must be specified for target: 2.");
        assertRefused(
                Target.builder().id("2").arn(EventsFixture.QUEUE).input("{}").inputPath("$.detail"),
                "Only one of Input, InputPath, or InputTransformer must be provided for target 2.");
        assertRefused(Target.builder().id("2").arn(EventsFixture.QUEUE).input("{"), "JSON syntax error in input");
        assertRefused(
                Target.builder()
                        .id("2")
                        .arn(EventsFixture.QUEUE)
                        .inputTransformer(transformer -> transformer.inputTemplate("{\"a\": <b>}")),
                "InputTemplate for target 2 contains invalid placeholder b.");
    }

    private void assertRefused(Target.Builder target, String message) {
        assertThatThrownBy(() -> fixture.target("default", "orders", target.build()))
                .isInstanceOf(EventBridgeException.class)
                .hasMessageContaining(message);
    }

    @Test
    void targetsGetWhatTheirInputSays() throws Exception {
        fixture.rule("default", "orders", "{\"source\":[\"shop\"]}");
        assertThat(input(Target.builder().input("{\"constant\":true}"))).isEqualTo("{\"constant\":true}");
        assertThat(input(Target.builder().inputPath("$.detail.items[1].name"))).isEqualTo("\"hat\"");
        assertThat(input(Target.builder().inputPath("$.detail.items[*].name"))).isEqualTo("[\"tie\",\"hat\"]");
        assertThat(
                        input(
                                Target.builder()
                                        .inputTransformer(
                                                transformer -> transformer
                                                        .inputPathsMap(java.util.Map.of(
                                                                "n", "$.detail.n", "who", "$.detail.who"))
                                                        .inputTemplate(
                                                                "{\"number\": <n>, \"text\": \"by <who>\", \"rule\": <aws.events.rule-name>}"))))
                .isEqualTo("{\"number\": 7, \"text\": \"by \\\"Ann\\\"\", \"rule\": \"orders\"}");
    }

    private String input(Target.Builder target) throws InterruptedException {
        fixture.target(
                "default", "orders", target.id("1").arn(EventsFixture.QUEUE).build());
        fixture.put(
                "default",
                "shop",
                "Order",
                "{\"n\":7,\"who\":\"\\\"Ann\\\"\",\"items\":[{\"name\":\"tie\"},{\"name\":\"hat\"}]}");
        return fixture.queues.next().body();
    }

    @Test
    void aFifoQueueGetsItsGroup() throws Exception {
        fixture.rule("default", "orders", "{\"source\":[\"shop\"]}");
        fixture.target(
                "default",
                "orders",
                Target.builder()
                        .id("1")
                        .arn(EventsFixture.QUEUE + ".fifo")
                        .sqsParameters(parameters -> parameters.messageGroupId("g"))
                        .build());
        fixture.put("default", "shop", "Order", "{}");
        assertThat(fixture.queues.next().attributes()).containsEntry("MessageGroupId", "g");
    }

    @Test
    void whatCannotBeDeliveredGoesToTheDeadLetterQueue() throws Exception {
        fixture.rule("default", "orders", "{\"source\":[\"shop\"]}");
        String function = "arn:aws:lambda:us-east-1:123456789012:function:none";
        fixture.target(
                "default",
                "orders",
                Target.builder()
                        .id("1")
                        .arn(function)
                        .deadLetterConfig(queue -> queue.arn(DEAD))
                        .build());
        fixture.put("default", "shop", "Order", "{\"n\":1}");
        Message message = fixture.queues.next();
        assertThat(message.destination()).isEqualTo(DEAD);
        assertThat(message.body()).contains("{\"n\":1}");
        assertThat(message.attributes())
                .containsEntry("MessageAttribute.String.TARGET_ARN", function)
                .containsEntry("MessageAttribute.String.ERROR_MESSAGE", "this server has no service 'lambda'");
    }

    @Test
    void aBusPassesEventsOnOnce() throws Exception {
        String other =
                fixture.client.createEventBus(request -> request.name("other")).eventBusArn();
        fixture.client.putRule(request -> request.name("on").eventPattern("{\"source\":[\"shop\"]}"));
        fixture.target("default", "on", Target.builder().id("1").arn(other).build());
        fixture.rule("other", "back", "{\"source\":[\"shop\"]}");
        fixture.target(
                "other",
                "back",
                Target.builder()
                        .id("back")
                        .arn("arn:aws:events:us-east-1:123456789012:event-bus/default")
                        .build());
        String id = fixture.put("default", "shop", "Order", "{}")
                .entries()
                .getFirst()
                .eventId();
        assertThat(fixture.queues.next().body()).contains(id);
        fixture.put("default", "shop", "Order", "{\"n\":2}");
        assertThat(fixture.queues.next().body()).contains("{\"n\":2}");
        assertThat(fixture.queues.size()).isZero();
    }

    @Test
    void servicesAnnounceOnTheDefaultBus() throws Exception {
        fixture.rule("default", "objects", "{\"source\":[\"aws.s3\"],\"detail\":{\"bucket\":{\"name\":[\"b\"]}}}");
        new Announcements(fixture.outbox)
                .announce(
                        new Scope("123456789012", "us-east-1"),
                        "aws.s3",
                        "Object Created",
                        List.of("arn:aws:s3:::b"),
                        "{\"bucket\":{\"name\":\"b\"}}");
        JsonNode event = Json.object(fixture.queues.next().body()).orElseThrow();
        assertThat(event.path("source").asText()).isEqualTo("aws.s3");
        assertThat(event.path("detail-type").asText()).isEqualTo("Object Created");
        assertThat(event.path("resources").toString()).isEqualTo("[\"arn:aws:s3:::b\"]");
    }

    @Test
    void aRateFiresOnceEveryTime() throws Exception {
        fixture.client.putRule(request -> request.name("often").scheduleExpression("rate(5 minutes)"));
        fixture.target(
                "default",
                "often",
                Target.builder().id("1").arn(EventsFixture.QUEUE).build());
        fixture.events.tick();
        clock.advance(Duration.ofMinutes(5));
        try (var other = new EventsFixture(database, clock)) {
            fixture.events.tick();
            other.events.tick();
            JsonNode event = Json.object(eitherQueue(other).body()).orElseThrow();
            assertThat(event.path("detail-type").asText()).isEqualTo("Scheduled Event");
            assertThat(event.path("source").asText()).isEqualTo("aws.events");
            assertThat(event.path("time").asText()).isEqualTo("2026-11-25T12:05:30Z");
            assertThat(event.path("resources").path(0).asText())
                    .isEqualTo("arn:aws:events:us-east-1:123456789012:rule/often");
            clock.advance(Duration.ofMinutes(17));
            other.events.tick();
            fixture.events.tick();
            assertThat(eitherQueue(other).body()).contains("12:10:30Z");
            clock.advance(Duration.ofMinutes(3));
            fixture.events.tick();
            assertThat(eitherQueue(other).body()).contains("12:25:30Z");
            assertThat(fixture.queues.size() + other.queues.size()).isZero();
        }
    }

    @Test
    void schedulesHaveTheirRules() {
        assertThatThrownBy(() ->
                        fixture.client.putRule(request -> request.name("x").scheduleExpression("rate(1 minutes)")))
                .hasMessageContaining("Parameter ScheduleExpression is not valid.");
        fixture.client.createEventBus(request -> request.name("other"));
        assertThatThrownBy(() -> fixture.client.putRule(
                        request -> request.eventBusName("other").name("x").scheduleExpression("rate(1 minute)")))
                .hasMessageContaining("ScheduleExpression is supported only on the default event bus.");
    }

    @Test
    void anArchiveIsReplayed() throws Exception {
        fixture.rule("default", "orders", "{\"source\":[\"shop\"]}");
        String bus = "arn:aws:events:us-east-1:123456789012:event-bus/default";
        String archive = fixture.client
                .createArchive(request ->
                        request.archiveName("kept").eventSourceArn(bus).eventPattern("{\"detail\":{\"n\":[1,2]}}"))
                .archiveArn();
        for (int n = 1; n <= 3; n++) {
            fixture.put("default", "shop", "Order", "{\"n\":" + n + "}");
            fixture.queues.next();
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(fixture.client
                        .describeArchive(request -> request.archiveName("kept"))
                        .eventCount())
                .isEqualTo(2);
        Instant start = Instant.parse("2026-11-25T00:00:00Z");
        fixture.client.startReplay(request -> request.replayName("again")
                .eventSourceArn(archive)
                .eventStartTime(start)
                .eventEndTime(start.plus(Duration.ofDays(1)))
                .destination(destination -> destination.arn(bus)));
        fixture.events.tick();
        fixture.events.tick();
        List<String> bodies =
                List.of(fixture.queues.next().body(), fixture.queues.next().body());
        assertThat(bodies).allMatch(body -> body.contains("\"replay-name\":\"again\""));
        assertThat(String.join("", bodies)).contains("{\"n\":1}", "{\"n\":2}");
        var replay = fixture.client.describeReplay(request -> request.replayName("again"));
        assertThat(replay.state()).isEqualTo(ReplayState.COMPLETED);
        assertThat(replay.eventLastReplayedTime()).isEqualTo("2026-11-25T12:00:31Z");
        assertThat(fixture.queues.size()).isZero();
        fixture.client.deleteArchive(request -> request.archiveName("kept"));
        assertThat(fixture.client.listArchives(request -> {}).archives()).isEmpty();
    }

    @Test
    void permissionsAndTagsAreKept() {
        fixture.client.putPermission(request ->
                request.statementId("friends").principal("111122223333").action("events:PutEvents"));
        assertThat(fixture.client.describeEventBus(request -> {}).policy())
                .contains("\"Sid\":\"friends\"", "arn:aws:iam::111122223333:root");
        fixture.client.removePermission(request -> request.statementId("friends"));
        assertThat(fixture.client.describeEventBus(request -> {}).policy()).isNull();
        fixture.rule("default", "orders", "{\"source\":[\"shop\"]}");
        String arn = "arn:aws:events:us-east-1:123456789012:rule/orders";
        Tag tag = Tag.builder().key("team").value("blue").build();
        fixture.client.tagResource(request -> request.resourceARN(arn).tags(tag));
        assertThat(fixture.client
                        .listTagsForResource(request -> request.resourceARN(arn))
                        .tags())
                .containsExactly(tag);
        assertThatThrownBy(() -> fixture.client.listTagsForResource(request -> request.resourceARN(arn + "-none")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void aPatternThatMeansNothingIsRefusedInAwssWords() {
        assertThatThrownBy(() ->
                        fixture.client.putRule(request -> request.name("x").eventPattern("{\"source\":\"shop\"}")))
                .isInstanceOf(InvalidEventPatternException.class)
                .hasMessageContaining("Event pattern is not valid. Reason: \"source\" must be an object or an array\n"
                        + " at [Source: (String)\"{\"source\":\"shop\"}\"; line: 1, column:");
    }
}
