package io.brume.serverless.states.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.brume.kernel.database.Database;
import io.brume.kernel.database.Transaction;
import io.brume.kernel.event.Announcements;
import io.brume.kernel.resource.Scope;
import io.brume.kernel.telemetry.LogSink;
import io.brume.serverless.states.expression.Json;
import io.brume.serverless.states.expression.StateFailure;
import io.brume.serverless.states.language.Machine;
import io.brume.serverless.states.run.Work.Tools;
import io.brume.serverless.states.task.Integrations;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All executions: starts them, runs each on a thread of its own, and goes on with those that an earlier process left. Servers that
 * share a database take over from one that is gone. Thread-safe.
 */
public final class Executions implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Executions.class);

    private static final Duration ALIVE = Duration.ofSeconds(20);
    private static final long BEAT_MILLIS = 5_000;
    private static final Duration EXPRESS = Duration.ofMinutes(5);

    private final Database database;
    private final Definitions definitions;
    private final Announcements announcements;
    private final LogSink sink;
    private final Clock clock;
    private final Tools tools;
    private final String owner = UUID.randomUUID().toString();
    private final Map<String, Running> running = new ConcurrentHashMap<>();
    private volatile boolean closed;
    private @Nullable Thread keeper;

    public Executions(
            Database database,
            Definitions definitions,
            Announcements announcements,
            LogSink sink,
            Clock clock,
            Integrations integrations,
            Tokens tokens) {
        this.database = database;
        this.definitions = definitions;
        this.announcements = announcements;
        this.sink = sink;
        this.clock = clock;
        this.tools =
                new Tools(Pauses.of(clock), integrations, tokens, new ExecutedMapRuns(this, database, definitions));
    }

    private record Running(Line line, Thread thread) {}

    /** What an execution is started with; the hash is that of its definition. */
    public record Start(
            Scope scope,
            String machine,
            @Nullable String version,
            @Nullable String alias,
            String arn,
            String name,
            boolean express,
            String role,
            String definition,
            JsonNode input,
            @Nullable String logging,
            @Nullable String trace) {}

    /**
     * Starts an execution; it is durable when this returns.
     *
     * @return its state now; empty when there is another one of that ARN
     */
    public Optional<Execution> start(Start start) {
        Execution execution = fresh(start, null, 0);
        List<Event> events = List.of(begun(execution, clock.instant()));
        boolean added = database.write(transaction -> {
            boolean mine = insert(transaction, execution);
            if (mine && !execution.isExpress()) {
                record(transaction, execution, events, 0);
                announce(execution);
            }
            return mine;
        });
        if (!added) {
            return Optional.empty();
        }
        launch(execution);
        return Optional.of(execution);
    }

    Execution fresh(Start start, @Nullable String mapRun, int item) {
        Instant now = Instant.ofEpochMilli(clock.millis());
        Machine machine = mapRun == null ? definitions.machine(start.definition) : null;
        Long timeout = machine == null ? null : machine.timeoutSeconds();
        Instant deadline = timeout == null ? null : now.plusSeconds(timeout);
        if (start.express && (deadline == null || deadline.isAfter(now.plus(EXPRESS)))) {
            deadline = now.plus(EXPRESS);
        }
        return new Execution(
                start.arn,
                start.scope,
                start.machine,
                start.version,
                start.alias,
                start.name,
                start.express ? "EXPRESS" : "STANDARD",
                "RUNNING",
                now,
                null,
                deadline,
                start.input.toString(),
                null,
                null,
                null,
                start.definition,
                start.role,
                start.logging,
                start.trace,
                0,
                null,
                mapRun,
                item);
    }

    static Event begun(Execution execution, Instant now) {
        ObjectNode details = Json.object();
        details.put("input", execution.input());
        details.putObject("inputDetails").put("truncated", false);
        details.put("roleArn", execution.role());
        if (execution.alias() != null) {
            details.put("stateMachineAliasArn", execution.alias());
        }
        if (execution.version() != null) {
            details.put("stateMachineVersionArn", execution.version());
        }
        return Event.of("ExecutionStarted", now, "executionStartedEventDetails", details);
    }

    boolean insert(Transaction transaction, Execution execution) throws SQLException {
        return transaction.update(
                        "INSERT INTO states_execution (arn, account, region, machine, version, alias, name, type, status,"
                                + " started, deadline, input, definition, role, logging, trace, last_event, redrives,"
                                + " map_run, item, owner) VALUES"
                                + " (?, ?, ?, ?, ?, ?, ?, ?, 'RUNNING', ?, ?, ?, ?, ?, ?, ?, 1, 0, ?, ?, ?)"
                                + " ON CONFLICT DO NOTHING",
                        execution.arn(),
                        execution.scope().account(),
                        execution.scope().region(),
                        execution.machine(),
                        execution.version(),
                        execution.alias(),
                        execution.name(),
                        execution.type(),
                        execution.started(),
                        execution.deadline(),
                        execution.input(),
                        execution.definition(),
                        execution.role(),
                        execution.logging(),
                        execution.trace(),
                        execution.mapRun(),
                        execution.item(),
                        owner)
                == 1;
    }

    /** Adds to the history; `before` is the last event's number. */
    void record(Transaction transaction, Execution execution, List<Event> events, long before) throws SQLException {
        List<MemoryJournal.Numbered> unused =
                DatabaseJournal.insert(transaction, execution.arn(), events, before, before, eventLog(execution));
    }

    private EventLog eventLog(Execution execution) {
        return new EventLog(sink, execution.scope(), execution.machine(), execution.arn(), execution.logging());
    }

    private void launch(Execution execution) {
        Machine machine = definitions.machine(execution.definition());
        Line line = new Line(Line.ROOT, machine, null, Json.read(execution.input()), Json.object());
        Thread thread = Thread.ofVirtual().name("execution-" + execution.name()).unstarted(() -> {
            try {
                run(execution, line);
            } finally {
                running.remove(execution.arn());
            }
        });
        running.put(execution.arn(), new Running(line, thread));
        if (closed) {
            running.remove(execution.arn());
            return;
        }
        thread.start();
    }

    private void run(Execution execution, Line line) {
        try {
            Ending ending;
            if (execution.isExpress()) {
                ending = runInMemory(execution, line);
                database.change(transaction ->
                        transaction.update("DELETE FROM states_execution WHERE arn = ?", execution.arn()));
            } else {
                ending = runDurably(execution, line);
            }
            log.debug("{} {}", execution.arn(), ending.status());
        } catch (Over e) {
            log.debug("{} is left", execution.arn());
        } catch (RuntimeException e) {
            log.error("{} cannot go on", execution.arn(), e);
        }
    }

    /** How an execution ended. */
    public record Ending(
            String status,
            @Nullable JsonNode output,
            @Nullable String error,
            @Nullable String cause,
            Instant at) {}

    /** Runs a standard execution from where it is. @throws Over when it is ended otherwise */
    Ending runDurably(Execution execution, Line line) {
        var journal = new DatabaseJournal(database, execution.arn(), owner, eventLog(execution));
        Journal.Saved saved = journal.saved(line.id);
        if (saved != null) {
            Fork.restore(line, saved);
        } else {
            line.previous = 1;
        }
        Ending ending = walk(new Work(execution.subject(), journal, tools), line);
        if (ending == null) {
            throw new Over();
        }
        finish(execution, line, ending);
        return ending;
    }

    /** Runs an express execution, of which only the log remembers anything. */
    Ending runInMemory(Execution execution, Line line) {
        EventLog events = eventLog(execution);
        var journal = new MemoryJournal(Integer.MAX_VALUE, events::write);
        line.pending.add(begun(execution, clock.instant()));
        Ending ending = walk(new Work(execution.subject(), journal, tools), line);
        if (ending == null) {
            throw new Over();
        }
        line.pending.add(ended(ending));
        journal.commit(line);
        return ending;
    }

    /** Runs an express execution while its caller waits. */
    public Ending runNow(Start start) {
        Execution execution = fresh(start, null, 0);
        Machine machine = definitions.machine(start.definition);
        return runInMemory(execution, new Line(Line.ROOT, machine, null, start.input, Json.object()));
    }

    /** Null when it is over already. */
    private @Nullable Ending walk(Work work, Line line) {
        try {
            JsonNode output = new Walk(work, line).run();
            return new Ending("SUCCEEDED", output, null, null, clock.instant());
        } catch (StateFailure failure) {
            return new Ending("FAILED", null, failure.error(), failure.reason(), clock.instant());
        } catch (Work.TimedOut e) {
            return new Ending("TIMED_OUT", null, null, null, clock.instant());
        } catch (HistoryTooLong e) {
            line.pending.clear();
            return new Ending("FAILED", null, StateFailure.RUNTIME, e.getMessage(), clock.instant());
        } catch (Over e) {
            return null;
        } catch (RuntimeException e) {
            if (closed || line.isCancelled()) {
                return null;
            }
            log.error("{} failed", work.subject().arn(), e);
            line.pending.clear();
            return new Ending("FAILED", null, StateFailure.RUNTIME, "An internal error occurred.", clock.instant());
        }
    }

    private static Event ended(Ending ending) {
        return switch (ending.status) {
            case "SUCCEEDED" -> {
                ObjectNode details = Json.object();
                details.put("output", String.valueOf(ending.output));
                details.putObject("outputDetails").put("truncated", false);
                yield Event.of("ExecutionSucceeded", ending.at, "executionSucceededEventDetails", details);
            }
            case "TIMED_OUT" ->
                Event.failure(
                        "ExecutionTimedOut", ending.at, "executionTimedOutEventDetails", ending.error, ending.cause);
            case "ABORTED" ->
                Event.failure(
                        "ExecutionAborted", ending.at, "executionAbortedEventDetails", ending.error, ending.cause);
            default ->
                Event.failure("ExecutionFailed", ending.at, "executionFailedEventDetails", ending.error, ending.cause);
        };
    }

    /** Notes the end, with what the last state has left to say. */
    private void finish(Execution execution, Line line, Ending ending) {
        List<Event> events = new ArrayList<>(line.pending);
        events.add(ended(ending));
        JsonNode output = ending.output;
        String text = output == null ? null : output.toString();
        database.change(transaction -> {
            long last = transaction
                    .first(
                            "UPDATE states_execution SET last_event = last_event + ?, status = ?, stopped = ?, output = ?,"
                                    + " error = ?, cause = ? WHERE arn = ? AND status = 'RUNNING' AND owner = ?"
                                    + " RETURNING last_event",
                            row -> row.number("last_event"),
                            events.size(),
                            ending.status,
                            ending.at,
                            text,
                            ending.error,
                            ending.cause,
                            execution.arn(),
                            owner)
                    .orElseThrow(Over::new);
            List<MemoryJournal.Numbered> unused = DatabaseJournal.insert(
                    transaction, execution.arn(), events, last - events.size(), line.previous, eventLog(execution));
            if (ending.status.equals("SUCCEEDED")) {
                transaction.update("DELETE FROM states_line WHERE execution = ?", execution.arn());
            }
            if (execution.mapRun() == null) {
                announce(find(transaction, execution.arn()).orElseThrow());
            }
        });
    }

    /**
     * Ends an execution that runs; nothing happens to one that does not.
     *
     * @return when it was or had been stopped
     */
    public Instant stop(Execution execution, @Nullable String error, @Nullable String cause) {
        var ending = new Ending("ABORTED", null, error, cause, Instant.ofEpochMilli(clock.millis()));
        Optional<Execution> stopped = database.write(transaction -> {
            boolean mine = abort(transaction, execution, ending);
            if (mine) {
                abortItems(transaction, execution.arn(), ending);
                Execution now = find(transaction, execution.arn()).orElseThrow();
                announce(now);
                return Optional.of(now);
            }
            return Optional.empty();
        });
        Running here = running.get(execution.arn());
        if (stopped.isPresent() && here != null) {
            here.line.cancel();
            here.thread.interrupt();
        }
        Instant before = execution.stopped();
        return stopped.isPresent() || before == null ? ending.at : before;
    }

    private boolean abort(Transaction transaction, Execution execution, Ending ending) throws SQLException {
        Optional<Long> last = transaction.first(
                "UPDATE states_execution SET last_event = last_event + 1, status = 'ABORTED', stopped = ?, error = ?,"
                        + " cause = ? WHERE arn = ? AND status = 'RUNNING' RETURNING last_event",
                row -> row.number("last_event"),
                ending.at,
                ending.error,
                ending.cause,
                execution.arn());
        if (last.isEmpty()) {
            return false;
        }
        record(transaction, execution, List.of(ended(ending)), last.get() - 1);
        transaction.update("DELETE FROM states_task WHERE execution = ?", execution.arn());
        return true;
    }

    private void abortItems(Transaction transaction, String parent, Ending ending) throws SQLException {
        List<Execution> items = transaction.query(
                "SELECT * FROM states_execution WHERE status = 'RUNNING' AND map_run IN"
                        + " (SELECT arn FROM states_map_run WHERE execution = ?)",
                Execution::of,
                parent);
        for (Execution item : items) {
            boolean unused = abort(transaction, item, ending);
        }
        transaction.update(
                "UPDATE states_map_run SET status = 'ABORTED', stopped = ? WHERE execution = ? AND status = 'RUNNING'",
                ending.at,
                parent);
    }

    /** Aborts the executions of a map run that is over. */
    void abortItems(String mapRun) {
        var ending = new Ending("ABORTED", null, null, null, Instant.ofEpochMilli(clock.millis()));
        database.change(transaction -> {
            List<Execution> items = transaction.query(
                    "SELECT * FROM states_execution WHERE status = 'RUNNING' AND map_run = ?", Execution::of, mapRun);
            for (Execution item : items) {
                boolean unused = abort(transaction, item, ending);
            }
        });
    }

    /**
     * Lets an execution that did not succeed go on from the state that it ended in.
     *
     * @return when; empty when it runs or has succeeded
     */
    public Optional<Instant> redrive(Execution execution) {
        Instant now = Instant.ofEpochMilli(clock.millis());
        Duration allowed =
                execution.deadline() == null ? null : Duration.between(execution.started(), execution.deadline());
        Instant deadline = allowed == null ? null : now.plus(allowed);
        boolean redriven = database.write(transaction -> {
            Optional<Long> last = transaction.first(
                    "UPDATE states_execution SET last_event = last_event + 1, status = 'RUNNING', stopped = NULL,"
                            + " error = NULL, cause = NULL, redrives = redrives + 1, redriven = ?, owner = ?,"
                            + " deadline = ? WHERE arn = ? AND status IN ('FAILED', 'ABORTED', 'TIMED_OUT')"
                            + " RETURNING last_event",
                    row -> row.number("last_event"),
                    now,
                    owner,
                    deadline,
                    execution.arn());
            if (last.isEmpty()) {
                return false;
            }
            ObjectNode details = Json.object();
            details.put("redriveCount", execution.redrives() + 1);
            record(
                    transaction,
                    execution,
                    List.of(Event.of("ExecutionRedriven", now, "executionRedrivenEventDetails", details)),
                    last.get() - 1);
            Redriving.prepare(transaction, execution.arn(), last.get());
            announce(find(transaction, execution.arn()).orElseThrow());
            return true;
        });
        if (!redriven) {
            return Optional.empty();
        }
        launch(find(execution.arn()).orElseThrow());
        return Optional.of(now);
    }

    public Optional<Execution> find(String arn) {
        return database.read(transaction -> find(transaction, arn));
    }

    private static Optional<Execution> find(Transaction transaction, String arn) throws SQLException {
        return transaction.first("SELECT * FROM states_execution WHERE arn = ?", Execution::of, arn);
    }

    private void announce(Execution execution) {
        announcements.announce(
                execution.scope(),
                "aws.states",
                "Step Functions Execution Status Change",
                List.of(execution.arn()),
                Announcing.detail(execution).toString());
    }

    /** The executions that this server works on. */
    String owner() {
        return owner;
    }

    /** Begins to run, first of all what an earlier process left. */
    public void start() {
        beat();
        takeOver();
        if (database.isShared()) {
            keeper = Thread.ofVirtual().name("states-keeper").start(() -> {
                while (!closed) {
                    try {
                        Thread.sleep(BEAT_MILLIS);
                        beat();
                        takeOver();
                    } catch (InterruptedException e) {
                        return;
                    } catch (RuntimeException e) {
                        log.error("executions of other servers cannot be looked after", e);
                    }
                }
            });
        }
    }

    private void beat() {
        Instant now = clock.instant();
        database.change(transaction -> {
            transaction.update(
                    "INSERT INTO states_server (id, seen) VALUES (?, ?)"
                            + " ON CONFLICT (id) DO UPDATE SET seen = excluded.seen",
                    owner,
                    now);
            transaction.update("DELETE FROM states_server WHERE seen < ?", now.minus(Duration.ofDays(1)));
        });
    }

    /** Nobody else has a database that is not shared. */
    private void takeOver() {
        long before = database.isShared() ? clock.instant().minus(ALIVE).toEpochMilli() : Long.MAX_VALUE;
        List<Execution> left = database.write(transaction -> {
            transaction.update(
                    "UPDATE states_execution SET owner = ? WHERE status = 'RUNNING' AND map_run IS NOT NULL AND owner <> ?"
                            + " AND owner NOT IN (SELECT id FROM states_server WHERE seen > ?)",
                    owner,
                    owner,
                    before);
            return transaction.query(
                    "UPDATE states_execution SET owner = ? WHERE status = 'RUNNING' AND map_run IS NULL AND owner <> ?"
                            + " AND owner NOT IN (SELECT id FROM states_server WHERE seen > ?) RETURNING *",
                    Execution::of,
                    owner,
                    owner,
                    before);
        });
        left.forEach(this::launch);
    }

    @Override
    public void close() {
        closed = true;
        if (keeper != null) {
            keeper.interrupt();
        }
        List<Running> left = List.copyOf(running.values());
        left.forEach(each -> {
            each.line.cancel();
            each.thread.interrupt();
        });
        for (Running each : left) {
            try {
                boolean unused = each.thread.join(Duration.ofSeconds(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        if (database.isShared()) {
            database.change(transaction -> transaction.update("DELETE FROM states_server WHERE id = ?", owner));
        }
    }
}
