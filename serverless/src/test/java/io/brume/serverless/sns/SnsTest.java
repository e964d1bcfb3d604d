package io.brume.serverless.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.brume.kernel.event.Message;
import io.brume.kernel.resource.Scope;
import io.brume.serverless.Databases;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sns.model.BatchEntryIdsNotDistinctException;
import software.amazon.awssdk.services.sns.model.InvalidParameterException;
import software.amazon.awssdk.services.sns.model.InvalidParameterValueException;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchResponse;
import software.amazon.awssdk.services.sns.model.PublishResponse;
import software.amazon.awssdk.services.sns.model.Tag;
import software.amazon.awssdk.services.sns.model.Topic;

/** Topics, subscriptions and publications through the SDK's client. */
@ParameterizedClass
@MethodSource("io.brume.serverless.Databases#each")
class SnsTest {

    private final SnsFixture fixture;

    SnsTest(Databases.Kind kind) {
        fixture = new SnsFixture(kind.fresh());
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aTopicIsMadeOnceHoweverOftenItIsCreated() {
        String arn = fixture.topic("news", "DisplayName", "News");
        assertThat(arn).isEqualTo("arn:aws:sns:us-east-1:123456789012:news");
        assertThat(fixture.topic("news")).isEqualTo(arn);
        assertThat(fixture.topic("news", "DisplayName", "News")).isEqualTo(arn);
        assertThatThrownBy(() -> fixture.topic("news", "DisplayName", "Olds"))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("Topic already exists with different attributes");
        assertThat(fixture.client.listTopics().topics()).containsExactly(topicOf(arn));
    }

    private static Topic topicOf(String arn) {
        return Topic.builder().topicArn(arn).build();
    }

    @Test
    void aTopicShowsItsAttributes() {
        String arn = fixture.topic("news");
        fixture.client.setTopicAttributes(
                request -> request.topicArn(arn).attributeName("DisplayName").attributeValue("News"));
        fixture.subscribe(arn, "sqs", SnsFixture.QUEUE, Map.of());
        fixture.subscribe(arn, "http", "http://127.0.0.1:1/", Map.of());
        assertThat(fixture.client
                        .getTopicAttributes(request -> request.topicArn(arn))
                        .attributes())
                .containsEntry("TopicArn", arn)
                .containsEntry("Owner", "123456789012")
                .containsEntry("DisplayName", "News")
                .containsEntry("SubscriptionsConfirmed", "1")
                .containsEntry("SubscriptionsPending", "1")
                .containsKeys("Policy", "EffectiveDeliveryPolicy");
        assertThatThrownBy(() -> fixture.client.setTopicAttributes(
                        request -> request.topicArn(arn).attributeName("Colour").attributeValue("red")))
                .isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void listingsPageThroughEverything() {
        for (int i = 0; i < 230; i++) {
            fixture.topic("topic-%03d".formatted(i));
        }
        assertThat(fixture.client.listTopics().topics()).hasSize(100);
        assertThat(fixture.client.listTopicsPaginator().topics().stream().distinct())
                .hasSize(230);
        String arn = fixture.topic("topic-000");
        for (int i = 0; i < 130; i++) {
            fixture.subscribe(arn, "sqs", SnsFixture.QUEUE + i, Map.of());
        }
        assertThat(fixture.client
                        .listSubscriptionsByTopicPaginator(request -> request.topicArn(arn))
                        .subscriptions())
                .hasSize(130);
        assertThat(fixture.client.listSubscriptionsPaginator().subscriptions()).hasSize(130);
        assertThatThrownBy(() -> fixture.client.listSubscriptions(request -> request.nextToken("nonsense")))
                .isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void aDeletedTopicTakesItsSubscriptionsAlong() {
        String arn = fixture.topic("news");
        String subscription = fixture.subscribe(arn, "sqs", SnsFixture.QUEUE, Map.of());
        fixture.client.deleteTopic(request -> request.topicArn(arn));
        fixture.client.deleteTopic(request -> request.topicArn(arn));
        assertThat(fixture.client.listSubscriptions().subscriptions()).isEmpty();
        assertThatThrownBy(() ->
                        fixture.client.publish(request -> request.topicArn(arn).message("hello")))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("Topic does not exist");
        assertThatThrownBy(() ->
                        fixture.client.getSubscriptionAttributes(request -> request.subscriptionArn(subscription)))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void tagsComeAndGo() {
        String arn = fixture.topic("news");
        Tag tag = Tag.builder().key("team").value("blue").build();
        fixture.client.tagResource(request -> request.resourceArn(arn).tags(tag));
        assertThat(fixture.client
                        .listTagsForResource(request -> request.resourceArn(arn))
                        .tags())
                .containsExactly(tag);
        fixture.client.untagResource(request -> request.resourceArn(arn).tagKeys("team"));
        assertThat(fixture.client
                        .listTagsForResource(request -> request.resourceArn(arn))
                        .tags())
                .isEmpty();
    }

    @Test
    void permissionsAreStatementsOfThePolicy() {
        String arn = fixture.topic("news");
        fixture.client.addPermission(request -> request.topicArn(arn)
                .label("friends")
                .awsAccountIds("111122223333")
                .actionNames("Publish"));
        assertThat(policy(arn)).contains("\"friends\"", "arn:aws:iam::111122223333:root", "SNS:Publish");
        fixture.client.removePermission(request -> request.topicArn(arn).label("friends"));
        assertThat(policy(arn)).doesNotContain("friends").contains("__default_statement_ID");
    }

    private String policy(String arn) {
        return fixture.client
                .getTopicAttributes(request -> request.topicArn(arn))
                .attributes()
                .getOrDefault("Policy", "");
    }

    @Test
    void aQueueGetsTheNotificationSigned() throws Exception {
        String arn = fixture.topic("news", "SignatureVersion", "2");
        String subscription = fixture.subscribe(arn, "sqs", SnsFixture.QUEUE, Map.of());
        PublishResponse published = fixture.client.publish(request -> request.topicArn(arn)
                .subject("Greeting")
                .message("héllo")
                .messageAttributes(Map.of(
                        "colour", text("String", "red"),
                        "bytes",
                                MessageAttributeValue.builder()
                                        .dataType("Binary")
                                        .binaryValue(SdkBytes.fromUtf8String("ab"))
                                        .build())));
        Message message = fixture.queues.next();
        assertThat(message.destination()).isEqualTo(SnsFixture.QUEUE);
        JsonNode body = Json.object(message.body()).orElseThrow();
        assertThat(body.path("Type").asText()).isEqualTo("Notification");
        assertThat(body.path("MessageId").asText()).isEqualTo(published.messageId());
        assertThat(body.path("TopicArn").asText()).isEqualTo(arn);
        assertThat(body.path("Timestamp").asText()).isEqualTo("2026-11-25T12:00:00.000Z");
        assertThat(body.path("UnsubscribeURL").asText()).endsWith("SubscriptionArn=" + subscription);
        assertThat(body.path("MessageAttributes").path("colour").toString())
                .isEqualTo("{\"Type\":\"String\",\"Value\":\"red\"}");
        assertThat(body.path("MessageAttributes").path("bytes").path("Value").asText())
                .isEqualTo("YWI=");
        assertThat(body.path("SigningCertURL").asText())
                .matches("http://127[.]0[.]0[.]1:4566/SimpleNotificationService-[0-9a-f]{32}[.]pem");
        String signed = "Message\nhéllo\nMessageId\n" + published.messageId()
                + "\nSubject\nGreeting\nTimestamp\n2026-11-25T12:00:00.000Z\nTopicArn\n" + arn
                + "\nType\nNotification\n";
        assertThat(isSigned(
                        body.path("SigningCertURL").asText(),
                        signed,
                        body.path("Signature").asText(),
                        "SHA256withRSA"))
                .isTrue();
    }

    private boolean isSigned(String certificateUrl, String text, String signed, String algorithm) throws Exception {
        String pem =
                fixture.sns.certificate(URI.create(certificateUrl).getPath()).orElseThrow();
        var certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
        certificate.verify(certificate.getPublicKey());
        Signature signature = Signature.getInstance(algorithm);
        signature.initVerify(certificate.getPublicKey());
        signature.update(text.getBytes(StandardCharsets.UTF_8));
        return signature.verify(Base64.getDecoder().decode(signed));
    }

    private static MessageAttributeValue text(String type, String value) {
        return MessageAttributeValue.builder().dataType(type).stringValue(value).build();
    }

    @Test
    void rawDeliverySendsTheMessageAlone() throws Exception {
        String arn = fixture.topic("news");
        fixture.subscribe(arn, "sqs", SnsFixture.QUEUE, Map.of("RawMessageDelivery", "true"));
        fixture.client.publish(request -> request.topicArn(arn)
                .message("hello")
                .messageAttributes(Map.of("colour", text("String", "red"), "size", text("Number", "3"))));
        Message message = fixture.queues.next();
        assertThat(message.body()).isEqualTo("hello");
        assertThat(message.attributes())
                .containsEntry("MessageAttribute.String.colour", "red")
                .containsEntry("MessageAttribute.Number.size", "3");
    }

    @Test
    void aFunctionGetsAnEvent() throws Exception {
        String arn = fixture.topic("news");
        String function = "arn:aws:lambda:us-east-1:123456789012:function:f";
        String subscription = fixture.subscribe(arn, "lambda", function, Map.of());
        fixture.client.publish(request -> request.topicArn(arn).message("hello"));
        JsonNode record = Json.object(fixture.functions.next().body())
                .orElseThrow()
                .path("Records")
                .path(0);
        assertThat(record.path("EventSource").asText()).isEqualTo("aws:sns");
        assertThat(record.path("EventSubscriptionArn").asText()).isEqualTo(subscription);
        assertThat(record.path("Sns").path("Message").asText()).isEqualTo("hello");
        assertThat(record.path("Sns").path("Subject").isNull()).isTrue();
        assertThat(record.path("Sns").path("MessageAttributes").isObject()).isTrue();
    }

    @Test
    void aStructuredMessageHasATextAProtocol() throws Exception {
        String arn = fixture.topic("news");
        fixture.subscribe(arn, "sqs", SnsFixture.QUEUE, Map.of("RawMessageDelivery", "true"));
        fixture.subscribe(arn, "lambda", "arn:aws:lambda:us-east-1:123456789012:function:f", Map.of());
        fixture.client.publish(request -> request.topicArn(arn)
                .messageStructure("json")
                .message("{\"default\":\"all\",\"sqs\":\"queues\",\"email\":3}"));
        assertThat(fixture.queues.next().body()).isEqualTo("queues");
        assertThat(fixture.functions.next().body()).contains("\"Message\":\"all\"");
        assertThatThrownBy(() -> fixture.client.publish(request ->
                        request.topicArn(arn).messageStructure("json").message("{\"sqs\":\"x\"}")))
                .hasMessageContaining("Message Structure - No default entry in JSON message body");
        assertThatThrownBy(() -> fixture.client.publish(request ->
                        request.topicArn(arn).messageStructure("json").message("no json")))
                .hasMessageContaining("Message Structure - JSON message body failed to parse");
    }

    @Test
    void whatCannotBePublishedIsRefused() {
        String arn = fixture.topic("news");
        assertThatThrownBy(() ->
                        fixture.client.publish(request -> request.topicArn(arn).message("")))
                .hasMessageContaining("Empty message");
        assertThatThrownBy(() ->
                        fixture.client.publish(request -> request.topicArn(arn).message("x".repeat((256 << 10) + 1))))
                .hasMessageContaining("Message too long");
        assertThatThrownBy(() -> fixture.client.publish(
                        request -> request.topicArn(arn).message("x").subject("line\nbreak")))
                .hasMessageContaining("Invalid parameter: Subject");
        assertThatThrownBy(() -> fixture.client.publish(request -> request.message("x")))
                .hasMessageContaining("TopicArn or TargetArn");
        assertThatThrownBy(() ->
                        fixture.client.publish(request -> request.message("x").phoneNumber("+491234567")))
                .hasMessageContaining("no telephone network");
        assertThatThrownBy(() -> fixture.client.publish(
                        request -> request.topicArn("news").message("x")))
                .hasMessageContaining("An ARN must have at least 6 elements, not 1");
        assertThatThrownBy(() -> fixture.client.publish(request ->
                        request.topicArn(arn).message("x").messageAttributes(Map.of("n", text("Number", "many")))))
                .isInstanceOf(InvalidParameterValueException.class);
        fixture.client.publish(request -> request.targetArn(arn).message("x".repeat(256 << 10)));
    }

    @Test
    void subscriptionsThatCannotBeAreRefused() {
        String arn = fixture.topic("news");
        assertThatThrownBy(() -> fixture.subscribe(arn, "sqs", "http://queue", Map.of()))
                .hasMessageContaining("SQS endpoint ARN");
        assertThatThrownBy(() -> fixture.subscribe(arn, "sqs", SnsFixture.FIFO_QUEUE, Map.of()))
                .hasMessageContaining("FIFO SQS Queues can not be subscribed to standard SNS topics");
        assertThatThrownBy(() -> fixture.subscribe(arn, "https", "http://127.0.0.1/", Map.of()))
                .hasMessageContaining("Endpoint must match the specified protocol");
        assertThatThrownBy(() -> fixture.subscribe(arn, "email", "a@example.org", Map.of()))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("has nothing to reach 'email' endpoints with");
        assertThatThrownBy(() -> fixture.subscribe(arn, "pigeon", "coop", Map.of()))
                .hasMessageContaining("does not support this protocol string: pigeon");
        assertThatThrownBy(() -> fixture.subscribe(arn, "sqs", SnsFixture.QUEUE, Map.of("Colour", "red")))
                .hasMessageContaining("AttributeName");
        assertThatThrownBy(() -> fixture.subscribe(arn, "sqs", SnsFixture.QUEUE, Map.of("FilterPolicy", "{")))
                .hasMessageContaining("FilterPolicy: failed to parse JSON");
        assertThat(fixture.client.listSubscriptions().subscriptions()).isEmpty();
    }

    @Test
    void aSecondSubscriptionOfTheSameEndpointIsTheFirst() {
        String arn = fixture.topic("news");
        String first = fixture.subscribe(arn, "sqs", SnsFixture.QUEUE, Map.of("RawMessageDelivery", "true"));
        assertThat(fixture.subscribe(arn, "sqs", SnsFixture.QUEUE, Map.of())).isEqualTo(first);
        assertThat(fixture.subscribe(arn, "sqs", SnsFixture.QUEUE, Map.of("RawMessageDelivery", "true")))
                .isEqualTo(first);
        assertThatThrownBy(() -> fixture.subscribe(arn, "sqs", SnsFixture.QUEUE, Map.of("RawMessageDelivery", "false")))
                .hasMessageContaining("Subscription already exists with different attributes");
    }

    @Test
    void aFilterPolicyChoosesMessages() throws Exception {
        String arn = fixture.topic("news");
        String subscription = fixture.subscribe(
                arn,
                "sqs",
                SnsFixture.QUEUE,
                Map.of("RawMessageDelivery", "true", "FilterPolicy", "{\"colour\":[\"red\"]}"));
        publish(arn, "none", Map.of());
        publish(arn, "blue", Map.of("colour", text("String", "blue")));
        publish(arn, "red", Map.of("colour", text("String", "red")));
        assertThat(fixture.queues.next().body()).isEqualTo("red");
        fixture.client.setSubscriptionAttributes(request -> request.subscriptionArn(subscription)
                .attributeName("FilterPolicyScope")
                .attributeValue("MessageBody"));
        publish(arn, "red", Map.of("colour", text("String", "red")));
        publish(arn, "{\"colour\":\"red\"}", Map.of());
        assertThat(fixture.queues.next().body()).isEqualTo("{\"colour\":\"red\"}");
        fixture.client.setSubscriptionAttributes(request -> request.subscriptionArn(subscription)
                .attributeName("FilterPolicy")
                .attributeValue("{}"));
        publish(arn, "anything", Map.of());
        assertThat(fixture.queues.next().body()).isEqualTo("anything");
        assertThat(fixture.queues.size()).isZero();
    }

    private PublishResponse publish(String arn, String text, Map<String, MessageAttributeValue> attributes) {
        return fixture.client.publish(
                request -> request.topicArn(arn).message(text).messageAttributes(attributes));
    }

    @Test
    void aFifoTopicOrdersAndDeduplicates() throws Exception {
        String arn = fixture.topic("news.fifo", "FifoTopic", "true", "ContentBasedDeduplication", "true");
        fixture.subscribe(arn, "sqs", SnsFixture.FIFO_QUEUE, Map.of("RawMessageDelivery", "true"));
        PublishResponse first = inOrder(arn, "one", null);
        PublishResponse again = inOrder(arn, "one", null);
        PublishResponse second = inOrder(arn, "two", null);
        assertThat(again.messageId()).isEqualTo(first.messageId());
        assertThat(again.sequenceNumber()).isEqualTo(first.sequenceNumber());
        assertThat(second.sequenceNumber()).hasSize(20).isGreaterThan(first.sequenceNumber());
        Message message = fixture.queues.next();
        assertThat(message.body()).isEqualTo("one");
        assertThat(message.attributes())
                .containsEntry("MessageGroupId", "g")
                .containsEntry("MessageDeduplicationId", Publication.sha256("one"));
        assertThat(fixture.queues.next().body()).isEqualTo("two");
        fixture.clock.advance(Duration.ofMinutes(6));
        assertThat(inOrder(arn, "one", null).messageId()).isNotEqualTo(first.messageId());
        assertThat(fixture.queues.next().body()).isEqualTo("one");
        assertThat(fixture.queues.size()).isZero();
    }

    private PublishResponse inOrder(String arn, String text, @Nullable String deduplicationId) {
        return fixture.client.publish(request ->
                request.topicArn(arn).message(text).messageGroupId("g").messageDeduplicationId(deduplicationId));
    }

    @Test
    void aFifoTopicHasItsOwnRules() {
        assertThatThrownBy(() -> fixture.topic("news", "FifoTopic", "true"))
                .hasMessageContaining("Fifo Topic names must end with .fifo");
        String arn = fixture.topic("news.fifo", "FifoTopic", "true");
        assertThatThrownBy(() -> publish(arn, "x", Map.of()))
                .hasMessageContaining("The MessageGroupId parameter is required for FIFO topics");
        assertThatThrownBy(() -> inOrder(arn, "x", null))
                .hasMessageContaining("ContentBasedDeduplication enabled or MessageDeduplicationId");
        assertThat(inOrder(arn, "x", "id").sequenceNumber()).isEqualTo("10000000000000000001");
        String standard = fixture.topic("standard");
        assertThatThrownBy(() -> inOrder(standard, "x", "id")).hasMessageContaining("not valid for this topic type");
    }

    @Test
    void aBatchTellsWhichEntriesFailed() throws Exception {
        String arn = fixture.topic("news");
        fixture.subscribe(arn, "sqs", SnsFixture.QUEUE, Map.of("RawMessageDelivery", "true"));
        PublishBatchResponse response = fixture.client.publishBatch(request -> request.topicArn(arn)
                .publishBatchRequestEntries(entry("a", "one"), entry("b", ""), entry("c", "three")));
        assertThat(response.successful()).extracting("id").containsExactly("a", "c");
        assertThat(response.failed()).extracting("id").containsExactly("b");
        assertThat(response.failed().getFirst().code()).isEqualTo("InvalidParameter");
        Set<String> bodies = new HashSet<>(
                List.of(fixture.queues.next().body(), fixture.queues.next().body()));
        assertThat(bodies).containsExactlyInAnyOrder("one", "three");
        assertThatThrownBy(() -> fixture.client.publishBatch(
                        request -> request.topicArn(arn).publishBatchRequestEntries(entry("a", "x"), entry("a", "y"))))
                .isInstanceOf(BatchEntryIdsNotDistinctException.class);
    }

    private static PublishBatchRequestEntry entry(String id, String message) {
        return PublishBatchRequestEntry.builder().id(id).message(message).build();
    }

    @Test
    void whatAQueueCannotTakeGoesToTheDeadLetterQueue() throws Exception {
        String arn = fixture.topic("news");
        String dead = "arn:aws:sqs:us-east-1:123456789012:dead";
        fixture.subscribe(
                arn,
                "firehose",
                "arn:aws:firehose:us-east-1:123456789012:deliverystream/none",
                Map.of(
                        "SubscriptionRoleArn", "arn:aws:iam::123456789012:role/r",
                        "RawMessageDelivery", "true",
                        "RedrivePolicy", "{\"deadLetterTargetArn\":\"" + dead + "\"}"));
        publish(arn, "lost", Map.of());
        Message message = fixture.queues.next();
        assertThat(message.destination()).isEqualTo(dead);
        assertThat(message.body()).isEqualTo("lost");
    }

    @Test
    void otherServicesPublishThroughTheOutbox() throws Exception {
        String arn = fixture.topic("news");
        fixture.subscribe(arn, "sqs", SnsFixture.QUEUE, Map.of());
        fixture.outbox.send(new Message(
                new Scope("123456789012", "us-east-1"),
                "arn:aws:s3:::bucket",
                arn,
                "{\"Records\":[]}",
                Map.of("Subject", "Amazon S3 Notification"),
                null,
                null));
        JsonNode body = Json.object(fixture.queues.next().body()).orElseThrow();
        assertThat(body.path("Subject").asText()).isEqualTo("Amazon S3 Notification");
        assertThat(body.path("Message").asText()).isEqualTo("{\"Records\":[]}");
    }

    @Test
    void anEndedSubscriptionGetsNothing() throws Exception {
        String arn = fixture.topic("news");
        String first = fixture.subscribe(arn, "sqs", SnsFixture.QUEUE + 1, Map.of());
        fixture.subscribe(arn, "sqs", SnsFixture.QUEUE + 2, Map.of());
        fixture.client.unsubscribe(request -> request.subscriptionArn(first));
        publish(arn, "x", Map.of());
        assertThat(fixture.queues.next().destination()).isEqualTo(SnsFixture.QUEUE + 2);
        assertThat(fixture.queues.size()).isZero();
    }
}
