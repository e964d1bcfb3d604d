package io.brume.serverless;

import static org.assertj.core.api.Assertions.assertThat;

import io.brume.kernel.database.Database;
import io.brume.kernel.event.Outbox;
import io.brume.kernel.http.InProcess;
import io.brume.kernel.operation.HostedService;
import io.brume.serverless.events.EventBridge;
import io.brume.serverless.sns.Sns;
import io.brume.serverless.sqs.Sqs;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Events to topics, topics to queues: the services as they work together. */
@ParameterizedClass
@MethodSource("io.brume.serverless.Databases#each")
class TogetherTest {

    private final Database database;
    private final Outbox outbox;
    private final Sqs queues;
    private final Sns topics;
    private final EventBridge buses;
    private final SqsClient sqs;
    private final SnsClient sns;
    private final EventBridgeClient events;

    TogetherTest(Databases.Kind kind) {
        database = kind.fresh();
        outbox = new Outbox(database, Clock.systemUTC());
        queues = new Sqs(database, Clock.systemUTC());
        outbox.register("sqs", queues.destination());
        topics = new Sns(database, outbox, () -> URI.create("http://127.0.0.1:4566"), Clock.systemUTC());
        buses = new EventBridge(database, outbox, Clock.systemUTC());
        outbox.start();
        queues.start();
        var server = InProcess.of(HostedService.of(queues), HostedService.of(topics), HostedService.of(buses));
        sqs = server.client(SqsClient.class);
        sns = server.client(SnsClient.class);
        events = server.client(EventBridgeClient.class);
    }

    @AfterEach
    void close() {
        outbox.close();
        queues.close();
        topics.close();
        buses.close();
        database.close();
    }

    private String queue(String name, Map<QueueAttributeName, String> attributes) {
        return sqs.createQueue(request -> request.queueName(name).attributes(attributes))
                .queueUrl();
    }

    private static String arn(String queue) {
        return "arn:aws:sqs:us-east-1:123456789012:" + queue;
    }

    /** The next messages of a queue, waited for and deleted. */
    private List<Message> receive(String url, int count) {
        List<Message> all = new ArrayList<>();
        for (int i = 0; i < 10 && all.size() < count; i++) {
            for (Message message : sqs.receiveMessage(request -> request.queueUrl(url)
                            .maxNumberOfMessages(10)
                            .waitTimeSeconds(3)
                            .messageAttributeNames("All"))
                    .messages()) {
                all.add(message);
                sqs.deleteMessage(request -> request.queueUrl(url).receiptHandle(message.receiptHandle()));
            }
        }
        assertThat(all).hasSize(count);
        return all;
    }

    @Test
    void aRawMessageKeepsItsAttributes() {
        String url = queue("inbox", Map.of());
        String topic = sns.createTopic(request -> request.name("news")).topicArn();
        sns.subscribe(request -> request.topicArn(topic)
                .protocol("sqs")
                .endpoint(arn("inbox"))
                .attributes(Map.of("RawMessageDelivery", "true")));
        sns.publish(request -> request.topicArn(topic)
                .message("hello")
                .messageAttributes(Map.of(
                        "colours",
                        MessageAttributeValue.builder()
                                .dataType("String.Array")
                                .stringValue("[\"red\"]")
                                .build())));
        Message message = receive(url, 1).getFirst();
        assertThat(message.body()).isEqualTo("hello");
        assertThat(message.messageAttributes().get("colours"))
                .extracting("dataType", "stringValue")
                .containsExactly("String.Array", "[\"red\"]");
    }

    @Test
    void aFifoTopicKeepsItsOrderIntoAFifoQueue() {
        String url = queue("inbox.fifo", Map.of(QueueAttributeName.FIFO_QUEUE, "true"));
        String topic = sns.createTopic(request -> request.name("news.fifo")
                        .attributes(Map.of("FifoTopic", "true", "ContentBasedDeduplication", "true")))
                .topicArn();
        sns.subscribe(request -> request.topicArn(topic)
                .protocol("sqs")
                .endpoint(arn("inbox.fifo"))
                .attributes(Map.of("RawMessageDelivery", "true")));
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String text = "message " + i;
            sns.publish(request -> request.topicArn(topic).message(text).messageGroupId("g"));
            sns.publish(request -> request.topicArn(topic).message(text).messageGroupId("g"));
            sent.add(text);
        }
        assertThat(receive(url, 20)).extracting(Message::body).containsExactlyElementsOf(sent);
    }

    @Test
    void anEventGoesThroughATopicIntoAQueue() {
        String url = queue("inbox", Map.of());
        String topic = sns.createTopic(request -> request.name("news")).topicArn();
        sns.subscribe(request -> request.topicArn(topic)
                .protocol("sqs")
                .endpoint(arn("inbox"))
                .attributes(Map.of(
                        "RawMessageDelivery", "true",
                        "FilterPolicyScope", "MessageBody",
                        "FilterPolicy", "{\"detail\":{\"n\":[2]}}")));
        events.putRule(request -> request.name("orders").eventPattern("{\"source\":[\"shop\"]}"));
        events.putTargets(request -> request.rule("orders")
                .targets(Target.builder().id("1").arn(topic).build()));
        for (int n = 1; n <= 3; n++) {
            String detail = "{\"n\":" + n + "}";
            events.putEvents(request -> request.entries(PutEventsRequestEntry.builder()
                    .source("shop")
                    .detailType("Order")
                    .detail(detail)
                    .build()));
        }
        assertThat(receive(url, 1).getFirst().body()).contains("\"detail\":{\"n\":2}");
    }

    @Test
    void aTargetThatIsNotThereLeavesADeadLetter() {
        String url = queue("dead", Map.of());
        events.putRule(request -> request.name("orders").eventPattern("{\"source\":[\"shop\"]}"));
        events.putTargets(request -> request.rule("orders")
                .targets(Target.builder()
                        .id("1")
                        .arn(arn("none"))
                        .deadLetterConfig(config -> config.arn(arn("dead")))
                        .build()));
        events.putEvents(request -> request.entries(PutEventsRequestEntry.builder()
                .source("shop")
                .detailType("Order")
                .detail("{}")
                .build()));
        Message message = receive(url, 1).getFirst();
        assertThat(message.messageAttributes().get("TARGET_ARN"))
                .extracting("stringValue")
                .isEqualTo(arn("none"));
        assertThat(message.messageAttributes().get("RULE_ARN"))
                .extracting("stringValue")
                .isEqualTo("arn:aws:events:us-east-1:123456789012:rule/orders");
    }
}
