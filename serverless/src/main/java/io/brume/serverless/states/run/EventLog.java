package io.brume.serverless.states.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.brume.kernel.resource.Scope;
import io.brume.kernel.telemetry.LogLine;
import io.brume.kernel.telemetry.LogSink;
import io.brume.serverless.states.expression.Json;
import io.brume.serverless.states.run.MemoryJournal.Numbered;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes an execution's events to CloudWatch Logs, as its state machine's logging configuration wants it. */
final class EventLog {

    /** Writes nothing. */
    static final EventLog NONE = new EventLog(LogSink.NONE, null, "", "", null);

    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("yyyy-MM-dd-HH").withZone(ZoneOffset.UTC);
    private static final Set<String> DATA =
            Set.of("input", "output", "parameters", "inputDetails", "outputDetails", "assignedVariables");

    private final LogSink sink;
    private final @Nullable Scope scope;
    private final String machine;
    private final String execution;
    private final String level;
    private final boolean data;
    private final List<String> groups = new ArrayList<>();

    /** @param configuration in JSON; null for none */
    EventLog(LogSink sink, @Nullable Scope scope, String machine, String execution, @Nullable String configuration) {
        this.sink = sink;
        this.scope = scope;
        this.machine = machine.substring(machine.lastIndexOf(':') + 1);
        this.execution = execution;
        JsonNode json = configuration == null ? Json.object() : Json.read(configuration);
        level = json.path("level").asText("OFF");
        data = json.path("includeExecutionData").asBoolean();
        for (JsonNode destination : json.path("destinations")) {
            String arn = destination
                    .path("cloudWatchLogsLogGroup")
                    .path("logGroupArn")
                    .asText();
            String[] parts = arn.split(":", 8);
            if (parts.length > 6) {
                groups.add(parts[6]);
            }
        }
    }

    void write(List<Numbered> events) {
        if (level.equals("OFF") || groups.isEmpty() || scope == null) {
            return;
        }
        List<LogLine> lines = new ArrayList<>();
        for (Numbered numbered : events) {
            if (isWanted(numbered.event().type())) {
                lines.add(new LogLine(numbered.event().at(), line(numbered).toString()));
            }
        }
        if (lines.isEmpty()) {
            return;
        }
        String stream = "states/" + machine + "/" + HOUR.format(lines.getFirst().at()) + "/"
                + execution.substring(execution.lastIndexOf(':') + 1);
        groups.forEach(group -> sink.write(scope, group, stream, lines));
    }

    private boolean isWanted(String type) {
        boolean fatal = Set.of("ExecutionFailed", "ExecutionTimedOut", "ExecutionAborted")
                .contains(type);
        return switch (level) {
            case "ALL" -> true;
            case "ERROR" ->
                fatal
                        || type.endsWith("Failed")
                        || type.endsWith("TimedOut")
                        || type.endsWith("Aborted")
                        || type.equals("FailStateEntered");
            default -> fatal;
        };
    }

    private ObjectNode line(Numbered numbered) {
        ObjectNode line = Json.object();
        line.put("id", String.valueOf(numbered.id()));
        line.put("type", numbered.event().type());
        ObjectNode details = numbered.event().details().deepCopy();
        if (!data) {
            details.remove(DATA);
        }
        line.set("details", details);
        line.put("previous_event_id", String.valueOf(numbered.previous()));
        line.put("event_timestamp", String.valueOf(numbered.event().at().toEpochMilli()));
        line.put("execution_arn", execution);
        return line;
    }
}
