package io.brume.kernel.event;

import io.brume.kernel.database.Database;
import io.brume.kernel.resource.Scope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages on their way: kept with the transaction that sends them, delivered at least once to the service that their
 * destination's ARN names, again with growing pauses for a day while that fails. Servers that share a database share the work.
 */
public final class Outbox implements AutoCloseable {

    /** The attribute of a message that says how often it is tried again at most; without it, as often as a day allows. */
    public static final String RETRIES = "MaximumRetryAttempts";

    /** The attribute of a message that says for how many seconds it is tried at most; without it, for a day. */
    public static final String AGE = "MaximumEventAgeInSeconds";

    /**
     * What the names of attributes begin with that only a message's dead letter has, under the rest of the name. {@code {reason}} in
     * their values becomes why it could not be delivered.
     */
    public static final String DEAD_LETTER = "DeadLetter.";

    private static final Logger log = LoggerFactory.getLogger(Outbox.class);

    private static final int BATCH = 64;
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final Duration KEPT = Duration.ofHours(24);
    private static final long POLL_MILLIS = 1_000;

    private final Database database;
    private final Clock clock;
    private final Map<String, Destination> destinations = new ConcurrentHashMap<>();
    private final Semaphore work = new Semaphore(0);
    private final ExecutorService deliveries = Executors.newVirtualThreadPerTaskExecutor();
    private @Nullable Thread dispatcher;

    public Outbox(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Says who delivers to a service, by its name in ARNs; before {@link #start}. */
    public void register(String service, Destination destination) {
        destinations.put(service, destination);
    }

    /** Sends a message when, and only if, the transaction that this is called in is committed. */
    public void send(Message message) {
        Instant now = clock.instant();
        database.change(transaction -> {
            transaction.update(
                    "INSERT INTO outbox (account, region, source, destination, body, attributes, message_group,"
                            + " dead_letter, attempts, created, due) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)",
                    message.scope().account(),
                    message.scope().region(),
                    message.source(),
                    message.destination(),
                    message.body(),
                    Attributes.write(message.attributes()),
                    message.group() == null ? null : message.destination() + " " + message.group(),
                    message.deadLetter(),
                    now,
                    now);
            transaction.afterCommit(work::release);
        });
    }

    /** Begins to deliver, first of all what an earlier process left. */
    public void start() {
        dispatcher = Thread.ofVirtual().name("outbox").start(this::dispatchForever);
    }

    /** A message that this server has taken for a while. */
    private record Taken(
            long id,
            int attempts,
            Instant created,
            @Nullable String group,
            Message message) {}

    /**
     * How one delivery ended.
     *
     * @param again the pause before the next attempt; null when there is none
     */
    private record Outcome(Taken taken, @Nullable Duration again) {}

    private void dispatchForever() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (dispatch() < BATCH && work.tryAcquire(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                    work.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Delivers what is due; returns how many messages that were. */
    private int dispatch() throws InterruptedException {
        try {
            List<Taken> batch = take();
            List<Future<Outcome>> outcomes = new ArrayList<>();
            for (Taken taken : batch) {
                outcomes.add(deliveries.submit(() -> deliver(taken)));
            }
            List<Outcome> settled = new ArrayList<>();
            for (Future<Outcome> outcome : outcomes) {
                settled.add(outcome.get());
            }
            settle(settled);
            return batch.size();
        } catch (RuntimeException | java.util.concurrent.ExecutionException e) {
            log.error("messages could not be delivered", e);
            Thread.sleep(POLL_MILLIS);
            return 0;
        }
    }

    private List<Taken> take() {
        Instant now = clock.instant();
        boolean any = database.read(transaction ->
                        transaction.first("SELECT id FROM outbox WHERE due <= ? LIMIT 1", _ -> true, now))
                .isPresent();
        return !any
                ? List.of()
                : database.write(transaction -> transaction.query(
                        "UPDATE outbox SET due = ?, attempts = attempts + 1 WHERE due <= ? AND id IN (SELECT id FROM outbox o"
                                + " WHERE due <= ? AND (message_group IS NULL OR NOT EXISTS (SELECT 1 FROM outbox earlier"
                                + " WHERE earlier.message_group = o.message_group AND earlier.id < o.id))"
                                + " ORDER BY id LIMIT " + BATCH + ") RETURNING *",
                        row -> new Taken(
                                row.number("id"),
                                row.integer("attempts"),
                                row.instant("created"),
                                row.textOrNull("message_group"),
                                new Message(
                                        new Scope(row.text("account"), row.text("region")),
                                        row.text("source"),
                                        row.text("destination"),
                                        row.text("body"),
                                        Attributes.read(row.text("attributes")),
                                        row.textOrNull("message_group"),
                                        row.textOrNull("dead_letter"))),
                        now.plus(LEASE),
                        now,
                        now));
    }

    private Outcome deliver(Taken taken) {
        Message message = taken.message;
        try {
            Destination destination = destinations.get(message.service());
            if (destination == null) {
                throw new Destination.Undeliverable("this server has no service '" + message.service() + "'");
            }
            destination.deliver(message, taken.attempts);
            return new Outcome(taken, null);
        } catch (Destination.Undeliverable e) {
            giveUp(message, e);
            return new Outcome(taken, null);
        } catch (Exception e) {
            if (isLast(taken)) {
                giveUp(message, e);
                return new Outcome(taken, null);
            }
            log.info("{} did not take a message of {}: {}", message.destination(), message.source(), e.toString());
            return new Outcome(taken, e instanceof Destination.Later later ? later.pause() : pause(taken.attempts));
        }
    }

    /** Whether a message is not to be tried again. */
    private boolean isLast(Taken taken) {
        Map<String, String> attributes = taken.message.attributes();
        String retries = attributes.get(RETRIES);
        String age = attributes.get(AGE);
        Duration kept = age == null ? KEPT : Duration.ofSeconds(Long.parseLong(age));
        return retries != null && taken.attempts > Integer.parseInt(retries)
                || clock.instant().isAfter(taken.created.plus(kept));
    }

    private void giveUp(Message message, Exception reason) {
        String deadLetter = message.deadLetter();
        if (deadLetter == null || deadLetter.equals(message.destination())) {
            log.warn(
                    "a message of {} to {} is dropped: {}",
                    message.source(),
                    message.destination(),
                    reason.getMessage());
            return;
        }
        Map<String, String> attributes = new HashMap<>();
        message.attributes().forEach((name, value) -> {
            if (name.startsWith(DEAD_LETTER)) {
                attributes.put(
                        name.substring(DEAD_LETTER.length()),
                        value.replace("{reason}", String.valueOf(reason.getMessage())));
            } else {
                attributes.putIfAbsent(name, value);
            }
        });
        send(new Message(
                message.scope(), message.source(), deadLetter, message.body(), attributes, message.group(), null));
    }

    private void settle(List<Outcome> outcomes) {
        if (outcomes.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        database.change(transaction -> {
            boolean next = false;
            for (Outcome outcome : outcomes) {
                Taken taken = outcome.taken;
                if (outcome.again == null) {
                    transaction.update("DELETE FROM outbox WHERE id = ?", taken.id);
                    next |= taken.group != null;
                } else {
                    transaction.update("UPDATE outbox SET due = ? WHERE id = ?", now.plus(outcome.again), taken.id);
                }
            }
            if (next) {
                transaction.afterCommit(work::release);
            }
        });
    }

    private static Duration pause(int attempts) {
        Duration pause = Duration.ofSeconds(1L << Math.min(attempts - 1, 10));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    @Override
    public void close() {
        if (dispatcher != null) {
            dispatcher.interrupt();
            try {
                dispatcher.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        deliveries.shutdownNow();
    }
}
