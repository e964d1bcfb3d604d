package io.brume.learning.hosting;

import io.brume.learning.platform.JobKey;
import io.brume.learning.platform.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/**
 * An asynchronous invocation as its job keeps it.
 *
 * @param name of the output, unique
 * @param expires when it is too late to begin with it
 * @param output where the answer goes
 * @param failure where an error goes; null for nowhere
 */
record AsyncRequest(
        JobKey endpoint,
        String inferenceId,
        String name,
        String input,
        @Nullable String contentType,
        @Nullable String accept,
        @Nullable String customAttributes,
        Instant received,
        Instant expires,
        int seconds,
        String output,
        @Nullable String failure) {

    String json() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("endpoint", endpoint.toString());
        all.put("inferenceId", inferenceId);
        all.put("name", name);
        all.put("input", input);
        put(all, "contentType", contentType);
        put(all, "accept", accept);
        put(all, "customAttributes", customAttributes);
        all.put("received", received.toEpochMilli());
        all.put("expires", expires.toEpochMilli());
        all.put("seconds", seconds);
        all.put("output", output);
        put(all, "failure", failure);
        return Json.write(all);
    }

    private static void put(Map<String, Object> all, String name, @Nullable String value) {
        if (value != null) {
            all.put(name, value);
        }
    }

    static AsyncRequest parse(String json) {
        JsonNode all = Json.read(json);
        return new AsyncRequest(
                JobKey.parse(text(all, "endpoint")),
                text(all, "inferenceId"),
                text(all, "name"),
                text(all, "input"),
                textOrNull(all, "contentType"),
                textOrNull(all, "accept"),
                textOrNull(all, "customAttributes"),
                Instant.ofEpochMilli(number(all, "received")),
                Instant.ofEpochMilli(number(all, "expires")),
                (int) number(all, "seconds"),
                text(all, "output"),
                textOrNull(all, "failure"));
    }

    private static String text(JsonNode all, String name) {
        return all.field(name).orElseThrow().text();
    }

    private static @Nullable String textOrNull(JsonNode all, String name) {
        return all.field(name).map(JsonNode::text).orElse(null);
    }

    private static long number(JsonNode all, String name) {
        return Long.parseLong(all.field(name).orElseThrow().asNumber());
    }
}
