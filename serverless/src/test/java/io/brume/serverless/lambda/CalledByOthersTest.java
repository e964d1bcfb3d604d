package io.brume.serverless.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.brume.kernel.event.Message;
import io.brume.kernel.resource.Scope;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.lambda.model.FunctionResponseType;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamRequest;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Functions that queues, other services and streams call. */
class CalledByOthersTest {

    private static final String ARN = "arn:aws:lambda:us-east-1:123456789012:function:";
    private static final String QUEUES = "arn:aws:sqs:us-east-1:123456789012:";

    private LambdaFixture lambda;

    @BeforeEach
    void start() {
        assumeTrue(NodeFunctionsTest.has("node"), "Node.js is not installed");
        lambda = new LambdaFixture();
    }

    @AfterEach
    void stop() {
        if (lambda != null) {
            lambda.close();
        }
    }

    private String queue(String name) {
        return lambda.sqs
                .createQueue(request ->
                        request.queueName(name).attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "60")))
                .queueUrl();
    }

    /** The next message's body, waited for. */
    private String next(String url) {
        for (int i = 0; i < 30; i++) {
            var messages = lambda.sqs
                    .receiveMessage(request -> request.queueUrl(url).waitTimeSeconds(2))
                    .messages();
            if (!messages.isEmpty()) {
                return messages.getFirst().body();
            }
        }
        throw new AssertionError("no message has come");
    }

    @Test
    void anEventThatFailsIsTriedTwiceMoreAndThenTold() {
        String failed = queue("failed");
        lambda.node("fails", "exports.handler = async () => { throw new TypeError('never'); };");
        lambda.client.putFunctionEventInvokeConfig(request -> request.functionName("fails")
                .destinationConfig(config -> config.onFailure(to -> to.destination(QUEUES + "failed"))));
        assertThat(lambda.client
                        .invoke(request -> request.functionName("fails")
                                .invocationType(InvocationType.EVENT)
                                .payload(SdkBytes.fromUtf8String("{\"n\":1}")))
                        .statusCode())
                .isEqualTo(202);
        assertThat(next(failed))
                .contains(
                        "\"condition\":\"RetriesExhausted\"",
                        "\"approximateInvokeCount\":3",
                        "\"requestPayload\":{\"n\":1}",
                        "\"errorMessage\":\"never\"");
    }

    @Test
    void whatAnotherServiceSendsIsAnEvent() {
        String done = queue("done");
        lambda.node("works", "exports.handler = async (event) => event.Records.length;");
        lambda.client.putFunctionEventInvokeConfig(request -> request.functionName("works")
                .destinationConfig(config -> config.onSuccess(to -> to.destination(QUEUES + "done"))));
        var scope = new Scope("123456789012", "us-east-1");
        lambda.outbox.send(Message.of(scope, "arn:aws:s3:::photos", ARN + "works", "{\"Records\":[{},{}]}"));
        assertThat(next(done)).contains("\"condition\":\"Success\"", "\"responsePayload\":2");
    }

    @Test
    void aQueuesMessagesAreDoneExceptThoseThatFailed() {
        String source = queue("source");
        queue("done");
        lambda.node("batch", """
                exports.handler = async (event) => ({
                  batchItemFailures: event.Records.filter((r) => r.body === 'bad').map((r) => ({ itemIdentifier: r.messageId })),
                });
                """);
        lambda.client.createEventSourceMapping(request -> request.functionName("batch")
                .eventSourceArn(QUEUES + "source")
                .functionResponseTypes(FunctionResponseType.REPORT_BATCH_ITEM_FAILURES)
                .filterCriteria(
                        criteria -> criteria.filters(filter -> filter.pattern("{\"body\":[\"good\",\"bad\"]}"))));
        for (String body : List.of("good", "bad", "unwanted", "good")) {
            lambda.sqs.sendMessage(request -> request.queueUrl(source).messageBody(body));
        }
        await(source, "ApproximateNumberOfMessages", 0);
        await(source, "ApproximateNumberOfMessagesNotVisible", 1);
    }

    private void await(String url, String attribute, int count) {
        long end = System.nanoTime() + 60_000_000_000L;
        while (!String.valueOf(count)
                .equals(lambda.sqs
                        .getQueueAttributes(request -> request.queueUrl(url).attributeNames(QueueAttributeName.ALL))
                        .attributesAsStrings()
                        .get(attribute))) {
            assertThat(System.nanoTime())
                    .as("still not %s %s", count, attribute)
                    .isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void aStreamedAnswerComesInParts() {
        lambda.node("parts", """
                exports.handler = awslambda.streamifyResponse(async (event, stream) => {
                  stream.setContentType('text/plain');
                  for (const word of ['one ', 'two ', 'three']) stream.write(word);
                  stream.end();
                });
                """);
        List<String> parts = new CopyOnWriteArrayList<>();
        CompletableFuture<String> type = new CompletableFuture<>();
        var visitor = InvokeWithResponseStreamResponseHandler.Visitor.builder()
                .onPayloadChunk(chunk -> parts.add(chunk.payload().asUtf8String()))
                .build();
        lambda.streams
                .invokeWithResponseStream(
                        InvokeWithResponseStreamRequest.builder()
                                .functionName("parts")
                                .build(),
                        InvokeWithResponseStreamResponseHandler.builder()
                                .onResponse(response -> type.complete(response.executedVersion()))
                                .subscriber(visitor)
                                .build())
                .join();
        assertThat(String.join("", parts)).isEqualTo("one two three");
        assertThat(type.join()).isEqualTo("$LATEST");
        assertThat(lambda.answer("parts", "{}")).isEqualTo("one two three");
    }

    @Test
    void aLayersModulesAreFound() {
        var zip = LambdaFixture.zip(Map.of("nodejs/node_modules/two/index.js", "module.exports = 2;"));
        String arn = lambda.client
                .publishLayerVersion(request -> request.layerName("shared").content(content -> content.zipFile(zip)))
                .layerVersionArn();
        lambda.node("uses", "exports.handler = async () => require('two');");
        lambda.client.updateFunctionConfiguration(
                request -> request.functionName("uses").layers(arn));
        assertThat(lambda.answer("uses", "{}")).isEqualTo("2");
    }

    @Test
    void aFunctionGetsWhatChangesInATable() {
        lambda.tables.createTable(request -> request.tableName("orders")
                .billingMode("PAY_PER_REQUEST")
                .attributeDefinitions(a -> a.attributeName("id").attributeType("S"))
                .keySchema(k -> k.attributeName("id").keyType("HASH"))
                .streamSpecification(s -> s.streamEnabled(true).streamViewType("NEW_AND_OLD_IMAGES")));
        String stream = lambda.tables
                .describeTable(request -> request.tableName("orders"))
                .table()
                .latestStreamArn();
        put("before", 0);
        lambda.node("changes", """
                let failed = false;
                exports.handler = async (event) => {
                  for (const record of event.Records) {
                    console.log(record.eventSource, record.eventName, JSON.stringify(record.dynamodb.NewImage),
                      record.eventSourceARN);
                  }
                  const second = event.Records.find(record => record.dynamodb.Keys.id.S === 'second');
                  if (!failed && second) {
                    failed = true;
                    return {batchItemFailures: [{itemIdentifier: second.dynamodb.SequenceNumber}]};
                  }
                };
                """);
        String uuid = lambda.client
                .createEventSourceMapping(request -> request.functionName("changes")
                        .eventSourceArn(stream)
                        .startingPosition("LATEST")
                        .functionResponseTypes(FunctionResponseType.REPORT_BATCH_ITEM_FAILURES)
                        .filterCriteria(criteria -> criteria.filters(
                                filter -> filter.pattern("{\"dynamodb\":{\"NewImage\":{\"n\":{\"N\":[\"1\"]}}}}"))))
                .uuid();
        put("first", 1);
        put("unwanted", 2);
        put("second", 1);
        put("third", 1);
        waitFor("second", 2);
        waitFor("third", 1);
        assertThat(lambda.lines)
                .filteredOn(line -> line.contains("aws:dynamodb"))
                .anySatisfy(
                        line -> assertThat(line).contains("aws:dynamodb INSERT", "\"id\":{\"S\":\"first\"}", stream))
                .noneSatisfy(line -> assertThat(line).contains("before"))
                .noneSatisfy(line -> assertThat(line).contains("unwanted"));
        assertThat(lambda.client
                        .getEventSourceMapping(request -> request.uuid(uuid))
                        .batchSize())
                .isEqualTo(100);
    }

    private void put(String id, int n) {
        lambda.tables.putItem(request -> request.tableName("orders")
                .item(Map.of("id", AttributeValue.fromS(id), "n", AttributeValue.fromN(String.valueOf(n)))));
    }

    /** Waits until so many lines have a text. */
    private void waitFor(String text, int times) {
        long end = System.nanoTime() + 60_000_000_000L;
        while (lambda.lines.stream().filter(line -> line.contains(text)).count() < times) {
            assertThat(System.nanoTime())
                    .as("waited for %s in %s", text, lambda.lines)
                    .isLessThan(end);
            java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
        }
    }
}
