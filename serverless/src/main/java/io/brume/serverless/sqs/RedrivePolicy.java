package io.brume.serverless.sqs;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * When and where a queue's messages are put aside.
 *
 * @param deadLetter the ARN of the queue that takes them
 * @param mostReceives how often a message is received before it goes there
 */
record RedrivePolicy(String deadLetter, int mostReceives) {

    private static final String PARAMETER = "RedrivePolicy";

    /** Reads a policy that holds the rules: {@link #checked} was called before it was kept. */
    static RedrivePolicy of(String json) {
        return checked(json);
    }

    /** Reads a policy of a caller's. */
    static RedrivePolicy checked(String json) {
        JsonNode policy = Json.object(json);
        if (policy == null) {
            throw Refusal.value(json, PARAMETER, "Redrive policy is not a valid JSON map.");
        }
        String target = text(json, policy, "deadLetterTargetArn");
        String count = text(json, policy, "maxReceiveCount");
        if (QueueName.ofArn(target).isEmpty()) {
            throw Refusal.value(json, PARAMETER, "Invalid value for deadLetterTargetArn.");
        }
        if (!count.matches("[0-9]{1,4}") || Integer.parseInt(count) < 1 || Integer.parseInt(count) > 1000) {
            throw Refusal.value(
                    json,
                    PARAMETER,
                    "Invalid value for maxReceiveCount: " + count
                            + ", valid values are from 1 to 1000 both inclusive.");
        }
        return new RedrivePolicy(target, Integer.parseInt(count));
    }

    private static String text(String json, JsonNode policy, String member) {
        JsonNode value = policy.get(member);
        if (value == null || !value.isValueNode()) {
            throw Refusal.value(
                    json, PARAMETER, "Redrive policy does not contain mandatory attribute: " + member + ".");
        }
        return value.asText();
    }
}
