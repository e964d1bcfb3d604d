package io.brume.serverless.sqs;

import io.brume.kernel.database.Transaction;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Receive requests to FIFO queues that can be repeated: with the same attempt id, for five minutes, and while nobody touched what
 * they got, they get the same messages and receipt handles again.
 */
final class Attempts {

    private static final Duration REMEMBERED = Duration.ofMinutes(5);

    private Attempts() {}

    /** What an attempt got. */
    private record Earlier(String secret, List<Long> messages) {}

    /** What the attempt got before, hidden anew; empty when that cannot be repeated. */
    static Optional<List<Stored>> repeated(
            Transaction transaction, FifoStore store, Queue queue, String attempt, Store.Take take)
            throws SQLException {
        Optional<Earlier> earlier = transaction.first(
                "SELECT receipt, messages FROM sqs_attempt WHERE queue = ? AND attempt = ? AND expires > ?",
                row -> new Earlier(row.text("receipt"), numbers(row.text("messages"))),
                queue.id(),
                attempt,
                take.now());
        if (earlier.isEmpty() || earlier.get().messages.isEmpty()) {
            return Optional.empty();
        }
        List<Stored> messages = new ArrayList<>();
        for (long id : earlier.get().messages) {
            transaction
                    .first(
                            "SELECT * FROM sqs_message WHERE id = ? AND receipt = ? AND visible > ?",
                            Stored::of,
                            id,
                            earlier.get().secret,
                            take.now())
                    .ifPresent(messages::add);
        }
        if (messages.size() < earlier.get().messages.size()) {
            return Optional.empty();
        }
        for (Stored message : messages) {
            store.hide(transaction, queue, new Receipt(message.id(), message.receipt()), take.until());
        }
        return Optional.of(messages);
    }

    private static List<Long> numbers(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(",", -1)).map(Long::valueOf).toList();
    }

    /** Remembers what an attempt got. */
    static void note(Transaction transaction, Queue queue, String attempt, Store.Take take, List<Stored> received)
            throws SQLException {
        Instant expires = take.now().plus(REMEMBERED);
        transaction.update(
                "INSERT INTO sqs_attempt (queue, attempt, expires, receipt, messages) VALUES (?, ?, ?, ?, ?)"
                        + " ON CONFLICT (queue, attempt) DO UPDATE SET expires = excluded.expires,"
                        + " receipt = excluded.receipt, messages = excluded.messages",
                queue.id(),
                attempt,
                expires,
                take.secret(),
                received.stream().map(message -> String.valueOf(message.id())).collect(Collectors.joining(",")));
    }
}
