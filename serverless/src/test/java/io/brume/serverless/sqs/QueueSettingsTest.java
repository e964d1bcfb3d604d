package io.brume.serverless.sqs;

import static io.brume.serverless.sqs.Fixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** Queues by name, their attributes, tags and permissions, and what is refused. */
class QueueSettingsTest {

    private final Fixture sqs = Fixture.onSqlite();

    @AfterEach
    void close() {
        sqs.close();
    }

    @Test
    void aQueueIsCreatedOnceWithTheSameAttributes() {
        String url = sqs.queue("q", Map.of("DelaySeconds", "5"));

        assertThat(sqs.queue("q", Map.of("DelaySeconds", "5"))).isEqualTo(url);
        assertThat(sqs.queue("q")).isEqualTo(url);
        assertThat(refusal(() -> sqs.queue("q", Map.of("DelaySeconds", "6"))))
                .isEqualTo("QueueAlreadyExists: A queue already exists with the same name and a different value for"
                        + " attribute DelaySeconds");
        assertThat(sqs.client.getQueueUrl(r -> r.queueName("q")).queueUrl())
                .isEqualTo(url)
                .endsWith("/123456789012/q");
    }

    @ParameterizedTest
    @CsvSource({"a b", "q.fifo", "ümlaut", "a/b"})
    void namesThatAreNoneAreRefused(String name) {
        assertThat(refusal(() -> sqs.queue(name))).startsWith("InvalidParameterValue: Can only include");
    }

    @Test
    void aFifoQueueIsNamedAsOne() {
        assertThat(refusal(() -> sqs.queue("q", Map.of("FifoQueue", "true")))).contains("must end with .fifo suffix");
        assertThat(sqs.attribute(sqs.fifo("q.fifo"), "DeduplicationScope")).isEqualTo("queue");
    }

    @ParameterizedTest
    @CsvSource({
        "VisibilityTimeout, 43201",
        "VisibilityTimeout, -1",
        "MaximumMessageSize, 1023",
        "MaximumMessageSize, 1048577",
        "MessageRetentionPeriod, 59",
        "DelaySeconds, 901",
        "ReceiveMessageWaitTimeSeconds, 21",
        "KmsDataKeyReusePeriodSeconds, 59",
        "SqsManagedSseEnabled, yes",
        "Policy, none",
    })
    void valuesOutOfRangeAreRefused(String attribute, String value) {
        assertThat(refusal(() -> sqs.queue("q", Map.of(attribute, value))))
                .isEqualTo("InvalidAttributeValue: Invalid value for the parameter " + attribute + ".");
    }

    @ParameterizedTest
    @CsvSource({"Colour, red", "QueueArn, x", "ContentBasedDeduplication, true", "FifoQueue, false"})
    void attributesThatAQueueCannotBeGivenAreUnknown(String attribute, String value) {
        assertThat(refusal(() -> sqs.queue("q", Map.of(attribute, value))))
                .isEqualTo("InvalidAttributeName: Unknown Attribute " + attribute + ".");
    }

    @Test
    void attributesAreSetAndUnset() {
        String url = sqs.queue("q");
        set(url, Map.of("KmsMasterKeyId", "alias/mine", "VisibilityTimeout", "5"));
        assertThat(sqs.attribute(url, "KmsMasterKeyId")).isEqualTo("alias/mine");
        assertThat(sqs.attribute(url, "SqsManagedSseEnabled")).isEqualTo("false");
        assertThat(sqs.attribute(url, "VisibilityTimeout")).isEqualTo("5");
        set(url, Map.of("KmsMasterKeyId", ""));

        assertThat(sqs.attribute(url, "KmsMasterKeyId")).isEmpty();
        assertThat(refusal(() -> set(url, Map.of("SqsManagedSseEnabled", "true", "KmsMasterKeyId", "x"))))
                .startsWith("InvalidAttributeName: You can use one type of server-side encryption");
    }

    private void set(String url, Map<String, String> attributes) {
        sqs.client.setQueueAttributes(r -> r.queueUrl(url).attributesWithStrings(attributes));
    }

    @Test
    void aRedrivePolicyNeedsATargetThatAllowsIt() {
        String url = sqs.queue("q");
        assertThat(redriveRefusal(url, "arn:aws:sqs:us-east-1:123456789012:none", 1))
                .endsWith("Reason: Dead letter target does not exist.");
        assertThat(redriveRefusal(url, "dummy", 42)).endsWith("Reason: Invalid value for deadLetterTargetArn.");
        String fifo = sqs.fifo("f.fifo");
        assertThat(redriveRefusal(url, sqs.arn(fifo), 1)).contains("must be same type of queue");
        String closed = sqs.queue("closed", Map.of("RedriveAllowPolicy", "{\"redrivePermission\":\"denyAll\"}"));
        assertThat(redriveRefusal(url, sqs.arn(closed), 1)).contains("does not allow");
        String open = sqs.queue("open");
        assertThat(redriveRefusal(url, sqs.arn(open), 1001)).contains("maxReceiveCount: 1001");

        set(
                open,
                Map.of(
                        "RedriveAllowPolicy",
                        "{\"redrivePermission\":\"byQueue\",\"sourceQueueArns\":[\"" + sqs.arn(url) + "\"]}"));
        assertThat(redriveRefusal(url, sqs.arn(open), 3)).isEmpty();
        assertThat(sqs.client.listDeadLetterSourceQueues(r -> r.queueUrl(open)).queueUrls())
                .containsExactly(url);
    }

    private String redriveRefusal(String url, String target, int count) {
        return refusal(() -> set(url, Map.of("RedrivePolicy", StandardQueuesTest.redrive(target, count))));
    }

    @Test
    void listingsPage() {
        IntStream.range(0, 5).forEach(i -> sqs.queue("page" + i));
        sqs.queue("other");

        var first = sqs.client.listQueues(r -> r.queueNamePrefix("page").maxResults(3));
        var rest = sqs.client.listQueues(
                r -> r.queueNamePrefix("page").maxResults(3).nextToken(first.nextToken()));

        assertThat(first.queueUrls()).hasSize(3);
        assertThat(rest.queueUrls()).hasSize(2).allMatch(url -> url.contains("/page"));
        assertThat(rest.nextToken()).isNull();
        assertThat(sqs.client.listQueues().queueUrls()).hasSize(6);
        assertThat(refusal(() -> sqs.client.listQueues(r -> r.maxResults(3).nextToken("x"))))
                .startsWith("InvalidParameterValue");
    }

    @Test
    void accountsAndRegionsHaveQueuesOfTheirOwn() {
        String url = sqs.queue("q");
        try (SqsClient other = sqs.inProcess.client(SqsClient.class, "111122223333", "us-east-1");
                SqsClient elsewhere = sqs.inProcess.client(SqsClient.class, "brume", "eu-west-1")) {
            assertThat(other.listQueues().queueUrls()).isEmpty();
            assertThat(elsewhere.listQueues().queueUrls()).isEmpty();
            assertThat(other.getQueueUrl(r -> r.queueName("q").queueOwnerAWSAccountId("123456789012"))
                            .queueUrl())
                    .isEqualTo(url);
            assertThat(refusal(() -> elsewhere.sendMessage(r -> r.queueUrl(url).messageBody("x"))))
                    .startsWith("AWS.SimpleQueueService.NonExistentQueue");
        }
    }

    @Test
    void aQueueIsKnownByOtherHostsNamesToo() {
        sqs.queue("q");
        for (String url :
                List.of("https://sqs.us-east-1.amazonaws.com/123456789012/q", "http://other:1/123456789012/q", "q")) {
            assertThat(sqs.arn(url)).isEqualTo("arn:aws:sqs:us-east-1:123456789012:q");
        }
        assertThat(refusal(() -> sqs.arn("http://x/y/z/"))).startsWith("InvalidAddress");
    }

    @Test
    void tagsComeAndGo() {
        String url = sqs.client
                .createQueue(r -> r.queueName("q").tags(Map.of("a", "1")))
                .queueUrl();
        sqs.client.tagQueue(r -> r.queueUrl(url).tags(Map.of("b", "2")));
        sqs.client.untagQueue(r -> r.queueUrl(url).tagKeys("a"));
        assertThat(sqs.client.listQueueTags(r -> r.queueUrl(url)).tags()).isEqualTo(Map.of("b", "2"));
        sqs.client.deleteQueue(r -> r.queueUrl(url));
        sqs.queue("q");

        assertThat(sqs.client.listQueueTags(r -> r.queueUrl(url)).tags()).isEmpty();
    }

    @Test
    void permissionsAreStatementsOfThePolicy() {
        String url = sqs.queue("q");
        allow(url, "one", "SendMessage");
        allow(url, "two", "ReceiveMessage", "DeleteMessage");
        assertThat(refusal(() -> allow(url, "one", "SendMessage")))
                .endsWith("Label is invalid. Reason: Already exists.");
        assertThat(refusal(() -> allow(url, "three", "DeleteQueue"))).contains("Only the queue owner");
        sqs.client.removePermission(r -> r.queueUrl(url).label("one"));

        assertThat(sqs.attribute(url, "Policy"))
                .contains("\"Sid\":\"two\"", "\"Action\":[\"SQS:ReceiveMessage\",\"SQS:DeleteMessage\"]")
                .contains("\"Principal\":{\"AWS\":\"arn:aws:iam::111122223333:root\"}")
                .doesNotContain("\"one\"");
        sqs.client.removePermission(r -> r.queueUrl(url).label("two"));
        assertThat(sqs.attribute(url, "Policy")).isEmpty();
    }

    private void allow(String url, String label, String... actions) {
        sqs.client.addPermission(
                r -> r.queueUrl(url).label(label).awsAccountIds("111122223333").actions(actions));
    }

    @Test
    void batchesHaveTheirOwnRules() {
        String url = sqs.queue("q");
        assertThat(batchRefusal(url)).startsWith("AWS.SimpleQueueService.EmptyBatchRequest");
        assertThat(batchRefusal(url, entries(11)))
                .isEqualTo(
                        "AWS.SimpleQueueService.TooManyEntriesInBatchRequest: Maximum number of entries per request are"
                                + " 10. You have sent 11.");
        assertThat(batchRefusal(url, entry("a", "x"), entry("a", "y")))
                .isEqualTo("AWS.SimpleQueueService.BatchEntryIdsNotDistinct: Id a repeated.");
        assertThat(batchRefusal(url, entry("a:b", "x"))).startsWith("AWS.SimpleQueueService.InvalidBatchEntryId");
        String half = "x".repeat(1 << 19);
        assertThat(batchRefusal(url, entry("a", half), entry("b", half), entry("c", "x")))
                .isEqualTo("AWS.SimpleQueueService.BatchRequestTooLong: Batch requests cannot be longer than 1048576"
                        + " bytes. You have sent 1048577 bytes.");
    }

    private static SendMessageBatchRequestEntry[] entries(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> entry("e" + i, "x"))
                .toArray(SendMessageBatchRequestEntry[]::new);
    }

    private static SendMessageBatchRequestEntry entry(String id, String body) {
        return SendMessageBatchRequestEntry.builder().id(id).messageBody(body).build();
    }

    private String batchRefusal(String url, SendMessageBatchRequestEntry... entries) {
        return refusal(() -> sqs.client.sendMessageBatch(r -> r.queueUrl(url).entries(entries)));
    }

    @Test
    void messagesThatBreakTheRulesAreRefused() {
        String url = sqs.queue("q", Map.of("MaximumMessageSize", "1024"));
        assertThat(refusal(() -> sqs.send(url, "x".repeat(1025))))
                .isEqualTo(
                        "InvalidParameterValue: One or more parameters are invalid. Reason: Message must be shorter than"
                                + " 1024 bytes.");
        assertThat(refusal(() -> sqs.send(url, "ü".repeat(513)))).contains("shorter than 1024 bytes");
        assertThat(refusal(() -> sqs.send(url, "a\u0000"))).startsWith("InvalidMessageContents");
        assertThat(attributeRefusal(url, "AWS.x", "String", "v")).contains("reserved");
        assertThat(attributeRefusal(url, "a..b", "String", "v")).contains("invalid");
        assertThat(attributeRefusal(url, "a", "Text", "v")).contains("set of supported type prefixes");
        assertThat(attributeRefusal(url, "a", "String", ""))
                .contains("must contain non-empty message attribute value for message attribute type 'String'");
        assertThat(attributeRefusal(url, "a", "Number", "1x"))
                .contains("Can't cast the value of message attribute 'a' to a number");
        assertThat(attributeRefusal(url, "a", "Binary", "v")).contains("must use field 'Binary'");
        assertThat(attributeRefusal(url, "a", "Number", "1e" + "9".repeat(200))).contains("Can't cast");
    }

    private String attributeRefusal(String url, String name, String type, String value) {
        return refusal(() -> sqs.client.sendMessage(r -> r.queueUrl(url)
                .messageBody("x")
                .messageAttributes(Collections.singletonMap(
                        name,
                        MessageAttributeValue.builder()
                                .dataType(type)
                                .stringValue(value)
                                .build()))));
    }

    @Test
    void receiversHaveLimitsToo() {
        String url = sqs.queue("q");
        assertThat(refusal(() -> sqs.receive(url, r -> r.maxNumberOfMessages(11))))
                .isEqualTo(
                        "InvalidParameterValue: Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be"
                                + " between 1 and 10, if provided.");
        assertThat(refusal(() -> sqs.receive(url, r -> r.waitTimeSeconds(21)))).contains("WaitTimeSeconds");
        assertThat(refusal(() -> sqs.receive(url, r -> r.visibilityTimeout(-1))))
                .contains("VisibilityTimeout");
        assertThat(refusal(() -> sqs.receive(url, r -> r.receiveRequestAttemptId("x"))))
                .contains("ReceiveRequestAttemptId");
    }
}
