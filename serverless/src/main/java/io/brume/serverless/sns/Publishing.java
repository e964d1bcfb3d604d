package io.brume.serverless.sns;

import io.brume.kernel.event.Destination;
import io.brume.kernel.event.Message;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sns.model.BatchEntryIdsNotDistinctException;
import software.amazon.awssdk.services.sns.model.BatchRequestTooLongException;
import software.amazon.awssdk.services.sns.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sns.model.EmptyBatchRequestException;
import software.amazon.awssdk.services.sns.model.InvalidBatchEntryIdException;
import software.amazon.awssdk.services.sns.model.PublishBatchRequest;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchResponse;
import software.amazon.awssdk.services.sns.model.PublishBatchResultEntry;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.PublishResponse;
import software.amazon.awssdk.services.sns.model.SnsException;
import software.amazon.awssdk.services.sns.model.TooManyEntriesInBatchRequestException;

/**
 * What is asked to be published: by Publish, by PublishBatch, and by other services through the outbox. Those send the message as
 * the body, and may send the attributes {@code Subject}, {@code MessageGroupId} and {@code MessageDeduplicationId}.
 */
final class Publishing implements Destination {

    private static final int MOST_ENTRIES = 10;
    private static final Pattern ENTRY_ID = Pattern.compile("[A-Za-z0-9_-]{1,80}");

    private final Topics topics;
    private final Publisher publisher;
    private final Clock clock;

    Publishing(Topics topics, Publisher publisher, Clock clock) {
        this.topics = topics;
        this.publisher = publisher;
        this.clock = clock;
    }

    PublishResponse publish(PublishRequest request) {
        Topic topic = topics.get(target(request));
        Publication publication = Publication.of(
                topic,
                clock.instant(),
                request.message(),
                request.messageStructure(),
                request.subject(),
                request.messageAttributes(),
                request.messageGroupId(),
                request.messageDeduplicationId());
        Publisher.Receipt receipt =
                publisher.publish(topic, List.of(publication)).getFirst();
        return PublishResponse.builder()
                .messageId(receipt.messageId())
                .sequenceNumber(receipt.sequence())
                .build();
    }

    private static SnsArn target(PublishRequest request) {
        if (request.phoneNumber() != null) {
            throw SnsErrors.invalid("PhoneNumber Reason: this server has no telephone network to send SMS with");
        }
        if (request.topicArn() != null) {
            return SnsArn.topic(request.topicArn(), "TopicArn");
        }
        String target = request.targetArn();
        if (target == null) {
            throw SnsErrors.invalid("TopicArn or TargetArn Reason: no value for required parameter");
        }
        if (target.contains(":endpoint/")) {
            throw SnsErrors.invalid("TargetArn Reason: No endpoint found for the target arn specified");
        }
        return SnsArn.topic(target, "TargetArn");
    }

    PublishBatchResponse publishBatch(PublishBatchRequest request) {
        List<PublishBatchRequestEntry> entries = request.publishBatchRequestEntries();
        checkBatch(entries);
        Topic topic = topics.get(SnsArn.topic(request.topicArn(), "TopicArn"));
        entries.forEach(entry -> Publication.checkFifo(topic, entry.messageGroupId(), entry.messageDeduplicationId()));
        List<String> ids = new ArrayList<>();
        List<Publication> publications = new ArrayList<>();
        List<BatchResultErrorEntry> failed = new ArrayList<>();
        for (PublishBatchRequestEntry entry : entries) {
            try {
                publications.add(publication(topic, entry));
                ids.add(entry.id());
            } catch (SnsException e) {
                failed.add(failure(entry, e));
            }
        }
        List<Publisher.Receipt> receipts = publisher.publish(topic, publications);
        List<PublishBatchResultEntry> successful = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            successful.add(PublishBatchResultEntry.builder()
                    .id(ids.get(i))
                    .messageId(receipts.get(i).messageId())
                    .sequenceNumber(receipts.get(i).sequence())
                    .build());
        }
        return PublishBatchResponse.builder()
                .successful(successful)
                .failed(failed)
                .build();
    }

    private Publication publication(Topic topic, PublishBatchRequestEntry entry) {
        return Publication.of(
                topic,
                clock.instant(),
                entry.message(),
                entry.messageStructure(),
                entry.subject(),
                entry.messageAttributes(),
                entry.messageGroupId(),
                entry.messageDeduplicationId());
    }

    private static BatchResultErrorEntry failure(PublishBatchRequestEntry entry, SnsException e) {
        return BatchResultErrorEntry.builder()
                .id(entry.id())
                .code(
                        e instanceof software.amazon.awssdk.services.sns.model.InvalidParameterValueException
                                ? "ParameterValueInvalid"
                                : "InvalidParameter")
                .message(e.getMessage())
                .senderFault(true)
                .build();
    }

    private static void checkBatch(List<PublishBatchRequestEntry> entries) {
        if (entries.isEmpty()) {
            throw EmptyBatchRequestException.builder()
                    .message("The batch request doesn't contain any entries.")
                    .build();
        }
        if (entries.size() > MOST_ENTRIES) {
            throw TooManyEntriesInBatchRequestException.builder()
                    .message("The batch request contains more entries than permissible.")
                    .build();
        }
        Set<String> ids = new HashSet<>();
        long size = 0;
        for (PublishBatchRequestEntry entry : entries) {
            if (!ENTRY_ID.matcher(entry.id()).matches()) {
                throw InvalidBatchEntryIdException.builder()
                        .message("The Id of a batch entry in a batch request doesn't abide by the specification.")
                        .build();
            }
            if (!ids.add(entry.id())) {
                throw BatchEntryIdsNotDistinctException.builder()
                        .message("Two or more batch entries in the request have the same Id.")
                        .build();
            }
            size += MessageAttributes.bytes(entry.message()) + MessageAttributes.size(entry.messageAttributes());
        }
        if (size > Publication.LARGEST) {
            throw BatchRequestTooLongException.builder()
                    .message("The length of all the messages put together is more than the limit.")
                    .build();
        }
    }

    @Override
    public void deliver(Message message) throws Undeliverable {
        Map<String, String> attributes = message.attributes();
        try {
            Topic topic = topics.get(SnsArn.topic(message.destination(), "TopicArn"));
            publisher.publish(
                    topic,
                    List.of(Publication.of(
                            topic,
                            clock.instant(),
                            message.body(),
                            null,
                            attributes.get("Subject"),
                            Map.of(),
                            attributes.get("MessageGroupId"),
                            attributes.get("MessageDeduplicationId"))));
        } catch (SnsException e) {
            throw new Undeliverable(String.valueOf(e.getMessage()));
        }
    }
}
