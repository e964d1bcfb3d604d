package io.brume.serverless.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.brume.kernel.resource.Scope;
import io.brume.serverless.lambda.runtime.Outcome;
import io.brume.serverless.pattern.Pattern;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionResponseType;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/** Reads one queue in batches and calls a function with each; what the function has done is deleted, the rest comes again. */
final class QueuePoller implements Poller {

    private static final Logger log = LoggerFactory.getLogger(QueuePoller.class);

    private static final int MOST_AT_ONCE = 10;
    private static final int WAIT_SECONDS = 20;
    private static final int BATCHES = 5;
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Scope scope;
    private final EventSourceMappingConfiguration mapping;
    private final SqsClient sqs;
    private final Invocations invocations;
    private final List<Pattern> patterns;
    private final Semaphore room;
    private final int batches;
    private final Thread thread;
    private volatile boolean closed;

    QueuePoller(Scope scope, EventSourceMappingConfiguration mapping, SqsClient sqs, Invocations invocations) {
        this.scope = scope;
        this.mapping = mapping;
        this.sqs = sqs;
        this.invocations = invocations;
        patterns = Mappings.patterns(mapping.filterCriteria());
        boolean fifo = mapping.eventSourceArn().endsWith(".fifo");
        Integer most =
                mapping.scalingConfig() == null ? null : mapping.scalingConfig().maximumConcurrency();
        batches = fifo ? 1 : most == null ? BATCHES : most;
        room = new Semaphore(batches);
        thread = Thread.ofVirtual().name("lambda-poller-" + mapping.uuid()).start(this::pollForever);
    }

    /** @throws RuntimeException when there is no such queue */
    static void requireQueue(SqsClient sqs, String arn) {
        try {
            var _ = url(sqs, arn);
        } catch (AwsServiceException e) {
            throw LambdaErrors.invalid(
                    "Error occurred while ReceiveMessage. SQS Error Code: "
                            + "AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: The specified queue does not exist.");
        }
    }

    private static String url(SqsClient sqs, String arn) {
        String[] parts = arn.split(":", 6);
        return sqs.getQueueUrl(request -> request.queueName(parts[5]).queueOwnerAWSAccountId(parts[4]))
                .queueUrl();
    }

    private void pollForever() {
        try {
            while (!closed) {
                try {
                    room.acquire();
                    boolean handed = false;
                    try {
                        handed = pollOnce();
                    } finally {
                        if (!handed) {
                            room.release();
                        }
                    }
                } catch (AwsServiceException | software.amazon.awssdk.core.exception.SdkClientException e) {
                    if (closed) {
                        return;
                    }
                    log.debug("the queue {} cannot be read", mapping.eventSourceArn(), e);
                    Thread.sleep(PAUSE);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads one batch; returns whether a thread of its own has it now. */
    private boolean pollOnce() {
        String url = url(sqs, mapping.eventSourceArn());
        List<Message> batch = receive(url);
        if (batch.isEmpty()) {
            return false;
        }
        var _ = Thread.ofVirtual().name("lambda-batch").start(() -> {
            try {
                handle(url, batch);
            } catch (RuntimeException e) {
                if (!closed) {
                    log.warn("a batch of {} failed: {}", mapping.eventSourceArn(), e.toString());
                }
            } finally {
                room.release();
            }
        });
        return true;
    }

    /** The first messages that come, and what follows within the batch's window. */
    private List<Message> receive(String url) {
        List<Message> batch = new ArrayList<>(receive(url, mapping.batchSize(), WAIT_SECONDS));
        long end = System.nanoTime()
                + Duration.ofSeconds(mapping.maximumBatchingWindowInSeconds()).toNanos();
        while (!batch.isEmpty() && batch.size() < mapping.batchSize() && !closed) {
            long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (left <= 0) {
                break;
            }
            int wait = Math.clamp((left + 999) / 1000, 1, WAIT_SECONDS);
            batch.addAll(receive(url, mapping.batchSize() - batch.size(), wait));
        }
        return batch;
    }

    private List<Message> receive(String url, int most, int seconds) {
        return sqs.receiveMessage(request -> request.queueUrl(url)
                        .maxNumberOfMessages(Math.min(most, MOST_AT_ONCE))
                        .waitTimeSeconds(seconds)
                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                        .messageAttributeNames("All"))
                .messages();
    }

    private void handle(String url, List<Message> batch) {
        List<Message> wanted = new ArrayList<>();
        List<Message> done = new ArrayList<>();
        for (Message message : batch) {
            (isWanted(message) ? wanted : done).add(message);
        }
        if (!wanted.isEmpty()) {
            done.addAll(run(wanted));
        }
        delete(url, done);
    }

    private boolean isWanted(Message message) {
        if (patterns.isEmpty()) {
            return true;
        }
        ObjectNode record = record(message);
        try {
            JsonNode body = EventDocuments.json().readTree(message.body());
            if (body != null && body.isObject()) {
                record.set("body", body);
            }
        } catch (IOException e) {
            log.debug("a message is no JSON", e);
        }
        return patterns.stream().anyMatch(pattern -> pattern.matches(record));
    }

    /** Calls the function; returns the messages that it has done. */
    private List<Message> run(List<Message> batch) {
        ObjectNode event = EventDocuments.json().createObjectNode();
        var records = event.putArray("Records");
        batch.forEach(message -> records.add(record(message)));
        FunctionRef ref = FunctionRef.of(scope, mapping.functionArn(), null);
        FunctionConfiguration configuration = invocations.resolve(ref);
        Outcome outcome =
                invocations.run(configuration, ref, event.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        if (outcome.error() != null) {
            return List.of();
        }
        Set<String> failed = mapping.functionResponseTypes().contains(FunctionResponseType.REPORT_BATCH_ITEM_FAILURES)
                ? BatchReport.failed(outcome.payload())
                : Set.of();
        if (failed == null
                || failed.stream()
                        .anyMatch(id -> batch.stream()
                                .noneMatch(message -> message.messageId().equals(id)))) {
            return List.of(); // it says nothing that has a meaning: all of the batch has failed
        }
        return batch.stream()
                .filter(message -> !failed.contains(message.messageId()))
                .toList();
    }

    private void delete(String url, List<Message> done) {
        for (int from = 0; from < done.size(); from += MOST_AT_ONCE) {
            List<Message> some = done.subList(from, Math.min(done.size(), from + MOST_AT_ONCE));
            List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
            for (Message message : some) {
                entries.add(DeleteMessageBatchRequestEntry.builder()
                        .id(String.valueOf(entries.size()))
                        .receiptHandle(message.receiptHandle())
                        .build());
            }
            sqs.deleteMessageBatch(request -> request.queueUrl(url).entries(entries));
        }
    }

    private ObjectNode record(Message message) {
        ObjectNode record = EventDocuments.json().createObjectNode();
        record.put("messageId", message.messageId()).put("receiptHandle", message.receiptHandle());
        record.put("body", message.body());
        ObjectNode attributes = record.putObject("attributes");
        message.attributes().forEach((name, value) -> attributes.put(name.toString(), value));
        ObjectNode own = record.putObject("messageAttributes");
        message.messageAttributes().forEach((name, value) -> own.set(name, attribute(value)));
        record.put("md5OfBody", message.md5OfBody()).put("eventSource", "aws:sqs");
        record.put("eventSourceARN", mapping.eventSourceArn()).put("awsRegion", scope.region());
        return record;
    }

    private static ObjectNode attribute(MessageAttributeValue value) {
        ObjectNode node = EventDocuments.json().createObjectNode();
        if (value.stringValue() != null) {
            node.put("stringValue", value.stringValue());
        }
        if (value.binaryValue() != null) {
            node.put(
                    "binaryValue",
                    Base64.getEncoder().encodeToString(value.binaryValue().asByteArrayUnsafe()));
        }
        node.putArray("stringListValues");
        node.putArray("binaryListValues");
        return node.put("dataType", value.dataType());
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
