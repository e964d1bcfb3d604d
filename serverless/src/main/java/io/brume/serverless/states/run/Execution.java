package io.brume.serverless.states.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.brume.kernel.database.Row;
import io.brume.kernel.resource.Scope;
import io.brume.serverless.states.expression.Json;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An execution as it is kept.
 *
 * @param machine the ARN of its state machine, without version or alias
 * @param definition the hash of the definition that it runs
 * @param logging the logging configuration in JSON
 * @param mapRun the run that it belongs to as one of its items; null for one of its own
 */
public record Execution(
        String arn,
        Scope scope,
        String machine,
        @Nullable String version,
        @Nullable String alias,
        String name,
        String type,
        String status,
        Instant started,
        @Nullable Instant stopped,
        @Nullable Instant deadline,
        String input,
        @Nullable String output,
        @Nullable String error,
        @Nullable String cause,
        String definition,
        String role,
        @Nullable String logging,
        @Nullable String trace,
        int redrives,
        @Nullable Instant redriven,
        @Nullable String mapRun,
        int item) {

    static Execution of(Row row) throws SQLException {
        return new Execution(
                row.text("arn"),
                new Scope(row.text("account"), row.text("region")),
                row.text("machine"),
                row.textOrNull("version"),
                row.textOrNull("alias"),
                row.text("name"),
                row.text("type"),
                row.text("status"),
                row.instant("started"),
                row.instantOrNull("stopped"),
                row.instantOrNull("deadline"),
                row.text("input"),
                row.textOrNull("output"),
                row.textOrNull("error"),
                row.textOrNull("cause"),
                row.text("definition"),
                row.text("role"),
                row.textOrNull("logging"),
                row.textOrNull("trace"),
                row.integer("redrives"),
                row.instantOrNull("redriven"),
                row.textOrNull("map_run"),
                row.integer("item"));
    }

    public boolean isRunning() {
        return status.equals("RUNNING");
    }

    public boolean isExpress() {
        return type.equals("EXPRESS");
    }

    Subject subject() {
        JsonNode parsed = Json.read(input);
        return new Subject(scope, arn, name, machine, role, parsed, started, redrives, redriven, isExpress(), deadline);
    }
}
