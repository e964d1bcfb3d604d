package io.brume.kernel.event;

import io.brume.kernel.database.Database;
import io.brume.kernel.resource.Scope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
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

    /** How many messages are delivered at once. */
    private static final int PLACES = 64;

    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final Duration KEPT = Duration.ofHours(24);
    private static final Duration LONGEST_CLOSING = Duration.ofSeconds(5);
    private static final long POLL_MILLIS = 1_000;

    private final Database database;
    private final Clock clock;
    private final Map<String, Destination> destinations = new ConcurrentHashMap<>();
    private final Semaphore work = new Semaphore(0);
    private final Set<Delivery> delivering = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;
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
        if (!database.isShared()) {
            Instant now = clock.instant();
            database.change(transaction -> transaction.update("UPDATE outbox SET due = ? WHERE due > ?", now, now));
        }
        dispatcher = Thread.ofVirtual().name("outbox").start(this::dispatchForever);
    }

    /** A message that this server has taken for a while. */
    private record Taken(long id, int attempts, Instant created, Message message) {}

    /**
     * Each message is delivered by a thread of its own, so that a slow destination does not hold up the others. What this server
     * delivers for longer than it had taken it for is not begun again.
     */
    private void dispatchForever() {
        while (!closed) {
            try {
                int room = PLACES - delivering.size();
                Set<Long> here =
                        delivering.stream().map(delivery -> delivery.taken.id).collect(Collectors.toSet());
                List<Taken> batch = room <= 0 ? List.of() : take(room);
                batch.stream().filter(taken -> !here.contains(taken.id)).forEach(this::begin);
                if (batch.size() < room || room <= 0) {
                    boolean unused = work.tryAcquire(POLL_MILLIS, TimeUnit.MILLISECONDS);
                    work.drainPermits();
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                log.error("messages could not be taken", e);
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void begin(Taken taken) {
        var delivery = new Delivery(taken);
        delivering.add(delivery);
        delivery.thread.start();
    }

    /** A message that is being delivered. Closing interrupts its destination, but not the note of how it went. */
    private final class Delivery {

        private final Taken taken;
        private final Thread thread;
        private boolean settling;

        Delivery(Taken taken) {
            this.taken = taken;
            thread = Thread.ofVirtual().name("outbox-" + taken.id).unstarted(this::run);
        }

        private void run() {
            try {
                Duration again = deliver(taken);
                synchronized (this) {
                    settling = true;
                    boolean unused = Thread.interrupted();
                }
                settle(taken, again);
            } catch (RuntimeException e) {
                log.error("the delivery of a message of {} cannot be noted", taken.message.source(), e);
            } finally {
                delivering.remove(this);
                work.release();
            }
        }

        synchronized void interrupt() {
            if (!settling) {
                thread.interrupt();
            }
        }
    }

    private List<Taken> take(int most) {
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
                                + " ORDER BY id LIMIT ?) RETURNING *",
                        row -> new Taken(
                                row.number("id"),
                                row.integer("attempts"),
                                row.instant("created"),
                                new Message(
                                        new Scope(row.text("account"), row.text("region")),
                                        row.text("source"),
                                        row.text("destination"),
                                        row.text("body"),
                                        Attributes.read(row.text("attributes")),
                                        group(row.text("destination"), row.textOrNull("message_group")),
                                        row.textOrNull("dead_letter"))),
                        now.plus(LEASE),
                        now,
                        now,
                        most));
    }

    /** Groups are those of one destination, and kept with its name. */
    private static @Nullable String group(String destination, @Nullable String kept) {
        return kept == null ? null : kept.substring(destination.length() + 1);
    }

    /** Tries once; returns the pause before the next attempt, null when nothing is left to do. */
    private @Nullable Duration deliver(Taken taken) {
        Message message = taken.message;
        try {
            Destination destination = destinations.get(message.service());
            if (destination == null) {
                throw new Destination.Undeliverable("this server has no service '" + message.service() + "'");
            }
            destination.deliver(message, taken.attempts);
            return null;
        } catch (Destination.Undeliverable e) {
            giveUp(message, e);
            return null;
        } catch (Exception e) {
            if (isLast(taken) && !closed) {
                giveUp(message, e);
                return null;
            }
            log.info("{} did not take a message of {}: {}", message.destination(), message.source(), e.toString());
            return e instanceof Destination.Later later ? later.pause() : pause(taken.attempts);
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

    private void settle(Taken taken, @Nullable Duration again) {
        if (again == null) {
            database.change(transaction -> transaction.update("DELETE FROM outbox WHERE id = ?", taken.id));
        } else {
            Instant due = clock.instant().plus(closed ? Duration.ZERO : again);
            database.change(transaction -> transaction.update("UPDATE outbox SET due = ? WHERE id = ?", due, taken.id));
        }
    }

    private static Duration pause(int attempts) {
        Duration pause = Duration.ofSeconds(1L << Math.min(attempts - 1, 10));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    @Override
    public void close() {
        closed = true;
        if (dispatcher != null) {
            work.release();
            join(dispatcher, LONGEST_CLOSING);
        }
        List<Delivery> left = List.copyOf(delivering);
        left.forEach(Delivery::interrupt);
        left.forEach(delivery -> join(delivery.thread, LONGEST_CLOSING));
    }

    private static void join(Thread thread, Duration longest) {
        try {
            boolean unused = thread.join(longest);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
