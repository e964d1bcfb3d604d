package io.brume.serverless.sqs;

import static io.brume.serverless.sqs.Fixture.bodies;
import static io.brume.serverless.sqs.Fixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/** Order, groups and deduplication, on every database. */
class FifoQueuesTest {

    private static final String EACH = "io.brume.serverless.sqs.Fixture#each";

    @ParameterizedTest
    @MethodSource(EACH)
    void oneBatchOfAGroupIsInFlightAtATime(Fixture sqs) {
        try (sqs) {
            String url = sqs.fifo("q.fifo");
            sqs.sendTo(url, "a", "a1", "a2", "a3");
            sqs.sendTo(url, "b", "b1");

            List<Message> first = sqs.receive(url, r -> r.maxNumberOfMessages(2));
            assertThat(bodies(first)).containsExactly("a1", "a2");
            assertThat(bodies(sqs.receive(url))).containsExactly("b1");
            sqs.delete(url, first.getFirst());
            assertThat(sqs.receive(url)).isEmpty();
            sqs.delete(url, first.getLast());

            assertThat(bodies(sqs.receive(url))).containsExactly("a3");
        }
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void whatIsNotDeletedComesBackBeforeWhatFollows(Fixture sqs) {
        try (sqs) {
            String url = sqs.fifo("q.fifo");
            sqs.sendTo(url, "a", "a1", "a2", "a3");
            List<Message> taken = sqs.receive(url, r -> r.maxNumberOfMessages(2));
            sqs.client.changeMessageVisibility(r -> r.queueUrl(url)
                    .receiptHandle(taken.getFirst().receiptHandle())
                    .visibilityTimeout(0));

            assertThat(sqs.receive(url)).isEmpty(); // a2 is in flight
            sqs.delete(url, taken.getLast());
            assertThat(bodies(sqs.receive(url))).containsExactly("a1", "a3");
            sqs.clock.advance(Duration.ofSeconds(30));
            assertThat(bodies(sqs.receive(url))).containsExactly("a1", "a3");
        }
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void anExpiredReceiptHandleDeletesNothing(Fixture sqs) {
        try (sqs) {
            String url = sqs.fifo("q.fifo");
            sqs.sendTo(url, "a", "a1");
            Message message = sqs.receive(url).getFirst();
            sqs.clock.advance(Duration.ofSeconds(30));

            assertThat(refusal(() -> sqs.delete(url, message)))
                    .isEqualTo("InvalidParameterValue: Value " + message.receiptHandle()
                            + " for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.");
            assertThat(sqs.receive(url)).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void aRepeatedMessageIsTakenOnceInFiveMinutes(Fixture sqs) {
        try (sqs) {
            String url = sqs.fifo("q.fifo");
            var first =
                    sqs.client.sendMessage(r -> r.queueUrl(url).messageBody("x").messageGroupId("a"));
            var again =
                    sqs.client.sendMessage(r -> r.queueUrl(url).messageBody("x").messageGroupId("b"));
            assertThat(again.messageId()).isEqualTo(first.messageId());
            assertThat(again.sequenceNumber()).isEqualTo(first.sequenceNumber());
            sqs.delete(url, sqs.receive(url).getFirst());
            sqs.sendTo(url, "a", "x");
            assertThat(sqs.receive(url)).isEmpty();

            sqs.clock.advance(Duration.ofSeconds(300));
            var later =
                    sqs.client.sendMessage(r -> r.queueUrl(url).messageBody("x").messageGroupId("a"));

            assertThat(sqs.receive(url)).hasSize(1);
            assertThat(later.sequenceNumber()).hasSize(20).isGreaterThan(first.sequenceNumber());
        }
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void groupsCanTellRepeatedMessagesByThemselves(Fixture sqs) {
        try (sqs) {
            String url = sqs.queue(
                    "q.fifo",
                    Map.of(
                            "FifoQueue", "true",
                            "DeduplicationScope", "messageGroup",
                            "FifoThroughputLimit", "perMessageGroupId"));
            for (String group : List.of("a", "b", "a")) {
                sqs.client.sendMessage(r ->
                        r.queueUrl(url).messageBody(group).messageGroupId(group).messageDeduplicationId("1"));
            }

            assertThat(bodies(sqs.receive(url))).containsExactly("a", "b");
            assertThat(refusal(() -> sqs.sendTo(url, "a", "x"))).contains("ContentBasedDeduplication");
        }
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void aReceiveCanBeRepeatedByItsAttempt(Fixture sqs) {
        try (sqs) {
            String url = sqs.fifo("q.fifo");
            sqs.sendTo(url, "a", "a1");
            List<Message> first = sqs.receive(url, r -> r.receiveRequestAttemptId("try"));
            sqs.clock.advance(Duration.ofSeconds(20));

            assertThat(sqs.receive(url, r -> r.receiveRequestAttemptId("try"))).isEqualTo(first);
            sqs.clock.advance(Duration.ofSeconds(20)); // hidden for thirty seconds anew
            assertThat(sqs.receive(url)).isEmpty();
            sqs.delete(url, first.getFirst());
            assertThat(sqs.receive(url, r -> r.receiveRequestAttemptId("try"))).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void aDeadLetterFreesItsGroup(Fixture sqs) {
        try (sqs) {
            String dead = sqs.fifo("dead.fifo");
            String url = sqs.queue(
                    "q.fifo",
                    Map.of(
                            "FifoQueue", "true",
                            "ContentBasedDeduplication", "true",
                            "VisibilityTimeout", "1",
                            "RedrivePolicy", StandardQueuesTest.redrive(sqs.arn(dead), 1)));
            sqs.sendTo(url, "a", "poison", "good");
            assertThat(bodies(sqs.receive(url, r -> r.maxNumberOfMessages(1)))).containsExactly("poison");
            sqs.clock.advance(Duration.ofSeconds(1));

            assertThat(bodies(sqs.receive(url, r -> r.maxNumberOfMessages(1)))).containsExactly("good");
            Message put = sqs.receive(dead, r -> r.messageSystemAttributeNames(MessageSystemAttributeName.ALL))
                    .getFirst();
            assertThat(put.body()).isEqualTo("poison");
            assertThat(put.attributesAsStrings()).containsEntry("MessageGroupId", "a");
        }
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void expiredMessagesFreeTheirGroup(Fixture sqs) {
        try (sqs) {
            String url = sqs.queue(
                    "q.fifo",
                    Map.of(
                            "FifoQueue", "true",
                            "ContentBasedDeduplication", "true",
                            "MessageRetentionPeriod", "60"));
            sqs.sendTo(url, "a", "a1");
            sqs.clock.advance(Duration.ofSeconds(50));
            sqs.sendTo(url, "a", "a2");
            sqs.clock.advance(Duration.ofSeconds(10));

            assertThat(bodies(sqs.receive(url))).containsExactly("a2");
            sqs.clock.advance(Duration.ofSeconds(50));
            sqs.service.housekeeping().clean();
            assertThat(sqs.rows("sqs_group")).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource(EACH)
    void whatAFifoQueueNeedsIsAskedFor(Fixture sqs) {
        try (sqs) {
            String url = sqs.fifo("q.fifo");

            assertThat(refusal(() -> sqs.send(url, "x")))
                    .isEqualTo("MissingParameter: The request must contain the parameter MessageGroupId.");
            assertThat(refusal(() -> sqs.client.sendMessage(r ->
                            r.queueUrl(url).messageBody("x").messageGroupId("a").delaySeconds(2))))
                    .isEqualTo(
                            "InvalidParameterValue: Value 2 for parameter DelaySeconds is invalid. Reason: The request"
                                    + " include parameter that is not valid for this queue type.");
            assertThat(refusal(() -> sqs.sendTo(url, "with space", "x"))).contains("MessageGroupId");
        }
    }
}
