package io.brume.serverless.sqs;

import io.brume.kernel.database.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The messages of one kind of queue. Every method is part of the transaction that it is given. */
sealed interface Store permits StandardStore, FifoStore {

    /** What one receive request asks for. */
    record Take(int most, Instant now, Instant until, String secret) {}

    /** Keeps a message; a FIFO queue answers a repeated one with what it answered first. */
    MessageTable.Sent send(Transaction transaction, Queue queue, NewMessage message, Instant now) throws SQLException;

    /** Whether there is anything to receive. */
    boolean hasAny(Transaction transaction, Queue queue, Instant now) throws SQLException;

    /** When there may be something to receive, if nothing else happens. */
    Optional<Instant> next(Transaction transaction, Queue queue, Instant now) throws SQLException;

    /** Receives messages; those that were received too often go to the dead letters instead. */
    List<Stored> receive(Transaction transaction, Queue queue, Take take, DeadLetters deadLetters) throws SQLException;

    /** Deletes a received message; does nothing when it is gone. */
    void delete(Transaction transaction, Queue queue, Receipt receipt, String handle, Instant now) throws SQLException;

    /** Hides a message that is in flight until another moment. */
    void hide(Transaction transaction, Queue queue, Receipt receipt, Instant until) throws SQLException;

    /** Adds a copy of a message of another queue of the same kind; returns its number. */
    long copy(Transaction transaction, long id, Queue to, Copy copy) throws SQLException;

    /** Removes a message, whoever holds it. */
    void remove(Transaction transaction, Queue queue, long id) throws SQLException;

    /** How a message gets from one queue to another: see {@link MessageTable#copy}. */
    record Copy(
            Instant now,
            @Nullable Instant sent,
            int receives,
            @Nullable String source) {}
}
