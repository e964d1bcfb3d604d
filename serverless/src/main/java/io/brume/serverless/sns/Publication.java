package io.brume.serverless.sns;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;

/**
 * A message that is published to a topic.
 *
 * @param texts the message's text by protocol, where it differs from the default
 * @param deduplication the id given, else the message's hash where the topic has that for an id; null on standard topics
 */
record Publication(
        String id,
        Instant time,
        String message,
        Map<String, String> texts,
        @Nullable String subject,
        Map<String, MessageAttributeValue> attributes,
        @Nullable String group,
        @Nullable String deduplication) {

    static final int LARGEST = 256 << 10;

    /**
     * What somebody asked to publish, checked.
     *
     * @param structure {@code json} when the message holds a text a protocol
     */
    static Publication of(
            Topic topic,
            Instant time,
            @Nullable String message,
            @Nullable String structure,
            @Nullable String subject,
            Map<String, MessageAttributeValue> attributes,
            @Nullable String group,
            @Nullable String deduplication) {
        if (message == null || message.isEmpty()) {
            throw SnsErrors.invalid("Empty message");
        }
        checkSubject(subject);
        MessageAttributes.check(attributes);
        if (MessageAttributes.bytes(message) + MessageAttributes.size(attributes) > LARGEST) {
            throw SnsErrors.invalid("Message too long");
        }
        checkFifo(topic, group, deduplication);
        Map<String, String> texts = Map.of();
        String text = message;
        if (structure != null) {
            if (!structure.equals("json")) {
                throw SnsErrors.invalid("MessageStructure");
            }
            texts = texts(message);
            text = texts.getOrDefault("default", "");
        }
        String id = !topic.isFifo() || deduplication != null ? deduplication : sha256(message);
        return new Publication(UUID.randomUUID().toString(), time, text, texts, subject, attributes, group, id);
    }

    private static void checkSubject(@Nullable String subject) {
        if (subject == null) {
            return;
        }
        boolean printable = subject.chars().noneMatch(c -> c < ' ' || c == 127);
        if (subject.isEmpty() || subject.length() > 100 || !printable || subject.startsWith(" ")) {
            throw SnsErrors.invalid("Subject");
        }
    }

    static void checkFifo(Topic topic, @Nullable String group, @Nullable String deduplication) {
        if (!topic.isFifo()) {
            if (deduplication != null) {
                throw SnsErrors.invalid(
                        "MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter"
                                + " that is not valid for this topic type");
            }
            return;
        }
        if (group == null) {
            throw SnsErrors.invalid("The MessageGroupId parameter is required for FIFO topics");
        }
        if (deduplication == null && !topic.deduplicatesByContent()) {
            throw SnsErrors.invalid("The topic should either have ContentBasedDeduplication enabled or"
                    + " MessageDeduplicationId provided explicitly");
        }
        checkId("MessageGroupId", group);
        checkId("MessageDeduplicationId", deduplication);
    }

    private static void checkId(String parameter, @Nullable String id) {
        if (id != null && (id.isEmpty() || id.length() > 128 || id.chars().anyMatch(c -> c < '!' || c > '~'))) {
            throw SnsErrors.invalid(parameter + " Reason: " + parameter
                    + " can only include alphanumeric and punctuation characters. 1 to 128 in length");
        }
    }

    private static Map<String, String> texts(String message) {
        ObjectNode object = Json.object(message)
                .orElseThrow(() -> SnsErrors.invalid("Message Structure - JSON message body failed to parse"));
        Map<String, String> texts = new HashMap<>();
        object.forEachEntry((protocol, text) -> {
            if (text.isTextual()) {
                texts.put(protocol, text.textValue());
            }
        });
        if (!texts.containsKey("default")) {
            throw SnsErrors.invalid("Message Structure - No default entry in JSON message body");
        }
        return texts;
    }

    /** The text for a protocol. */
    String text(String protocol) {
        return texts.getOrDefault(protocol, message);
    }

    static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
