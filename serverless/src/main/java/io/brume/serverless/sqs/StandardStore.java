package io.brume.serverless.sqs;

import io.brume.kernel.database.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Messages of standard queues: whatever can be received longest comes first. */
final class StandardStore implements Store {

    private static final String AVAILABLE =
            "SELECT id FROM sqs_message WHERE queue = ? AND visible <= ? AND sent > ? ORDER BY visible, id LIMIT ?";

    private final String available;

    /**
     * @param shared whether other servers take messages at the same time: each then passes over those that another is about to
     *     take, where it would otherwise wait for them in vain
     */
    StandardStore(boolean shared) {
        available = shared ? AVAILABLE + " FOR UPDATE SKIP LOCKED" : AVAILABLE;
    }

    @Override
    public MessageTable.Sent send(Transaction transaction, Queue queue, NewMessage message, Instant now)
            throws SQLException {
        return MessageTable.insert(transaction, queue, message, now);
    }

    @Override
    public boolean hasAny(Transaction transaction, Queue queue, Instant now) throws SQLException {
        return transaction
                .first(AVAILABLE, _ -> true, queue.id(), now, queue.expiry(now), 1)
                .isPresent();
    }

    @Override
    public Optional<Instant> next(Transaction transaction, Queue queue, Instant now) throws SQLException {
        return MessageTable.nextVisible(transaction, queue, now);
    }

    @Override
    public List<Stored> receive(Transaction transaction, Queue queue, Take take, DeadLetters deadLetters)
            throws SQLException {
        List<Stored> received = new ArrayList<>();
        while (received.size() < take.most()) {
            List<Long> candidates = transaction.query(
                    available,
                    row -> row.number("id"),
                    queue.id(),
                    take.now(),
                    queue.expiry(take.now()),
                    take.most() - received.size());
            for (long id : candidates) {
                Optional<Stored> stored = MessageTable.take(transaction, id, take.now(), take.until(), take.secret());
                if (stored.isPresent() && !deadLetters.took(transaction, this, queue, stored.get(), take.now())) {
                    received.add(stored.get());
                }
            }
            if (candidates.isEmpty() || !take.until().isAfter(take.now())) {
                break;
            }
        }
        return received;
    }

    @Override
    public void delete(Transaction transaction, Queue queue, Receipt receipt, String handle, Instant now)
            throws SQLException {
        transaction.update(
                "DELETE FROM sqs_message WHERE id = ? AND queue = ? AND receipt = ?",
                receipt.message(),
                queue.id(),
                receipt.secret());
    }

    @Override
    public void hide(Transaction transaction, Queue queue, Receipt receipt, Instant until) throws SQLException {
        MessageTable.hide(transaction, receipt.message(), until);
    }

    @Override
    public long copy(Transaction transaction, long id, Queue to, Copy copy) throws SQLException {
        return MessageTable.copy(transaction, id, to.id(), copy.now(), copy.sent(), copy.receives(), copy.source());
    }

    @Override
    public void remove(Transaction transaction, Queue queue, long id) throws SQLException {
        MessageTable.delete(transaction, id);
    }
}
