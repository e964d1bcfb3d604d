package io.brume.serverless.sns;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Which attributes topics have, and what they may be. */
final class TopicAttributes {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,256}");
    private static final Pattern FIFO_NAME = Pattern.compile("[A-Za-z0-9_-]{1,251}\\.fifo");

    private static final Set<String> SETTABLE = Set.of(
            "DeliveryPolicy",
            "DisplayName",
            "Policy",
            "TracingConfig",
            "KmsMasterKeyId",
            "SignatureVersion",
            Topic.CONTENT_BASED,
            Topic.THROUGHPUT,
            "DataProtectionPolicy");
    private static final Pattern FEEDBACK = Pattern.compile(
            "(HTTP|Firehose|Lambda|Application|SQS)(SuccessFeedbackRoleArn|SuccessFeedbackSampleRate|FailureFeedbackRoleArn)");

    private static final String DEFAULT_ACTIONS = "\"SNS:GetTopicAttributes\",\"SNS:SetTopicAttributes\","
            + "\"SNS:AddPermission\",\"SNS:RemovePermission\",\"SNS:DeleteTopic\",\"SNS:Subscribe\","
            + "\"SNS:ListSubscriptionsByTopic\",\"SNS:Publish\"";

    private TopicAttributes() {}

    /** The attributes of a new topic. */
    static Map<String, String> created(String name, Map<String, String> given) {
        boolean fifo = "true".equals(given.get(Topic.FIFO));
        if (fifo && !FIFO_NAME.matcher(name).matches()) {
            throw SnsErrors.invalid(
                    "Fifo Topic names must end with .fifo and must be made up of only uppercase and lowercase"
                            + " ASCII letters, numbers, underscores, and hyphens, and must be between 1 and 256 characters long.");
        }
        if (!fifo && !NAME.matcher(name).matches()) {
            throw SnsErrors.invalid("Topic Name");
        }
        Map<String, String> attributes = new HashMap<>();
        given.forEach((key, value) -> {
            if (key.equals(Topic.FIFO)) {
                if (!value.equals("true") && !value.equals("false")) {
                    throw SnsErrors.invalid("Attributes Reason: FifoTopic: Invalid value [" + value
                            + "]. Must be either true or false.");
                }
            } else {
                check(fifo, key, value);
            }
            attributes.put(key, value);
        });
        if (fifo) {
            attributes.putIfAbsent(Topic.CONTENT_BASED, "false");
        } else {
            attributes.remove(Topic.FIFO);
        }
        return attributes;
    }

    /** @throws RuntimeException when a topic has no such attribute or may not have that value */
    static void check(boolean fifo, String name, String value) {
        if (!SETTABLE.contains(name) && !FEEDBACK.matcher(name).matches()) {
            throw SnsErrors.invalid("AttributeName");
        }
        boolean valid = switch (name) {
            case Topic.CONTENT_BASED -> fifo && (value.equals("true") || value.equals("false"));
            case Topic.THROUGHPUT -> fifo && (value.equals("Topic") || value.equals("MessageGroup"));
            case "DisplayName" -> value.codePointCount(0, value.length()) <= 100;
            case "SignatureVersion" -> value.equals("1") || value.equals("2");
            case "TracingConfig" -> value.equals("PassThrough") || value.equals("Active");
            case "Policy" -> value.isEmpty() || Json.object(value).isPresent();
            default -> true;
        };
        if (!valid) {
            throw SnsErrors.invalid("Attributes Reason: " + name + ": Invalid value [" + value + "]");
        }
        if (name.equals("DeliveryPolicy") && !value.isEmpty()) {
            DeliveryPolicy.checkTopic(value);
        }
    }

    /**
     * What GetTopicAttributes answers.
     *
     * @param confirmed how many confirmed subscriptions it has
     */
    static Map<String, String> shown(Topic topic, long confirmed, long pending) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("TopicArn", topic.arn().toString());
        all.put("Owner", topic.arn().scope().account());
        all.put("DisplayName", "");
        all.put("Policy", defaultPolicy(topic.arn()));
        all.put("EffectiveDeliveryPolicy", DeliveryPolicy.effectiveOfTopic(topic));
        all.put("SubscriptionsConfirmed", String.valueOf(confirmed));
        all.put("SubscriptionsPending", String.valueOf(pending));
        all.put("SubscriptionsDeleted", "0");
        if (topic.isFifo()) {
            all.put(Topic.THROUGHPUT, "Topic");
        }
        topic.attributes().forEach((name, value) -> {
            if (!value.isEmpty()) {
                all.put(name, value);
            }
        });
        return all;
    }

    static String defaultPolicy(SnsArn arn) {
        return "{\"Version\":\"2008-10-17\",\"Id\":\"__default_policy_ID\",\"Statement\":[{\"Sid\":\"__default_statement_ID\","
                + "\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},\"Action\":[" + DEFAULT_ACTIONS
                + "],\"Resource\":\"" + arn + "\",\"Condition\":{\"StringEquals\":{\"AWS:SourceOwner\":\""
                + arn.scope().account() + "\"}}}]}";
    }
}
