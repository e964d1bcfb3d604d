package io.brume.serverless.states.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.brume.serverless.states.expression.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What EventBridge is told of an execution. */
final class Announcing {

    /** Larger payloads are left out, as AWS does. */
    private static final int LARGEST = 248 * 1024;

    private Announcing() {}

    static ObjectNode detail(Execution execution) {
        ObjectNode detail = Json.object();
        detail.put("executionArn", execution.arn());
        detail.put("stateMachineArn", execution.machine());
        detail.put("name", execution.name());
        detail.put("status", execution.status());
        detail.put("startDate", execution.started().toEpochMilli());
        Instant stopped = execution.stopped();
        detail.put("stopDate", stopped == null ? null : (Long) stopped.toEpochMilli());
        detail.put("stateMachineVersionArn", execution.version());
        detail.put("stateMachineAliasArn", execution.alias());
        detail.put("redriveCount", execution.redrives());
        Instant redriven = execution.redriven();
        detail.put("redriveDate", redriven == null ? null : (Long) redriven.toEpochMilli());
        payload(detail, "input", execution.input());
        payload(detail, "output", execution.output());
        detail.put("error", execution.error());
        detail.put("cause", execution.cause());
        return detail;
    }

    private static void payload(ObjectNode detail, String name, @Nullable String payload) {
        boolean included = payload != null && payload.length() < LARGEST;
        detail.put(name, included ? payload : null);
        detail.putObject(name + "Details").put("included", included);
    }
}
