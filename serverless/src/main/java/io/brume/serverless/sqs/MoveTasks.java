package io.brume.serverless.sqs;

import io.brume.kernel.database.Database;
import io.brume.kernel.database.Row;
import io.brume.kernel.database.Transaction;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.ListMessageMoveTasksResultEntry;

/**
 * Moves the messages of queues for dead letters back to where they came from, or elsewhere. A task is kept with what it has moved, and
 * goes on after a restart; servers that share a database share its work.
 */
final class MoveTasks {

    private static final int BATCH = 50;
    private static final int MOST_PER_SECOND = 500;
    private static final String RUNNING = "RUNNING";
    private static final String NO_QUEUE = "AWS.SimpleQueueService.NonExistentQueue";
    private static final String NO_SOURCE = "CouldNotDetermineMessageSource";

    private final Database database;
    private final Clock clock;
    private final Queues queues;
    private final Messages messages;
    private final Arrivals arrivals;

    MoveTasks(Database database, Clock clock, Queues queues, Messages messages, Arrivals arrivals) {
        this.database = database;
        this.clock = clock;
        this.queues = queues;
        this.messages = messages;
        this.arrivals = arrivals;
    }

    /** @param rate messages a second; 0 for as fast as it goes */
    private record Task(
            long id,
            String handle,
            String source,
            @Nullable String destination,
            int rate,
            String status,
            Instant started,
            long moved,
            long toMove,
            @Nullable String failure) {

        static Task of(Row row) throws SQLException {
            return new Task(
                    row.number("id"),
                    row.text("handle"),
                    row.text("source"),
                    row.textOrNull("destination"),
                    row.integer("rate"),
                    row.text("status"),
                    row.instant("started"),
                    row.number("moved"),
                    row.number("to_move"),
                    row.textOrNull("failure"));
        }

        int batch() {
            return rate == 0 ? BATCH : Math.max(1, rate / 10);
        }

        Duration pause() {
            return rate == 0 ? Duration.ZERO : Duration.ofMillis(batch() * 1000L / rate);
        }
    }

    /**
     * Begins a task.
     *
     * @param destination null to move each message to the queue that put it aside
     * @return the task's handle
     */
    String start(String source, @Nullable String destination, @Nullable Integer rate) {
        Queue from = existing(source, "SourceArn");
        if (queues.sources(from, 1, null).queues().isEmpty()) {
            throw Refusal.parameter("Source queue must be configured as a Dead Letter Queue.");
        }
        if (destination != null) {
            Queue to = existing(destination, "DestinationArn");
            if (to.id() == from.id() || to.isFifo() != from.isFifo()) {
                throw Refusal.parameter(
                        "Destination queue must be another queue, of the same type as the source queue.");
            }
        }
        if (rate != null && (rate < 1 || rate > MOST_PER_SECOND)) {
            throw Refusal.value(
                    rate,
                    "MaxNumberOfMessagesPerSecond",
                    "Must be between 1 and " + MOST_PER_SECOND + ", if provided.");
        }
        Instant now = clock.instant();
        String handle = handle(source, UUID.randomUUID().toString());
        database.change(transaction -> {
            int begun = transaction.update(
                    "INSERT INTO sqs_move_task (handle, source, destination, rate, status, due, started, moved, to_move)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?) ON CONFLICT DO NOTHING",
                    handle,
                    source,
                    destination,
                    rate == null ? 0 : rate,
                    RUNNING,
                    now,
                    now,
                    MessageTable.count(transaction, from, now).available());
            if (begun == 0) {
                throw Refusal.parameter("There is already a task running. Only one active task is allowed for a source"
                        + " queue arn at a given time.");
            }
        });
        return handle;
    }

    private Queue existing(String arn, String parameter) {
        return QueueName.ofArn(arn)
                .flatMap(queues::find)
                .orElseThrow(() -> Refusal.notFound(
                        "The resource that you specified for the " + parameter + " parameter doesn't exist."));
    }

    private static String handle(String source, String id) {
        String json = Json.text(Json.empty().put("taskId", id).put("sourceArn", source));
        return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String source(String handle) {
        try {
            var json = Json.object(new String(Base64.getDecoder().decode(handle), StandardCharsets.UTF_8));
            if (json != null && json.hasNonNull("sourceArn") && json.hasNonNull("taskId")) {
                return json.get("sourceArn").asText();
            }
        } catch (IllegalArgumentException e) {
            // refused below
        }
        throw Refusal.parameter("Value for parameter TaskHandle is invalid.");
    }

    /** Ends a task; returns how many messages it had moved. */
    long cancel(String handle) {
        existing(source(handle), "SourceArn");
        return database.write(transaction -> {
            Task task = transaction
                    .first("SELECT * FROM sqs_move_task WHERE handle = ?", Task::of, handle)
                    .orElseThrow(() -> Refusal.notFound("Task does not exist."));
            if (transaction.update(
                            "UPDATE sqs_move_task SET status = 'CANCELLED' WHERE id = ? AND status = ?",
                            task.id,
                            RUNNING)
                    == 0) {
                throw Refusal.parameter("Only active tasks can be cancelled.");
            }
            return task.moved;
        });
    }

    /** A queue's latest tasks, the newest first. */
    List<ListMessageMoveTasksResultEntry> list(String source, int most) {
        existing(source, "SourceArn");
        return database
                .read(transaction -> transaction.query(
                        "SELECT * FROM sqs_move_task WHERE source = ? ORDER BY id DESC LIMIT ?",
                        Task::of,
                        source,
                        most))
                .stream()
                .map(MoveTasks::told)
                .toList();
    }

    private static ListMessageMoveTasksResultEntry told(Task task) {
        return ListMessageMoveTasksResultEntry.builder()
                .taskHandle(task.status.equals(RUNNING) ? task.handle : null)
                .status(task.status)
                .sourceArn(task.source)
                .destinationArn(task.destination)
                .maxNumberOfMessagesPerSecond(task.rate == 0 ? null : task.rate)
                .approximateNumberOfMessagesMoved(task.moved)
                .approximateNumberOfMessagesToMove(task.toMove)
                .failureReason(task.failure)
                .startedTimestamp(task.started.toEpochMilli())
                .build();
    }

    /**
     * Moves some messages of the task that is due first.
     *
     * @return how long to wait for more to do; nothing when there may be more at once, empty when there is no task
     */
    Optional<Duration> step() {
        Instant now = clock.instant();
        Optional<Task> next = database.read(transaction -> transaction.first(
                "SELECT * FROM sqs_move_task WHERE status = ? ORDER BY due LIMIT 1", Task::of, RUNNING));
        if (next.isEmpty()) {
            return Optional.empty();
        }
        boolean moved = database.write(transaction -> step(transaction, next.get(), now));
        return Optional.of(moved ? Duration.ZERO : Duration.ofMillis(20));
    }

    private boolean step(Transaction transaction, Task task, Instant now) throws SQLException {
        if (transaction.update(
                        "UPDATE sqs_move_task SET due = ? WHERE id = ? AND status = ? AND due <= ?",
                        now.plus(task.pause()),
                        task.id,
                        RUNNING,
                        now)
                == 0) {
            return false; // not due yet, cancelled, or another server's
        }
        Optional<Queue> from = QueueName.ofArn(task.source).isEmpty()
                ? Optional.empty()
                : Queues.find(transaction, QueueName.ofArn(task.source).get());
        if (from.isEmpty()) {
            end(transaction, task, "FAILED", NO_QUEUE);
            return true;
        }
        List<Candidate> candidates = candidates(transaction, from.get(), now, task.batch());
        int moved = 0;
        for (Candidate candidate : candidates) {
            String arn = task.destination != null ? task.destination : candidate.source;
            Optional<QueueName> name = arn == null ? Optional.empty() : QueueName.ofArn(arn);
            Optional<Queue> to = name.isEmpty() ? Optional.empty() : Queues.find(transaction, name.get());
            if (to.isEmpty()) {
                end(transaction, task, "FAILED", name.isEmpty() ? NO_SOURCE : NO_QUEUE);
                break;
            }
            move(transaction, from.get(), to.get(), candidate.id, now);
            moved++;
        }
        transaction.update("UPDATE sqs_move_task SET moved = moved + ? WHERE id = ?", moved, task.id);
        if (candidates.isEmpty()) {
            end(transaction, task, "COMPLETED", null);
        }
        return true;
    }

    /** A message that may be moved. */
    private record Candidate(long id, @Nullable String source) {}

    /** Messages that nobody holds, kept from others by touching them. */
    private static List<Candidate> candidates(Transaction transaction, Queue from, Instant now, int most)
            throws SQLException {
        return transaction
                .query(
                        "UPDATE sqs_message SET receipt = NULL WHERE visible <= ? AND id IN (SELECT id FROM sqs_message"
                                + " WHERE queue = ? AND visible <= ? AND sent > ? ORDER BY visible, id LIMIT ?)"
                                + " RETURNING id, source",
                        row -> new Candidate(row.number("id"), row.textOrNull("source")),
                        now,
                        from.id(),
                        now,
                        from.expiry(now),
                        most)
                .stream()
                .sorted(Comparator.comparingLong(Candidate::id))
                .toList();
    }

    /** To its new queue a message is a new one. */
    private void move(Transaction transaction, Queue from, Queue to, long id, Instant now) throws SQLException {
        Store store = messages.store(from);
        store.copy(transaction, id, to, new Store.Copy(now, now, 0, null));
        store.remove(transaction, from, id);
        transaction.afterCommit(() -> arrivals.call(to.arn(), 1));
    }

    private static void end(Transaction transaction, Task task, String status, @Nullable String failure)
            throws SQLException {
        transaction.update(
                "UPDATE sqs_move_task SET status = ?, failure = ? WHERE id = ? AND status = ?",
                status,
                failure,
                task.id,
                RUNNING);
    }
}
