package io.brume.serverless.states.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.brume.kernel.database.Database;
import io.brume.kernel.resource.Scope;
import io.brume.serverless.states.expression.Json;
import io.brume.serverless.states.expression.StateFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tasks that wait for somebody with their token, and the work of activities. Thread-safe. */
public final class Tokens implements Callbacks {

    /** How often a server looks for what others have done in the same database. */
    private static final long SHARED_MILLIS = 500;

    private static final long LONGEST_WAIT = TimeUnit.HOURS.toMillis(1);

    private final Database database;
    private final Clock clock;
    private final Map<String, Semaphore> waiting = new ConcurrentHashMap<>();
    private final Map<String, Semaphore> workers = new ConcurrentHashMap<>();

    public Tokens(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** What SendTask operations come to. */
    public enum Outcome {
        TAKEN,
        /** There is no such token. */
        UNKNOWN,
        /** The task no longer waits. */
        LATE
    }

    /** Work of an activity. */
    public record Assignment(String token, String input) {}

    private record Task(
            String status,
            @Nullable String worker,
            Instant beat,
            @Nullable String output,
            @Nullable String error,
            @Nullable String cause) {}

    @Override
    public void open(Scope scope, String execution, String token, @Nullable String activity, @Nullable JsonNode input) {
        Instant now = clock.instant();
        String text = input == null ? null : input.toString();
        database.change(transaction -> transaction.update(
                "INSERT INTO states_task (token, account, region, execution, activity, input, status, created, beat)"
                        + " VALUES (?, ?, ?, ?, ?, ?, 'WAITING', ?, ?) ON CONFLICT DO NOTHING",
                token,
                scope.account(),
                scope.region(),
                execution,
                activity,
                text,
                now,
                now));
        if (activity != null) {
            workers.computeIfAbsent(activity, _ -> new Semaphore(0)).release();
        }
    }

    @Override
    public JsonNode await(
            String token, @Nullable Instant deadline, @Nullable Duration heartbeat, Consumer<String> started)
            throws InterruptedException {
        Semaphore signal = waiting.computeIfAbsent(token, _ -> new Semaphore(0));
        boolean told = false;
        try {
            while (true) {
                Task task = task(token);
                if (!told && task.worker != null) {
                    told = true;
                    started.accept(task.worker);
                }
                switch (task.status) {
                    case "SUCCEEDED" -> {
                        close(token);
                        return Json.read(String.valueOf(task.output));
                    }
                    case "FAILED" -> {
                        close(token);
                        throw new StateFailure(String.valueOf(task.error), task.cause);
                    }
                    default -> pause(signal, task, deadline, heartbeat);
                }
            }
        } finally {
            waiting.remove(token);
        }
    }

    private Task task(String token) {
        return database.read(transaction -> transaction.first(
                        "SELECT * FROM states_task WHERE token = ?",
                        row -> new Task(
                                row.text("status"),
                                row.textOrNull("worker"),
                                row.instant("beat"),
                                row.textOrNull("output"),
                                row.textOrNull("error"),
                                row.textOrNull("cause")),
                        token))
                .orElseThrow(Over::new);
    }

    /** Waits for a signal, but no longer than there can be reason to look. */
    private void pause(Semaphore signal, Task task, @Nullable Instant deadline, @Nullable Duration heartbeat)
            throws InterruptedException {
        Instant now = clock.instant();
        if (deadline != null && !now.isBefore(deadline)) {
            throw new StateFailure(StateFailure.TIMEOUT, null);
        }
        long millis = database.isShared() ? SHARED_MILLIS : LONGEST_WAIT;
        if (heartbeat != null) {
            long left = Duration.between(now, task.beat.plus(heartbeat)).toMillis();
            if (left <= 0) {
                throw new StateFailure(StateFailure.HEARTBEAT_TIMEOUT, null);
            }
            millis = Math.min(millis, left);
        }
        if (deadline != null) {
            millis =
                    Math.min(millis, Math.max(1, Duration.between(now, deadline).toMillis()));
        }
        boolean unused = signal.tryAcquire(millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close(String token) {
        database.change(transaction -> transaction.update("DELETE FROM states_task WHERE token = ?", token));
    }

    private void signal(String token) {
        Semaphore signal = waiting.get(token);
        if (signal != null) {
            signal.release();
        }
    }

    public Outcome succeed(String token, String output) {
        return end(token, "SUCCEEDED", output, null, null);
    }

    public Outcome fail(String token, @Nullable String error, @Nullable String cause) {
        return end(token, "FAILED", null, error == null ? "" : error, cause);
    }

    private Outcome end(
            String token, String status, @Nullable String output, @Nullable String error, @Nullable String cause) {
        int ended = database.write(transaction -> transaction.update(
                "UPDATE states_task SET status = ?, output = ?, error = ?, cause = ?"
                        + " WHERE token = ? AND status IN ('WAITING', 'STARTED')",
                status,
                output,
                error,
                cause,
                token));
        signal(token);
        return ended == 1 ? Outcome.TAKEN : missing(token);
    }

    public Outcome beat(String token) {
        Instant now = clock.instant();
        int beaten = database.write(transaction -> transaction.update(
                "UPDATE states_task SET beat = ? WHERE token = ? AND status IN ('WAITING', 'STARTED')", now, token));
        signal(token);
        return beaten == 1 ? Outcome.TAKEN : missing(token);
    }

    /** A token of ours that waits no more was timed out, or used before. */
    private static Outcome missing(String token) {
        return token.matches("[0-9a-f]{96}") ? Outcome.LATE : Outcome.UNKNOWN;
    }

    /**
     * Waits for work of an activity.
     *
     * @return empty when none came in that time
     */
    public Optional<Assignment> take(String activity, @Nullable String worker, Duration most)
            throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        Semaphore signal = workers.computeIfAbsent(activity, _ -> new Semaphore(0));
        while (true) {
            Optional<Assignment> taken = take(activity, worker);
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (taken.isPresent() || left <= 0) {
                return taken;
            }
            boolean unused = signal.tryAcquire(
                    database.isShared() ? Math.min(left, SHARED_MILLIS) : left, TimeUnit.MILLISECONDS);
        }
    }

    private Optional<Assignment> take(String activity, @Nullable String worker) {
        Instant now = clock.instant();
        boolean any = database.read(transaction -> transaction.first(
                        "SELECT token FROM states_task WHERE activity = ? AND status = 'WAITING' LIMIT 1",
                        _ -> true,
                        activity))
                .isPresent();
        if (!any) {
            return Optional.empty();
        }
        Optional<Assignment> taken = database.write(transaction -> transaction.first(
                "UPDATE states_task SET status = 'STARTED', worker = ?, beat = ? WHERE status = 'WAITING' AND token IN"
                        + " (SELECT token FROM states_task WHERE activity = ? AND status = 'WAITING'"
                        + " ORDER BY created, token LIMIT 1) RETURNING token, input",
                row -> new Assignment(row.text("token"), row.text("input")),
                worker == null ? "" : worker,
                now,
                activity));
        taken.ifPresent(assignment -> signal(assignment.token));
        return taken;
    }
}
