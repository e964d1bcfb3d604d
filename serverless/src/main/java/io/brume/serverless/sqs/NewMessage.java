package io.brume.serverless.sqs;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/**
 * A message that keeps the rules of the queue that it is for.
 *
 * @param delaySeconds how long it stays hidden
 * @param trace AWS X-Ray's header
 * @param group the message group; in standard queues it is kept and has no effect
 * @param deduplication what tells it from others in a FIFO queue; null in standard queues
 */
record NewMessage(
        String sender,
        String body,
        Map<String, MessageAttributeValue> attributes,
        Map<String, MessageSystemAttributeValue> systemAttributes,
        int delaySeconds,
        @Nullable String group,
        @Nullable String deduplication) {

    private static final String TRACE = "AWSTraceHeader";

    /**
     * Checks a message, and refuses it in SQS's words.
     *
     * @param sender who sends it, as receivers are told
     */
    static NewMessage of(Queue queue, String sender, SendMessageRequest request) {
        String body = request.messageBody();
        Map<String, MessageAttributeValue> attributes = request.messageAttributes();
        MessageRules.checkBody(body);
        MessageRules.checkAttributes(attributes);
        int most = queue.number("MaximumMessageSize");
        if (MessageRules.size(body, attributes) > most) {
            throw Refusal.parameter(
                    "One or more parameters are invalid. Reason: Message must be shorter than " + most + " bytes.");
        }
        checkSystemAttributes(request.messageSystemAttributesAsStrings());
        return new NewMessage(
                sender,
                body,
                attributes,
                request.messageSystemAttributesAsStrings(),
                delay(queue, request.delaySeconds()),
                group(queue, request.messageGroupId()),
                deduplication(queue, request.messageDeduplicationId(), body));
    }

    private static void checkSystemAttributes(Map<String, MessageSystemAttributeValue> attributes) {
        attributes.forEach((name, value) -> {
            if (!name.equals(TRACE)) {
                throw Refusal.parameter("Message system attribute name '" + name + "' is invalid.");
            }
            if (!"String".equals(value.dataType())
                    || value.stringValue() == null
                    || value.stringValue().isEmpty()) {
                throw Refusal.parameter(
                        "The message system attribute '" + name
                                + "' must contain non-empty message system attribute value for message attribute type 'String'.");
            }
        });
    }

    private static int delay(Queue queue, @Nullable Integer seconds) {
        if (seconds == null || queue.isFifo() && seconds == 0) {
            return queue.number("DelaySeconds");
        }
        if (queue.isFifo()) {
            throw Refusal.value(
                    seconds, "DelaySeconds", "The request include parameter that is not valid for this queue type.");
        }
        if (seconds < 0 || seconds > QueueAttributes.LONGEST_DELAY) {
            throw Refusal.value(
                    seconds, "DelaySeconds", "DelaySeconds must be >= 0 and <= " + QueueAttributes.LONGEST_DELAY + ".");
        }
        return seconds;
    }

    private static @Nullable String group(Queue queue, @Nullable String group) {
        if (group == null) {
            if (queue.isFifo()) {
                throw Refusal.missing("MessageGroupId");
            }
            return null;
        }
        MessageRules.checkId("MessageGroupId", group);
        return group;
    }

    private static @Nullable String deduplication(Queue queue, @Nullable String id, String body) {
        if (!queue.isFifo()) {
            if (id != null) {
                throw Refusal.value(
                        id,
                        "MessageDeduplicationId",
                        "The request includes a parameter that is not valid for this queue type.");
            }
            return null;
        }
        if (id != null) {
            MessageRules.checkId("MessageDeduplicationId", id);
            return id;
        }
        if (!queue.is("ContentBasedDeduplication")) {
            throw Refusal.parameter("The queue should either have ContentBasedDeduplication enabled or"
                    + " MessageDeduplicationId provided explicitly");
        }
        return Digests.sha256(body);
    }

    @Nullable
    String trace() {
        MessageSystemAttributeValue trace = systemAttributes.get(TRACE);
        return trace == null ? null : trace.stringValue();
    }

    /** The digest of the system attributes, made as that of others; null where there are none. */
    @Nullable
    String systemDigest() {
        String trace = trace();
        return trace == null
                ? null
                : Digests.md5(Map.of(
                        TRACE,
                        MessageAttributeValue.builder()
                                .dataType("String")
                                .stringValue(trace)
                                .build()));
    }
}
