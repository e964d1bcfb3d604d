package io.brume.serverless.sqs;

import io.brume.kernel.database.Row;
import io.brume.kernel.shape.Shapes;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** A message as it is kept, just received. */
record Stored(
        long id,
        String messageId,
        Instant sent,
        int receives,
        int earlierReceives,
        Instant firstReceived,
        String receipt,
        String sender,
        String body,
        @Nullable String attributes,
        @Nullable String trace,
        @Nullable String group,
        @Nullable String deduplication,
        @Nullable String source) {

    static Stored of(Row row) throws SQLException {
        return new Stored(
                row.number("id"),
                row.text("message_id"),
                row.instant("sent"),
                row.integer("receives"),
                row.integer("earlier_receives"),
                row.instant("first_received"),
                row.text("receipt"),
                row.text("sender"),
                row.text("body"),
                row.textOrNull("attributes"),
                row.textOrNull("trace"),
                row.textOrNull("message_group"),
                row.textOrNull("deduplication"),
                row.textOrNull("source"));
    }

    /** Attributes as one text; null where there are none. */
    static @Nullable String written(Map<String, MessageAttributeValue> attributes) {
        return attributes.isEmpty()
                ? null
                : Shapes.json(Message.builder().messageAttributes(attributes).build());
    }

    Map<String, MessageAttributeValue> messageAttributes() {
        return attributes == null
                ? Map.of()
                : Shapes.parse(attributes, Message.class).messageAttributes();
    }

    /** What SQS itself tells of a message, by name. */
    Map<String, String> systemAttributes(Queue queue) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("SenderId", sender);
        all.put("SentTimestamp", String.valueOf(sent.toEpochMilli()));
        all.put("ApproximateReceiveCount", String.valueOf(earlierReceives + receives));
        all.put("ApproximateFirstReceiveTimestamp", String.valueOf(firstReceived.toEpochMilli()));
        put(all, "AWSTraceHeader", trace);
        put(all, "MessageGroupId", group);
        put(all, "DeadLetterQueueSourceArn", source);
        if (queue.isFifo()) {
            put(all, "MessageDeduplicationId", deduplication);
            all.put("SequenceNumber", sequence(id));
        }
        return all;
    }

    private static void put(Map<String, String> all, String name, @Nullable String value) {
        if (value != null) {
            all.put(name, value);
        }
    }

    /** Twenty digits that grow from message to message. */
    static String sequence(long id) {
        return String.format("1%019d", id);
    }
}
