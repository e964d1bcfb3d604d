package io.brume.serverless.states.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.brume.serverless.states.expression.Json;
import io.brume.serverless.states.expression.StateFailure;
import io.brume.serverless.states.task.Resource.Waiting;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a {@code .sync} task follows what it has begun: by describing it until its status says that it is over.
 *
 * @param name the member that names it, in requests
 * @param begun whether what the call answered names it, else what it was asked
 */
record Following(
        String service,
        String describe,
        String stop,
        String name,
        boolean begun,
        String status,
        Set<String> success,
        Set<String> failure,
        boolean parse) {

    private static final Set<String> COMPLETED = Set.of("Completed");
    private static final Set<String> FAILED = Set.of("Failed", "Stopped");

    private static final Map<String, Following> SAGEMAKER = Map.of(
            "createTrainingJob", sageMaker("TrainingJob"),
            "createTransformJob", sageMaker("TransformJob"),
            "createProcessingJob", sageMaker("ProcessingJob"),
            "createHyperParameterTuningJob", sageMaker("HyperParameterTuningJob"));

    /** Calls a service's operation. */
    interface Caller {
        JsonNode call(String service, String action, JsonNode request);
    }

    private static Following sageMaker(String what) {
        return new Following(
                "sagemaker",
                "describe" + what,
                "stop" + what,
                what + "Name",
                false,
                what + "Status",
                COMPLETED,
                FAILED,
                false);
    }

    /** How a task's resource is followed; empty when it cannot be. */
    static Optional<Following> of(Resource.Integration resource) {
        if (resource.service().equals("states") && resource.action().equals("startExecution")) {
            return Optional.of(new Following(
                    "sfn",
                    "describeExecution",
                    "stopExecution",
                    "ExecutionArn",
                    true,
                    "Status",
                    Set.of("SUCCEEDED"),
                    Set.of("FAILED", "TIMED_OUT", "ABORTED"),
                    resource.waiting() == Waiting.SYNC_2));
        }
        return resource.service().equals("sagemaker") && resource.waiting() == Waiting.SYNC
                ? Optional.ofNullable(SAGEMAKER.get(resource.action()))
                : Optional.empty();
    }

    Optional<JsonNode> poll(JsonNode arguments, JsonNode answer, Caller caller) {
        ObjectNode described = (ObjectNode) caller.call(service, describe, request(arguments, answer));
        String state = described.path(status).asText();
        if (failure.contains(state)) {
            throw new StateFailure(StateFailure.TASK_FAILED, described.toString());
        }
        if (!success.contains(state)) {
            return Optional.empty();
        }
        if (parse) {
            for (String payload : new String[] {"Input", "Output"}) {
                Json.parse(described.path(payload).asText("")).ifPresent(json -> described.set(payload, json));
            }
        }
        return Optional.of(described);
    }

    void stop(JsonNode arguments, JsonNode answer, Caller caller) {
        JsonNode unused = caller.call(service, stop, request(arguments, answer));
    }

    private ObjectNode request(JsonNode arguments, JsonNode answer) {
        ObjectNode request = Json.object();
        request.set(name, (begun ? answer : arguments).path(name));
        return request;
    }
}
