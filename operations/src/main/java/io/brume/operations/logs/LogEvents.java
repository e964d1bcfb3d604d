package io.brume.operations.logs;

import io.brume.kernel.database.Database;
import io.brume.kernel.database.Row;
import io.brume.kernel.database.Transaction;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;

/** The events of log streams: a row each, found by group or by stream in the order in which they happened. */
final class LogEvents {

    private static final int ROWS = 50;
    private static final String INSERT =
            "INSERT INTO log_event (group_id, stream_id, happened, ingested, message) VALUES ";
    private static final String MARKS = "(?, ?, ?, ?, ?)";
    private static final String INSERT_MANY = INSERT + String.join(", ", Collections.nCopies(ROWS, MARKS));
    private static final String INSERT_ONE = INSERT + MARKS;
    private static final int COLUMNS = 5;

    private final Database database;

    LogEvents(Database database) {
        this.database = database;
    }

    /**
     * Adds events to a stream. Those of one group are added by one transaction after the other, so that their numbers grow in
     * the order in which they can be seen.
     *
     * @param events at least one, in the order in which they happened
     */
    void add(Transaction transaction, Stream stream, List<InputLogEvent> events, Instant now) throws SQLException {
        long bytes = 0;
        for (InputLogEvent event : events) {
            bytes += Event.bytes(event.message());
        }
        transaction.update(
                "UPDATE log_group SET stored = stored + ? WHERE id = ?",
                bytes,
                stream.group().id());
        int done = 0;
        for (; done + ROWS <= events.size(); done += ROWS) {
            transaction.update(INSERT_MANY, rows(stream, events.subList(done, done + ROWS), now));
        }
        for (; done < events.size(); done++) {
            transaction.update(INSERT_ONE, rows(stream, events.subList(done, done + 1), now));
        }
        long first = events.getFirst().timestamp();
        long last = events.getLast().timestamp();
        transaction.update(
                "UPDATE log_stream SET first_event = CASE WHEN first_event < 0 OR first_event > ? THEN ? ELSE first_event END,"
                        + " last_event = CASE WHEN last_event < ? THEN ? ELSE last_event END, last_ingested = ?"
                        + " WHERE id = ?",
                first,
                first,
                last,
                last,
                now,
                stream.id());
    }

    private static Object[] rows(Stream stream, List<InputLogEvent> events, Instant now) {
        Object[] values = new Object[events.size() * COLUMNS];
        int i = 0;
        for (InputLogEvent event : events) {
            values[i++] = stream.group().id();
            values[i++] = stream.id();
            values[i++] = event.timestamp();
            values[i++] = now;
            values[i++] = event.message().getBytes(StandardCharsets.UTF_8);
        }
        return values;
    }

    /**
     * Passes over the events between two places, earliest first or latest first.
     *
     * @param which of which group or stream
     */
    Cursor cursor(Where which, boolean forward, Position after, Position before) {
        return new Cursor(which, forward, after, before);
    }

    /** The number of the newest event of all; 0 when there is none. */
    long newest() {
        return database.read(transaction -> transaction.number("SELECT max(id) FROM log_event"));
    }

    /** Events of groups that came after one of all, in the order in which they came. */
    List<Event> since(Where which, long id, int most) {
        Where later = new Where(which).and("id > ?", id);
        return database.read(transaction -> transaction.query(
                "SELECT * FROM log_event" + later + " ORDER BY id LIMIT " + most, LogEvents::event, later.arguments()));
    }

    private static Event event(Row row) throws SQLException {
        return new Event(
                new Position(row.number("happened"), row.number("id")),
                row.number("stream_id"),
                row.number("ingested"),
                new String(row.bytes("message"), StandardCharsets.UTF_8));
    }

    /** Reads a batch at a time, each in a transaction of its own; larger ones as long as messages are small. */
    final class Cursor {

        private static final int FIRST_BATCH = 64;
        private static final int LARGEST_BATCH = 1024;
        private static final long LARGE_BYTES = 1 << 20;

        private final Where which;
        private final boolean forward;
        private final Deque<Event> batch = new ArrayDeque<>();
        private Position after;
        private Position before;
        private int size = FIRST_BATCH;
        private boolean exhausted;

        private Cursor(Where which, boolean forward, Position after, Position before) {
            this.which = which;
            this.forward = forward;
            this.after = after;
            this.before = before;
        }

        /** The next event without passing it; null at the end. */
        @Nullable
        Event peek() {
            if (batch.isEmpty() && !exhausted) {
                fetch();
            }
            return batch.peek();
        }

        /** The next event; null at the end. */
        @Nullable
        Event next() {
            Event unused = peek();
            return batch.poll();
        }

        private void fetch() {
            // These two bounds and no others are what lets both databases begin in the middle of an index.
            Where where = new Where(which)
                    .and("(happened, id) > (?, ?)", after.happened(), after.id())
                    .and("(happened, id) < (?, ?)", before.happened(), before.id());
            String direction = forward ? "" : " DESC";
            List<Event> events = database.read(transaction -> transaction.query(
                    "SELECT * FROM log_event" + where + " ORDER BY happened" + direction + ", id" + direction
                            + " LIMIT " + size,
                    LogEvents::event,
                    where.arguments()));
            batch.addAll(events);
            exhausted = events.size() < size;
            if (!events.isEmpty()) {
                Position last = events.getLast().position();
                after = forward ? last : after;
                before = forward ? before : last;
                long bytes = events.stream().mapToLong(Event::bytes).sum();
                size = bytes < LARGE_BYTES ? Math.min(2 * size, LARGEST_BATCH) : FIRST_BATCH;
            }
        }
    }
}
