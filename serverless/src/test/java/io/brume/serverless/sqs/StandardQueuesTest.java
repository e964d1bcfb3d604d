package io.brume.serverless.sqs;

import static io.brume.serverless.sqs.Fixture.bodies;
import static io.brume.serverless.sqs.Fixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeNameForSends;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeValue;

/** Messages of standard queues, on every database. The SDK's client itself checks the digests. */
class StandardQueuesTest {

    private static final String EACH = "io.brume.serverless.sqs.Fixture#each";

    @ParameterizedTest
    @MethodSource(EACH)
    void aMessageIsReceivedOnceUntilItsVisibilityTimeoutEnds(Fixture sqs) {
        try (sqs) {
            String url = sqs.queue("q");
            sqs.send(url, "one");

            assertThat(bodies(sqs.receive(url))).containsExactly("one");
            assertThat(sqs.receive(url)).isEmpty();
            sqs.clock.advance(Duration.ofSeconds(29));
            assertThat(sqs.receive(url)).isEmpty();
            sqs.clock.advance(Duration.ofSeconds(1));
            Message again = sqs.receive(url, r -> r.messageSystemAttributeNames(MessageSystemAttributeName.ALL))
                    .getFirst();

            assertThat(again.attributesAsStrings())
                    .containsEntry("ApproximateReceiveCount", "2")
                    .containsEntry("ApproximateFirstReceiveTimestamp", "1795608000000")
                    .containsEntry("SentTimestamp", "1795608000000")
                    .containsEntry("SenderId", "brume");
        }
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void aDeletedMessageNeverComesBack(Fixture sqs) {
        try (sqs) {
            String url = sqs.queue("q");
            sqs.send(url, "one");
            Message message = sqs.receive(url).getFirst();

            sqs.delete(url, message);
            sqs.delete(url, message);
            sqs.clock.advance(Duration.ofSeconds(60));

            assertThat(sqs.receive(url)).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void onlyTheLatestReceiptHandleDeletes(Fixture sqs) {
        try (sqs) {
            String url = sqs.queue("q");
            sqs.send(url, "one");
            Message first = sqs.receive(url).getFirst();
            sqs.clock.advance(Duration.ofSeconds(30));
            Message second = sqs.receive(url).getFirst();

            sqs.delete(url, first);
            assertThat(sqs.attribute(url, "ApproximateNumberOfMessagesNotVisible"))
                    .isEqualTo("1");
            sqs.clock.advance(Duration.ofSeconds(31));
            sqs.delete(url, second);

            assertThat(sqs.receive(url)).isEmpty();
            assertThat(refusal(
                            () -> sqs.client.deleteMessage(r -> r.queueUrl(url).receiptHandle("none"))))
                    .isEqualTo("ReceiptHandleIsInvalid: The input receipt handle is invalid.");
        }
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void aReceiptHandleOfAnotherQueueIsRefused(Fixture sqs) {
        try (sqs) {
            String url = sqs.queue("q");
            String other = sqs.queue("other");
            sqs.send(url, "one");
            Message message = sqs.receive(url).getFirst();

            assertThat(refusal(() -> sqs.delete(other, message))).startsWith("ReceiptHandleIsInvalid");
        }
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void visibilityChangesFromNowOn(Fixture sqs) {
        try (sqs) {
            String url = sqs.queue("q");
            sqs.send(url, "one");
            Message message = sqs.receive(url).getFirst();

            hide(sqs, url, message, 100);
            sqs.clock.advance(Duration.ofSeconds(99));
            assertThat(sqs.receive(url)).isEmpty();
            hide(sqs, url, message, 0);
            assertThat(refusal(() -> hide(sqs, url, message, 5)))
                    .startsWith("AWS.SimpleQueueService.MessageNotInflight");
            Message again = sqs.receive(url).getFirst();

            assertThat(refusal(() -> hide(sqs, url, message, 5))).contains("Message does not exist");
            assertThat(refusal(() -> hide(sqs, url, again, 43_201))).startsWith("InvalidParameterValue");
            sqs.clock.advance(Duration.ofSeconds(10));
            assertThat(refusal(() -> hide(sqs, url, again, 43_200)))
                    .isEqualTo("InvalidParameterValue: Value 43200 for parameter VisibilityTimeout is invalid. Reason:"
                            + " Total VisibilityTimeout for the message is beyond the limit [43200 seconds]");
        }
    }

    private static void hide(Fixture sqs, String url, Message message, int seconds) {
        sqs.client.changeMessageVisibility(
                r -> r.queueUrl(url).receiptHandle(message.receiptHandle()).visibilityTimeout(seconds));
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void delaysOfQueuesAndMessagesHideMessages(Fixture sqs) {
        try (sqs) {
            String url = sqs.queue("q", Map.of("DelaySeconds", "10"));
            sqs.send(url, "as the queue says");
            sqs.client.sendMessage(r -> r.queueUrl(url).messageBody("at once").delaySeconds(0));
            sqs.client.sendMessage(r -> r.queueUrl(url).messageBody("late").delaySeconds(900));

            assertThat(bodies(sqs.receive(url))).containsExactly("at once");
            assertThat(sqs.attribute(url, "ApproximateNumberOfMessagesDelayed")).isEqualTo("2");
            sqs.clock.advance(Duration.ofSeconds(10));
            assertThat(bodies(sqs.receive(url))).containsExactly("as the queue says");
        }
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void attributesComeBackAsTheyWereSentAndAsTheyAreAskedFor(Fixture sqs) {
        try (sqs) {
            String url = sqs.queue("q", Map.of("VisibilityTimeout", "0"));
            var sent = Map.of(
                    "Hello", text("String", "There"),
                    "Help.Me", text("Number.float", "-1.5e3"),
                    "bytes",
                            MessageAttributeValue.builder()
                                    .dataType("Binary.png")
                                    .binaryValue(SdkBytes.fromByteArray(new byte[] {0, -1, 1}))
                                    .build());
            var answer = sqs.client.sendMessage(r -> r.queueUrl(url)
                    .messageBody("\ud83d\ude00 body")
                    .messageAttributes(sent)
                    .messageSystemAttributes(Map.of(
                            MessageSystemAttributeNameForSends.AWS_TRACE_HEADER,
                            MessageSystemAttributeValue.builder()
                                    .dataType("String")
                                    .stringValue("Root=1-5759e988-bd862e3fe1be46a994272793")
                                    .build())));

            assertThat(answer.md5OfMessageSystemAttributes()).isEqualTo("62a56dd927315f2b2e12832b84617ea5");
            assertThat(asked(sqs, url, "All")).isEqualTo(sent);
            assertThat(asked(sqs, url, ".*")).isEqualTo(sent);
            assertThat(asked(sqs, url, "Hel.*")).containsOnlyKeys("Hello", "Help.Me");
            assertThat(asked(sqs, url, "bytes", "none")).containsOnlyKeys("bytes");
            assertThat(asked(sqs, url)).isEmpty();
            assertThat(sqs.receive(url, r -> r.messageSystemAttributeNames(MessageSystemAttributeName.AWS_TRACE_HEADER))
                            .getFirst()
                            .attributesAsStrings())
                    .containsOnlyKeys("AWSTraceHeader");
        }
    }

    private static MessageAttributeValue text(String type, String value) {
        return MessageAttributeValue.builder().dataType(type).stringValue(value).build();
    }

    private static Map<String, MessageAttributeValue> asked(Fixture sqs, String url, String... names) {
        return sqs.receive(url, r -> r.messageAttributeNames(names)).getFirst().messageAttributes();
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void aMessageReceivedTooOftenGoesToTheDeadLetters(Fixture sqs) {
        try (sqs) {
            String dead = sqs.queue("dead");
            String url = sqs.queue("q", Map.of("RedrivePolicy", redrive(sqs.arn(dead), 2), "VisibilityTimeout", "1"));
            sqs.send(url, "poison");
            for (int i = 0; i < 2; i++) {
                assertThat(sqs.receive(url)).hasSize(1);
                sqs.clock.advance(Duration.ofSeconds(1));
            }

            assertThat(sqs.receive(url)).isEmpty();
            assertThat(sqs.attribute(url, "ApproximateNumberOfMessages")).isEqualTo("0");
            Message message = sqs.receive(dead, r -> r.messageSystemAttributeNames(MessageSystemAttributeName.ALL))
                    .getFirst();

            assertThat(message.body()).isEqualTo("poison");
            assertThat(message.attributesAsStrings())
                    .containsEntry("DeadLetterQueueSourceArn", sqs.arn(url))
                    .containsEntry("ApproximateReceiveCount", "3");
            assertThat(sqs.client
                            .listDeadLetterSourceQueues(r -> r.queueUrl(dead))
                            .queueUrls())
                    .containsExactly(url);
        }
    }

    static String redrive(String arn, int count) {
        return "{\"deadLetterTargetArn\":\"" + arn + "\",\"maxReceiveCount\":" + count + "}";
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void messagesOlderThanTheRetentionAreGone(Fixture sqs) {
        try (sqs) {
            String url = sqs.queue("q", Map.of("MessageRetentionPeriod", "60", "VisibilityTimeout", "0"));
            sqs.send(url, "old");
            sqs.clock.advance(Duration.ofSeconds(30));
            sqs.send(url, "new");
            sqs.clock.advance(Duration.ofSeconds(30));

            assertThat(bodies(sqs.receive(url))).containsExactly("new");
            assertThat(sqs.attribute(url, "ApproximateNumberOfMessages")).isEqualTo("1");
            sqs.service.housekeeping().clean();

            assertThat(sqs.rows("sqs_message")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void purgedAndDeletedQueuesLeaveNothing(Fixture sqs) {
        try (sqs) {
            String url = sqs.queue("q");
            sqs.send(url, "one", "two");
            Message message = sqs.receive(url, r -> r.maxNumberOfMessages(1)).getFirst();

            sqs.client.purgeQueue(r -> r.queueUrl(url));
            assertThat(refusal(() -> sqs.client.purgeQueue(r -> r.queueUrl(url))))
                    .startsWith("AWS.SimpleQueueService.PurgeQueueInProgress: Only one PurgeQueue operation on q");
            sqs.delete(url, message);
            assertThat(sqs.receive(url)).isEmpty();
            sqs.send(url, "three");
            sqs.clock.advance(Duration.ofSeconds(60));
            sqs.client.purgeQueue(r -> r.queueUrl(url));
            sqs.client.deleteQueue(r -> r.queueUrl(url));
            assertThat(refusal(() -> sqs.send(url, "four")))
                    .isEqualTo("AWS.SimpleQueueService.NonExistentQueue: The specified queue does not exist.");
            sqs.service.housekeeping().clean();

            assertThat(sqs.rows("sqs_message")).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void entriesOfABatchSucceedAndFailByThemselves(Fixture sqs) {
        try (sqs) {
            String url = sqs.queue("q");
            var sent = sqs.client.sendMessageBatch(r -> r.queueUrl(url)
                    .entries(
                            e -> e.id("good").messageBody("one"),
                            e -> e.id("bad").messageBody("\u0002"),
                            e -> e.id("late").messageBody("two").delaySeconds(1000)));
            assertThat(sent.successful()).extracting(e -> e.id()).containsExactly("good");
            assertThat(sent.failed())
                    .extracting(e -> e.id() + " " + e.code() + " " + e.senderFault())
                    .containsExactly("bad InvalidMessageContents true", "late InvalidParameterValue true");

            Message message = sqs.receive(url).getFirst();
            var hidden = sqs.client.changeMessageVisibilityBatch(r -> r.queueUrl(url)
                    .entries(
                            e -> e.id("a")
                                    .receiptHandle(message.receiptHandle())
                                    .visibilityTimeout(60),
                            e -> e.id("b").receiptHandle("none").visibilityTimeout(60)));
            assertThat(hidden.successful()).extracting(e -> e.id()).containsExactly("a");
            var deleted = sqs.client.deleteMessageBatch(r -> r.queueUrl(url)
                    .entries(
                            e -> e.id("a").receiptHandle("none"),
                            e -> e.id("b").receiptHandle(message.receiptHandle())));
            assertThat(deleted.failed()).extracting(e -> e.code()).containsExactly("ReceiptHandleIsInvalid");
            sqs.clock.advance(Duration.ofMinutes(2));

            assertThat(sqs.receive(url)).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void tasksMoveDeadLettersBackToWhereTheyCameFrom(Fixture sqs) {
        try (sqs) {
            String dead = sqs.queue("dead");
            String policy = redrive(sqs.arn(dead), 1);
            String a = sqs.queue("a", Map.of("RedrivePolicy", policy, "VisibilityTimeout", "0"));
            String b = sqs.queue("b", Map.of("RedrivePolicy", policy, "VisibilityTimeout", "0"));
            sqs.send(a, "of a");
            sqs.send(b, "of b");
            List.of(a, b).forEach(url -> {
                sqs.receive(url);
                assertThat(sqs.receive(url)).isEmpty();
            });
            assertThat(sqs.attribute(dead, "ApproximateNumberOfMessages")).isEqualTo("2");

            String arn = sqs.arn(dead);
            sqs.client.startMessageMoveTask(r -> r.sourceArn(arn));
            assertThat(refusal(() -> sqs.client.startMessageMoveTask(r -> r.sourceArn(arn))))
                    .contains("There is already a task running");
            while (sqs.service.tasks().step().isPresent()) {}

            var task = sqs.client
                    .listMessageMoveTasks(r -> r.sourceArn(arn))
                    .results()
                    .getFirst();
            assertThat(task.status()).isEqualTo("COMPLETED");
            assertThat(task.approximateNumberOfMessagesMoved()).isEqualTo(2);
            assertThat(bodies(sqs.receive(a))).containsExactly("of a");
            assertThat(bodies(sqs.receive(b))).containsExactly("of b");
        }
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void aTaskKeepsItsRateAndCanBeCancelled(Fixture sqs) {
        try (sqs) {
            String dead = sqs.queue("dead");
            String target = sqs.queue("target");
            sqs.queue("q", Map.of("RedrivePolicy", redrive(sqs.arn(dead), 1)));
            sqs.send(dead, "one", "two", "three");
            String handle = sqs.client
                    .startMessageMoveTask(r -> r.sourceArn(sqs.arn(dead))
                            .destinationArn(sqs.arn(target))
                            .maxNumberOfMessagesPerSecond(1))
                    .taskHandle();

            for (int i = 0; i < 5; i++) {
                assertThat(sqs.service.tasks().step()).isPresent();
            }
            assertThat(sqs.attribute(target, "ApproximateNumberOfMessages")).isEqualTo("1");
            sqs.clock.advance(Duration.ofSeconds(1));
            assertThat(sqs.service.tasks().step()).isPresent();

            assertThat(sqs.client
                            .cancelMessageMoveTask(r -> r.taskHandle(handle))
                            .approximateNumberOfMessagesMoved())
                    .isEqualTo(2);
            sqs.clock.advance(Duration.ofSeconds(1));
            assertThat(sqs.service.tasks().step()).isEmpty();
            assertThat(sqs.attribute(target, "ApproximateNumberOfMessages")).isEqualTo("2");
        }
    }
}
