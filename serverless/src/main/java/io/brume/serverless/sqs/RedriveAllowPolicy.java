package io.brume.serverless.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Which queues may use a queue for their dead letters.
 *
 * @param permission {@code allowAll}, {@code denyAll} or {@code byQueue}
 * @param sources the ARNs that {@code byQueue} allows
 */
record RedriveAllowPolicy(String permission, List<String> sources) {

    private static final String PARAMETER = "RedriveAllowPolicy";
    private static final int MOST_SOURCES = 10;

    /** Reads a policy; refuses one that breaks the rules. */
    static RedriveAllowPolicy of(String json) {
        JsonNode policy = Json.object(json);
        if (policy == null) {
            throw Refusal.value(json, PARAMETER, "Redrive allow policy is not a valid JSON map.");
        }
        String permission = policy.path("redrivePermission").asText();
        if (!List.of("allowAll", "denyAll", "byQueue").contains(permission)) {
            throw Refusal.value(json, PARAMETER, "Invalid value for redrivePermission.");
        }
        List<String> sources = new ArrayList<>();
        policy.path("sourceQueueArns").forEach(source -> sources.add(source.asText()));
        boolean named = permission.equals("byQueue");
        if (named == sources.isEmpty()
                || sources.size() > MOST_SOURCES
                || sources.stream().anyMatch(arn -> QueueName.ofArn(arn).isEmpty())) {
            throw Refusal.value(
                    json,
                    PARAMETER,
                    "sourceQueueArns takes 1 to " + MOST_SOURCES
                            + " queue ARNs with the permission byQueue, and none with the others.");
        }
        return new RedriveAllowPolicy(permission, List.copyOf(sources));
    }

    boolean allows(String source) {
        return permission.equals("allowAll") || sources.contains(source);
    }
}
