package io.brume.storage.s3;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.brume.kernel.event.Message;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.FilterRule;
import software.amazon.awssdk.services.s3.model.NotificationConfiguration;
import software.amazon.awssdk.services.s3.model.NotificationConfigurationFilter;
import software.amazon.awssdk.services.s3.model.QueueConfiguration;
import software.amazon.awssdk.services.s3.model.S3Exception;

class NotificationsTest {

    private static final String QUEUE = "arn:aws:sqs:us-east-1:123456789012:queue";
    private static final String TOPIC = "arn:aws:sns:us-east-1:123456789012:topic";
    private static final String FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:f";

    private final World world = World.sqlite();
    private final S3Client s3 = world.s3;
    private final List<Message> delivered = new CopyOnWriteArrayList<>();

    @BeforeEach
    void listen() {
        for (String service : List.of("sqs", "sns", "lambda", "events")) {
            world.outbox.register(service, delivered::add);
        }
        world.outbox.start();
        s3.createBucket(r -> r.bucket("photos"));
    }

    @AfterEach
    void close() {
        world.outbox.close();
        world.close();
    }

    private void configure(Consumer<NotificationConfiguration.Builder> configuration) {
        s3.putBucketNotificationConfiguration(r -> r.bucket("photos").notificationConfiguration(configuration));
    }

    private void put(String key) {
        s3.putObject(r -> r.bucket("photos").key(key), RequestBody.fromString("content"));
    }

    private Message next() throws InterruptedException {
        Eventually.true_(Duration.ofSeconds(10), () -> !delivered.isEmpty());
        return delivered.removeFirst();
    }

    private static NotificationConfigurationFilter filter(String prefix, String suffix) {
        return NotificationConfigurationFilter.builder()
                .key(k -> k.filterRules(
                        FilterRule.builder().name("prefix").value(prefix).build(),
                        FilterRule.builder().name("Suffix").value(suffix).build()))
                .build();
    }

    private static JsonNode at(JsonNode node, String... path) {
        JsonNode found = node;
        for (String name : path) {
            found = requireNonNull(found.asObject().get(name), name);
        }
        return found;
    }

    @Test
    void aQueueIsToldOfWhatItsRuleWants() throws InterruptedException {
        configure(c -> c.queueConfigurations(q ->
                q.id("rule").queueArn(QUEUE).events(Event.S3_OBJECT_CREATED).filter(filter("in/", ".jpg"))));
        Message test = next();
        assertThat(test.destination()).isEqualTo(QUEUE);
        assertThat(test.body())
                .contains("\"Event\":\"s3:TestEvent\"", "\"Bucket\":\"photos\"", "\"Service\":\"Amazon S3\"");

        put("out/a.jpg");
        put("in/a.png");
        put("in/é b+@.jpg");

        Message message = next();
        assertThat(message.source()).isEqualTo("arn:aws:s3:::photos");
        JsonNode record =
                at(JsonNode.parser().parse(message.body()), "Records").asArray().getFirst();
        assertThat(at(record, "eventName").asString()).isEqualTo("ObjectCreated:Put");
        assertThat(at(record, "eventVersion").asString()).isEqualTo("2.1");
        assertThat(at(record, "eventTime").asString()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(at(record, "awsRegion").asString()).isEqualTo("us-east-1");
        assertThat(at(record, "s3", "configurationId").asString()).isEqualTo("rule");
        assertThat(at(record, "s3", "bucket", "name").asString()).isEqualTo("photos");
        assertThat(at(record, "s3", "object", "key").asString()).isEqualTo("in/%C3%A9+b%2B%40.jpg");
        assertThat(at(record, "s3", "object", "size").asNumber()).isEqualTo("7");
        assertThat(at(record, "s3", "object", "eTag").asString()).isEqualTo("9a0364b9e99bb480dd25e1f0284c8555");
        assertThat(at(record, "s3", "object", "sequencer").asString()).isNotEmpty();
    }

    @Test
    void topicsAndFunctionsAreToldToo() throws InterruptedException {
        configure(c -> c.topicConfigurations(t -> t.topicArn(TOPIC).events(Event.S3_OBJECT_CREATED_PUT))
                .lambdaFunctionConfigurations(f -> f.lambdaFunctionArn(FUNCTION).events(Event.S3_OBJECT_REMOVED)));
        assertThat(next().destination()).as("only topics and queues are tested").isEqualTo(TOPIC);

        put("a");

        Message message = next();
        assertThat(message.destination()).isEqualTo(TOPIC);
        assertThat(message.attributes()).containsEntry("Subject", "Amazon S3 Notification");
        assertThat(delivered).isEmpty();
    }

    @Test
    void eventBridgeIsToldOfEverything() throws InterruptedException {
        configure(c -> c.eventBridgeConfiguration(e -> {}));
        assertThat(s3.getBucketNotificationConfiguration(r -> r.bucket("photos"))
                        .eventBridgeConfiguration())
                .isNotNull();

        put("a b");

        Message message = next();
        assertThat(message.destination()).isEqualTo("arn:aws:events:us-east-1:123456789012:event-bus/default");
        assertThat(message.attributes())
                .containsEntry("Source", "aws.s3")
                .containsEntry("DetailType", "Object Created")
                .containsEntry("Resources", "arn:aws:s3:::photos");
        JsonNode detail = JsonNode.parser().parse(message.body());
        assertThat(at(detail, "version").asString()).isEqualTo("0");
        assertThat(at(detail, "bucket", "name").asString()).isEqualTo("photos");
        assertThat(at(detail, "object", "key").asString()).isEqualTo("a b");
        assertThat(at(detail, "object", "etag").asString()).isEqualTo("9a0364b9e99bb480dd25e1f0284c8555");
        assertThat(at(detail, "reason").asString()).isEqualTo("PutObject");
    }

    @Test
    void everyChangeHasItsName() throws InterruptedException {
        configure(c -> c.queueConfigurations(q ->
                q.queueArn(QUEUE).events(Event.S3_OBJECT_CREATED, Event.S3_OBJECT_REMOVED, Event.S3_OBJECT_TAGGING)));
        next();

        s3.putObject(r -> r.bucket("photos").key("a"), RequestBody.fromString("x"));
        assertThat(next().body()).contains("\"ObjectCreated:Put\"");
        s3.copyObject(r -> r.sourceBucket("photos")
                .sourceKey("a")
                .destinationBucket("photos")
                .destinationKey("c"));
        assertThat(next().body()).contains("\"ObjectCreated:Copy\"");
        s3.putObjectTagging(r -> r.bucket("photos")
                .key("a")
                .tagging(t -> t.tagSet(tag -> tag.key("k").value("v"))));
        assertThat(next().body()).contains("\"ObjectTagging:Put\"", "\"eventVersion\":\"2.3\"");
        s3.deleteObjectTagging(r -> r.bucket("photos").key("a"));
        assertThat(next().body()).contains("\"ObjectTagging:Delete\"");
        s3.deleteObject(r -> r.bucket("photos").key("a"));
        assertThat(next().body()).contains("\"ObjectRemoved:Delete\"").doesNotContain("eTag", "versionId");
        s3.putBucketVersioning(r -> r.bucket("photos").versioningConfiguration(v -> v.status("Enabled")));
        String version = s3.deleteObject(r -> r.bucket("photos").key("c")).versionId();
        assertThat(next().body())
                .contains("\"ObjectRemoved:DeleteMarkerCreated\"", "\"versionId\":\"" + version + "\"");
        String id = s3.createMultipartUpload(r -> r.bucket("photos").key("m")).uploadId();
        String etag = s3.uploadPart(
                        r -> r.bucket("photos").key("m").uploadId(id).partNumber(1), RequestBody.fromString("x"))
                .eTag();
        s3.completeMultipartUpload(r -> r.bucket("photos")
                .key("m")
                .uploadId(id)
                .multipartUpload(m -> m.parts(p -> p.partNumber(1).eTag(etag))));
        assertThat(next().body()).contains("\"ObjectCreated:CompleteMultipartUpload\"");
    }

    @Test
    void whatALifecycleRuleEndsIsToldAsThat() throws InterruptedException {
        configure(c -> c.queueConfigurations(q -> q.queueArn(QUEUE).events(Event.S3_LIFECYCLE_EXPIRATION)));
        next();
        put("a");
        s3.putBucketLifecycleConfiguration(r -> r.bucket("photos")
                .lifecycleConfiguration(l -> l.rules(
                        x -> x.status("Enabled").filter(f -> f.prefix("")).expiration(e -> e.days(1)))));
        world.clock.forward(Duration.ofDays(2));
        world.service.expire();

        assertThat(next().body()).contains("\"eventName\":\"LifecycleExpiration:Delete\"", "s3.amazonaws.com");
    }

    @Test
    void aConfigurationComesBackWithIdsAndAnEmptyOneEndsIt() throws InterruptedException {
        configure(c -> c.queueConfigurations(
                q -> q.queueArn(QUEUE).events(Event.S3_OBJECT_CREATED_PUT, Event.S3_OBJECT_REMOVED_DELETE)));
        QueueConfiguration queue = s3.getBucketNotificationConfiguration(r -> r.bucket("photos"))
                .queueConfigurations()
                .getFirst();
        assertThat(queue.id()).isNotEmpty();
        assertThat(queue.events()).containsExactly(Event.S3_OBJECT_CREATED_PUT, Event.S3_OBJECT_REMOVED_DELETE);
        next();

        configure(c -> {});
        put("a");
        assertThat(s3.getBucketNotificationConfiguration(r -> r.bucket("photos"))
                        .queueConfigurations())
                .isEmpty();
        assertThat(world.database.<Long>read(t -> t.number("SELECT count(*) FROM outbox WHERE source = 'x'")))
                .isZero();
        assertThat(delivered).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "s3:ObjectCreated:*, '', '', s3:ObjectCreated:Put, '', '', true",
        "s3:ObjectCreated:*, a/, '', s3:ObjectCreated:Put, b/, '', false",
        "s3:ObjectCreated:*, a/, '', s3:ObjectCreated:Put, a/b, '', true",
        "s3:ObjectCreated:*, a/, .jpg, s3:ObjectCreated:Put, a/, .png, false",
        "s3:ObjectCreated:*, a/, .jpg, s3:ObjectRemoved:*, a/, .jpg, false",
        "s3:ObjectCreated:Put, '', '', s3:ObjectCreated:Copy, '', '', false",
    })
    void rulesThatOverlapAreRefused(
            String event,
            String prefix,
            String suffix,
            String event2,
            String prefix2,
            String suffix2,
            boolean overlap) {
        S3Exception refused = catchThrowableOfType(
                S3Exception.class,
                () -> configure(c -> c.queueConfigurations(
                                q -> q.queueArn(QUEUE).eventsWithStrings(event).filter(filter(prefix, suffix)))
                        .topicConfigurations(
                                t -> t.topicArn(TOPIC).eventsWithStrings(event2).filter(filter(prefix2, suffix2)))));
        if (overlap) {
            assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("InvalidArgument");
        } else {
            assertThat(refused).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "queue, s3:ObjectCreated:*, prefix",
        "arn:aws:sns:us-east-1:123456789012:topic, s3:ObjectCreated:*, prefix",
        "arn:aws:sqs:us-east-1:123456789012:queue.fifo, s3:ObjectCreated:*, prefix",
        "arn:aws:sqs:us-east-1:123456789012:queue, s3:ObjectMade:*, prefix",
        "arn:aws:sqs:us-east-1:123456789012:queue, s3:ObjectCreated:*, middle",
    })
    void whatS3WouldRefuseIsRefused(String arn, String event, String filterName) {
        S3Exception refused = catchThrowableOfType(
                S3Exception.class,
                () -> configure(c -> c.queueConfigurations(q -> q.queueArn(arn)
                        .eventsWithStrings(event)
                        .filter(f -> f.key(k -> k.filterRules(
                                FilterRule.builder().name(filterName).value("x").build()))))));
        assertThat(refused.statusCode()).isEqualTo(400);
    }
}
