package io.brume.serverless.states.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.brume.kernel.database.Database;
import io.brume.kernel.shape.Shapes;
import io.brume.serverless.states.expression.Json;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;

/** The histories of executions. */
public final class History {

    private static final Set<String> DATA = Set.of("input", "output", "parameters");

    private final Database database;

    public History(Database database) {
        this.database = database;
    }

    /**
     * Events in their order or against it.
     *
     * @param beyond the number of the last event of the page before; null for the first page
     * @param data whether with inputs and outputs
     */
    public List<HistoryEvent> events(String execution, boolean reverse, @Nullable Long beyond, int most, boolean data) {
        long from = beyond != null ? beyond : reverse ? Long.MAX_VALUE : 0;
        String order = reverse ? "id < ? ORDER BY id DESC" : "id > ? ORDER BY id";
        return database.read(transaction -> transaction.query(
                "SELECT * FROM states_event WHERE execution = ? AND " + order + " LIMIT ?",
                row -> event(
                        row.number("id"),
                        row.number("previous"),
                        row.number("at"),
                        row.text("type"),
                        row.textOrNull("member"),
                        (ObjectNode) Json.read(row.text("details")),
                        data),
                execution,
                from,
                most));
    }

    private static HistoryEvent event(
            long id, long previous, long at, String type, @Nullable String member, ObjectNode details, boolean data) {
        ObjectNode event = Json.object();
        event.put("id", id);
        event.put("previousEventId", previous);
        event.put("timestamp", at / 1000.0);
        event.put("type", type);
        if (member != null) {
            event.set(member, data ? details : details.remove(DATA));
        }
        return Shapes.parse(event.toString(), HistoryEvent.class);
    }
}
