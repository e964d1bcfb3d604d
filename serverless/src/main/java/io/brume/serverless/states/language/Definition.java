package io.brume.serverless.states.language;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.brume.serverless.states.expression.Json;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A definition that was read.
 *
 * @param machine null when there are errors
 */
public record Definition(@Nullable Machine machine, List<Diagnostic> diagnostics) {

    /**
     * Reads a definition and says all that is wrong with it.
     *
     * @param express whether it is to be an express state machine's, which may not do all that a standard one may
     */
    public static Definition read(String text, boolean express) {
        return read(text, express, MachineParser::root);
    }

    /** One state by itself, as TestState takes it. */
    public static Definition readState(String text) {
        return read(text, false, MachineParser::single);
    }

    private static Definition read(
            String text, boolean express, BiFunction<MachineParser, ObjectNode, @Nullable Machine> reading) {
        JsonNode json;
        try {
            json = Json.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            return new Definition(null, List.of(invalid(e)));
        }
        var report = new Report();
        if (!(json instanceof ObjectNode object)) {
            report.error(Diagnostic.JSON, "The definition must be a JSON object", "/");
            return new Definition(null, report.diagnostics());
        }
        Machine machine = reading.apply(new MachineParser(report, express), object);
        return new Definition(report.hasErrors() ? null : machine, report.diagnostics());
    }

    private static Diagnostic invalid(JsonProcessingException e) {
        String where = e.getLocation() == null
                ? "/"
                : "[Source: (String); line: " + e.getLocation().getLineNr() + ", column: "
                        + e.getLocation().getColumnNr() + "]";
        return new Diagnostic(true, Diagnostic.JSON, String.valueOf(e.getOriginalMessage()), where);
    }

    public boolean isValid() {
        return machine != null;
    }

    public Machine valid() {
        if (machine == null) {
            throw new IllegalStateException("the definition is not valid: " + errors());
        }
        return machine;
    }

    /** Its errors in one line. */
    public String errors() {
        return diagnostics.stream()
                .filter(Diagnostic::error)
                .map(Diagnostic::toString)
                .collect(Collectors.joining(", "));
    }
}
