package io.brume.serverless.sqs;

import io.brume.kernel.database.Database;
import io.brume.kernel.job.Upkeep;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What goes on without a request: messages are moved by tasks, and what is too old or belongs to nobody is removed. */
final class Housekeeping implements AutoCloseable {

    /** Rows that one transaction removes, so that others wait for none for long. */
    private static final int BATCH = 500;

    private static final Duration BETWEEN_CLEANINGS = Duration.ofSeconds(30);
    private static final Duration IDLE = Duration.ofSeconds(1);

    private final Database database;
    private final Clock clock;
    private final Queues queues;
    private final Messages messages;
    private final MoveTasks tasks;
    private final Upkeep upkeep = new Upkeep("sqs-housekeeping", IDLE, this::step);
    private long cleaned = System.nanoTime() - BETWEEN_CLEANINGS.toNanos();

    Housekeeping(Database database, Clock clock, Queues queues, Messages messages, MoveTasks tasks) {
        this.database = database;
        this.clock = clock;
        this.queues = queues;
        this.messages = messages;
        this.tasks = tasks;
    }

    void start() {
        upkeep.start();
    }

    /** Says that there is a task. */
    void wake() {
        upkeep.wake();
    }

    private Duration step() {
        Duration pause = tasks.step().orElse(IDLE);
        if (System.nanoTime() - cleaned >= BETWEEN_CLEANINGS.toNanos()) {
            clean();
            cleaned = System.nanoTime();
        }
        return pause;
    }

    /** Removes all that is too old or belongs to nobody. */
    void clean() {
        Instant now = clock.instant();
        queues.all().forEach(queue -> expire(queue, now));
        for (long queue : database.read(
                transaction -> transaction.query("SELECT queue FROM sqs_leftover", row -> row.number("queue")))) {
            remove(queue);
        }
        database.change(transaction -> {
            transaction.update("DELETE FROM sqs_deduplication WHERE expires <= ?", now);
            transaction.update("DELETE FROM sqs_attempt WHERE expires <= ?", now);
        });
    }

    private void expire(Queue queue, Instant now) {
        List<Long> expired;
        do {
            List<Long> some =
                    expired = database.read(transaction -> MessageTable.expired(transaction, queue, now, BATCH));
            if (!some.isEmpty()) {
                database.change(transaction -> {
                    for (long id : some) {
                        messages.store(queue).remove(transaction, queue, id);
                    }
                });
            }
        } while (expired.size() == BATCH);
    }

    /** Removes the messages of a queue that is gone. */
    private void remove(long queue) {
        boolean more = true;
        while (more) {
            more = database.write(transaction -> transaction.update(
                            "DELETE FROM sqs_message WHERE id IN (SELECT id FROM sqs_message WHERE queue = ? LIMIT ?)",
                            queue,
                            BATCH)
                    == BATCH);
        }
        database.change(transaction -> {
            transaction.update("DELETE FROM sqs_message WHERE queue = ?", queue);
            transaction.update("DELETE FROM sqs_group WHERE queue = ?", queue);
            transaction.update("DELETE FROM sqs_deduplication WHERE queue = ?", queue);
            transaction.update("DELETE FROM sqs_attempt WHERE queue = ?", queue);
            transaction.update("DELETE FROM sqs_leftover WHERE queue = ?", queue);
        });
        messages.forget(queue);
    }

    @Override
    public void close() {
        upkeep.close();
    }
}
