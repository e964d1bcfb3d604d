package io.brume.serverless.states.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.brume.serverless.states.expression.Environment;
import io.brume.serverless.states.expression.Expressions;
import io.brume.serverless.states.expression.Json;
import io.brume.serverless.states.expression.StateFailure;
import io.brume.serverless.states.expression.Templates;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** ItemBatcher: several items for one execution. */
final class Batching {

    private final boolean jsonata;
    private final Environment environment;

    Batching(boolean jsonata, Environment environment) {
        this.jsonata = jsonata;
        this.environment = environment;
    }

    List<JsonNode> batches(JsonNode batcher, List<JsonNode> items) {
        long most = number(batcher, "MaxItemsPerBatch");
        long bytes = number(batcher, "MaxInputBytesPerBatch");
        if (most == Long.MAX_VALUE && bytes == Long.MAX_VALUE) {
            throw StateFailure.runtime("ItemBatcher needs 'MaxItemsPerBatch' or 'MaxInputBytesPerBatch'");
        }
        ObjectNode frame = Json.object();
        if (batcher.has("BatchInput")) {
            frame.set(
                    "BatchInput",
                    jsonata
                            ? Templates.jsonata(batcher.get("BatchInput"), "BatchInput", environment)
                            : Templates.paths(batcher.get("BatchInput"), environment));
        }
        long around = size(frame) + "\"Items\":[]".length() + 1;
        List<JsonNode> batches = new ArrayList<>();
        ArrayNode current = Json.array();
        long used = around;
        for (JsonNode item : items) {
            long size = size(item) + 1;
            if (!current.isEmpty() && (current.size() >= most || used + size > bytes)) {
                batches.add(batch(frame, current));
                current = Json.array();
                used = around;
            }
            current.add(item);
            used += size;
        }
        if (!current.isEmpty()) {
            batches.add(batch(frame, current));
        }
        return batches;
    }

    private static JsonNode batch(ObjectNode frame, ArrayNode items) {
        ObjectNode batch = frame.deepCopy();
        batch.set("Items", items);
        return batch;
    }

    private static long size(JsonNode value) {
        return value.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    private long number(JsonNode batcher, String field) {
        JsonNode value = batcher.has(field + "Path")
                ? Expressions.value(batcher.get(field + "Path").asText(), field + "Path", environment)
                : jsonata && batcher.has(field)
                        ? Templates.jsonata(batcher.get(field), field, environment)
                        : batcher.get(field);
        if (value == null) {
            return Long.MAX_VALUE;
        }
        if (!value.isNumber() || value.doubleValue() < 1) {
            throw StateFailure.runtime("The value of the field '" + field + "' must be a positive integer");
        }
        return value.asLong();
    }
}
