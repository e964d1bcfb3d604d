package io.brume.serverless.lambda;

import io.brume.kernel.database.Database;
import io.brume.kernel.resource.Scope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asynchronous invocations: kept until they are done, so that a killed server's are taken up by the next one. Servers that share a
 * database share the work. Thread-safe.
 */
final class EventQueue implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EventQueue.class);

    /** How many run at once. */
    private static final int PLACES = 128;

    /** Longer than any function may run, with its start. */
    private static final Duration LEASE = Duration.ofMinutes(17);

    private static final Duration LONGEST_CLOSING = Duration.ofSeconds(5);
    private static final long POLL_MILLIS = 1_000;

    /**
     * One event.
     *
     * @param attempts how often the function has run for it
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Event(long id, FunctionRef ref, String requestId, byte[] payload, int attempts, Instant created) {}

    /** Runs events. */
    interface Runner {
        /**
         * Runs the function once for an event, and tells whoever is to know when that was the last time.
         *
         * @return when it is to run again; null when it is done
         */
        @Nullable
        Again run(Event event);
    }

    /**
     * When an event is to run again.
     *
     * @param counts whether the function has run at all
     */
    record Again(Duration pause, boolean counts) {}

    private final Database database;
    private final Clock clock;
    private final Map<Long, Thread> running = new ConcurrentHashMap<>();
    private final Semaphore work = new Semaphore(0);
    private volatile boolean closed;
    private @Nullable Thread dispatcher;

    EventQueue(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Keeps an event; it is durable when this returns, or with the transaction that this is called in. */
    void add(FunctionRef ref, String requestId, byte[] payload) {
        Instant now = clock.instant();
        database.change(transaction -> {
            transaction.update(
                    "INSERT INTO lambda_event (account, region, function, qualifier, request, payload, attempts, created,"
                            + " due) VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?)",
                    ref.scope().account(),
                    ref.scope().region(),
                    ref.name(),
                    ref.qualifier() == null ? "" : ref.qualifier(),
                    requestId,
                    payload,
                    now,
                    now);
            transaction.afterCommit(work::release);
        });
    }

    /** Begins, first of all with what an earlier process left. */
    void start(Runner runner) {
        if (!database.isShared()) {
            Instant now = clock.instant();
            database.change(
                    transaction -> transaction.update("UPDATE lambda_event SET due = ? WHERE due > ?", now, now));
        }
        dispatcher = Thread.ofVirtual().name("lambda-events").start(() -> dispatchForever(runner));
    }

    private void dispatchForever(Runner runner) {
        while (!closed) {
            try {
                int room = PLACES - running.size();
                List<Event> batch = room <= 0 ? List.of() : take(room);
                for (Event event : batch) {
                    Thread thread =
                            Thread.ofVirtual().name("lambda-event-" + event.id).unstarted(() -> run(runner, event));
                    running.put(event.id, thread);
                    thread.start();
                }
                if (batch.size() < room || room <= 0) {
                    var _ = work.tryAcquire(POLL_MILLIS, TimeUnit.MILLISECONDS);
                    work.drainPermits();
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                log.error("events could not be taken", e);
                sleep();
            }
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Event> take(int most) {
        Instant now = clock.instant();
        boolean any = database.read(transaction ->
                        transaction.first("SELECT id FROM lambda_event WHERE due <= ? LIMIT 1", _ -> true, now))
                .isPresent();
        return !any
                ? List.of()
                : database.write(transaction -> transaction.query(
                        "UPDATE lambda_event SET due = ? WHERE due <= ? AND id IN (SELECT id FROM lambda_event"
                                + " WHERE due <= ? ORDER BY id LIMIT ?) RETURNING *",
                        row -> new Event(
                                row.number("id"),
                                new FunctionRef(
                                        new Scope(row.text("account"), row.text("region")),
                                        row.text("function"),
                                        row.text("qualifier").isEmpty() ? null : row.text("qualifier")),
                                row.text("request"),
                                row.bytes("payload"),
                                row.integer("attempts"),
                                row.instant("created")),
                        now.plus(LEASE),
                        now,
                        now,
                        most));
    }

    private void run(Runner runner, Event event) {
        try {
            Again again = runner.run(event);
            if (again != null) {
                settle(event, again);
            } else {
                database.change(transaction -> transaction.update("DELETE FROM lambda_event WHERE id = ?", event.id));
            }
        } catch (RuntimeException e) {
            if (Thread.interrupted() && closed) {
                settle(event, new Again(Duration.ZERO, false)); // it was cut short by the server's end
                return;
            }
            log.error("an event for {} failed", event.ref.arn(), e);
            settle(event, new Again(Duration.ofMinutes(1), false));
        } finally {
            running.remove(event.id);
            work.release();
        }
    }

    private void settle(Event event, Again again) {
        try {
            database.change(transaction -> transaction.update(
                    "UPDATE lambda_event SET due = ?, attempts = attempts + ? WHERE id = ?",
                    clock.instant().plus(again.pause),
                    again.counts ? 1 : 0,
                    event.id));
        } catch (RuntimeException e) {
            log.error("the state of an event for {} cannot be noted", event.ref.arn(), e);
        }
    }

    @Override
    public void close() {
        closed = true;
        work.release();
        running.values().forEach(Thread::interrupt);
        try {
            if (dispatcher != null) {
                var _ = dispatcher.join(LONGEST_CLOSING);
            }
            for (Thread thread : running.values()) {
                var _ = thread.join(LONGEST_CLOSING);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
