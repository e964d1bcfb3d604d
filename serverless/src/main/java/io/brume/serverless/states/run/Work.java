package io.brume.serverless.states.run;

import io.brume.serverless.states.task.Integrations;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What all lines of one execution share. */
record Work(Subject subject, Journal journal, Tools tools) {

    /** What all executions share. */
    record Tools(Pauses pauses, Integrations integrations, Callbacks callbacks, MapRuns mapRuns) {}

    /** The execution has taken longer than it may. */
    static final class TimedOut extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TimedOut() {
            super("timed out", null, false, false);
        }
    }

    Instant now() {
        return tools.pauses.now();
    }

    /** @throws TimedOut when the execution is late */
    void checkDeadline() {
        Instant deadline = subject.deadline();
        if (deadline != null && !now().isBefore(deadline)) {
            throw new TimedOut();
        }
    }

    /**
     * Waits until a moment.
     *
     * @throws TimedOut when the execution's time is up before
     * @throws Over when it is ended meanwhile
     */
    void pause(Instant until) {
        Instant deadline = subject.deadline();
        try {
            if (deadline != null && deadline.isBefore(until)) {
                tools.pauses.until(deadline);
                throw new TimedOut();
            }
            tools.pauses.until(until);
        } catch (InterruptedException e) {
            throw new Over();
        }
    }

    /** The earlier of a task's moment and the execution's own. */
    @Nullable
    Instant earliest(@Nullable Instant moment) {
        Instant deadline = subject.deadline();
        return deadline == null || (moment != null && moment.isBefore(deadline)) ? moment : deadline;
    }

    /**
     * The result of something that nobody interrupts: it is left alone when it is late.
     *
     * @param deadline null for none
     * @throws TimeoutException when it is late
     */
    <T> T await(Callable<T> action, @Nullable Instant deadline) throws TimeoutException {
        var future = new FutureTask<>(action);
        Thread.ofVirtual().name("task").start(future);
        try {
            if (deadline == null) {
                return future.get();
            }
            long left = Math.max(1, deadline.toEpochMilli() - now().toEpochMilli());
            return future.get(left, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new Over();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
