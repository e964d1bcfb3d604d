package io.brume.serverless.sns;

import io.brume.kernel.resource.Scope;

/**
 * The ARN of a topic or of a subscription.
 *
 * @param scope whose the topic is
 * @param topic the topic's name
 * @param subscription the subscription's id; empty when this is a topic's ARN
 */
record SnsArn(Scope scope, String topic, String subscription) {

    /**
     * A topic's ARN.
     *
     * @param parameter as the error names it
     */
    static SnsArn topic(String arn, String parameter) {
        SnsArn parsed = parse(arn, parameter);
        if (!parsed.subscription.isEmpty()) {
            throw SnsErrors.invalid(parameter);
        }
        return parsed;
    }

    static SnsArn subscription(String arn) {
        SnsArn parsed = parse(arn, "SubscriptionArn");
        if (parsed.subscription.isEmpty()) {
            throw SnsErrors.invalid("SubscriptionArn");
        }
        return parsed;
    }

    private static SnsArn parse(String arn, String parameter) {
        String[] parts = arn.split(":", -1);
        if (parts.length < 6) {
            throw SnsErrors.invalid(parameter + " Reason: An ARN must have at least 6 elements, not " + parts.length);
        }
        if (!parts[0].equals("arn") || !parts[2].equals("sns") || parts[5].isEmpty() || parts.length > 7) {
            throw SnsErrors.invalid(parameter);
        }
        return new SnsArn(new Scope(parts[4], parts[3]), parts[5], parts.length == 7 ? parts[6] : "");
    }

    String topicArn() {
        return scope.arn("sns", topic);
    }

    @Override
    public String toString() {
        return subscription.isEmpty() ? topicArn() : topicArn() + ":" + subscription;
    }
}
