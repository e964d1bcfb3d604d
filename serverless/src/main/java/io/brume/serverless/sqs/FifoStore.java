package io.brume.serverless.sqs;

import static java.util.Objects.requireNonNull;

import io.brume.kernel.database.Transaction;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Messages of FIFO queues. Each group that has messages has a row that says when it can next be received from: no earlier than its
 * first message, and not while any of it is in flight. Messages in flight are always the first of their group, and never more than
 * one request takes, so that a look at as many tells the group's state.
 */
final class FifoStore implements Store {

    private static final Duration REMEMBERED = Duration.ofMinutes(5);
    private static final int MOST_IN_FLIGHT_OF_A_GROUP = 10;

    private static final String AVAILABLE = "SELECT message_group FROM sqs_group WHERE queue = ? AND available <= ?"
            + " ORDER BY available, head LIMIT 1";

    private final String available;

    /** @param shared whether other servers take messages at the same time */
    FifoStore(boolean shared) {
        available = shared ? AVAILABLE + " FOR UPDATE SKIP LOCKED" : AVAILABLE;
    }

    @Override
    public MessageTable.Sent send(Transaction transaction, Queue queue, NewMessage message, Instant now)
            throws SQLException {
        String group = requireNonNull(message.group());
        String id = requireNonNull(message.deduplication());
        String scope = queue.text("DeduplicationScope").equals("messageGroup") ? group : "";
        boolean fresh = transaction.update(
                        "INSERT INTO sqs_deduplication (queue, message_group, deduplication, expires, message_id, sequence)"
                                + " VALUES (?, ?, ?, ?, '', 0) ON CONFLICT (queue, message_group, deduplication)"
                                + " DO UPDATE SET expires = excluded.expires WHERE sqs_deduplication.expires <= ?",
                        queue.id(),
                        scope,
                        id,
                        now.plus(REMEMBERED),
                        now)
                == 1;
        if (!fresh) {
            return transaction
                    .first(
                            "SELECT message_id, sequence FROM sqs_deduplication"
                                    + " WHERE queue = ? AND message_group = ? AND deduplication = ?",
                            row -> new MessageTable.Sent(row.text("message_id"), row.number("sequence")),
                            queue.id(),
                            scope,
                            id)
                    .orElseThrow();
        }
        boolean first = lockForSending(transaction, queue.id(), group, now.plusSeconds(message.delaySeconds()));
        MessageTable.Sent sent = MessageTable.insert(transaction, queue, message, now);
        if (first) {
            setHead(transaction, queue.id(), group, sent.number());
        }
        transaction.update(
                "UPDATE sqs_deduplication SET message_id = ?, sequence = ?"
                        + " WHERE queue = ? AND message_group = ? AND deduplication = ?",
                sent.messageId(),
                sent.number(),
                queue.id(),
                scope,
                id);
        return sent;
    }

    /**
     * Keeps others from the group until the transaction ends, so that numbers within it grow in the order of commits.
     *
     * @return whether the group is new
     */
    private static boolean lockForSending(Transaction transaction, long queue, String group, Instant visible)
            throws SQLException {
        return transaction
                        .first(
                                "INSERT INTO sqs_group (queue, message_group, available, head) VALUES (?, ?, ?, -1)"
                                        + " ON CONFLICT (queue, message_group) DO UPDATE SET head = sqs_group.head"
                                        + " RETURNING head",
                                row -> row.number("head"),
                                queue,
                                group,
                                visible)
                        .orElseThrow()
                < 0;
    }

    private static void setHead(Transaction transaction, long queue, String group, long head) throws SQLException {
        transaction.update("UPDATE sqs_group SET head = ? WHERE queue = ? AND message_group = ?", head, queue, group);
    }

    /** Keeps others from the group until the transaction ends. */
    private static void lock(Transaction transaction, long queue, String group) throws SQLException {
        transaction.update("UPDATE sqs_group SET head = head WHERE queue = ? AND message_group = ?", queue, group);
    }

    @Override
    public boolean hasAny(Transaction transaction, Queue queue, Instant now) throws SQLException {
        return transaction.first(AVAILABLE, _ -> true, queue.id(), now).isPresent();
    }

    @Override
    public Optional<Instant> next(Transaction transaction, Queue queue, Instant now) throws SQLException {
        return transaction.first(
                "SELECT available FROM sqs_group WHERE queue = ? AND available > ? ORDER BY available LIMIT 1",
                row -> row.instant("available"),
                queue.id(),
                now);
    }

    @Override
    public List<Stored> receive(Transaction transaction, Queue queue, Take take, DeadLetters deadLetters)
            throws SQLException {
        List<Stored> received = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        while (received.size() < take.most()) {
            Optional<String> group =
                    transaction.first(available, row -> row.text("message_group"), queue.id(), take.now());
            if (group.isEmpty() || !seen.add(group.get())) {
                break;
            }
            if (transaction.update(
                            "UPDATE sqs_group SET available = ? WHERE queue = ? AND message_group = ? AND available <= ?",
                            take.until(),
                            queue.id(),
                            group.get(),
                            take.now())
                    == 1) {
                boolean again = receive(transaction, queue, group.get(), take, deadLetters, received);
                settle(transaction, queue.id(), group.get());
                if (again) {
                    seen.remove(group.get());
                }
            }
        }
        return received;
    }

    /** Receives from one group; returns whether some of its messages were put aside, so that there may be more. */
    private boolean receive(
            Transaction transaction,
            Queue queue,
            String group,
            Take take,
            DeadLetters deadLetters,
            List<Stored> received)
            throws SQLException {
        boolean putAside = false;
        Instant expiry = queue.expiry(take.now());
        for (Member member : members(transaction, queue.id(), group, take.most() - received.size())) {
            if (!member.sent.isAfter(expiry)) {
                MessageTable.delete(transaction, member.id);
                putAside = true;
                continue;
            }
            Optional<Stored> stored =
                    MessageTable.take(transaction, member.id, take.now(), take.until(), take.secret());
            if (stored.isEmpty()) {
                return false; // not due yet, and nothing may overtake it
            }
            if (deadLetters.took(transaction, this, queue, stored.get(), take.now())) {
                putAside = true;
            } else {
                received.add(stored.get());
            }
        }
        return putAside && received.isEmpty();
    }

    /** One of the first messages of a group. */
    private record Member(long id, Instant sent, Instant visible, int receives) {}

    private static List<Member> members(Transaction transaction, long queue, String group, int most)
            throws SQLException {
        return transaction.query(
                "SELECT id, sent, visible, receives FROM sqs_message WHERE queue = ? AND message_group = ?"
                        + " ORDER BY id LIMIT ?",
                row -> new Member(
                        row.number("id"), row.instant("sent"), row.instant("visible"), row.integer("receives")),
                queue,
                group,
                most);
    }

    /** Brings a group's row in line with its messages. */
    private static void settle(Transaction transaction, long queue, String group) throws SQLException {
        List<Member> first = members(transaction, queue, group, MOST_IN_FLIGHT_OF_A_GROUP);
        if (first.isEmpty()) {
            transaction.update("DELETE FROM sqs_group WHERE queue = ? AND message_group = ?", queue, group);
            return;
        }
        Instant available = first.getFirst().visible;
        for (Member member : first) {
            if (member.receives > 0 && member.visible.isAfter(available)) {
                available = member.visible;
            }
        }
        transaction.update(
                "UPDATE sqs_group SET available = ?, head = ? WHERE queue = ? AND message_group = ?",
                available,
                first.getFirst().id,
                queue,
                group);
    }

    @Override
    public void delete(Transaction transaction, Queue queue, Receipt receipt, String handle, Instant now)
            throws SQLException {
        Optional<MessageTable.State> found = MessageTable.state(transaction, queue, receipt.message());
        if (found.isEmpty()) {
            return;
        }
        String group = requireNonNull(found.get().group());
        lock(transaction, queue.id(), group);
        MessageTable.State state =
                MessageTable.state(transaction, queue, receipt.message()).orElse(null);
        if (state == null) {
            return;
        }
        if (!receipt.secret().equals(state.receipt()) || !state.isInFlight(now)) {
            throw Refusal.value(handle, "ReceiptHandle", "The receipt handle has expired.");
        }
        MessageTable.delete(transaction, receipt.message());
        settle(transaction, queue.id(), group);
    }

    @Override
    public void hide(Transaction transaction, Queue queue, Receipt receipt, Instant until) throws SQLException {
        Optional<MessageTable.State> state = MessageTable.state(transaction, queue, receipt.message());
        if (state.isPresent()) {
            String group = requireNonNull(state.get().group());
            lock(transaction, queue.id(), group);
            MessageTable.hide(transaction, receipt.message(), until);
            settle(transaction, queue.id(), group);
        }
    }

    @Override
    public long copy(Transaction transaction, long id, Queue to, Copy copy) throws SQLException {
        String group = transaction
                .first("SELECT message_group FROM sqs_message WHERE id = ?", row -> row.text("message_group"), id)
                .orElseThrow();
        boolean first = lockForSending(transaction, to.id(), group, copy.now());
        long number =
                MessageTable.copy(transaction, id, to.id(), copy.now(), copy.sent(), copy.receives(), copy.source());
        if (first) {
            setHead(transaction, to.id(), group, number);
        }
        return number;
    }

    @Override
    public void remove(Transaction transaction, Queue queue, long id) throws SQLException {
        Optional<MessageTable.State> state = MessageTable.state(transaction, queue, id);
        if (state.isPresent()) {
            String group = requireNonNull(state.get().group());
            lock(transaction, queue.id(), group);
            MessageTable.delete(transaction, id);
            settle(transaction, queue.id(), group);
        }
    }
}
