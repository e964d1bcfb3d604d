package io.brume.serverless.states.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.brume.kernel.database.Transaction;
import io.brume.serverless.states.expression.Json;
import java.sql.SQLException;
import java.util.Optional;

/** Prepares the lines of an execution that is to go on from where it failed: its state is tried as if for the first time. */
final class Redriving {

    private Redriving() {}

    static void prepare(Transaction transaction, String execution, long event) throws SQLException {
        transaction.update("DELETE FROM states_line WHERE execution = ? AND id <> ?", execution, Line.ROOT);
        Optional<String> visit = transaction.first(
                "SELECT visit FROM states_line WHERE execution = ? AND id = ?",
                row -> row.text("visit"),
                execution,
                Line.ROOT);
        if (visit.isPresent()) {
            ObjectNode fresh = Json.object();
            var entered = Json.read(visit.get()).get("entered");
            if (entered != null) {
                fresh.set("entered", entered);
            }
            transaction.update(
                    "UPDATE states_line SET visit = ?, previous = ? WHERE execution = ? AND id = ?",
                    fresh.toString(),
                    event,
                    execution,
                    Line.ROOT);
        }
    }
}
