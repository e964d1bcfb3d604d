package io.brume.kernel.event;

import io.brume.kernel.resource.Scope;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that one service tells another.
 *
 * @param scope whose it is
 * @param source the ARN of what sends it, such as a bucket's or a rule's
 * @param destination the ARN of what receives it: a queue, a topic, a function, an event bus
 * @param body what the destination's API takes as the message, JSON for most
 * @param attributes what else the sender has to say, by names that the destination documents
 * @param group messages of one group to one destination arrive in the order in which they were sent; null for no order
 * @param deadLetter the ARN of the queue that gets it when it cannot be delivered; null to drop it
 */
public record Message(
        Scope scope,
        String source,
        String destination,
        String body,
        Map<String, String> attributes,
        @Nullable String group,
        @Nullable String deadLetter) {

    public Message {
        attributes = Map.copyOf(attributes);
    }

    /** Without attributes, order or dead letters. */
    public static Message of(Scope scope, String source, String destination, String body) {
        return new Message(scope, source, destination, body, Map.of(), null, null);
    }

    /** The service that receives it: {@code sqs} of {@code arn:aws:sqs:eu-west-1:123456789012:queue}. */
    public String service() {
        String[] parts = destination.split(":", 4);
        return parts.length < 4 ? "" : parts[2];
    }
}
