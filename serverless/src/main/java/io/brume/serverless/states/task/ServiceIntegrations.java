package io.brume.serverless.states.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.brume.kernel.call.Calls;
import io.brume.kernel.call.Calls.Callable;
import io.brume.serverless.states.expression.Json;
import io.brume.serverless.states.expression.StateFailure;
import io.brume.serverless.states.task.Resource.Waiting;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls the services of this server, with no code for any of them: {@code aws-sdk:service:action} is an operation of the index, and
 * the optimised integrations differ from it in what they wait for and in how errors are named.
 */
public final class ServiceIntegrations implements Integrations {

    /** The SDK's name of a service and its name in errors, by the name in optimised resources. */
    private record Optimised(String sdk, String errors) {}

    private static final Map<String, Optimised> OPTIMISED = Map.of(
            "lambda", new Optimised("lambda", "Lambda"),
            "sqs", new Optimised("sqs", "SQS"),
            "sns", new Optimised("sns", "SNS"),
            "dynamodb", new Optimised("dynamodb", "DynamoDB"),
            "events", new Optimised("eventbridge", "EventBridge"),
            "sagemaker", new Optimised("sagemaker", "SageMaker"),
            "states", new Optimised("sfn", "StepFunctions"));

    private final Supplier<Calls> calls;

    public ServiceIntegrations(Supplier<Calls> calls) {
        this.calls = calls;
    }

    @Override
    public JsonNode call(Caller caller, Resource resource, JsonNode arguments) {
        return switch (resource) {
            case Resource.Function(String arn) -> {
                ObjectNode request = Json.object();
                request.put("FunctionName", arn);
                request.set("Payload", arguments);
                yield invoke(caller, request, "Lambda").path("Payload");
            }
            case Resource.Activity _ -> throw new IllegalArgumentException("nobody calls an activity");
            case Resource.Integration integration -> call(caller, integration, arguments);
        };
    }

    private JsonNode call(Caller caller, Resource.Integration resource, JsonNode arguments) {
        if (resource.sdk()) {
            if (resource.waiting() == Waiting.SYNC || resource.waiting() == Waiting.SYNC_2) {
                throw StateFailure.runtime("aws-sdk integrations do not support " + resource.name());
            }
            return operation(caller, resource.service(), resource.action(), null, arguments);
        }
        Optimised optimised = OPTIMISED.get(resource.service());
        if (optimised == null) {
            return operation(caller, resource.service(), resource.action(), null, arguments);
        }
        ObjectNode request = object(arguments);
        return switch (resource.service() + ":" + resource.action()) {
            case "lambda:invoke" -> invoke(caller, request, optimised.errors);
            case "states:startExecution" -> {
                if (!request.has("Name")) {
                    request.put("Name", caller.id()); // done again, it starts nothing twice
                }
                yield operation(caller, optimised.sdk, resource.action(), optimised.errors, request);
            }
            case "events:putEvents" ->
                put(operation(caller, optimised.sdk, resource.action(), optimised.errors, request));
            default -> operation(caller, optimised.sdk, resource.action(), optimised.errors, request);
        };
    }

    private static ObjectNode object(JsonNode arguments) {
        if (arguments instanceof ObjectNode object) {
            return object.deepCopy();
        }
        throw StateFailure.runtime("The parameters of a service integration must be a JSON object");
    }

    /** @param errors the service's name in errors; null for the SDK's */
    private JsonNode operation(
            Caller caller, String service, String action, @Nullable String errors, JsonNode arguments) {
        Callable operation = find(service, action);
        String prefix = errors == null ? operation.service() : errors;
        try {
            return Json.ofPlain(calls.get().call(caller.scope(), operation, plain(object(arguments))));
        } catch (Calls.Failure e) {
            throw new StateFailure(
                    prefix + "." + e.error(),
                    e.getMessage() + " (Service: " + prefix + ", Status Code: " + e.status() + ")");
        }
    }

    private Callable find(String service, String action) {
        return calls.get()
                .find(service, action)
                .orElseThrow(() -> new StateFailure(
                        StateFailure.TASK_FAILED,
                        calls.get().runs(service)
                                ? "This server's " + service + " has no operation '" + action
                                        + "' that a task can call."
                                : "This server does not run the service '" + service + "'."));
    }

    private static Map<String, Object> plain(JsonNode object) {
        Map<String, Object> values = new LinkedHashMap<>();
        object.properties().forEach(entry -> {
            Object value = Json.toPlain(entry.getValue());
            if (value != null) {
                values.put(entry.getKey(), value);
            }
        });
        return values;
    }

    /** Invokes a function; its answer's payload is JSON, and its error is the task's. */
    private JsonNode invoke(Caller caller, ObjectNode request, String errors) {
        JsonNode given = request.get("Payload");
        if (given != null) {
            request.put("Payload", given.toString()); // a string payload is JSON too
        }
        ObjectNode answer = (ObjectNode) operation(caller, "lambda", "invoke", errors, request);
        String text = answer.path("Payload").asText("");
        JsonNode payload = Json.parse(text).orElse(Json.text(text.isEmpty() ? null : text));
        if (answer.hasNonNull("FunctionError")) {
            String type = Json.textOf(payload, "errorType");
            throw new StateFailure(type == null || type.isEmpty() ? "Lambda.Unknown" : type, text);
        }
        answer.set("Payload", payload);
        return answer;
    }

    private static JsonNode put(JsonNode answer) {
        if (answer.path("FailedEntryCount").asInt() > 0) {
            throw new StateFailure(
                    "EventBridge.FailedEntry", answer.path("Entries").toString());
        }
        return answer;
    }

    @Override
    public Optional<JsonNode> poll(Caller caller, Resource.Integration resource, JsonNode arguments, JsonNode begun) {
        return following(resource)
                .poll(
                        arguments,
                        begun,
                        (service, action, request) -> operation(caller, service, action, null, request));
    }

    @Override
    public void stop(Caller caller, Resource.Integration resource, JsonNode arguments, JsonNode begun) {
        try {
            following(resource)
                    .stop(
                            arguments,
                            begun,
                            (service, action, request) -> operation(caller, service, action, null, request));
        } catch (StateFailure e) {
            // what has ended meanwhile need not be stopped
            boolean unused = e.isEvaluation();
        }
    }

    private static Following following(Resource.Integration resource) {
        return Following.of(resource)
                .orElseThrow(() -> StateFailure.runtime(
                        "The integration " + resource.type() + ":" + resource.name() + " is not supported"));
    }
}
