package io.brume.serverless.sqs;

import static io.brume.serverless.sqs.Fixture.bodies;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brume.kernel.event.Destination.Undeliverable;
import io.brume.kernel.event.Message;
import io.brume.kernel.event.Outbox;
import io.brume.kernel.resource.Scope;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** What other services send to queues. */
class DeliveriesTest {

    private static final Scope SCOPE = new Scope("123456789012", "us-east-1");

    private final Fixture sqs = Fixture.onSqlite();

    @AfterEach
    void close() {
        sqs.close();
    }

    private static Message to(String arn, Map<String, String> attributes) {
        return new Message(SCOPE, "arn:aws:sns:us-east-1:123456789012:topic", arn, "{}", attributes, null, null);
    }

    @Test
    void theOutboxDeliversToAQueueThatIsWaitedFor() {
        String url = sqs.queue("q");
        try (var outbox = new Outbox(sqs.database, sqs.clock)) {
            outbox.register("sqs", sqs.service.destination());
            outbox.start();
            outbox.send(to(sqs.arn(url), Map.of()));

            assertThat(bodies(sqs.receive(url, r -> r.waitTimeSeconds(20)))).containsExactly("{}");
        }
    }

    @Test
    void attributesBecomeMessageAttributes() throws Exception {
        String url = sqs.fifo("q.fifo");
        sqs.service
                .destination()
                .deliver(to(
                        sqs.arn(url),
                        Map.of(
                                "MessageGroupId", "g",
                                "MessageDeduplicationId", "d",
                                "MessageAttribute.String.some.name", "v",
                                "MessageAttribute.Binary.bytes", "AAE=",
                                "Unrelated", "x")));

        var message = sqs.receive(url, r -> r.messageAttributeNames("All")).getFirst();
        assertThat(message.messageAttributes())
                .isEqualTo(Map.of(
                        "some.name",
                        MessageAttributeValue.builder()
                                .dataType("String")
                                .stringValue("v")
                                .build(),
                        "bytes",
                        MessageAttributeValue.builder()
                                .dataType("Binary")
                                .binaryValue(SdkBytes.fromByteArray(new byte[] {0, 1}))
                                .build()));
    }

    @Test
    void whatAQueueRefusesIsUndeliverable() {
        String fifo = sqs.arn(sqs.fifo("q.fifo"));
        for (Message message : new Message[] {
            to("arn:aws:sqs:us-east-1:123456789012:none", Map.of()), to(fifo, Map.of()), to("arn:aws:sqs:x", Map.of())
        }) {
            assertThatThrownBy(() -> sqs.service.destination().deliver(message)).isInstanceOf(Undeliverable.class);
        }
    }
}
