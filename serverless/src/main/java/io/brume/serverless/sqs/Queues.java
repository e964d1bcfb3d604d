package io.brume.serverless.sqs;

import io.brume.kernel.database.Database;
import io.brume.kernel.database.Row;
import io.brume.kernel.database.Transaction;
import io.brume.kernel.resource.PageToken;
import io.brume.kernel.resource.Scope;
import io.brume.kernel.shape.Shapes;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.PurgeQueueInProgressException;
import software.amazon.awssdk.services.sqs.model.QueueNameExistsException;

/** The queues themselves, without their messages. Thread-safe. */
final class Queues {

    private static final Duration BETWEEN_PURGES = Duration.ofSeconds(60);
    private static final String COLUMNS =
            "SELECT id, account, region, name, created, modified, purged, attributes FROM sqs_queue";
    private static final String OF_NAME = " WHERE account = ? AND region = ? AND name = ?";

    private final Database database;
    private final Clock clock;

    Queues(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** A page of a listing, and the token of the next. */
    record Page(List<Queue> queues, @Nullable String next) {}

    /** Creates a queue, or finds the one there is when that agrees with all attributes that are given. */
    Queue create(QueueName name, Map<String, String> given) {
        checkName(name.name(), given);
        Map<String, String> attributes = QueueAttributes.changed(Map.of(), given, name.isFifo());
        Instant now = clock.instant();
        return database.write(transaction -> {
            Optional<Queue> known = find(transaction, name);
            if (known.isPresent()) {
                return agreed(known.get(), given);
            }
            checkDeadLetters(transaction, name, attributes);
            Instant never = Instant.EPOCH;
            Optional<Long> id = insert(transaction, name, now, now, never, attributes);
            return id.isPresent()
                    ? new Queue(id.get(), name, now, now, never, attributes)
                    : agreed(find(transaction, name).orElseThrow(), given); // another server was faster
        });
    }

    private static void checkName(String name, Map<String, String> given) {
        boolean wantsFifo = "true".equals(given.get("FifoQueue"));
        if (wantsFifo && !name.endsWith(".fifo")) {
            throw Refusal.parameter("The name of a FIFO queue can only include alphanumeric characters, hyphens, or"
                    + " underscores, must end with .fifo suffix and be 1 to 80 in length.");
        }
        if (!QueueName.isName(name) || !wantsFifo && name.endsWith(".fifo")) {
            throw Refusal.parameter(
                    "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
        }
    }

    private static Queue agreed(Queue known, Map<String, String> given) {
        Map<String, String> all = QueueAttributes.all(known);
        given.forEach((name, value) -> {
            if (!Json.agree(value, all.getOrDefault(name, ""))) {
                throw QueueNameExistsException.builder()
                        .message(
                                "A queue already exists with the same name and a different value for attribute " + name)
                        .build();
            }
        });
        return known;
    }

    /** A new queue's id; empty when there is one of that name. */
    private static Optional<Long> insert(
            Transaction transaction,
            QueueName name,
            Instant created,
            Instant modified,
            Instant purged,
            Map<String, String> attributes)
            throws SQLException {
        return transaction.first(
                "INSERT INTO sqs_queue (account, region, name, created, modified, purged, attributes, dead_letter)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id",
                row -> row.number("id"),
                name.scope().account(),
                name.scope().region(),
                name.name(),
                created,
                modified,
                purged,
                written(attributes),
                deadLetter(attributes));
    }

    /** A policy's target has to be there, of the same kind, and to allow it. */
    private static void checkDeadLetters(Transaction transaction, QueueName source, Map<String, String> attributes)
            throws SQLException {
        String json = attributes.get("RedrivePolicy");
        if (json == null) {
            return;
        }
        QueueName target = QueueName.ofArn(RedrivePolicy.of(json).deadLetter()).orElseThrow();
        Optional<Queue> found = target.equals(source) ? Optional.empty() : find(transaction, target);
        if (found.isEmpty() && !target.equals(source)) {
            throw Refusal.value(json, "RedrivePolicy", "Dead letter target does not exist.");
        }
        if (target.isFifo() != source.isFifo()) {
            throw Refusal.value(json, "RedrivePolicy", "Dead-letter queue must be same type of queue as the source.");
        }
        String allowed =
                found.map(queue -> queue.attributes().get("RedriveAllowPolicy")).orElse(null);
        if (allowed != null && !RedriveAllowPolicy.of(allowed).allows(source.arn())) {
            throw Refusal.value(json, "RedrivePolicy", "Dead-letter queue does not allow this queue to use it as one.");
        }
    }

    /** @throws software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException when there is none */
    Queue get(QueueName name) {
        return find(name).orElseThrow(Refusal::noSuchQueue);
    }

    Optional<Queue> find(QueueName name) {
        return database.read(transaction -> find(transaction, name));
    }

    static Optional<Queue> find(Transaction transaction, QueueName name) throws SQLException {
        return transaction.first(
                COLUMNS + OF_NAME,
                Queues::queue,
                name.scope().account(),
                name.scope().region(),
                name.name());
    }

    private static Queue queue(Row row) throws SQLException {
        return new Queue(
                row.number("id"),
                new QueueName(new Scope(row.text("account"), row.text("region")), row.text("name")),
                row.instant("created"),
                row.instant("modified"),
                row.instant("purged"),
                read(row.text("attributes")));
    }

    /** Changes a queue's attributes. */
    void update(QueueName name, UnaryOperator<Map<String, String>> change) {
        Instant now = clock.instant();
        database.change(transaction -> {
            Queue queue = find(transaction, name).orElseThrow(Refusal::noSuchQueue);
            Map<String, String> attributes = change.apply(queue.attributes());
            checkDeadLetters(transaction, name, attributes);
            transaction.update(
                    "UPDATE sqs_queue SET attributes = ?, dead_letter = ?, modified = ? WHERE id = ?",
                    written(attributes),
                    deadLetter(attributes),
                    now,
                    queue.id());
        });
    }

    /** Deletes a queue; its messages are gone at once for callers, and removed little by little. */
    void delete(QueueName name) {
        database.change(transaction -> {
            Queue queue = find(transaction, name).orElseThrow(Refusal::noSuchQueue);
            discard(transaction, queue);
        });
    }

    /** Deletes a queue's messages as {@link #delete} does. */
    void purge(QueueName name) {
        Instant now = clock.instant();
        database.change(transaction -> {
            Queue queue = find(transaction, name).orElseThrow(Refusal::noSuchQueue);
            if (queue.purged().plus(BETWEEN_PURGES).isAfter(now) || !discard(transaction, queue)) {
                throw PurgeQueueInProgressException.builder()
                        .message("Only one PurgeQueue operation on " + name.name() + " is allowed every 60 seconds.")
                        .statusCode(403)
                        .build();
            }
            long unused = insert(transaction, name, queue.created(), queue.modified(), now, queue.attributes())
                    .orElseThrow();
        });
    }

    private static boolean discard(Transaction transaction, Queue queue) throws SQLException {
        transaction.update("INSERT INTO sqs_leftover (queue) VALUES (?) ON CONFLICT DO NOTHING", queue.id());
        return transaction.update("DELETE FROM sqs_queue WHERE id = ?", queue.id()) == 1;
    }

    /** Queues by name. */
    Page list(Scope scope, String prefix, int most, @Nullable String token) {
        String listing = "sqs/queues/" + prefix;
        return page(
                listing,
                most,
                token,
                (transaction, after) -> transaction.query(
                        COLUMNS + " WHERE account = ? AND region = ? AND name > ? AND name >= ? AND name < ?"
                                + " ORDER BY name LIMIT ?",
                        Queues::queue,
                        scope.account(),
                        scope.region(),
                        after,
                        prefix,
                        prefix + "\uffff",
                        most + 1));
    }

    /** The queues that name one as the place for their dead letters. */
    Page sources(Queue deadLetters, int most, @Nullable String token) {
        String listing = "sqs/sources/" + deadLetters.arn();
        return page(
                listing,
                most,
                token,
                (transaction, after) -> transaction.query(
                        COLUMNS + " WHERE dead_letter = ? AND name > ? ORDER BY name LIMIT ?",
                        Queues::queue,
                        deadLetters.arn(),
                        after,
                        most + 1));
    }

    /** Reads the queues whose names come after one. */
    @FunctionalInterface
    private interface Reader {
        List<Queue> read(Transaction transaction, String after) throws SQLException;
    }

    private Page page(String listing, int most, @Nullable String token, Reader reader) {
        String after = token == null
                ? ""
                : PageToken.read(listing, token)
                        .filter(values -> values.size() == 1)
                        .orElseThrow(() -> Refusal.parameter("Invalid or expired next token."))
                        .getFirst();
        List<Queue> found = database.read(transaction -> reader.read(transaction, after));
        if (found.size() <= most) {
            return new Page(found, null);
        }
        List<Queue> page = found.subList(0, most);
        return new Page(
                page, PageToken.of(listing, List.of(page.getLast().name().name())));
    }

    /** All queues of all accounts, for housekeeping. */
    List<Queue> all() {
        return database.read(transaction -> transaction.query(COLUMNS, Queues::queue));
    }

    private static @Nullable String deadLetter(Map<String, String> attributes) {
        String json = attributes.get("RedrivePolicy");
        return json == null ? null : RedrivePolicy.of(json).deadLetter();
    }

    private static String written(Map<String, String> attributes) {
        return Shapes.json(GetQueueAttributesResponse.builder()
                .attributesWithStrings(attributes)
                .build());
    }

    private static Map<String, String> read(String json) {
        return Shapes.parse(json, GetQueueAttributesResponse.class).attributesAsStrings();
    }
}
