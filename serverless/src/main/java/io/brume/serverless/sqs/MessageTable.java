package io.brume.serverless.sqs;

import io.brume.kernel.database.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table of messages: the statements that standard and FIFO queues share. */
final class MessageTable {

    private static final String INSERT = "INSERT INTO sqs_message (queue, message_id, sent, visible, receives,"
            + " earlier_receives, first_received, receipt, sender, body, attributes, trace, message_group, deduplication,"
            + " source)";

    private MessageTable() {}

    /** Where a message is in its life. */
    record State(
            Instant sent,
            Instant visible,
            @Nullable String receipt,
            @Nullable String group) {

        boolean isInFlight(Instant now) {
            return receipt != null && visible.isAfter(now);
        }
    }

    /** A message's id and number. */
    record Sent(String messageId, long number) {}

    static Sent insert(Transaction transaction, Queue queue, NewMessage message, Instant now) throws SQLException {
        String messageId = UUID.randomUUID().toString();
        long number = transaction
                .first(
                        INSERT + " VALUES (?, ?, ?, ?, 0, 0, NULL, NULL, ?, ?, ?, ?, ?, ?, NULL) RETURNING id",
                        row -> row.number("id"),
                        queue.id(),
                        messageId,
                        now,
                        now.plusSeconds(message.delaySeconds()),
                        message.sender(),
                        message.body(),
                        Stored.written(message.attributes()),
                        message.trace(),
                        message.group(),
                        message.deduplication())
                .orElseThrow();
        return new Sent(messageId, number);
    }

    /** Hides a message that can be received until a moment; empty when another receiver was faster. */
    static Optional<Stored> take(Transaction transaction, long id, Instant now, Instant until, String secret)
            throws SQLException {
        return transaction.first(
                "UPDATE sqs_message SET visible = ?, receives = receives + 1, receipt = ?,"
                        + " first_received = COALESCE(first_received, ?) WHERE id = ? AND visible <= ? RETURNING *",
                Stored::of,
                until,
                secret,
                now,
                id,
                now);
    }

    static Optional<State> state(Transaction transaction, Queue queue, long id) throws SQLException {
        return transaction.first(
                "SELECT sent, visible, receipt, message_group FROM sqs_message WHERE id = ? AND queue = ?",
                row -> new State(
                        row.instant("sent"),
                        row.instant("visible"),
                        row.textOrNull("receipt"),
                        row.textOrNull("message_group")),
                id,
                queue.id());
    }

    static void hide(Transaction transaction, long id, Instant until) throws SQLException {
        transaction.update("UPDATE sqs_message SET visible = ? WHERE id = ?", until, id);
    }

    static boolean delete(Transaction transaction, long id) throws SQLException {
        return transaction.update("DELETE FROM sqs_message WHERE id = ?", id) == 1;
    }

    /**
     * Copies a message to another queue, behind all that is there.
     *
     * @param receives how many of its receives count on there
     * @param sent since when its retention counts; null to go on counting
     * @param source the ARN of the queue that put it aside; null when it comes back from there
     * @return the copy's number
     */
    static long copy(
            Transaction transaction,
            long id,
            long queue,
            Instant now,
            @Nullable Instant sent,
            int receives,
            @Nullable String source)
            throws SQLException {
        return transaction
                .first(
                        INSERT
                                + " SELECT ?, message_id, COALESCE(?, sent), ?, 0, ?, first_received, NULL, sender, body,"
                                + " attributes, trace, message_group, deduplication, ? FROM sqs_message WHERE id = ?"
                                + " RETURNING id",
                        row -> row.number("id"),
                        queue,
                        sent == null ? null : sent.toEpochMilli(),
                        now,
                        receives,
                        source,
                        id)
                .orElseThrow();
    }

    /** How many messages can be received, are being processed, and are delayed. */
    record Counts(long available, long inFlight, long delayed) {}

    static Counts count(Transaction transaction, Queue queue, Instant now) throws SQLException {
        return transaction
                .first(
                        "SELECT COALESCE(SUM(CASE WHEN visible <= ? THEN 1 ELSE 0 END), 0) AS available,"
                                + " COALESCE(SUM(CASE WHEN visible > ? AND receives > 0 THEN 1 ELSE 0 END), 0) AS in_flight,"
                                + " COALESCE(SUM(CASE WHEN visible > ? AND receives = 0 THEN 1 ELSE 0 END), 0) AS delayed"
                                + " FROM sqs_message WHERE queue = ? AND sent > ?",
                        row -> new Counts(row.number("available"), row.number("in_flight"), row.number("delayed")),
                        now,
                        now,
                        now,
                        queue.id(),
                        queue.expiry(now))
                .orElseThrow();
    }

    static long inFlight(Transaction transaction, Queue queue, Instant now) throws SQLException {
        return transaction.number(
                "SELECT COUNT(*) FROM sqs_message WHERE queue = ? AND visible > ? AND receives > 0", queue.id(), now);
    }

    /** When the next of the hidden messages can be received; empty when none is hidden. */
    static Optional<Instant> nextVisible(Transaction transaction, Queue queue, Instant now) throws SQLException {
        return transaction.first(
                "SELECT visible FROM sqs_message WHERE queue = ? AND visible > ? ORDER BY visible LIMIT 1",
                row -> row.instant("visible"),
                queue.id(),
                now);
    }

    /** Numbers of some of a queue's messages that are older than its retention. */
    static List<Long> expired(Transaction transaction, Queue queue, Instant now, int most) throws SQLException {
        return transaction.query(
                "SELECT id FROM sqs_message WHERE queue = ? AND sent <= ? LIMIT ?",
                row -> row.number("id"),
                queue.id(),
                queue.expiry(now),
                most);
    }
}
