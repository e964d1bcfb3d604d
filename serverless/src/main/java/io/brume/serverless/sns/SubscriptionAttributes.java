package io.brume.serverless.sns;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Which subscriptions there can be, and what their attributes may be. */
final class SubscriptionAttributes {

    private static final Set<String> NAMES = Set.of(
            Subscription.FILTER,
            Subscription.FILTER_SCOPE,
            Subscription.RAW,
            Subscription.REDRIVE,
            Subscription.DELIVERY,
            Subscription.ROLE);

    /** What SNS delivers to, but this server cannot: there is no network of telephones or mail behind it. */
    private static final Set<String> UNREACHABLE = Set.of("email", "email-json", "sms", "application");

    private SubscriptionAttributes() {}

    static void checkEndpoint(Topic topic, String protocol, String endpoint) {
        switch (protocol) {
            case "sqs", "lambda", "firehose" -> checkArn(topic, protocol, endpoint);
            case "http", "https" -> checkUrl(protocol, endpoint);
            default -> {
                if (UNREACHABLE.contains(protocol)) {
                    throw SnsErrors.invalid(
                            "Protocol Reason: this server delivers to sqs, lambda, firehose, http and https,"
                                    + " and has nothing to reach '" + protocol + "' endpoints with");
                }
                throw SnsErrors.invalid("Amazon SNS does not support this protocol string: " + protocol);
            }
        }
    }

    private static void checkArn(Topic topic, String protocol, String endpoint) {
        String[] parts = endpoint.split(":", -1);
        if (parts.length < 6 || !parts[0].equals("arn") || !parts[2].equals(protocol) || parts[5].isEmpty()) {
            throw SnsErrors.invalid(
                    switch (protocol) {
                        case "sqs" -> "SQS endpoint ARN";
                        case "lambda" -> "Lambda endpoint ARN";
                        default -> "Firehose endpoint ARN";
                    });
        }
        if (protocol.equals("sqs") && endpoint.endsWith(".fifo") && !topic.isFifo()) {
            throw SnsErrors.invalid(
                    "Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics");
        }
        if (!protocol.equals("sqs") && topic.isFifo()) {
            throw SnsErrors.invalid(
                    "Invalid parameter: Endpoint Reason: FIFO SNS topics deliver to SQS queues only, not to "
                            + protocol);
        }
    }

    private static void checkUrl(String protocol, String endpoint) {
        try {
            URI url = new URI(endpoint);
            if (protocol.equals(url.getScheme()) && url.getHost() != null) {
                return;
            }
        } catch (URISyntaxException e) {
            // not a URL at all: the same error
        }
        throw SnsErrors.invalid("Endpoint must match the specified protocol");
    }

    /**
     * A subscription with some attributes changed.
     *
     * @throws RuntimeException that one of them is invalid
     */
    static Subscription changed(Subscription subscription, Map<String, String> changes) {
        Map<String, String> all = new HashMap<>(subscription.attributes());
        changes.forEach((name, value) -> {
            check(subscription, name, value);
            if (value.isEmpty()) {
                all.remove(name);
            } else {
                all.put(name, value);
            }
        });
        if ("{}".equals(all.get(Subscription.FILTER))) {
            all.remove(Subscription.FILTER);
        }
        Subscription changed = subscription.with(all);
        FilterPolicy unused = changed.filter();
        return changed;
    }

    private static void check(Subscription subscription, String name, String value) {
        if (!NAMES.contains(name)) {
            throw SnsErrors.invalid("AttributeName");
        }
        if (value.isEmpty()) {
            return;
        }
        switch (name) {
            case Subscription.FILTER_SCOPE -> {
                if (!value.equals(FilterPolicy.BY_ATTRIBUTES) && !value.equals(FilterPolicy.BY_BODY)) {
                    throw SnsErrors.invalid("FilterPolicyScope: Invalid value [" + value
                            + "]. Please use either MessageBody or MessageAttributes");
                }
            }
            case Subscription.RAW -> {
                if (!value.equals("true") && !value.equals("false")) {
                    throw SnsErrors.invalid(
                            "RawMessageDelivery: Invalid value [" + value + "]. Must be true or false.");
                }
                if (value.equals("true") && subscription.protocol().equals("lambda")) {
                    throw SnsErrors.invalid("Delivery protocol [lambda] does not support raw message delivery.");
                }
            }
            case Subscription.REDRIVE -> checkRedrive(subscription, value);
            case Subscription.DELIVERY -> DeliveryPolicy.checkSubscription(value);
            default -> {}
        }
    }

    private static void checkRedrive(Subscription subscription, String value) {
        String queue = Json.object(value)
                .orElseThrow(() -> SnsErrors.invalid("RedrivePolicy: failed to parse JSON."))
                .path("deadLetterTargetArn")
                .asText("");
        String[] parts = queue.split(":", -1);
        if (parts.length != 6 || !parts[2].equals("sqs")) {
            throw SnsErrors.invalid("RedrivePolicy: deadLetterTargetArn is an invalid arn");
        }
        if (queue.endsWith(".fifo") != subscription.arn().topic().endsWith(".fifo")) {
            throw SnsErrors.invalid("RedrivePolicy: the dead-letter queue must be of the same type as the topic: "
                    + "a FIFO queue for a FIFO topic, a standard queue for a standard one");
        }
    }

    /** What GetSubscriptionAttributes answers. */
    static Map<String, String> shown(Topic topic, Subscription subscription) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("SubscriptionArn", subscription.arn().toString());
        all.put("TopicArn", topic.arn().toString());
        all.put("Owner", subscription.owner());
        all.put("Protocol", subscription.protocol());
        all.put("Endpoint", subscription.endpoint());
        all.put("PendingConfirmation", String.valueOf(!subscription.confirmed()));
        all.put("ConfirmationWasAuthenticated", String.valueOf(subscription.authenticated()));
        all.put("SubscriptionPrincipal", "arn:aws:iam::" + subscription.owner() + ":root");
        all.put(Subscription.RAW, "false");
        all.putAll(subscription.attributes());
        if (all.containsKey(Subscription.FILTER)) {
            all.putIfAbsent(Subscription.FILTER_SCOPE, FilterPolicy.BY_ATTRIBUTES);
        }
        if (subscription.isHttp()) {
            all.put(
                    "EffectiveDeliveryPolicy",
                    DeliveryPolicy.effectiveOfSubscription(
                            topic, subscription.attributes().get(Subscription.DELIVERY)));
        }
        return all;
    }
}
