package io.brume.serverless.states.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.brume.serverless.states.expression.Environment;
import io.brume.serverless.states.expression.Expressions;
import io.brume.serverless.states.expression.Json;
import io.brume.serverless.states.expression.ReferencePath;
import io.brume.serverless.states.expression.StateFailure;
import io.brume.serverless.states.expression.Templates;
import io.brume.serverless.states.language.Common;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How data flows through a state: from its input to what it works on, from its result to its output and to variables. */
final class Flow {

    /** The largest payload in bytes. */
    static final int LARGEST = 256 * 1024;

    private Flow() {}

    /** The output of a state, and the variables that it assigns. */
    record Left(JsonNode output, Map<String, JsonNode> assigned) {}

    /** The input as InputPath leaves it. */
    static JsonNode selected(Common common, Environment environment) {
        if (common.jsonata()) {
            return environment.input();
        }
        String path = common.inputPath();
        return path == null ? Json.object() : Expressions.value(path, "InputPath", environment);
    }

    /** What the state works on: Parameters or Arguments, else the selected input. */
    static JsonNode arguments(Common common, Environment environment) {
        JsonNode template = common.parameters();
        if (template == null) {
            return environment.input();
        }
        return common.jsonata()
                ? Templates.jsonata(template, "Arguments", environment)
                : Templates.paths(template, environment);
    }

    /**
     * What a result becomes.
     *
     * @param raw the state's input before InputPath
     * @param environment with that input, for JSONata
     */
    static Left leave(Common common, JsonNode raw, JsonNode result, Environment environment) {
        if (common.jsonata()) {
            Environment with = environment.withInput(raw).withResult(result);
            JsonNode template = common.output();
            JsonNode output = template == null ? result : Templates.jsonata(template, "Output", with);
            return checked(new Left(output, assigned(common.assign(), true, with)));
        }
        Map<String, JsonNode> assigned = assigned(common.assign(), false, environment.withInput(result));
        JsonNode selector = common.resultSelector();
        JsonNode selected = selector == null ? result : Templates.paths(selector, environment.withInput(result));
        return checked(new Left(output(common, placed(common.resultPath(), raw, selected), environment), assigned));
    }

    /** What a state without a result leaves: its input, or JSONata's Output. */
    static Left pass(Common common, JsonNode raw, Environment environment) {
        return pass(common, common.assign(), common.output(), raw, environment);
    }

    /** @param assign that of the rule or of the state */
    static Left pass(
            Common common,
            @Nullable JsonNode assign,
            @Nullable JsonNode template,
            JsonNode raw,
            Environment environment) {
        if (common.jsonata()) {
            Environment with = environment.withInput(raw);
            JsonNode output = template == null ? raw : Templates.jsonata(template, "Output", with);
            return checked(new Left(output, assigned(assign, true, with)));
        }
        JsonNode selected = selected(common, environment.withInput(raw));
        return checked(new Left(
                output(common, selected, environment), assigned(assign, false, environment.withInput(selected))));
    }

    /** What an error becomes on its way to the state that handles it. */
    static Left caught(Common common, Common.Catcher catcher, JsonNode raw, JsonNode error, Environment environment) {
        if (common.jsonata()) {
            Environment with = environment.withInput(raw).withErrorOutput(error);
            JsonNode template = catcher.output();
            JsonNode output = template == null ? error : Templates.jsonata(template, "Output", with);
            return checked(new Left(output, assigned(catcher.assign(), true, with)));
        }
        return checked(new Left(
                placed(catcher.resultPath(), raw, error),
                assigned(catcher.assign(), false, environment.withInput(error))));
    }

    private static JsonNode placed(@Nullable String path, JsonNode raw, JsonNode value) {
        if (path == null) {
            return raw;
        }
        return path.equals("$") ? value : ReferencePath.of(path).orElseThrow().put(raw, value);
    }

    private static JsonNode output(Common common, JsonNode value, Environment environment) {
        String path = common.outputPath();
        return path == null
                ? Json.object()
                : path.equals("$") ? value : Expressions.value(path, "OutputPath", environment.withInput(value));
    }

    /** All of a template's values are those before any of them is assigned. */
    static Map<String, JsonNode> assigned(@Nullable JsonNode template, boolean jsonata, Environment environment) {
        if (template == null) {
            return Map.of();
        }
        JsonNode values =
                jsonata ? Templates.jsonata(template, "Assign", environment) : Templates.paths(template, environment);
        Map<String, JsonNode> assigned = new LinkedHashMap<>();
        values.properties().forEach(entry -> {
            if (size(entry.getValue()) > LARGEST) {
                throw new StateFailure(
                        StateFailure.DATA_LIMIT,
                        "The variable '" + entry.getKey() + "' is larger than the maximum of " + LARGEST + " bytes.");
            }
            assigned.put(entry.getKey(), entry.getValue());
        });
        return assigned;
    }

    private static Left checked(Left left) {
        checkSize(left.output, "the state's output");
        return left;
    }

    /** @throws StateFailure {@code States.DataLimitExceeded} */
    static void checkSize(JsonNode value, String what) {
        if (size(value) > LARGEST) {
            throw new StateFailure(
                    StateFailure.DATA_LIMIT,
                    "The size of " + what + " is larger than the maximum number of bytes, " + LARGEST + ".");
        }
    }

    private static int size(JsonNode value) {
        if (value.isContainerNode() || value.isTextual()) {
            String text = value.toString();
            return text.length() > LARGEST ? text.length() : text.getBytes(StandardCharsets.UTF_8).length;
        }
        return 0;
    }
}
