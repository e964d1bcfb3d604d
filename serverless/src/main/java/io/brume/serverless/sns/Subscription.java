package io.brume.serverless.sns;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A subscription to a topic.
 *
 * @param owner the account that made it
 * @param protocol {@code sqs}, {@code lambda}, {@code firehose}, {@code http} or {@code https}
 * @param endpoint an ARN or a URL
 * @param token what an endpoint confirms it with
 * @param authenticated whether only the owner can end it
 * @param attributes those that somebody has set
 */
record Subscription(
        SnsArn arn,
        String owner,
        String protocol,
        String endpoint,
        String token,
        boolean confirmed,
        boolean authenticated,
        Map<String, String> attributes) {

    static final String FILTER = "FilterPolicy";
    static final String FILTER_SCOPE = "FilterPolicyScope";
    static final String RAW = "RawMessageDelivery";
    static final String REDRIVE = "RedrivePolicy";
    static final String DELIVERY = "DeliveryPolicy";
    static final String ROLE = "SubscriptionRoleArn";

    boolean isHttp() {
        return protocol.equals("http") || protocol.equals("https");
    }

    boolean isRaw() {
        return "true".equals(attributes.get(RAW));
    }

    /** Which messages it gets. */
    FilterPolicy filter() {
        return FilterPolicy.of(attributes.get(FILTER), attributes.get(FILTER_SCOPE));
    }

    /** The queue that gets what cannot be delivered; null when there is none. */
    @Nullable
    String deadLetterQueue() {
        String redrive = attributes.get(REDRIVE);
        return redrive == null
                ? null
                : Json.object(redrive)
                        .map(policy -> policy.path("deadLetterTargetArn").asText(null))
                        .orElse(null);
    }

    Subscription with(Map<String, String> changed) {
        return new Subscription(arn, owner, protocol, endpoint, token, confirmed, authenticated, Map.copyOf(changed));
    }

    software.amazon.awssdk.services.sns.model.Subscription shown() {
        return software.amazon.awssdk.services.sns.model.Subscription.builder()
                .subscriptionArn(confirmed ? arn.toString() : "PendingConfirmation")
                .topicArn(arn.topicArn())
                .owner(owner)
                .protocol(protocol)
                .endpoint(endpoint)
                .build();
    }
}
