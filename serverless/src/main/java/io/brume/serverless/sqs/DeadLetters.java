package io.brume.serverless.sqs;

import io.brume.kernel.database.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts messages aside that were received too often. */
final class DeadLetters {

    private final @Nullable RedrivePolicy policy;
    private final Arrivals arrivals;

    /** Those of one queue. */
    DeadLetters(Queue queue, Arrivals arrivals) {
        policy = queue.redrive();
        this.arrivals = arrivals;
    }

    /**
     * Puts a message aside that was just received once more than the policy allows. Without a policy, or when the queue for dead
     * letters is gone, nothing is.
     *
     * @return whether it was put aside
     */
    boolean took(Transaction transaction, Store store, Queue queue, Stored message, Instant now) throws SQLException {
        if (policy == null || message.receives() <= policy.mostReceives()) {
            return false;
        }
        Optional<QueueName> target = QueueName.ofArn(policy.deadLetter());
        Optional<Queue> found = target.isEmpty() ? Optional.empty() : Queues.find(transaction, target.get());
        if (found.isEmpty()
                || found.get().isFifo() != queue.isFifo()
                || found.get().id() == queue.id()) {
            return false;
        }
        store.copy(
                transaction,
                message.id(),
                found.get(),
                new Store.Copy(
                        now,
                        queue.isFifo() ? now : null, // as at AWS, whose standard queues let the retention run on
                        message.earlierReceives() + message.receives() - 1,
                        queue.arn()));
        MessageTable.delete(transaction, message.id());
        transaction.afterCommit(() -> arrivals.call(policy.deadLetter(), 1));
        return true;
    }
}
