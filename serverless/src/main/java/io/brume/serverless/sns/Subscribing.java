package io.brume.serverless.sns;

import io.brume.kernel.database.Database;
import io.brume.kernel.event.Outbox;
import io.brume.kernel.gateway.RequestContext;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.sns.model.AuthorizationErrorException;
import software.amazon.awssdk.services.sns.model.ConfirmSubscriptionRequest;
import software.amazon.awssdk.services.sns.model.ConfirmSubscriptionResponse;
import software.amazon.awssdk.services.sns.model.SubscribeRequest;
import software.amazon.awssdk.services.sns.model.SubscribeResponse;

/** Begins, confirms and ends subscriptions. */
final class Subscribing {

    private static final int TOKEN_BYTES = 64;
    private static final String PENDING = "pending confirmation";

    private final Database database;
    private final Outbox outbox;
    private final Topics topics;
    private final Subscriptions subscriptions;
    private final Notifications notifications;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Subscribing(
            Database database,
            Outbox outbox,
            Topics topics,
            Subscriptions subscriptions,
            Notifications notifications,
            Clock clock) {
        this.database = database;
        this.outbox = outbox;
        this.topics = topics;
        this.subscriptions = subscriptions;
        this.notifications = notifications;
        this.clock = clock;
    }

    /** Queues, functions and streams are subscribed at once; HTTP endpoints once they have confirmed it. */
    SubscribeResponse subscribe(SubscribeRequest request) {
        Topic topic = topics.get(SnsArn.topic(request.topicArn(), "TopicArn"));
        if (request.endpoint() == null || request.endpoint().isEmpty()) {
            throw SnsErrors.invalid("Endpoint");
        }
        SubscriptionAttributes.checkEndpoint(topic, request.protocol(), request.endpoint());
        if (request.protocol().equals("firehose") && !request.attributes().containsKey(Subscription.ROLE)) {
            throw SnsErrors.invalid("Attributes Reason: SubscriptionRoleArn is required for this protocol");
        }
        Subscription wanted = SubscriptionAttributes.changed(fresh(topic, request), request.attributes());
        Subscription subscription = database.write(_ -> {
            Subscription kept = subscriptions.add(wanted);
            if (!kept.arn().equals(wanted.arn()) && !agrees(kept, wanted, request.attributes())) {
                throw SnsErrors.invalid("Attributes Reason: Subscription already exists with different attributes");
            }
            return kept;
        });
        if (!subscription.confirmed()) {
            askToConfirm(topic, subscription);
        }
        boolean shown = subscription.confirmed() || Boolean.TRUE.equals(request.returnSubscriptionArn());
        return SubscribeResponse.builder()
                .subscriptionArn(shown ? subscription.arn().toString() : PENDING)
                .build();
    }

    private Subscription fresh(Topic topic, SubscribeRequest request) {
        byte[] token = new byte[TOKEN_BYTES];
        random.nextBytes(token);
        boolean confirmed = !request.protocol().startsWith("http");
        return new Subscription(
                new SnsArn(
                        topic.arn().scope(),
                        topic.arn().topic(),
                        UUID.randomUUID().toString()),
                RequestContext.current().caller().accountId(),
                request.protocol(),
                request.endpoint(),
                HexFormat.of().formatHex(token),
                confirmed,
                confirmed,
                Map.of());
    }

    private static boolean agrees(Subscription kept, Subscription wanted, Map<String, String> given) {
        return given.keySet().stream()
                .allMatch(name -> String.valueOf(kept.attributes().get(name))
                        .equals(String.valueOf(wanted.attributes().get(name))));
    }

    private void askToConfirm(Topic topic, Subscription subscription) {
        String id = UUID.randomUUID().toString();
        String document = notifications.confirmation(topic, subscription, id, clock.instant());
        outbox.send(HttpDelivery.message(topic, subscription, "SubscriptionConfirmation", id, document, null));
    }

    ConfirmSubscriptionResponse confirm(ConfirmSubscriptionRequest request) {
        Topic topic = topics.get(SnsArn.topic(request.topicArn(), "TopicArn"));
        Subscription subscription =
                subscriptions.withToken(topic.arn(), request.token()).orElseThrow(() -> SnsErrors.invalid("Token"));
        boolean authenticated = "true".equals(request.authenticateOnUnsubscribe())
                && RequestContext.current().caller().accessKeyId() != null;
        if (!subscription.confirmed()) {
            subscriptions.confirm(subscription.arn(), authenticated);
        }
        return ConfirmSubscriptionResponse.builder()
                .subscriptionArn(subscription.arn().toString())
                .build();
    }

    /** Ends a subscription; the link in notifications does so without credentials unless they were asked for. */
    void unsubscribe(SnsArn arn) {
        Optional<Subscription> subscription = subscriptions.find(arn);
        boolean anonymous = RequestContext.current().caller().accessKeyId() == null;
        if (anonymous && subscription.isPresent() && subscription.get().authenticated()) {
            throw AuthorizationErrorException.builder()
                    .message(
                            "Not authorized to perform this operation: the subscription can only be ended by its owner")
                    .build();
        }
        subscriptions.delete(arn);
    }

    void deleteTopic(SnsArn arn) {
        database.change(_ -> {
            subscriptions.deleteAll(arn);
            topics.delete(arn);
        });
    }
}
