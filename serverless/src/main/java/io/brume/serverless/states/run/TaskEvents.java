package io.brume.serverless.states.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.brume.serverless.states.expression.Json;
import io.brume.serverless.states.expression.StateFailure;
import io.brume.serverless.states.task.Resource;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the history says of a task: functions, activities and services have events of their own. */
final class TaskEvents {

    private final Line line;
    private final Resource resource;
    private final String region;

    TaskEvents(Line line, Resource resource, String region) {
        this.line = line;
        this.resource = resource;
        this.region = region;
    }

    private String prefix() {
        return switch (resource) {
            case Resource.Function _ -> "LambdaFunction";
            case Resource.Activity _ -> "Activity";
            case Resource.Integration _ -> "Task";
        };
    }

    private void add(String what, Instant at, ObjectNode details) {
        String type = prefix() + what;
        String member = Character.toLowerCase(type.charAt(0)) + type.substring(1) + "EventDetails";
        line.pending.add(Event.of(type, at, member, details));
    }

    private ObjectNode named() {
        ObjectNode details = Json.object();
        if (resource instanceof Resource.Integration integration) {
            details.put("resourceType", integration.type());
            details.put("resource", integration.name());
        }
        return details;
    }

    void scheduled(Instant at, JsonNode arguments, @Nullable Duration timeout, @Nullable Duration heartbeat) {
        ObjectNode details = named();
        switch (resource) {
            case Resource.Function function -> details.put("resource", function.arn());
            case Resource.Activity activity -> details.put("resource", activity.arn());
            case Resource.Integration _ -> details.put("region", region);
        }
        if (resource instanceof Resource.Integration) {
            details.put("parameters", arguments.toString());
        } else {
            details.put("input", arguments.toString());
            details.putObject("inputDetails").put("truncated", false);
        }
        if (timeout != null) {
            details.put("timeoutInSeconds", timeout.toSeconds());
        }
        if (heartbeat != null && !(resource instanceof Resource.Function)) {
            details.put("heartbeatInSeconds", heartbeat.toSeconds());
        }
        add("Scheduled", at, details);
    }

    /** Functions and services start at once. */
    void started(Instant at) {
        if (resource instanceof Resource.Function) {
            line.pending.add(Event.of("LambdaFunctionStarted", at));
        } else {
            add("Started", at, named());
        }
    }

    void activityStarted(Instant at, String worker) {
        ObjectNode details = Json.object();
        if (!worker.isEmpty()) {
            details.put("workerName", worker);
        }
        add("Started", at, details);
    }

    void submitted(Instant at, JsonNode output) {
        ObjectNode details = named();
        output(details, output);
        add("Submitted", at, details);
    }

    void succeeded(Instant at, JsonNode output) {
        ObjectNode details = named();
        output(details, output);
        add("Succeeded", at, details);
    }

    private static void output(ObjectNode details, JsonNode output) {
        details.put("output", output.toString());
        details.putObject("outputDetails").put("truncated", false);
    }

    void failed(Instant at, StateFailure failure) {
        boolean late =
                failure.error().equals(StateFailure.TIMEOUT) || failure.error().equals(StateFailure.HEARTBEAT_TIMEOUT);
        ObjectNode details = named();
        details.setAll(TaskStep.failureDetails(failure));
        add(late ? "TimedOut" : "Failed", at, details);
    }
}
