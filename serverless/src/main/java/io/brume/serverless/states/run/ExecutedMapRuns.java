package io.brume.serverless.states.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.brume.kernel.database.Database;
import io.brume.serverless.states.expression.Json;
import io.brume.serverless.states.language.State;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Map runs whose items are executions of their own, kept like all others. */
final class ExecutedMapRuns implements MapRuns {

    private final Executions executions;
    private final Database database;
    private final Definitions definitions;

    ExecutedMapRuns(Executions executions, Database database, Definitions definitions) {
        this.executions = executions;
        this.database = database;
        this.definitions = definitions;
    }

    @Override
    public Run begin(Work work, @Nullable String known, State.MapState map, Limits limits, int items) {
        Subject parent = work.subject();
        State.Distributed distributed = java.util.Objects.requireNonNull(map.distributed());
        String arn = known != null
                ? known
                : parent.scope()
                        .arn("states", "mapRun:" + qualified(parent, map, distributed) + ":" + UUID.randomUUID());
        Instant now = work.now();
        database.change(transaction -> transaction.update(
                "INSERT INTO states_map_run (arn, execution, status, started, concurrency, tolerated_count,"
                        + " tolerated_percentage, items, definition) VALUES (?, ?, 'RUNNING', ?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT DO NOTHING",
                arn,
                parent.arn(),
                now,
                limits.concurrency(),
                limits.toleratedCount(),
                limits.toleratedPercentage(),
                items,
                map.name()));
        return new Executed(arn, work, map, distributed.express());
    }

    /** {@code machine/label} */
    private static String qualified(Subject parent, State.MapState map, State.Distributed distributed) {
        String label = distributed.label();
        return parent.machine().substring(parent.machine().lastIndexOf(':') + 1) + "/"
                + (label != null ? label : map.name().replaceAll("[^A-Za-z0-9_-]", "_"));
    }

    private final class Executed implements Run {

        private final String arn;
        private final Work work;
        private final State.MapState map;
        private final boolean express;

        Executed(String arn, Work work, State.MapState map, boolean express) {
            this.arn = arn;
            this.work = work;
            this.map = map;
            this.express = express;
        }

        @Override
        public String arn() {
            return arn;
        }

        /** UpdateMapRun may have changed them. */
        @Override
        public Limits limits() {
            return database.read(transaction -> transaction.first(
                            "SELECT concurrency, tolerated_count, tolerated_percentage FROM states_map_run WHERE arn = ?",
                            row -> new Limits(
                                    row.integer("concurrency"),
                                    row.integer("tolerated_count"),
                                    row.real("tolerated_percentage")),
                            arn))
                    .orElseThrow();
        }

        @Override
        public Child child(int index, JsonNode input) {
            Optional<Execution> before = database.read(transaction -> transaction.first(
                    "SELECT * FROM states_execution WHERE map_run = ? AND item = ?", Execution::of, arn, index));
            if (before.isPresent() && !before.get().isRunning()) {
                return ended(before.get());
            }
            Execution execution = before.orElseGet(() -> added(index, input));
            Line line = new Line(Line.ROOT, map.processor(), null, Json.read(execution.input()), Json.object());
            Executions.Ending ending = express
                    ? keep(execution, executions.runInMemory(execution, line))
                    : executions.runDurably(execution, line);
            return new Child(
                    execution.arn(),
                    execution.name(),
                    ending.status(),
                    input,
                    ending.output(),
                    ending.error(),
                    ending.cause(),
                    execution.started(),
                    ending.at());
        }

        private Child ended(Execution execution) {
            String output = execution.output();
            Instant stopped = execution.stopped();
            return new Child(
                    execution.arn(),
                    execution.name(),
                    execution.status(),
                    Json.read(execution.input()),
                    output == null ? null : Json.read(output),
                    execution.error(),
                    execution.cause(),
                    execution.started(),
                    stopped == null ? execution.started() : stopped);
        }

        /** Of an express item only the end is kept. */
        private Executions.Ending keep(Execution execution, Executions.Ending ending) {
            JsonNode output = ending.output();
            String text = output == null ? null : output.toString();
            database.change(transaction -> transaction.update(
                    "UPDATE states_execution SET status = ?, stopped = ?, output = ?, error = ?, cause = ?"
                            + " WHERE arn = ? AND status = 'RUNNING'",
                    ending.status(),
                    ending.at(),
                    text,
                    ending.error(),
                    ending.cause(),
                    execution.arn()));
            return ending;
        }

        private Execution added(int index, JsonNode input) {
            Subject parent = work.subject();
            String[] parts = arn.split(":", 8);
            String name = UUID.randomUUID().toString();
            Execution execution = executions.fresh(
                    new Executions.Start(
                            parent.scope(),
                            parent.scope().arn("states", "stateMachine:" + parts[6]),
                            null,
                            null,
                            parent.scope()
                                    .arn(
                                            "states",
                                            express
                                                    ? "express:" + parts[6] + ":" + name + ":" + UUID.randomUUID()
                                                    : "execution:" + parts[6] + ":" + name),
                            name,
                            express,
                            parent.role(),
                            definitions.keep("{}"),
                            input,
                            null,
                            null),
                    arn,
                    index);
            database.change(transaction -> {
                boolean unused = executions.insert(transaction, execution);
                if (!express) {
                    executions.record(transaction, execution, List.of(Executions.begun(execution, work.now())), 0);
                }
            });
            return execution;
        }

        @Override
        public void end(boolean succeeded) {
            Instant now = work.now();
            executions.abortItems(arn);
            database.change(transaction -> transaction.update(
                    "UPDATE states_map_run SET status = ?, stopped = ? WHERE arn = ? AND status = 'RUNNING'",
                    succeeded ? "SUCCEEDED" : "FAILED",
                    now,
                    arn));
        }
    }
}
