package io.brume.serverless.sqs;

import io.brume.kernel.event.Destination;
import io.brume.kernel.event.Message;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/**
 * Puts what other services send into queues. A message's body is the queue message's; of its attributes {@code MessageGroupId} and
 * {@code MessageDeduplicationId} are those of FIFO queues, and {@code MessageAttribute.<DataType>.<Name>} is a message attribute, with
 * Base64 for binary values. A data type with a label of its own, such as {@code Number.float}, has its period as a colon. What a
 * queue refuses is undeliverable.
 */
final class QueueDestination implements Destination {

    private static final String ATTRIBUTE = "MessageAttribute.";

    private final Queues queues;
    private final Messages messages;

    QueueDestination(Queues queues, Messages messages) {
        this.queues = queues;
        this.messages = messages;
    }

    @Override
    public void deliver(Message message) throws Undeliverable {
        Queue queue = QueueName.ofArn(message.destination())
                .flatMap(queues::find)
                .orElseThrow(() -> new Undeliverable("there is no queue " + message.destination()));
        SendMessageRequest request = SendMessageRequest.builder()
                .messageBody(message.body())
                .messageGroupId(message.attributes().get("MessageGroupId"))
                .messageDeduplicationId(message.attributes().get("MessageDeduplicationId"))
                .messageAttributes(attributes(message.attributes()))
                .build();
        NewMessage checked;
        try {
            checked = NewMessage.of(queue, message.scope().account(), request);
        } catch (AwsServiceException e) {
            throw new Undeliverable("queue " + message.destination() + " refuses it: " + Refusal.message(e));
        }
        messages.send(queue, List.of(checked));
    }

    private static Map<String, MessageAttributeValue> attributes(Map<String, String> all) throws Undeliverable {
        Map<String, MessageAttributeValue> attributes = new HashMap<>();
        for (var attribute : all.entrySet()) {
            if (attribute.getKey().startsWith(ATTRIBUTE)) {
                String[] parts =
                        attribute.getKey().substring(ATTRIBUTE.length()).split("\\.", 2);
                if (parts.length == 2) {
                    attributes.put(parts[1], value(parts[0].replace(':', '.'), attribute.getValue()));
                }
            }
        }
        return attributes;
    }

    private static MessageAttributeValue value(String type, String value) throws Undeliverable {
        var attribute = MessageAttributeValue.builder().dataType(type);
        if (!type.startsWith("Binary")) {
            return attribute.stringValue(value).build();
        }
        try {
            return attribute
                    .binaryValue(SdkBytes.fromByteArray(Base64.getDecoder().decode(value)))
                    .build();
        } catch (IllegalArgumentException e) {
            throw new Undeliverable("the value of a binary attribute is no Base64");
        }
    }
}
