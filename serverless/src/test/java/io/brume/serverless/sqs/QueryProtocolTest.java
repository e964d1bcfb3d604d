package io.brume.serverless.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import io.brume.kernel.http.HttpServer;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Forms in and XML out, at the root and at a queue's own URL, as older clients speak. */
class QueryProtocolTest {

    private final Fixture sqs = Fixture.onSqlite();
    private final HttpServer server = new HttpServer(
            sqs.inProcess.gateway(),
            new HttpServer.Options("127.0.0.1", 0, 64 << 10, Duration.ofSeconds(60), Duration.ofSeconds(10)),
            HttpServer.Pages.NONE);
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void start() throws Exception {
        server.start();
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        server.close();
        sqs.close();
    }

    private String endpoint() {
        return "http://127.0.0.1:" + server.address().getPort();
    }

    private String post(String path, String... parameters) throws Exception {
        var form = new StringBuilder("Version=2012-11-05");
        for (int i = 0; i < parameters.length; i += 2) {
            form.append('&')
                    .append(parameters[i])
                    .append('=')
                    .append(URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
        }
        return client.send(
                        HttpRequest.newBuilder(URI.create(endpoint() + path))
                                .header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                                .POST(HttpRequest.BodyPublishers.ofString(form.toString()))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void aQueueIsUsedByItsOwnUrl() throws Exception {
        assertThat(post(
                        "/",
                        "Action",
                        "CreateQueue",
                        "QueueName",
                        "q",
                        "Attribute.1.Name",
                        "VisibilityTimeout",
                        "Attribute.1.Value",
                        "40",
                        "Tag.1.Key",
                        "k",
                        "Tag.1.Value",
                        "v"))
                .contains("<QueueUrl>" + endpoint() + "/123456789012/q</QueueUrl>");
        String queue = "/123456789012/q";
        assertThat(post(
                        queue,
                        "Action",
                        "SendMessage",
                        "MessageBody",
                        "<x>",
                        "MessageAttribute.1.Name",
                        "a",
                        "MessageAttribute.1.Value.DataType",
                        "String",
                        "MessageAttribute.1.Value.StringValue",
                        "b"))
                .contains("<MD5OfMessageAttributes>");
        assertThat(post(
                        queue,
                        "Action",
                        "ReceiveMessage",
                        "QueueUrl",
                        endpoint() + queue,
                        "AttributeName.1",
                        "ApproximateReceiveCount",
                        "MessageAttributeName.1",
                        "All"))
                .contains("<Message><MessageId>")
                .contains("<Body>&lt;x&gt;</Body>")
                .contains("<Attribute><Name>ApproximateReceiveCount</Name><Value>1</Value></Attribute>")
                .contains("<MessageAttribute><Name>a</Name><Value><StringValue>b</StringValue>");
        assertThat(post(queue, "Action", "GetQueueAttributes", "AttributeName.1", "VisibilityTimeout"))
                .contains("<Attribute><Name>VisibilityTimeout</Name><Value>40</Value></Attribute>");
        assertThat(post(queue, "Action", "ListQueueTags")).contains("<Tag><Key>k</Key><Value>v</Value></Tag>");
        assertThat(post(
                        queue,
                        "Action",
                        "SendMessageBatch",
                        "SendMessageBatchRequestEntry.1.Id",
                        "one",
                        "SendMessageBatchRequestEntry.1.MessageBody",
                        "x",
                        "SendMessageBatchRequestEntry.2.Id",
                        "two",
                        "SendMessageBatchRequestEntry.2.MessageBody",
                        ""))
                .contains("<SendMessageBatchResultEntry><Id>one</Id>")
                .contains("<BatchResultErrorEntry><Id>two</Id>");
        assertThat(post("/123456789012/none", "Action", "PurgeQueue"))
                .contains("<Code>AWS.SimpleQueueService.NonExistentQueue</Code>");
    }

    @Test
    void aGetReceivesToo() throws Exception {
        sqs.send(sqs.queue("q"), "one");
        String answer = client.send(
                        HttpRequest.newBuilder(URI.create(endpoint() + "/123456789012/q?Action=ReceiveMessage"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();

        assertThat(answer).contains("<Body>one</Body>");
    }
}
