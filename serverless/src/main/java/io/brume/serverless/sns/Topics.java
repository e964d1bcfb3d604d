package io.brume.serverless.sns;

import io.brume.kernel.database.Database;
import io.brume.kernel.resource.Resources;
import io.brume.kernel.resource.Scope;
import io.brume.kernel.resource.Tags;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.sns.model.GetTopicAttributesResponse;
import software.amazon.awssdk.services.sns.model.ListTopicsRequest;
import software.amazon.awssdk.services.sns.model.ListTopicsResponse;
import software.amazon.awssdk.services.sns.model.TagLimitExceededException;

/** The topics of every account. Thread-safe. */
final class Topics {

    private static final int MOST_TAGS = 50;

    private final Database database;
    private final Resources<GetTopicAttributesResponse> topics;
    private final Tags tags;

    Topics(Database database) {
        this.database = database;
        topics = Resources.of(database, "sns/topic", GetTopicAttributesResponse.class)
                .badToken(() -> SnsErrors.invalid("NextToken"));
        tags = new Tags(database);
    }

    /** Makes a topic, or finds the one that was made just like this. */
    Topic create(Scope scope, String name, Map<String, String> given, Map<String, String> tagged) {
        Topic topic = new Topic(new SnsArn(scope, name, ""), TopicAttributes.created(name, given));
        return database.write(_ -> {
            Map<String, String> kept = new HashMap<>(topic.attributes());
            kept.put("TopicArn", topic.arn().toString());
            if (topics.add(
                    scope,
                    name,
                    GetTopicAttributesResponse.builder().attributes(kept).build())) {
                tag(topic.arn(), tagged);
                return topic;
            }
            Topic existing = get(topic.arn());
            given.forEach((key, value) -> {
                if (!value.equals(existing.attributes().getOrDefault(key, key.equals(Topic.FIFO) ? "false" : ""))) {
                    throw SnsErrors.invalid("Attributes Reason: Topic already exists with different attributes");
                }
            });
            if (!tagged.isEmpty() && !tags.of(existing.arn().toString()).equals(tagged)) {
                throw SnsErrors.invalid("Tags Reason: Topic already exists with different tags");
            }
            return existing;
        });
    }

    Optional<Topic> find(SnsArn arn) {
        return topics.find(arn.scope(), arn.topic()).map(kept -> topic(arn, kept));
    }

    /** @throws RuntimeException that the topic does not exist */
    Topic get(SnsArn arn) {
        return find(arn).orElseThrow(SnsErrors::noTopic);
    }

    private static Topic topic(SnsArn arn, GetTopicAttributesResponse kept) {
        Map<String, String> attributes = new HashMap<>(kept.attributes());
        attributes.remove("TopicArn");
        return new Topic(new SnsArn(arn.scope(), arn.topic(), ""), attributes);
    }

    void set(SnsArn arn, String name, String value) {
        change(arn, topic -> {
            TopicAttributes.check(topic.isFifo(), name, value);
            Map<String, String> attributes = new HashMap<>(topic.attributes());
            if (value.isEmpty()) {
                attributes.remove(name);
            } else {
                attributes.put(name, value);
            }
            return new Topic(topic.arn(), attributes);
        });
    }

    /** Changes the policy, which is the default one as long as nobody has set another. */
    void changePolicy(SnsArn arn, UnaryOperator<String> change) {
        change(arn, topic -> {
            Map<String, String> attributes = new HashMap<>(topic.attributes());
            attributes.compute(
                    "Policy",
                    (_, policy) -> change.apply(policy == null ? TopicAttributes.defaultPolicy(topic.arn()) : policy));
            return new Topic(topic.arn(), attributes);
        });
    }

    private void change(SnsArn arn, UnaryOperator<Topic> change) {
        topics.update(
                arn.scope(),
                arn.topic(),
                kept -> {
                    Map<String, String> attributes =
                            new HashMap<>(change.apply(topic(arn, kept)).attributes());
                    attributes.put("TopicArn", arn.topicArn());
                    return kept.toBuilder().attributes(attributes).build();
                },
                SnsErrors::noTopic);
    }

    void delete(SnsArn arn) {
        topics.delete(arn.scope(), arn.topic());
        tags.removeAll(arn.toString());
    }

    ListTopicsResponse list(Scope scope, ListTopicsRequest request) {
        return topics.page(
                        scope,
                        request,
                        ListTopicsResponse.builder(),
                        kept -> software.amazon.awssdk.services.sns.model.Topic.builder()
                                .topicArn(kept.attributes().get("TopicArn"))
                                .build())
                .build();
    }

    Map<String, String> tags(SnsArn arn) {
        return tags.of(arn.toString());
    }

    void tag(SnsArn arn, Map<String, String> added) {
        if (!tags.add(arn.toString(), added, MOST_TAGS)) {
            throw TagLimitExceededException.builder()
                    .message("Could not complete request: tag quota of per resource exceeded")
                    .build();
        }
    }

    void untag(SnsArn arn, Collection<String> keys) {
        tags.remove(arn.toString(), keys);
    }
}
