package io.brume.serverless.states.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.brume.serverless.states.expression.Environment;
import io.brume.serverless.states.expression.Json;
import io.brume.serverless.states.expression.StateFailure;
import io.brume.serverless.states.language.Common;
import io.brume.serverless.states.language.Setting;
import io.brume.serverless.states.language.State;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Walks one line from state to state until its end. */
final class Walk {

    private final Work work;
    private final Line line;

    Walk(Work work, Line line) {
        this.work = work;
        this.line = line;
    }

    /** How a state was left. @param next null at the end */
    record Done(Flow.Left left, @Nullable String next) {}

    /**
     * Walks to the end.
     *
     * @return the output; the last events are still pending
     * @throws StateFailure when a state fails and nobody catches that
     * @throws Over when the line has ended otherwise
     */
    JsonNode run() {
        while (true) {
            Done done = step();
            String next = done.next;
            if (next == null) {
                return done.left.output();
            }
            line.goTo(next, done.left.output());
            work.journal().commit(line);
        }
    }

    /** One state, from its entry to its exit. */
    Done step() {
        if (line.isCancelled()) {
            throw new Over();
        }
        work.checkDeadline();
        State state = line.machine.state(line.state);
        enter(state);
        Done done;
        try {
            done = new Attempts(work, line, state).done(() -> perform(state), this::environment);
        } catch (StateFailure failure) {
            throw explained(state, failure);
        }
        exit(state, done.left);
        return done;
    }

    private void enter(State state) {
        if (line.visit.has("entered")) {
            return;
        }
        Instant now = work.now();
        line.visit.put("entered", now.toString());
        ObjectNode details = Json.object();
        details.put("name", state.name());
        details.put("input", line.input.toString());
        details.putObject("inputDetails").put("truncated", false);
        line.pending.add(Event.of(state.type() + "StateEntered", now, "stateEnteredEventDetails", details));
    }

    private void exit(State state, Flow.Left left) {
        line.variables.putAll(left.assigned());
        if (state instanceof State.Fail) {
            return;
        }
        ObjectNode details = Json.object();
        details.put("name", state.name());
        details.put("output", left.output().toString());
        details.putObject("outputDetails").put("truncated", false);
        if (!left.assigned().isEmpty()) {
            ObjectNode variables = details.putObject("assignedVariables");
            left.assigned().forEach((name, value) -> variables.put(name, value.toString()));
        }
        line.pending.add(Event.of(state.type() + "StateExited", work.now(), "stateExitedEventDetails", details));
    }

    /** An error in an expression says where it is: the number of the state's entry is known once that is kept. */
    private StateFailure explained(State state, StateFailure failure) {
        if (!failure.isEvaluation()) {
            return failure;
        }
        String error = failure.error();
        if (!line.pending.isEmpty()) {
            work.journal().commit(line);
        }
        String cause = "An error occurred while executing the state '" + state.name() + "' (entered at the event id #"
                + line.entered + "). " + failure.reason();
        if (error.equals(StateFailure.QUERY)) {
            Event event = Event.failure("EvaluationFailed", work.now(), "evaluationFailedEventDetails", error, cause);
            event.details().put("state", state.name());
            line.pending.add(event);
        }
        return new StateFailure(error, cause);
    }

    private Done perform(State state) {
        Environment environment = environment();
        Common common = state.common();
        return switch (state) {
            case State.Pass pass -> {
                JsonNode result = pass.result();
                JsonNode worked = result != null
                        ? result
                        : Flow.arguments(common, environment.withInput(Flow.selected(common, environment)));
                yield new Done(leavePass(pass, worked, environment), common.next());
            }
            case State.Task _, State.Parallel _, State.MapState _ -> {
                JsonNode result = produce(state, environment);
                yield new Done(Flow.leave(common, line.input, result, environment()), common.next());
            }
            case State.Choice choice -> choose(choice, environment);
            case State.Wait wait -> {
                pause(wait, environment);
                yield new Done(Flow.pass(common, line.input, environment), common.next());
            }
            case State.Succeed _ -> new Done(Flow.pass(common, line.input, environment), null);
            case State.Fail fail ->
                throw new StateFailure(
                        String.valueOf(text(fail.error(), environment, "")), text(fail.cause(), environment, null));
        };
    }

    /** JSONata's Pass has no result: what it leaves is its Output, else its input. */
    private Flow.Left leavePass(State.Pass pass, JsonNode worked, Environment environment) {
        Common common = pass.common();
        return common.jsonata()
                ? Flow.pass(common, pass.result() == null ? line.input : worked, environment)
                : Flow.leave(common, line.input, worked, environment);
    }

    private static @Nullable String text(
            @Nullable Setting setting, Environment environment, @Nullable String otherwise) {
        if (setting == null) {
            return otherwise;
        }
        JsonNode value = setting.in(environment);
        if (!value.isTextual()) {
            throw StateFailure.runtime("The value of the field '" + setting.field() + "' must be a string");
        }
        return value.textValue();
    }

    private JsonNode produce(State state, Environment environment) {
        Environment selected = environment.withInput(Flow.selected(state.common(), environment));
        return switch (state) {
            case State.Task task -> new TaskStep(work, line).run(task, selected);
            case State.Parallel parallel ->
                new Fork(work, line).parallel(parallel, Flow.arguments(state.common(), selected));
            case State.MapState map ->
                map.distributed() == null
                        ? new MapStep(work, line).run(map, selected)
                        : work.tools().mapRuns().run(work, line, map, selected);
            default -> throw new IllegalStateException(state.type());
        };
    }

    private Done choose(State.Choice choice, Environment environment) {
        Common common = choice.common();
        JsonNode selected = Flow.selected(common, environment);
        var rule = new Choosing(environment.withInput(selected)).of(choice);
        if (rule.isPresent()) {
            State.Rule matched = rule.get();
            return new Done(
                    Flow.pass(
                            common,
                            matched.assign(),
                            matched.output() == null ? common.output() : matched.output(),
                            line.input,
                            environment),
                    matched.next());
        }
        String otherwise = choice.otherwise();
        if (otherwise == null) {
            throw StateFailure.evaluation(
                    StateFailure.NO_CHOICE,
                    "Failed to transition out of the state. The state does not point to a next state.");
        }
        return new Done(Flow.pass(common, line.input, environment), otherwise);
    }

    private void pause(State.Wait wait, Environment environment) {
        if (!line.visit.has("until")) {
            Environment selected = environment.withInput(Flow.selected(wait.common(), environment));
            Instant until = until(wait, selected);
            if (!until.isAfter(work.now())) {
                return;
            }
            line.visit.put("until", until.toString());
            work.journal().commit(line);
        }
        work.pause(Instant.parse(line.visit.get("until").textValue()));
    }

    private Instant until(State.Wait wait, Environment environment) {
        Setting seconds = wait.seconds();
        if (seconds != null) {
            JsonNode value = seconds.in(environment);
            if (!value.isNumber() || value.doubleValue() < 0 || value.doubleValue() > 99_999_999) {
                throw StateFailure.runtime(
                        "The value of the field 'Seconds' must be a number between 0 and 99999999 but is " + value);
            }
            return work.now().plusMillis(Math.round(value.doubleValue() * 1000));
        }
        Setting timestamp = wait.timestamp();
        JsonNode value = timestamp == null ? Json.text(null) : timestamp.in(environment);
        try {
            return OffsetDateTime.parse(value.asText()).toInstant();
        } catch (DateTimeException e) {
            throw StateFailure.runtime("The value of the field 'Timestamp' is no ISO 8601 timestamp: " + value);
        }
    }

    /** What expressions see now. */
    Environment environment() {
        ObjectNode context = work.subject().context();
        ObjectNode state = context.putObject("State");
        state.put("EnteredTime", line.visit.path("entered").asText());
        state.put("Name", line.state);
        state.put("RetryCount", line.visit.path("retryCount").asInt());
        for (Line at = line; at != null; at = at.parent) {
            for (Map.Entry<String, JsonNode> extra : at.extraContext.properties()) {
                if (!context.has(extra.getKey())) {
                    context.set(extra.getKey(), extra.getValue());
                }
            }
        }
        if (line.visit.has("token")) {
            context.putObject("Task").set("Token", line.visit.get("token"));
        }
        return new Environment(line.input, context, line.visibleVariables());
    }
}
