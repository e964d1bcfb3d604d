package io.brume.serverless.states.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.brume.kernel.resource.Scope;
import io.brume.serverless.states.expression.Json;
import io.brume.serverless.states.expression.StateFailure;
import io.brume.serverless.states.language.Definition;
import io.brume.serverless.states.language.Diagnostic;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The Amazon States Language, clause by clause: {@code src/test/resources/states} holds a file a topic and a line a case. A case
 * names the specification's clause and gives a {@code definition}, or less of one: a {@code state}, a rule of a {@code choice}, an
 * {@code intrinsic} function or a {@code jsonata} expression; then the {@code output}, the {@code error} or the {@code diagnostic}
 * that it must come to.
 */
class LanguageSuiteTest {

    private static final List<String> TOPICS = List.of(
            "machines",
            "paths",
            "intrinsics",
            "choices",
            "waits",
            "errors",
            "parallel",
            "maps",
            "distributed",
            "jsonata",
            "variables",
            "tasks");

    static Stream<Arguments> cases() throws IOException {
        List<Arguments> cases = new ArrayList<>();
        for (String topic : TOPICS) {
            try (InputStream in = LanguageSuiteTest.class.getResourceAsStream("/states/" + topic + ".json")) {
                for (JsonNode each : Json.MAPPER.readTree(in)) {
                    cases.add(Arguments.of(
                            topic + ": " + each.path("clause").asText() + ": "
                                    + each.path("name").asText(),
                            each));
                }
            }
        }
        return cases.stream();
    }

    @Test
    void thereAreAtLeastThreeHundredCases() throws IOException {
        assertThat(cases().count()).isGreaterThanOrEqualTo(300);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void everyCaseComesToWhatItsClauseSays(String name, JsonNode given) {
        Definition definition = Definition.read(
                definition(given).toString(), given.path("express").asBoolean());
        if (given.has("diagnostic")) {
            assertThat(definition.diagnostics())
                    .extracting(Diagnostic::code)
                    .as("%s %s", name, definition.diagnostics())
                    .contains(given.get("diagnostic").asText());
            return;
        }
        assertThat(definition.isValid()).as("%s %s", name, definition.errors()).isTrue();
        var time = new SuiteTime();
        Instant begun = time.now();
        JsonNode came = run(definition, given, time);
        if (given.has("error")) {
            assertThat(came.path("Error").asText())
                    .as("%s %s", name, came)
                    .isEqualTo(given.get("error").asText());
            if (given.has("cause")) {
                assertThat(came.path("Cause").asText())
                        .as(name)
                        .contains(given.get("cause").asText());
            }
        } else {
            assertThat(came.toString()).as(name).isEqualTo(given.path("output").toString());
        }
        if (given.has("seconds")) {
            assertThat(Duration.between(begun, time.now()).toMillis() / 1000.0)
                    .as(name)
                    .isEqualTo(given.get("seconds").asDouble());
        }
    }

    /** The output, or an error's name and cause in an object of their own. */
    private static JsonNode run(Definition definition, JsonNode given, SuiteTime time) {
        Scope scope = new Scope("123456789012", "us-east-1");
        JsonNode input = given.has("input") ? given.get("input") : Json.object();
        var machine = definition.valid();
        Long timeout = machine.timeoutSeconds();
        var subject = new Subject(
                scope,
                "arn:aws:states:us-east-1:123456789012:execution:machine:name",
                "name",
                "arn:aws:states:us-east-1:123456789012:stateMachine:machine",
                "arn:aws:iam::123456789012:role/role",
                input,
                time.now(),
                0,
                null,
                false,
                timeout == null ? null : time.now().plusSeconds(timeout));
        var tools = new Work.Tools(time, new SuiteTasks(given, time), new NoCallbacks(), new MemoryMapRuns());
        var work = new Work(subject, new MemoryJournal(HistoryTooLong.MOST, _ -> {}), tools);
        var line = new Line(Line.ROOT, machine, null, input, Json.object());
        try {
            JsonNode output = new Walk(work, line).run();
            return given.has("select") ? output.at(given.get("select").asText()) : output;
        } catch (StateFailure failure) {
            String cause = failure.reason();
            return Json.object().put("Error", failure.error()).put("Cause", cause == null ? "" : cause);
        } catch (Work.TimedOut e) {
            return Json.object().put("Error", "States.Timeout");
        } catch (HistoryTooLong e) {
            return Json.object().put("Error", "HistoryTooLong");
        }
    }

    private static JsonNode definition(JsonNode given) {
        if (given.has("definition")) {
            return given.get("definition");
        }
        ObjectNode states = Json.object();
        ObjectNode machine = Json.object();
        machine.put("StartAt", "S");
        machine.set("States", states);
        if (given.has("intrinsic")) {
            ObjectNode state = states.putObject("S");
            state.put("Type", "Pass").put("OutputPath", "$.r").put("End", true);
            state.putObject("Parameters").put("r.$", given.get("intrinsic").asText());
        } else if (given.has("jsonata")) {
            states.putObject("S")
                    .put("Type", "Pass")
                    .put("QueryLanguage", "JSONata")
                    .put("Output", "{% " + given.get("jsonata").asText() + " %}")
                    .put("End", true);
        } else if (given.has("choice")) {
            ObjectNode state = states.putObject("S");
            state.put("Type", "Choice").put("Default", "No");
            ObjectNode rule = given.get("choice").deepCopy();
            rule.put("Next", "Yes");
            if (rule.has("Condition")) {
                state.put("QueryLanguage", "JSONata");
            }
            state.putArray("Choices").add(rule);
            states.putObject("Yes").put("Type", "Pass").put("Result", true).put("End", true);
            states.putObject("No").put("Type", "Pass").put("Result", false).put("End", true);
        } else {
            ObjectNode state = given.get("state").deepCopy();
            boolean ends = List.of("Choice", "Succeed", "Fail")
                    .contains(state.path("Type").asText());
            if (!ends && !state.has("Next") && !state.has("End")) {
                state.put("End", true);
            }
            states.set("S", state);
        }
        return machine;
    }
}
