package io.brume.serverless.states.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.brume.kernel.resource.Scope;
import io.brume.serverless.states.expression.Environment;
import io.brume.serverless.states.expression.Json;
import io.brume.serverless.states.expression.StateFailure;
import io.brume.serverless.states.expression.Templates;
import io.brume.serverless.states.language.Common;
import io.brume.serverless.states.language.Machine;
import io.brume.serverless.states.language.State;
import io.brume.serverless.states.task.Integrations;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One state, tried out by itself: what it leads to, and what its data became on the way. */
public final class Trial {

    private final Integrations integrations;
    private final Clock clock;

    public Trial(Integrations integrations, Clock clock) {
        this.integrations = integrations;
        this.clock = clock;
    }

    /**
     * What came of it.
     *
     * @param status SUCCEEDED, FAILED, RETRIABLE or CAUGHT_ERROR
     * @param inspection the data between its steps, by the names of InspectionData
     */
    public record Outcome(
            String status,
            @Nullable JsonNode output,
            @Nullable String error,
            @Nullable String cause,
            @Nullable String next,
            ObjectNode inspection) {}

    /** A retry is not waited for: the state is said to be retriable. */
    private static final class Retriable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Retriable() {
            super("retriable", null, false, false);
        }
    }

    /** @param variables an object; null for none */
    public Outcome of(
            Scope scope, String role, Machine machine, String name, JsonNode input, @Nullable JsonNode variables) {
        Instant now = clock.instant();
        String arn = scope.arn("states", "express:testState:" + UUID.randomUUID());
        var subject = new Subject(
                scope,
                arn,
                "testState",
                scope.arn("states", "stateMachine:testState"),
                role,
                input,
                now,
                0,
                null,
                true,
                now.plusSeconds(300));
        var failure = new StateFailure[1];
        Integrations watched = watching(failure);
        var work = new Work(
                subject,
                new MemoryJournal(HistoryTooLong.MOST, _ -> {}),
                new Work.Tools(
                        pauses(machine.state(name) instanceof State.Wait),
                        watched,
                        new NoCallbacks(),
                        new MemoryMapRuns()));
        var line = new Line(Line.ROOT, machine, null, input, Json.object());
        line.state = name;
        if (variables != null) {
            variables.properties().forEach(entry -> line.variables.put(entry.getKey(), entry.getValue()));
        }
        State state = machine.state(name);
        ObjectNode inspection = Json.object();
        inspection.put("input", input.toString());
        try {
            inspect(state, new Walk(work, line).environment(), inspection);
            Walk.Done done = new Walk(work, line).step();
            inspection.put("variables", Json.ofPlain(line.visibleVariables()).toString());
            boolean caught = done.next() != null
                    && !done.next().equals(state.common().next())
                    && !(state instanceof State.Choice);
            StateFailure seen = failure[0];
            return new Outcome(
                    caught ? "CAUGHT_ERROR" : "SUCCEEDED",
                    done.left().output(),
                    caught && seen != null ? seen.error() : null,
                    caught && seen != null ? seen.reason() : null,
                    done.next(),
                    inspection);
        } catch (Retriable e) {
            StateFailure seen = failure[0];
            return new Outcome(
                    "RETRIABLE",
                    null,
                    seen == null ? null : seen.error(),
                    seen == null ? null : seen.reason(),
                    null,
                    inspection);
        } catch (StateFailure e) {
            return new Outcome("FAILED", null, e.error(), e.reason(), null, inspection);
        } catch (Work.TimedOut | Over e) {
            return new Outcome("FAILED", null, StateFailure.TIMEOUT, null, null, inspection);
        }
    }

    /** A Wait state is not waited for, and a retry ends the trial. */
    private Pauses pauses(boolean waits) {
        return new Pauses() {
            @Override
            public Instant now() {
                return clock.instant();
            }

            @Override
            public void until(Instant moment) {
                if (!waits && moment.isAfter(clock.instant())) {
                    throw new Retriable();
                }
            }
        };
    }

    private Integrations watching(StateFailure[] seen) {
        return new Integrations() {
            @Override
            public JsonNode call(Caller caller, io.brume.serverless.states.task.Resource resource, JsonNode arguments) {
                try {
                    return integrations.call(caller, resource, arguments);
                } catch (StateFailure e) {
                    seen[0] = e;
                    throw e;
                }
            }

            @Override
            public java.util.Optional<JsonNode> poll(
                    Caller caller,
                    io.brume.serverless.states.task.Resource.Integration resource,
                    JsonNode arguments,
                    JsonNode begun) {
                return integrations.poll(caller, resource, arguments, begun);
            }

            @Override
            public void stop(
                    Caller caller,
                    io.brume.serverless.states.task.Resource.Integration resource,
                    JsonNode arguments,
                    JsonNode begun) {
                integrations.stop(caller, resource, arguments, begun);
            }
        };
    }

    private static void inspect(State state, Environment environment, ObjectNode inspection) {
        Common common = state.common();
        JsonNode selected = Flow.selected(common, environment);
        if (!common.jsonata()) {
            inspection.put("afterInputPath", selected.toString());
        }
        JsonNode template = common.parameters();
        if (template != null) {
            JsonNode made = common.jsonata()
                    ? Templates.jsonata(template, "Arguments", environment)
                    : Templates.paths(template, environment.withInput(selected));
            inspection.put(common.jsonata() ? "afterArguments" : "afterParameters", made.toString());
        }
    }
}
