package io.brume.serverless.states.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.brume.kernel.database.Database;
import io.brume.kernel.database.Transaction;
import io.brume.serverless.states.expression.Json;
import io.brume.serverless.states.run.MemoryJournal.Numbered;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps every transition of a standard execution in the database, each in one commit. */
final class DatabaseJournal implements Journal {

    private final Database database;
    private final String execution;
    private final String owner;
    private final EventLog log;

    DatabaseJournal(Database database, String execution, String owner, EventLog log) {
        this.database = database;
        this.execution = execution;
        this.owner = owner;
        this.log = log;
    }

    private void deleteWithin(Transaction transaction, String id) throws SQLException {
        transaction.update(
                "DELETE FROM states_line WHERE execution = ? AND id > ? AND id < ?", execution, id + "/", id + "0");
    }

    @Override
    public void commit(Line line) {
        if (line.isCancelled()) {
            throw new Over();
        }
        List<Event> events = List.copyOf(line.pending);
        String input = line.input.toString();
        String variables = Json.ofPlain(line.variables).toString();
        String visit = line.visit.toString();
        boolean joined = line.joined;
        var output = line.output;
        String kept = output == null ? null : output.toString();
        List<Numbered> numbered = database.write(transaction -> {
            List<Numbered> all = append(transaction, events, line.previous);
            transaction.update(
                    "INSERT INTO states_line (execution, id, state, input, variables, visit, previous, entered, output)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (execution, id) DO UPDATE SET"
                            + " state = excluded.state, input = excluded.input, variables = excluded.variables,"
                            + " visit = excluded.visit, previous = excluded.previous, entered = excluded.entered,"
                            + " output = excluded.output",
                    execution,
                    line.id,
                    line.state,
                    input,
                    variables,
                    visit,
                    previous(all, line.previous),
                    entered(all, line.entered),
                    kept);
            if (joined) {
                deleteWithin(transaction, line.id);
            }
            return all;
        });
        line.previous = previous(numbered, line.previous);
        line.entered = entered(numbered, line.entered);
        line.pending.clear();
        line.joined = false;
    }

    private static long previous(List<Numbered> events, long otherwise) {
        return events.isEmpty() ? otherwise : events.getLast().id();
    }

    private static long entered(List<Numbered> events, long otherwise) {
        return events.stream()
                .filter(numbered -> numbered.event().isStateEntered())
                .mapToLong(Numbered::id)
                .reduce(otherwise, (_, last) -> last);
    }

    /**
     * Adds events to the history.
     *
     * @throws Over when the execution does not run, or another server has it
     */
    private List<Numbered> append(Transaction transaction, List<Event> events, long previous) throws SQLException {
        long last = transaction
                .first(
                        "UPDATE states_execution SET last_event = last_event + ?"
                                + " WHERE arn = ? AND status = 'RUNNING' AND owner = ? RETURNING last_event",
                        row -> row.number("last_event"),
                        events.size(),
                        execution,
                        owner)
                .orElseThrow(Over::new);
        if (last >= HistoryTooLong.MOST) {
            throw new HistoryTooLong();
        }
        return insert(transaction, execution, events, last - events.size(), previous, log);
    }

    /** @param before the number before the first event's */
    static List<Numbered> insert(
            Transaction transaction, String execution, List<Event> events, long before, long previous, EventLog log)
            throws SQLException {
        List<Numbered> numbered = new ArrayList<>();
        long id = before;
        long predecessor = previous;
        for (Event event : events) {
            id++;
            numbered.add(new Numbered(id, predecessor, event));
            transaction.update(
                    "INSERT INTO states_event (execution, id, at, type, previous, member, details)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                    execution,
                    id,
                    event.at(),
                    event.type(),
                    predecessor,
                    event.member(),
                    event.details().toString());
            predecessor = id;
        }
        log.write(numbered);
        return numbered;
    }

    @Override
    public @Nullable Saved saved(String id) {
        return database.read(transaction -> transaction.first(
                        "SELECT * FROM states_line WHERE execution = ? AND id = ?",
                        row -> {
                            String output = row.textOrNull("output");
                            return new Saved(
                                    row.text("state"),
                                    Json.read(row.text("input")),
                                    Json.read(row.text("variables")),
                                    (ObjectNode) Json.read(row.text("visit")),
                                    row.number("previous"),
                                    row.number("entered"),
                                    output == null ? null : Json.read(output));
                        },
                        execution,
                        id))
                .orElse(null);
    }
}
