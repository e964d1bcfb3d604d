package io.brume.serverless.states.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.brume.serverless.states.expression.Json;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads whole machines: the states and whether each can be reached and left. */
final class MachineParser {

    private static final int LONGEST_NAME = 80;
    private static final double LONGEST_TIMEOUT = 99_999_999;
    private static final Set<String> ROOT =
            Set.of("Comment", "StartAt", "States", "TimeoutSeconds", "Version", "QueryLanguage");
    static final Set<String> NESTED = Set.of("Comment", "StartAt", "States", "QueryLanguage", "ProcessorConfig");

    private final Report report;
    private final boolean express;
    private final Set<String> names = new HashSet<>();

    MachineParser(Report report, boolean express) {
        this.report = report;
        this.express = express;
    }

    boolean express() {
        return express;
    }

    Machine root(ObjectNode json) {
        var fields = new Fields(json, "", false, report);
        fields.only(ROOT);
        String version = fields.text("Version");
        if (version != null && !version.equals("1.0")) {
            fields.error("Version", "The only version is '1.0'");
        }
        return machine(fields, false, true);
    }

    /** A state by itself: where it leads to is nobody's concern. */
    Machine single(ObjectNode json) {
        boolean jsonata = language(new Fields(json, "", false, report), false);
        State state = new StateParser(this, new Fields(json, "", jsonata, report), "State", report).parse();
        return new Machine("State", state == null ? Map.of() : Map.of("State", state), null);
    }

    /** Whether the expressions of an object are JSONata. */
    boolean language(Fields fields, boolean outer) {
        String language = fields.text("QueryLanguage");
        if (language == null) {
            return outer;
        }
        if (!language.equals("JSONata") && !language.equals("JSONPath")) {
            fields.error("QueryLanguage", "Value must be one of 'JSONPath', 'JSONata'");
        }
        if (outer && language.equals("JSONPath")) {
            fields.error("QueryLanguage", "A state machine in JSONata has no states in JSONPath");
        }
        return language.equals("JSONata");
    }

    /** The states of a machine, a branch or a processor. */
    Machine machine(Fields outer, boolean inherited, boolean root) {
        boolean jsonata = language(outer, inherited);
        Fields fields = outer.withLanguage(jsonata);
        String start = fields.requiredText("StartAt");
        Map<String, State> states = new LinkedHashMap<>();
        Fields all = fields.object("States");
        if (all == null || all.json().isEmpty()) {
            report.schema("The field 'States' is required and must hold at least one state", fields.at("States"));
            return new Machine(start, states, null);
        }
        for (var entry : all.json().properties()) {
            State state = state(all, entry.getKey(), entry.getValue(), jsonata);
            if (state != null) {
                states.put(entry.getKey(), state);
            }
        }
        if (!all.json().has(start)) {
            report.error(Diagnostic.TARGET, "Missing 'StartAt' target: " + start, fields.at("StartAt"));
        } else if (states.size() == all.json().size()) {
            new Transitions(report, states, all).check(start);
        }
        Setting timeout = root ? fields.number("TimeoutSeconds", 1, LONGEST_TIMEOUT) : null;
        return new Machine(start, states, seconds(timeout));
    }

    private static @Nullable Long seconds(@Nullable Setting timeout) {
        JsonNode value = timeout == null ? null : timeout.value();
        return value == null ? null : value.asLong();
    }

    private @Nullable State state(Fields all, String name, JsonNode json, boolean jsonata) {
        if (name.isEmpty() || name.codePointCount(0, name.length()) > LONGEST_NAME) {
            all.error(name, "A state's name has 1 to 80 characters");
        }
        if (!names.add(name)) {
            report.error(Diagnostic.DUPLICATE, "Duplicate State name: " + name, all.at(name));
        }
        if (!(json instanceof ObjectNode object)) {
            all.error(name, "Value must be an object");
            return null;
        }
        var fields = new Fields(object, all.at(name), jsonata, report);
        return new StateParser(this, fields.withLanguage(language(fields, jsonata)), name, report).parse();
    }

    static JsonNode empty() {
        return Json.object();
    }
}
