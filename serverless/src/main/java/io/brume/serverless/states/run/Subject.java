package io.brume.serverless.states.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.brume.kernel.resource.Scope;
import io.brume.serverless.states.expression.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The execution that something is done for.
 *
 * @param machine the state machine's ARN, without version or alias
 * @param deadline when it times out; null for never
 */
public record Subject(
        Scope scope,
        String arn,
        String name,
        String machine,
        String role,
        JsonNode input,
        Instant started,
        int redrives,
        @Nullable Instant redriven,
        boolean express,
        @Nullable Instant deadline) {

    /** The part of the context object that is the same all the time. */
    ObjectNode context() {
        ObjectNode context = Json.object();
        ObjectNode execution = context.putObject("Execution");
        execution.put("Id", arn);
        execution.set("Input", input);
        execution.put("Name", name);
        execution.put("RoleArn", role);
        execution.put("StartTime", started.toString());
        execution.put("RedriveCount", redrives);
        if (redriven != null) {
            execution.put("RedriveTime", redriven.toString());
        }
        ObjectNode of = context.putObject("StateMachine");
        of.put("Id", machine);
        of.put("Name", machine.substring(machine.lastIndexOf(':') + 1));
        return context;
    }
}
