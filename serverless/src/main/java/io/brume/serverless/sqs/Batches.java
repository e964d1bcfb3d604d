package io.brume.serverless.sqs;

import io.brume.kernel.shape.Shapes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sqs.model.BatchEntryIdsNotDistinctException;
import software.amazon.awssdk.services.sqs.model.BatchRequestTooLongException;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.EmptyBatchRequestException;
import software.amazon.awssdk.services.sqs.model.InvalidBatchEntryIdException;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;
import software.amazon.awssdk.services.sqs.model.TooManyEntriesInBatchRequestException;

/** Batches: up to ten entries with ids of their own, each of which succeeds or fails by itself. */
final class Batches {

    private static final int MOST_ENTRIES = 10;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,80}");

    private final Messages messages;

    Batches(Messages messages) {
        this.messages = messages;
    }

    SendMessageBatchResponse send(Queue queue, String sender, SendMessageBatchRequest request) {
        check("SendMessageBatchRequestEntry", request.entries(), SendMessageBatchRequestEntry::id);
        checkSize(request.entries());
        checkFifo(queue, request.entries());
        List<String> ids = new ArrayList<>();
        List<NewMessage> good = new ArrayList<>();
        List<BatchResultErrorEntry> failed = new ArrayList<>();
        for (SendMessageBatchRequestEntry entry : request.entries()) {
            try {
                var single = Shapes.copy(entry, SendMessageRequest.builder()).build();
                good.add(NewMessage.of(queue, sender, single));
                ids.add(entry.id());
            } catch (AwsServiceException e) {
                failed.add(failure(entry.id(), e));
            }
        }
        List<MessageTable.Sent> sent = good.isEmpty() ? List.of() : messages.send(queue, good);
        List<SendMessageBatchResultEntry> successful = new ArrayList<>();
        for (int i = 0; i < sent.size(); i++) {
            SendMessageResponse single = Sqs.sent(queue, good.get(i), sent.get(i));
            successful.add(SendMessageBatchResultEntry.builder()
                    .id(ids.get(i))
                    .messageId(single.messageId())
                    .md5OfMessageBody(single.md5OfMessageBody())
                    .md5OfMessageAttributes(single.md5OfMessageAttributes())
                    .md5OfMessageSystemAttributes(single.md5OfMessageSystemAttributes())
                    .sequenceNumber(single.sequenceNumber())
                    .build());
        }
        return SendMessageBatchResponse.builder()
                .successful(successful)
                .failed(failed.isEmpty() ? null : failed)
                .build();
    }

    private static void checkSize(List<SendMessageBatchRequestEntry> entries) {
        long size = 0;
        for (SendMessageBatchRequestEntry entry : entries) {
            size += MessageRules.size(entry.messageBody(), entry.messageAttributes());
        }
        if (size > QueueAttributes.LARGEST_MESSAGE) {
            throw BatchRequestTooLongException.builder()
                    .message("Batch requests cannot be longer than " + QueueAttributes.LARGEST_MESSAGE
                            + " bytes. You have sent " + size + " bytes.")
                    .build();
        }
    }

    /** What a FIFO queue demands of every message refuses the whole batch, so that none overtakes another. */
    private static void checkFifo(Queue queue, List<SendMessageBatchRequestEntry> entries) {
        if (queue.isFifo() && entries.stream().anyMatch(entry -> entry.messageGroupId() == null)) {
            throw Refusal.missing("MessageGroupId");
        }
        if (queue.isFifo()
                && !queue.is("ContentBasedDeduplication")
                && entries.stream().anyMatch(entry -> entry.messageDeduplicationId() == null)) {
            throw Refusal.parameter("The queue should either have ContentBasedDeduplication enabled or"
                    + " MessageDeduplicationId provided explicitly");
        }
    }

    DeleteMessageBatchResponse delete(Queue queue, DeleteMessageBatchRequest request) {
        check("DeleteMessageBatchRequestEntry", request.entries(), DeleteMessageBatchRequestEntry::id);
        List<BatchResultErrorEntry> failed = new ArrayList<>();
        List<String> done = run(
                request.entries(),
                DeleteMessageBatchRequestEntry::id,
                entry -> () -> messages.delete(queue, entry.receiptHandle()),
                failed);
        return DeleteMessageBatchResponse.builder()
                .successful(done.stream()
                        .map(id ->
                                DeleteMessageBatchResultEntry.builder().id(id).build())
                        .toList())
                .failed(failed.isEmpty() ? null : failed)
                .build();
    }

    ChangeMessageVisibilityBatchResponse hide(Queue queue, ChangeMessageVisibilityBatchRequest request) {
        check(
                "ChangeMessageVisibilityBatchRequestEntry",
                request.entries(),
                ChangeMessageVisibilityBatchRequestEntry::id);
        List<BatchResultErrorEntry> failed = new ArrayList<>();
        List<String> done = run(
                request.entries(),
                ChangeMessageVisibilityBatchRequestEntry::id,
                entry -> () -> {
                    Integer seconds = entry.visibilityTimeout();
                    messages.hide(
                            queue,
                            entry.receiptHandle(),
                            seconds == null ? queue.number("VisibilityTimeout") : seconds);
                },
                failed);
        return ChangeMessageVisibilityBatchResponse.builder()
                .successful(done.stream()
                        .map(id -> ChangeMessageVisibilityBatchResultEntry.builder()
                                .id(id)
                                .build())
                        .toList())
                .failed(failed.isEmpty() ? null : failed)
                .build();
    }

    /** Runs all entries; returns the ids of those that succeeded. */
    private <E> List<String> run(
            List<E> entries,
            Function<E, String> id,
            Function<E, Messages.Entry> work,
            List<BatchResultErrorEntry> failed) {
        List<Optional<AwsServiceException>> outcomes =
                messages.all(entries.stream().map(work).toList());
        List<String> done = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            String entry = id.apply(entries.get(i));
            outcomes.get(i).ifPresentOrElse(e -> failed.add(failure(entry, e)), () -> done.add(entry));
        }
        return done;
    }

    private static BatchResultErrorEntry failure(String id, AwsServiceException exception) {
        return BatchResultErrorEntry.builder()
                .id(id)
                .senderFault(true)
                .code(Refusal.code(exception))
                .message(Refusal.message(exception))
                .build();
    }

    private static <E> void check(String what, List<E> entries, Function<E, String> id) {
        if (entries.isEmpty()) {
            throw EmptyBatchRequestException.builder()
                    .message("There should be at least one " + what + " in the request.")
                    .build();
        }
        if (entries.size() > MOST_ENTRIES) {
            throw TooManyEntriesInBatchRequestException.builder()
                    .message("Maximum number of entries per request are " + MOST_ENTRIES + ". You have sent "
                            + entries.size() + ".")
                    .build();
        }
        Set<String> seen = new HashSet<>();
        for (E entry : entries) {
            if (!ID.matcher(id.apply(entry)).matches()) {
                throw InvalidBatchEntryIdException.builder()
                        .message("A batch entry id can only contain alphanumeric characters, hyphens and underscores."
                                + " It can be at most 80 letters long.")
                        .build();
            }
            if (!seen.add(id.apply(entry))) {
                throw BatchEntryIdsNotDistinctException.builder()
                        .message("Id " + id.apply(entry) + " repeated.")
                        .build();
            }
        }
    }
}
