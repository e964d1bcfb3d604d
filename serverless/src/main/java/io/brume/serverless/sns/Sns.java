package io.brume.serverless.sns;

import io.brume.kernel.database.Database;
import io.brume.kernel.event.Outbox;
import io.brume.kernel.resource.Scope;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.*;

/** Amazon SNS: topics that hand messages on to queues, functions, streams and HTTP endpoints. */
public final class Sns implements SnsClient {

    private final Topics topics;
    private final Subscriptions subscriptions;
    private final Subscribing subscribing;
    private final Publishing publishing;
    private final Signer signer;
    private final HttpDelivery http = new HttpDelivery();

    /**
     * Delivers through the outbox, and takes messages to topics from it.
     *
     * @param endpoint where HTTP endpoints reach this server, such as {@code http://127.0.0.1:4566}
     */
    public Sns(Database database, Outbox outbox, Supplier<URI> endpoint, Clock clock) {
        topics = new Topics(database);
        subscriptions = new Subscriptions(database);
        signer = new Signer(database);
        var notifications = new Notifications(signer, endpoint);
        subscribing = new Subscribing(database, outbox, topics, subscriptions, notifications, clock);
        publishing = new Publishing(topics, new Publisher(database, outbox, subscriptions, notifications), clock);
        outbox.register("sns", publishing);
        outbox.register(HttpDelivery.SERVICE, http);
    }

    /** The certificate that notifications are verified with, in PEM, if this is the path that it is served at. */
    public Optional<String> certificate(String path) {
        return path.startsWith(Signer.PREFIX) && path.equals(signer.path())
                ? Optional.of(signer.certificate())
                : Optional.empty();
    }

    @Override
    public CreateTopicResponse createTopic(CreateTopicRequest request) {
        Map<String, String> attributes = new HashMap<>(request.attributes());
        if (request.hasTags() && request.tags().size() > 50) {
            throw TagLimitExceededException.builder()
                    .message("Could not complete request: tag quota of per resource exceeded")
                    .build();
        }
        Topic topic = topics.create(Scope.current(), request.name(), attributes, map(request.tags()));
        return CreateTopicResponse.builder().topicArn(topic.arn().toString()).build();
    }

    @Override
    public DeleteTopicResponse deleteTopic(DeleteTopicRequest request) {
        subscribing.deleteTopic(topicArn(request.topicArn()));
        return DeleteTopicResponse.builder().build();
    }

    @Override
    public ListTopicsResponse listTopics(ListTopicsRequest request) {
        return topics.list(Scope.current(), request);
    }

    @Override
    public GetTopicAttributesResponse getTopicAttributes(GetTopicAttributesRequest request) {
        Topic topic = topics.get(topicArn(request.topicArn()));
        return GetTopicAttributesResponse.builder()
                .attributes(TopicAttributes.shown(
                        topic, subscriptions.count(topic.arn(), true), subscriptions.count(topic.arn(), false)))
                .build();
    }

    @Override
    public SetTopicAttributesResponse setTopicAttributes(SetTopicAttributesRequest request) {
        String value = request.attributeValue() == null ? "" : request.attributeValue();
        topics.set(topicArn(request.topicArn()), request.attributeName(), value);
        return SetTopicAttributesResponse.builder().build();
    }

    @Override
    public AddPermissionResponse addPermission(AddPermissionRequest request) {
        SnsArn arn = topicArn(request.topicArn());
        topics.changePolicy(
                arn,
                policy ->
                        TopicPolicy.with(policy, arn, request.label(), request.awsAccountIds(), request.actionNames()));
        return AddPermissionResponse.builder().build();
    }

    @Override
    public RemovePermissionResponse removePermission(RemovePermissionRequest request) {
        topics.changePolicy(topicArn(request.topicArn()), policy -> TopicPolicy.without(policy, request.label()));
        return RemovePermissionResponse.builder().build();
    }

    @Override
    public SubscribeResponse subscribe(SubscribeRequest request) {
        return subscribing.subscribe(request);
    }

    @Override
    public ConfirmSubscriptionResponse confirmSubscription(ConfirmSubscriptionRequest request) {
        return subscribing.confirm(request);
    }

    @Override
    public UnsubscribeResponse unsubscribe(UnsubscribeRequest request) {
        subscribing.unsubscribe(SnsArn.subscription(request.subscriptionArn()));
        return UnsubscribeResponse.builder().build();
    }

    @Override
    public ListSubscriptionsResponse listSubscriptions(ListSubscriptionsRequest request) {
        Subscriptions.Page page = subscriptions.ofScope(Scope.current(), request.nextToken());
        return ListSubscriptionsResponse.builder()
                .subscriptions(page.items().stream().map(Subscription::shown).toList())
                .nextToken(page.next())
                .build();
    }

    @Override
    public ListSubscriptionsByTopicResponse listSubscriptionsByTopic(ListSubscriptionsByTopicRequest request) {
        Topic topic = topics.get(topicArn(request.topicArn()));
        Subscriptions.Page page = subscriptions.ofTopic(topic.arn(), request.nextToken());
        return ListSubscriptionsByTopicResponse.builder()
                .subscriptions(page.items().stream().map(Subscription::shown).toList())
                .nextToken(page.next())
                .build();
    }

    @Override
    public GetSubscriptionAttributesResponse getSubscriptionAttributes(GetSubscriptionAttributesRequest request) {
        var subscription = subscriptions.get(SnsArn.subscription(request.subscriptionArn()));
        return GetSubscriptionAttributesResponse.builder()
                .attributes(SubscriptionAttributes.shown(topics.get(subscription.arn()), subscription))
                .build();
    }

    @Override
    public SetSubscriptionAttributesResponse setSubscriptionAttributes(SetSubscriptionAttributesRequest request) {
        String value = request.attributeValue() == null ? "" : request.attributeValue();
        subscriptions.change(SnsArn.subscription(request.subscriptionArn()), Map.of(request.attributeName(), value));
        return SetSubscriptionAttributesResponse.builder().build();
    }

    @Override
    public PublishResponse publish(PublishRequest request) {
        return publishing.publish(request);
    }

    @Override
    public PublishBatchResponse publishBatch(PublishBatchRequest request) {
        return publishing.publishBatch(request);
    }

    @Override
    public TagResourceResponse tagResource(TagResourceRequest request) {
        topics.tag(tagged(request.resourceArn()), map(request.tags()));
        return TagResourceResponse.builder().build();
    }

    @Override
    public UntagResourceResponse untagResource(UntagResourceRequest request) {
        topics.untag(tagged(request.resourceArn()), request.tagKeys());
        return UntagResourceResponse.builder().build();
    }

    @Override
    public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
        List<Tag> tags = topics.tags(tagged(request.resourceArn())).entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
        return ListTagsForResourceResponse.builder().tags(tags).build();
    }

    /** The ARN of a topic that exists, to be tagged. */
    private SnsArn tagged(String arn) {
        SnsArn topic = SnsArn.topic(arn, "ResourceArn");
        if (topics.find(topic).isEmpty()) {
            throw ResourceNotFoundException.builder()
                    .message("Resource does not exist")
                    .build();
        }
        return topic;
    }

    private static Map<String, String> map(List<Tag> tags) {
        return tags.stream().collect(Collectors.toMap(Tag::key, Tag::value, (_, last) -> last));
    }

    private static SnsArn topicArn(String arn) {
        return SnsArn.topic(arn, "TopicArn");
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        http.close();
    }
}
