package io.brume.serverless.sqs;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;

/** Answers receive requests, at once or when messages come: with an arrival, or when hidden ones can be received again. */
final class Receiving {

    private static final int MOST_MESSAGES = 10;

    /** How long to rest between looks for what other servers on the same database sent. */
    private static final Duration LOOK = Duration.ofMillis(500);

    /** Due messages are looked for this much later than they are due, since clocks are no finer. */
    private static final Duration GRAIN = Duration.ofMillis(1);

    private final Queues queues;
    private final Messages messages;
    private final Arrivals arrivals;
    private final Clock clock;
    private final boolean shared;

    /** @param shared whether other servers use the same database */
    Receiving(Queues queues, Messages messages, Arrivals arrivals, Clock clock, boolean shared) {
        this.queues = queues;
        this.messages = messages;
        this.arrivals = arrivals;
        this.clock = clock;
        this.shared = shared;
    }

    List<Message> receive(QueueName name, ReceiveMessageRequest request) {
        Queue queue = queues.get(name);
        Messages.Wanted wanted = wanted(queue, request);
        Selection selection = Selection.of(request);
        int wait = within(
                request.waitTimeSeconds(),
                queue.number("ReceiveMessageWaitTimeSeconds"),
                0,
                QueueAttributes.LONGEST_WAIT,
                "WaitTimeSeconds");
        List<Stored> received =
                wait == 0 ? messages.receive(queue, wanted) : await(name, wanted, Duration.ofSeconds(wait));
        return received.stream().map(message -> selection.of(queue, message)).toList();
    }

    private static Messages.Wanted wanted(Queue queue, ReceiveMessageRequest request) {
        Integer most = request.maxNumberOfMessages();
        if (most != null && (most < 1 || most > MOST_MESSAGES)) {
            throw Refusal.value(
                    most, "MaxNumberOfMessages", "Must be between 1 and " + MOST_MESSAGES + ", if provided.");
        }
        int visibility = within(
                request.visibilityTimeout(),
                queue.number("VisibilityTimeout"),
                0,
                QueueAttributes.LONGEST_VISIBILITY,
                "VisibilityTimeout");
        return new Messages.Wanted(
                most == null ? 1 : most,
                Duration.ofSeconds(visibility),
                attempt(queue, request.receiveRequestAttemptId()));
    }

    private static Optional<String> attempt(Queue queue, @Nullable String id) {
        if (id == null) {
            return Optional.empty();
        }
        if (!queue.isFifo()) {
            throw Refusal.value(
                    id,
                    "ReceiveRequestAttemptId",
                    "The request include parameter that is not valid for this queue type.");
        }
        MessageRules.checkId("ReceiveRequestAttemptId", id);
        return Optional.of(id);
    }

    private static int within(@Nullable Integer value, int otherwise, int least, int most, String parameter) {
        if (value == null) {
            return otherwise;
        }
        if (value < least || value > most) {
            throw Refusal.value(value, parameter, "Must be >= " + least + " and <= " + most + ", if provided.");
        }
        return value;
    }

    private List<Stored> await(QueueName name, Messages.Wanted wanted, Duration longest) {
        long deadline = System.nanoTime() + longest.toNanos();
        while (true) {
            try (Arrivals.Waiter waiter = arrivals.join(name.arn())) {
                Queue queue = queues.get(name);
                List<Stored> received = messages.receive(queue, wanted);
                long left = deadline - System.nanoTime();
                if (!received.isEmpty() || left <= 0) {
                    return received;
                }
                waiter.await(Math.min(left, pause(queue)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return List.of();
            }
        }
    }

    /** Nanoseconds until it is worth another look though nobody calls. */
    private long pause(Queue queue) {
        long pause = messages.next(queue)
                .map(due -> Duration.between(clock.instant(), due).plus(GRAIN).toNanos())
                .orElse(Long.MAX_VALUE);
        return Math.max(0, shared ? Math.min(pause, LOOK.toNanos()) : pause);
    }
}
