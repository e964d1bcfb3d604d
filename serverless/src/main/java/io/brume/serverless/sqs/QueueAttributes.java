package io.brume.serverless.sqs;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The attributes that a queue can be given: their defaults and what values they take. */
final class QueueAttributes {

    /** The largest message, and the largest batch, in bytes. */
    static final int LARGEST_MESSAGE = 1 << 20;

    static final int LONGEST_VISIBILITY = 43_200;
    static final int LONGEST_DELAY = 900;
    static final int LONGEST_WAIT = 20;

    private static final Map<String, String> DEFAULTS = Map.of(
            "VisibilityTimeout", "30",
            "MaximumMessageSize", String.valueOf(LARGEST_MESSAGE),
            "MessageRetentionPeriod", "345600",
            "DelaySeconds", "0",
            "ReceiveMessageWaitTimeSeconds", "0",
            "SqsManagedSseEnabled", "true");

    private static final Map<String, String> FIFO_DEFAULTS = Map.of(
            "FifoQueue", "true",
            "ContentBasedDeduplication", "false",
            "DeduplicationScope", "queue",
            "FifoThroughputLimit", "perQueue");

    /** They are unset by an empty value. */
    private static final Set<String> OPTIONAL =
            Set.of("Policy", "RedrivePolicy", "RedriveAllowPolicy", "KmsMasterKeyId", "KmsDataKeyReusePeriodSeconds");

    private QueueAttributes() {}

    static String byDefault(String name) {
        String value = DEFAULTS.get(name);
        return value != null ? value : FIFO_DEFAULTS.getOrDefault(name, "");
    }

    /** All that was set or has a default. */
    static Map<String, String> all(Queue queue) {
        Map<String, String> all = new LinkedHashMap<>(DEFAULTS);
        if (queue.isFifo()) {
            all.putAll(FIFO_DEFAULTS);
        }
        all.putAll(queue.attributes());
        if (all.containsKey("KmsMasterKeyId")) {
            all.put("SqsManagedSseEnabled", "false");
            all.putIfAbsent("KmsDataKeyReusePeriodSeconds", "300");
        }
        return all;
    }

    /**
     * What a queue's attributes are after a change.
     *
     * @param before what was set before
     * @param changes what a request sets; an empty value unsets what has no default
     */
    static Map<String, String> changed(Map<String, String> before, Map<String, String> changes, boolean fifo) {
        Map<String, String> after = new LinkedHashMap<>(before);
        changes.forEach((name, value) -> {
            if (value.isEmpty() && OPTIONAL.contains(name)) {
                after.remove(name);
            } else {
                check(name, value, fifo);
                after.put(name, value);
            }
        });
        checkTogether(after, changes);
        return after;
    }

    private static void check(String name, String value, boolean fifo) {
        boolean good = switch (name) {
            case "VisibilityTimeout" -> isWithin(value, 0, LONGEST_VISIBILITY);
            case "MaximumMessageSize" -> isWithin(value, 1024, LARGEST_MESSAGE);
            case "MessageRetentionPeriod" -> isWithin(value, 60, 1_209_600);
            case "DelaySeconds" -> isWithin(value, 0, LONGEST_DELAY);
            case "ReceiveMessageWaitTimeSeconds" -> isWithin(value, 0, LONGEST_WAIT);
            case "KmsDataKeyReusePeriodSeconds" -> isWithin(value, 60, 86_400);
            case "SqsManagedSseEnabled" -> isBoolean(value);
            case "KmsMasterKeyId" -> !value.isBlank();
            case "Policy" -> Json.object(value) != null;
            case "RedrivePolicy" -> RedrivePolicy.checked(value).mostReceives() > 0;
            case "RedriveAllowPolicy" ->
                !RedriveAllowPolicy.of(value).permission().isEmpty();
            case "FifoQueue", "ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit" ->
                checkFifo(name, value, fifo);
            default -> throw Refusal.unknownAttribute(name);
        };
        if (!good) {
            throw Refusal.attributeValue(name);
        }
    }

    private static boolean checkFifo(String name, String value, boolean fifo) {
        if (!fifo) {
            throw Refusal.unknownAttribute(name);
        }
        return switch (name) {
            case "FifoQueue" -> value.equals("true");
            case "ContentBasedDeduplication" -> isBoolean(value);
            case "DeduplicationScope" -> value.equals("queue") || value.equals("messageGroup");
            default -> value.equals("perQueue") || value.equals("perMessageGroupId");
        };
    }

    private static void checkTogether(Map<String, String> after, Map<String, String> changes) {
        if (after.containsKey("KmsMasterKeyId") && "true".equals(changes.get("SqsManagedSseEnabled"))) {
            if (changes.containsKey("KmsMasterKeyId")) {
                throw Refusal.attributeName("You can use one type of server-side encryption (SSE) at one time."
                        + " You can either enable KMS SSE or SQS SSE.");
            }
            after.remove("KmsMasterKeyId");
            after.remove("KmsDataKeyReusePeriodSeconds");
        } else if (changes.containsKey("KmsMasterKeyId")) {
            after.remove("SqsManagedSseEnabled");
        }
        if ("perMessageGroupId".equals(after.get("FifoThroughputLimit"))
                && !"messageGroup".equals(after.get("DeduplicationScope"))) {
            throw Refusal.attributeValue("FifoThroughputLimit");
        }
    }

    private static boolean isBoolean(String value) {
        return value.equals("true") || value.equals("false");
    }

    private static boolean isWithin(String value, int least, int most) {
        if (!value.matches("[0-9]{1,9}")) {
            return false;
        }
        int number = Integer.parseInt(value);
        return number >= least && number <= most;
    }
}
