package io.brume.serverless.sqs;

import io.brume.kernel.database.Database;
import io.brume.kernel.database.Transaction;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** The messages of all queues. Every change is durable when its method returns. Thread-safe. */
final class Messages {

    /** Of a standard queue, and of a FIFO queue. */
    private static final int MOST_IN_FLIGHT = 120_000;

    private static final Duration LONGEST_VISIBILITY = Duration.ofSeconds(QueueAttributes.LONGEST_VISIBILITY);

    private final Database database;
    private final Clock clock;
    private final Arrivals arrivals;
    private final StandardStore standard;
    private final FifoStore fifo;

    /** At most how many messages of a queue are in flight, for all that this server knows, by the queue's id. */
    private final Map<Long, Long> inFlight = new ConcurrentHashMap<>();

    Messages(Database database, Clock clock, Arrivals arrivals) {
        this.database = database;
        this.clock = clock;
        this.arrivals = arrivals;
        standard = new StandardStore(database.isShared());
        fifo = new FifoStore(database.isShared());
    }

    Store store(Queue queue) {
        return queue.isFifo() ? fifo : standard;
    }

    /** Sends messages, all of them or none. */
    List<MessageTable.Sent> send(Queue queue, List<NewMessage> messages) {
        Instant now = clock.instant();
        Store store = store(queue);
        return database.write(transaction -> {
            List<MessageTable.Sent> sent = new ArrayList<>(messages.size());
            for (NewMessage message : messages) {
                sent.add(store.send(transaction, queue, message, now));
            }
            callAfter(transaction, queue, messages.size());
            return sent;
        });
    }

    private void callAfter(Transaction transaction, Queue queue, int receivers) {
        transaction.afterCommit(() -> arrivals.call(queue.arn(), receivers));
    }

    /** What a receive request asks for. {@code attempt} makes it repeatable in a FIFO queue; empty for none. */
    record Wanted(int most, Duration visibility, Optional<String> attempt) {}

    /** Receives what there is right now. */
    List<Stored> receive(Queue queue, Wanted wanted) {
        Instant now = clock.instant();
        Store store = store(queue);
        if (wanted.attempt.isEmpty() && !database.read(transaction -> store.hasAny(transaction, queue, now))) {
            return List.of();
        }
        var take = new Store.Take(wanted.most, now, now.plus(wanted.visibility), Receipt.secret(now));
        return database.write(transaction -> {
            if (wanted.attempt.isPresent()) {
                Optional<List<Stored>> earlier =
                        Attempts.repeated(transaction, fifo, queue, wanted.attempt.get(), take);
                if (earlier.isPresent()) {
                    return earlier.get();
                }
            }
            if (isFull(transaction, queue, wanted.most, now)) {
                if (queue.isFifo()) {
                    return List.of();
                }
                throw Refusal.tooManyInFlight(MOST_IN_FLIGHT);
            }
            List<Stored> received = store.receive(transaction, queue, take, new DeadLetters(queue, arrivals));
            if (wanted.attempt.isPresent()) {
                Attempts.note(transaction, queue, wanted.attempt.get(), take, received);
            }
            if (!received.isEmpty() && wanted.visibility.toSeconds() <= QueueAttributes.LONGEST_WAIT) {
                callAfter(transaction, queue, 1); // whoever waits has to learn when they come back
            }
            return received;
        });
    }

    /** Counts only when there may be too many: receives are counted here, and all else makes them fewer. */
    private boolean isFull(Transaction transaction, Queue queue, int more, Instant now) throws SQLException {
        long atMost = inFlight.merge(queue.id(), (long) more, Long::sum);
        if (atMost <= MOST_IN_FLIGHT && atMost != more) {
            return false;
        }
        long counted = MessageTable.inFlight(transaction, queue, now);
        inFlight.put(queue.id(), counted + more);
        return counted >= MOST_IN_FLIGHT;
    }

    /** When there may be something to receive, if nothing else happens. */
    Optional<Instant> next(Queue queue) {
        Instant now = clock.instant();
        return database.read(transaction -> store(queue).next(transaction, queue, now));
    }

    void delete(Queue queue, String handle) {
        Receipt receipt = Receipt.of(queue, handle);
        Instant now = clock.instant();
        database.change(transaction -> {
            store(queue).delete(transaction, queue, receipt, handle, now);
            if (queue.isFifo()) {
                callAfter(transaction, queue, 1); // the rest of the group
            }
        });
    }

    /** Hides a message in flight for so long from now. */
    void hide(Queue queue, String handle, int seconds) {
        if (seconds < 0 || seconds > QueueAttributes.LONGEST_VISIBILITY) {
            throw Refusal.value(
                    seconds,
                    "VisibilityTimeout",
                    "Must be >= 0 and <= " + QueueAttributes.LONGEST_VISIBILITY + ", if provided.");
        }
        Receipt receipt = Receipt.of(queue, handle);
        Instant now = clock.instant();
        Instant until = now.plusSeconds(seconds);
        if (until.isAfter(receipt.received().plus(LONGEST_VISIBILITY))) {
            throw Refusal.value(
                    seconds,
                    "VisibilityTimeout",
                    "Total VisibilityTimeout for the message is beyond the limit [" + QueueAttributes.LONGEST_VISIBILITY
                            + " seconds]");
        }
        database.change(transaction -> {
            MessageTable.State state = MessageTable.state(transaction, queue, receipt.message())
                    .filter(found -> receipt.secret().equals(found.receipt()))
                    .orElseThrow(() -> Refusal.value(
                            handle,
                            "ReceiptHandle",
                            "Message does not exist or is not available for visibility timeout change."));
            if (!state.isInFlight(now)) {
                throw Refusal.notInFlight();
            }
            store(queue).hide(transaction, queue, receipt, until);
            callAfter(transaction, queue, 1);
        });
    }

    /** What is done for one entry of a batch. */
    @FunctionalInterface
    interface Entry {
        void run() throws AwsServiceException;
    }

    /** Does several things durably at once; an entry that is refused, before it changes anything, keeps none from the others. */
    List<Optional<AwsServiceException>> all(List<Entry> entries) {
        return database.write(_ -> {
            List<Optional<AwsServiceException>> outcomes = new ArrayList<>(entries.size());
            for (Entry entry : entries) {
                try {
                    entry.run();
                    outcomes.add(Optional.empty());
                } catch (AwsServiceException e) {
                    outcomes.add(Optional.of(e));
                }
            }
            return outcomes;
        });
    }

    /** Forgets what it knows of a queue that is gone. */
    void forget(long queue) {
        inFlight.remove(queue);
    }

    MessageTable.Counts count(Queue queue) {
        Instant now = clock.instant();
        return database.read(transaction -> MessageTable.count(transaction, queue, now));
    }
}
