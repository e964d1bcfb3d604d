package io.brume.serverless.sqs;

import io.brume.kernel.database.Database;
import io.brume.kernel.event.Destination;
import io.brume.kernel.gateway.RequestContext;
import io.brume.kernel.identity.Caller;
import io.brume.kernel.resource.Scope;
import io.brume.kernel.resource.Tags;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.AddPermissionRequest;
import software.amazon.awssdk.services.sqs.model.AddPermissionResponse;
import software.amazon.awssdk.services.sqs.model.CancelMessageMoveTaskRequest;
import software.amazon.awssdk.services.sqs.model.CancelMessageMoveTaskResponse;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityResponse;
import software.amazon.awssdk.services.sqs.model.CreateQueueRequest;
import software.amazon.awssdk.services.sqs.model.CreateQueueResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageResponse;
import software.amazon.awssdk.services.sqs.model.DeleteQueueRequest;
import software.amazon.awssdk.services.sqs.model.DeleteQueueResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlResponse;
import software.amazon.awssdk.services.sqs.model.ListDeadLetterSourceQueuesRequest;
import software.amazon.awssdk.services.sqs.model.ListDeadLetterSourceQueuesResponse;
import software.amazon.awssdk.services.sqs.model.ListMessageMoveTasksRequest;
import software.amazon.awssdk.services.sqs.model.ListMessageMoveTasksResponse;
import software.amazon.awssdk.services.sqs.model.ListQueueTagsRequest;
import software.amazon.awssdk.services.sqs.model.ListQueueTagsResponse;
import software.amazon.awssdk.services.sqs.model.ListQueuesRequest;
import software.amazon.awssdk.services.sqs.model.ListQueuesResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.PurgeQueueRequest;
import software.amazon.awssdk.services.sqs.model.PurgeQueueResponse;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.RemovePermissionRequest;
import software.amazon.awssdk.services.sqs.model.RemovePermissionResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;
import software.amazon.awssdk.services.sqs.model.SetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.SetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.StartMessageMoveTaskRequest;
import software.amazon.awssdk.services.sqs.model.StartMessageMoveTaskResponse;
import software.amazon.awssdk.services.sqs.model.TagQueueRequest;
import software.amazon.awssdk.services.sqs.model.TagQueueResponse;
import software.amazon.awssdk.services.sqs.model.UntagQueueRequest;
import software.amazon.awssdk.services.sqs.model.UntagQueueResponse;

/** Amazon SQS: queues in the database, standard and FIFO. */
public final class Sqs implements SqsClient {

    private static final int MOST_TAGS = 50;
    private static final int MOST_LISTED = 1000;
    private static final int MOST_TASKS_LISTED = 10;

    private final Database database;
    private final Queues queues;
    private final Messages messages;
    private final Receiving receiving;
    private final Batches batches;
    private final MoveTasks tasks;
    private final Housekeeping housekeeping;
    private final Tags tags;

    public Sqs(Database database, Clock clock) {
        this.database = database;
        var arrivals = new Arrivals();
        queues = new Queues(database, clock);
        messages = new Messages(database, clock, arrivals);
        receiving = new Receiving(queues, messages, arrivals, clock, database.isShared());
        batches = new Batches(messages);
        tasks = new MoveTasks(database, clock, queues, messages, arrivals);
        housekeeping = new Housekeeping(database, clock, queues, messages, tasks);
        tags = new Tags(database);
    }

    /** Begins to move messages and to remove old ones; {@link #close} ends it. */
    public Sqs start() {
        housekeeping.start();
        return this;
    }

    /** Where other services' messages to queues are delivered: {@link QueueDestination} says what they may hold. */
    public Destination destination() {
        return new QueueDestination(queues, messages);
    }

    Housekeeping housekeeping() {
        return housekeeping;
    }

    MoveTasks tasks() {
        return tasks;
    }

    @Override
    public CreateQueueResponse createQueue(CreateQueueRequest request) {
        QueueName name = new QueueName(Scope.current(), request.queueName());
        database.change(_ -> {
            boolean known = queues.find(name).isPresent();
            Queue queue = queues.create(name, request.attributesAsStrings());
            if (!known && !request.tags().isEmpty()) {
                tag(queue.name(), request.tags());
            }
        });
        return CreateQueueResponse.builder().queueUrl(url(name)).build();
    }

    @Override
    public GetQueueUrlResponse getQueueUrl(GetQueueUrlRequest request) {
        Scope caller = Scope.current();
        String owner = request.queueOwnerAWSAccountId();
        Scope scope = owner == null ? caller : new Scope(owner, caller.region());
        Queue queue = queues.get(new QueueName(scope, request.queueName()));
        return GetQueueUrlResponse.builder().queueUrl(url(queue.name())).build();
    }

    @Override
    public ListQueuesResponse listQueues(ListQueuesRequest request) {
        String prefix = request.queueNamePrefix() == null ? "" : request.queueNamePrefix();
        Queues.Page page =
                queues.list(Scope.current(), prefix, most(request.maxResults(), MOST_LISTED), request.nextToken());
        return ListQueuesResponse.builder()
                .queueUrls(page.queues().isEmpty() ? null : urls(page))
                .nextToken(request.maxResults() == null ? null : page.next())
                .build();
    }

    @Override
    public ListDeadLetterSourceQueuesResponse listDeadLetterSourceQueues(ListDeadLetterSourceQueuesRequest request) {
        Queue queue = queue(request.queueUrl());
        Queues.Page page = queues.sources(queue, most(request.maxResults(), MOST_LISTED), request.nextToken());
        return ListDeadLetterSourceQueuesResponse.builder()
                .queueUrls(urls(page))
                .nextToken(request.maxResults() == null ? null : page.next())
                .build();
    }

    private static int most(@Nullable Integer asked, int otherwise) {
        if (asked != null && (asked < 1 || asked > MOST_LISTED)) {
            throw Refusal.value(asked, "MaxResults", "Must be an integer from 1 to " + MOST_LISTED + ", if provided.");
        }
        return asked == null ? otherwise : asked;
    }

    @Override
    public DeleteQueueResponse deleteQueue(DeleteQueueRequest request) {
        QueueName name = name(request.queueUrl());
        database.change(_ -> {
            queues.delete(name);
            tags.removeAll(name.arn());
        });
        return DeleteQueueResponse.builder().build();
    }

    @Override
    public PurgeQueueResponse purgeQueue(PurgeQueueRequest request) {
        queues.purge(name(request.queueUrl()));
        return PurgeQueueResponse.builder().build();
    }

    @Override
    public GetQueueAttributesResponse getQueueAttributes(GetQueueAttributesRequest request) {
        Queue queue = queue(request.queueUrl());
        List<String> names = request.attributeNamesAsStrings();
        if (names.isEmpty()) {
            return GetQueueAttributesResponse.builder().build();
        }
        Map<String, String> told = new LinkedHashMap<>(QueueAttributes.all(queue));
        told.put("QueueArn", queue.arn());
        told.put("CreatedTimestamp", String.valueOf(queue.created().getEpochSecond()));
        told.put("LastModifiedTimestamp", String.valueOf(queue.modified().getEpochSecond()));
        if (names.stream().anyMatch(name -> name.equals("All") || name.startsWith("ApproximateNumber"))) {
            MessageTable.Counts counts = messages.count(queue);
            told.put("ApproximateNumberOfMessages", String.valueOf(counts.available()));
            told.put("ApproximateNumberOfMessagesNotVisible", String.valueOf(counts.inFlight()));
            told.put("ApproximateNumberOfMessagesDelayed", String.valueOf(counts.delayed()));
        }
        if (!names.contains("All")) {
            names.stream()
                    .filter(name -> QueueAttributeName.fromValue(name) == QueueAttributeName.UNKNOWN_TO_SDK_VERSION)
                    .findFirst()
                    .ifPresent(name -> {
                        throw Refusal.unknownAttribute(name);
                    });
            told.keySet().retainAll(names);
        }
        return GetQueueAttributesResponse.builder()
                .attributesWithStrings(told.isEmpty() ? null : told)
                .build();
    }

    @Override
    public SetQueueAttributesResponse setQueueAttributes(SetQueueAttributesRequest request) {
        QueueName name = name(request.queueUrl());
        Map<String, String> changes = request.attributesAsStrings();
        if (changes.containsKey("FifoQueue") && !(name.isFifo() && "true".equals(changes.get("FifoQueue")))) {
            throw Refusal.attributeName("Unknown Attribute FifoQueue.");
        }
        queues.update(name, before -> QueueAttributes.changed(before, changes, name.isFifo()));
        return SetQueueAttributesResponse.builder().build();
    }

    @Override
    public AddPermissionResponse addPermission(AddPermissionRequest request) {
        QueueName name = name(request.queueUrl());
        queues.update(
                name,
                before -> Permissions.added(name, before, request.label(), request.awsAccountIds(), request.actions()));
        return AddPermissionResponse.builder().build();
    }

    @Override
    public RemovePermissionResponse removePermission(RemovePermissionRequest request) {
        QueueName name = name(request.queueUrl());
        queues.update(name, before -> Permissions.removed(name, before, request.label()));
        return RemovePermissionResponse.builder().build();
    }

    @Override
    public TagQueueResponse tagQueue(TagQueueRequest request) {
        tag(queue(request.queueUrl()).name(), request.tags());
        return TagQueueResponse.builder().build();
    }

    private void tag(QueueName name, Map<String, String> added) {
        if (!tags.add(name.arn(), added, MOST_TAGS)) {
            throw Refusal.parameter("Too many tags added for queue " + name.name() + ".");
        }
    }

    @Override
    public UntagQueueResponse untagQueue(UntagQueueRequest request) {
        tags.remove(queue(request.queueUrl()).arn(), request.tagKeys());
        return UntagQueueResponse.builder().build();
    }

    @Override
    public ListQueueTagsResponse listQueueTags(ListQueueTagsRequest request) {
        Map<String, String> found = tags.of(queue(request.queueUrl()).arn());
        return ListQueueTagsResponse.builder()
                .tags(found.isEmpty() ? null : found)
                .build();
    }

    @Override
    public SendMessageResponse sendMessage(SendMessageRequest request) {
        Queue queue = queue(request.queueUrl());
        NewMessage message = NewMessage.of(queue, sender(), request);
        return sent(queue, message, messages.send(queue, List.of(message)).getFirst());
    }

    /** What the sender of a message is told. */
    static SendMessageResponse sent(Queue queue, NewMessage message, MessageTable.Sent sent) {
        return SendMessageResponse.builder()
                .messageId(sent.messageId())
                .md5OfMessageBody(Digests.md5(message.body()))
                .md5OfMessageAttributes(Digests.md5(message.attributes()))
                .md5OfMessageSystemAttributes(message.systemDigest())
                .sequenceNumber(queue.isFifo() ? Stored.sequence(sent.number()) : null)
                .build();
    }

    @Override
    public SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request) {
        return batches.send(queue(request.queueUrl()), sender(), request);
    }

    @Override
    public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
        List<Message> received = receiving.receive(name(request.queueUrl()), request);
        return ReceiveMessageResponse.builder()
                .messages(received.isEmpty() ? null : received)
                .build();
    }

    @Override
    public DeleteMessageResponse deleteMessage(DeleteMessageRequest request) {
        messages.delete(queue(request.queueUrl()), request.receiptHandle());
        return DeleteMessageResponse.builder().build();
    }

    @Override
    public DeleteMessageBatchResponse deleteMessageBatch(DeleteMessageBatchRequest request) {
        return batches.delete(queue(request.queueUrl()), request);
    }

    @Override
    public ChangeMessageVisibilityResponse changeMessageVisibility(ChangeMessageVisibilityRequest request) {
        messages.hide(queue(request.queueUrl()), request.receiptHandle(), request.visibilityTimeout());
        return ChangeMessageVisibilityResponse.builder().build();
    }

    @Override
    public ChangeMessageVisibilityBatchResponse changeMessageVisibilityBatch(
            ChangeMessageVisibilityBatchRequest request) {
        return batches.hide(queue(request.queueUrl()), request);
    }

    @Override
    public StartMessageMoveTaskResponse startMessageMoveTask(StartMessageMoveTaskRequest request) {
        String handle =
                tasks.start(request.sourceArn(), request.destinationArn(), request.maxNumberOfMessagesPerSecond());
        housekeeping.wake();
        return StartMessageMoveTaskResponse.builder().taskHandle(handle).build();
    }

    @Override
    public ListMessageMoveTasksResponse listMessageMoveTasks(ListMessageMoveTasksRequest request) {
        int most = request.maxResults() == null ? 1 : request.maxResults();
        if (most < 1 || most > MOST_TASKS_LISTED) {
            throw Refusal.value(
                    most, "MaxResults", "Must be an integer from 1 to " + MOST_TASKS_LISTED + ", if provided.");
        }
        return ListMessageMoveTasksResponse.builder()
                .results(tasks.list(request.sourceArn(), most))
                .build();
    }

    @Override
    public CancelMessageMoveTaskResponse cancelMessageMoveTask(CancelMessageMoveTaskRequest request) {
        return CancelMessageMoveTaskResponse.builder()
                .approximateNumberOfMessagesMoved(tasks.cancel(request.taskHandle()))
                .build();
    }

    private Queue queue(String url) {
        return queues.get(name(url));
    }

    private static QueueName name(String url) {
        return QueueName.ofUrl(url, Scope.current());
    }

    private static String url(QueueName name) {
        return name.url(RequestContext.current().endpoint());
    }

    private static List<String> urls(Queues.Page page) {
        return page.queues().stream().map(queue -> url(queue.name())).toList();
    }

    private static String sender() {
        Caller caller = RequestContext.current().caller();
        String key = caller.accessKeyId();
        return key == null ? caller.accountId() : key;
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    /** Ends what goes on in the background. */
    @Override
    public void close() {
        housekeeping.close();
    }
}
