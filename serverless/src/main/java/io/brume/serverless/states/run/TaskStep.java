package io.brume.serverless.states.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.brume.serverless.states.expression.Environment;
import io.brume.serverless.states.expression.Json;
import io.brume.serverless.states.expression.StateFailure;
import io.brume.serverless.states.language.Setting;
import io.brume.serverless.states.language.State;
import io.brume.serverless.states.task.Integrations;
import io.brume.serverless.states.task.Resource;
import io.brume.serverless.states.task.Resource.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Does one attempt at a Task state. What was begun and is still waited for is not begun again after a restart. */
final class TaskStep {

    /** What a visit keeps of one attempt. */
    static final List<String> KEPT = List.of("token", "attempt", "begun", "submitted", "scheduled");

    private static final long FIRST_POLL_MILLIS = 20;
    private static final long LAST_POLL_MILLIS = 1_000;

    private final Work work;
    private final Line line;

    TaskStep(Work work, Line line) {
        this.work = work;
        this.line = line;
    }

    JsonNode run(State.Task task, Environment selected) {
        Resource resource = resource(task);
        Environment environment = selected;
        if (!line.visit.has("attempt")) {
            line.visit.put("attempt", UUID.randomUUID().toString());
        }
        if (isTokenBound(resource)) {
            if (!line.visit.has("token")) {
                line.visit.put("token", token());
            }
            environment = new Walk(work, line).environment().withInput(selected.input());
        }
        Duration timeout = seconds(task.timeout(), environment);
        Duration heartbeat = seconds(task.heartbeat(), environment);
        JsonNode arguments = Flow.arguments(task.common(), environment);
        Flow.checkSize(arguments, "the task's input");
        var events = new TaskEvents(line, resource, work.subject().scope().region());
        if (!line.visit.has("submitted")) {
            line.visit.put("scheduled", work.now().toString());
            events.scheduled(work.now(), arguments, timeout, heartbeat);
            work.journal().commit(line);
        }
        Instant scheduled = Instant.parse(line.visit.get("scheduled").textValue());
        Instant deadline = timeout == null ? null : scheduled.plus(timeout);
        try {
            JsonNode result = result(resource, arguments, deadline, heartbeat, events);
            Flow.checkSize(result, "the task's result");
            events.succeeded(work.now(), result);
            return result;
        } catch (TimeoutException e) {
            work.checkDeadline();
            var late = new StateFailure(StateFailure.TIMEOUT, null);
            events.failed(work.now(), late);
            throw late;
        } catch (StateFailure failure) {
            work.checkDeadline();
            events.failed(work.now(), failure);
            throw failure;
        }
    }

    private static Resource resource(State.Task task) {
        try {
            return Resource.of(task.resource());
        } catch (IllegalArgumentException e) {
            throw StateFailure.runtime(String.valueOf(e.getMessage()));
        }
    }

    private static boolean isTokenBound(Resource resource) {
        return resource instanceof Resource.Activity
                || (resource instanceof Resource.Integration integration && integration.waiting() == Waiting.TOKEN);
    }

    /** Long enough that nobody guesses one. */
    private static String token() {
        return (UUID.randomUUID() + "" + UUID.randomUUID() + UUID.randomUUID()).replace("-", "");
    }

    private static @Nullable Duration seconds(@Nullable Setting setting, Environment environment) {
        if (setting == null) {
            return null;
        }
        JsonNode value = setting.in(environment);
        if (!value.isNumber() || value.doubleValue() <= 0) {
            throw StateFailure.runtime("The value of the field '" + setting.field() + "' must be a positive integer");
        }
        return Duration.ofMillis(Math.round(value.doubleValue() * 1000));
    }

    private Integrations.Caller caller() {
        return new Integrations.Caller(
                work.subject().scope(),
                work.subject().arn(),
                line.visit.get("attempt").textValue());
    }

    private JsonNode result(
            Resource resource,
            JsonNode arguments,
            @Nullable Instant deadline,
            @Nullable Duration heartbeat,
            TaskEvents events)
            throws TimeoutException {
        Instant earliest = work.earliest(deadline);
        Integrations integrations = work.tools().integrations();
        if (isTokenBound(resource)) {
            return called(resource, arguments, earliest, heartbeat, events);
        }
        if (!(resource instanceof Resource.Integration integration) || integration.waiting() == Waiting.RESPONSE) {
            Integrations.Caller caller = caller();
            events.started(work.now());
            return work.await(() -> integrations.call(caller, resource, arguments), earliest);
        }
        begin(resource, arguments, earliest, events);
        return polled(integration, arguments, earliest);
    }

    private void begin(Resource resource, JsonNode arguments, @Nullable Instant deadline, TaskEvents events)
            throws TimeoutException {
        if (line.visit.has("submitted")) {
            return;
        }
        Integrations.Caller caller = caller();
        events.started(work.now());
        JsonNode begun = work.await(() -> work.tools().integrations().call(caller, resource, arguments), deadline);
        line.visit.set("begun", begun);
        line.visit.put("submitted", true);
        events.submitted(work.now(), begun);
        work.journal().commit(line);
    }

    /** Waits for whoever has the token. */
    private JsonNode called(
            Resource resource,
            JsonNode arguments,
            @Nullable Instant deadline,
            @Nullable Duration heartbeat,
            TaskEvents events)
            throws TimeoutException {
        Callbacks callbacks = work.tools().callbacks();
        String token = line.visit.get("token").textValue();
        boolean activity = resource instanceof Resource.Activity;
        callbacks.open(
                work.subject().scope(),
                work.subject().arn(),
                token,
                resource instanceof Resource.Activity(String arn) ? arn : null,
                activity ? arguments : null);
        try {
            if (activity) {
                line.visit.put("submitted", true);
                work.journal().commit(line);
            } else {
                begin(resource, arguments, deadline, events);
            }
            return callbacks.await(token, deadline, heartbeat, worker -> {
                events.activityStarted(work.now(), worker);
                work.journal().commit(line);
            });
        } catch (InterruptedException e) {
            throw new Over();
        } catch (StateFailure | TimeoutException e) {
            callbacks.close(token);
            throw e;
        }
    }

    private JsonNode polled(Resource.Integration resource, JsonNode arguments, @Nullable Instant deadline)
            throws TimeoutException {
        Integrations integrations = work.tools().integrations();
        Integrations.Caller caller = caller();
        JsonNode begun = line.visit.path("begun");
        long pause = FIRST_POLL_MILLIS;
        try {
            while (true) {
                Optional<JsonNode> result =
                        work.await(() -> integrations.poll(caller, resource, arguments, begun), deadline);
                if (result.isPresent()) {
                    return result.get();
                }
                if (line.isCancelled()) {
                    throw new Over();
                }
                if (deadline != null && !work.now().isBefore(deadline)) {
                    throw new TimeoutException();
                }
                work.pause(work.now().plusMillis(pause));
                pause = Math.min(LAST_POLL_MILLIS, pause * 2);
            }
        } catch (TimeoutException | Over | Work.TimedOut e) {
            Thread.ofVirtual().start(() -> integrations.stop(caller, resource, arguments, begun));
            throw e;
        }
    }

    static ObjectNode failureDetails(StateFailure failure) {
        ObjectNode details = Json.object();
        details.put("error", failure.error());
        String cause = failure.reason();
        if (cause != null) {
            details.put("cause", cause);
        }
        return details;
    }
}
