package io.brume.serverless.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.brume.kernel.event.Message;
import io.brume.kernel.http.InProcess;
import io.brume.kernel.operation.HostedService;
import io.brume.serverless.Databases;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A real HTTP subscriber of a topic, and the links that it gets. */
class HttpDeliveryTest {

    private record Received(Map<String, List<String>> headers, String body) {

        String header(String name) {
            return headers.getOrDefault(name, List.of("none")).getFirst();
        }

        JsonNode json() {
            return Json.object(body).orElseThrow();
        }
    }

    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> answers = new LinkedBlockingQueue<>();
    private final HttpServer subscriber;
    private final io.brume.kernel.http.HttpServer server;
    private final SnsFixture fixture;
    private final String topic;

    HttpDeliveryTest() throws IOException {
        subscriber = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        subscriber.createContext("/", this::receive);
        subscriber.start();
        URI[] endpoint = new URI[1];
        fixture = new SnsFixture(Databases.sqlite(), () -> endpoint[0]);
        server = new io.brume.kernel.http.HttpServer(
                        InProcess.of(HostedService.of(fixture.sns)).gateway(),
                        new io.brume.kernel.http.HttpServer.Options(
                                "127.0.0.1", 0, 65_536, Duration.ofSeconds(60), Duration.ZERO),
                        io.brume.kernel.http.HttpServer.Pages.NONE)
                .start();
        endpoint[0] = URI.create("http://127.0.0.1:" + server.address().getPort());
        topic = fixture.topic("news");
    }

    @AfterEach
    void stop() throws IOException {
        subscriber.stop(0);
        server.close();
        fixture.close();
    }

    private void receive(HttpExchange exchange) throws IOException {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(exchange.getRequestHeaders());
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Integer answer = answers.poll();
        exchange.sendResponseHeaders(answer == null ? 200 : answer, -1);
        exchange.close();
        received.add(new Received(headers, body));
    }

    private Received next() throws InterruptedException {
        Received next = received.poll(20, TimeUnit.SECONDS);
        assertThat(next).as("a request").isNotNull();
        return next;
    }

    private String url() {
        return "http://127.0.0.1:" + subscriber.getAddress().getPort() + "/inbox";
    }

    private static HttpResponse<String> get(String url) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private String confirmed(Map<String, String> attributes) throws Exception {
        fixture.subscribe(topic, "http", url(), attributes);
        HttpResponse<String> answer = get(next().json().path("SubscribeURL").asText());
        assertThat(answer.statusCode()).isEqualTo(200);
        return fixture.client
                .listSubscriptionsByTopic(request -> request.topicArn(topic))
                .subscriptions()
                .getFirst()
                .subscriptionArn();
    }

    @Test
    void anEndpointConfirmsByTheLinkThatItGets() throws Exception {
        assertThat(fixture.client
                        .subscribe(request ->
                                request.topicArn(topic).protocol("http").endpoint(url()))
                        .subscriptionArn())
                .isEqualTo("pending confirmation");
        Received confirmation = next();
        assertThat(confirmation.header("x-amz-sns-message-type")).isEqualTo("SubscriptionConfirmation");
        assertThat(confirmation.header("x-amz-sns-topic-arn")).isEqualTo(topic);
        assertThat(confirmation.json().path("Type").asText()).isEqualTo("SubscriptionConfirmation");
        fixture.client.publish(request -> request.topicArn(topic).message("too early"));
        assertThat(fixture.client.listSubscriptions().subscriptions().getFirst().subscriptionArn())
                .isEqualTo("PendingConfirmation");
        String link = confirmation.json().path("SubscribeURL").asText();
        assertThat(get(link.replaceAll("Token=.*", "Token=0000")).statusCode()).isEqualTo(400);
        HttpResponse<String> answer = get(link);
        assertThat(answer.body()).contains("<SubscriptionArn>" + topic + ":");
        fixture.client.publish(
                request -> request.topicArn(topic).subject("Greeting").message("hello"));
        Received notification = next();
        assertThat(notification.header("x-amz-sns-message-type")).isEqualTo("Notification");
        assertThat(notification.header("x-amz-sns-subscription-arn")).startsWith(topic + ":");
        assertThat(notification.header("Content-Type")).isEqualTo("text/plain; charset=UTF-8");
        assertThat(notification.json().path("Message").asText()).isEqualTo("hello");
        HttpResponse<String> ended =
                get(notification.json().path("UnsubscribeURL").asText());
        assertThat(ended.statusCode()).isEqualTo(200);
        assertThat(fixture.client.listSubscriptions().subscriptions()).isEmpty();
    }

    @Test
    void rawDeliverySaysSo() throws Exception {
        confirmed(Map.of("RawMessageDelivery", "true"));
        fixture.client.publish(request -> request.topicArn(topic).message("hello"));
        Received raw = next();
        assertThat(raw.body()).isEqualTo("hello");
        assertThat(raw.header("x-amz-sns-rawdelivery")).isEqualTo("true");
    }

    @Test
    void aFailedDeliveryIsTriedAgainAsThePolicySays() throws Exception {
        String dead = "arn:aws:sqs:us-east-1:123456789012:dead";
        confirmed(Map.of(
                "DeliveryPolicy",
                        "{\"healthyRetryPolicy\":{\"numRetries\":2,\"minDelayTarget\":10,\"maxDelayTarget\":10}}",
                "RedrivePolicy", "{\"deadLetterTargetArn\":\"" + dead + "\"}",
                "RawMessageDelivery", "true"));
        for (int i = 0; i < 3; i++) {
            answers.add(500);
        }
        fixture.client.publish(request -> request.topicArn(topic).message("hello"));
        next();
        assertThat(received.poll(1500, TimeUnit.MILLISECONDS)).isNull();
        afterPauses();
        afterPauses();
        Message lost = fixture.queues.next();
        assertThat(lost.destination()).isEqualTo(dead);
        assertThat(lost.body()).isEqualTo("hello");
    }

    /** Lets time pass until the next request comes. */
    private void afterPauses() throws InterruptedException {
        Received next = null;
        for (int i = 0; i < 40 && next == null; i++) {
            fixture.clock.advance(Duration.ofSeconds(11));
            next = received.poll(500, TimeUnit.MILLISECONDS);
        }
        assertThat(next).as("a request").isNotNull();
    }

    @Test
    void anEndpointThatRefusesIsNotAskedAgain() throws Exception {
        String dead = "arn:aws:sqs:us-east-1:123456789012:dead";
        confirmed(Map.of("RedrivePolicy", "{\"deadLetterTargetArn\":\"" + dead + "\"}"));
        answers.add(404);
        fixture.client.publish(request -> request.topicArn(topic).message("hello"));
        next();
        assertThat(fixture.queues.next().body()).contains("\"Message\":\"hello\"");
    }

    @Test
    void aSubscriptionThatWasConfirmedWithCredentialsNeedsThemToEnd() throws Exception {
        fixture.subscribe(topic, "http", url(), Map.of());
        String token = next().json().path("Token").asText();
        String arn = fixture.client
                .confirmSubscription(
                        request -> request.topicArn(topic).token(token).authenticateOnUnsubscribe("true"))
                .subscriptionArn();
        fixture.client.publish(request -> request.topicArn(topic).message("hello"));
        HttpResponse<String> refused = get(next().json().path("UnsubscribeURL").asText());
        assertThat(refused.statusCode()).isEqualTo(403);
        fixture.client.unsubscribe(request -> request.subscriptionArn(arn));
        assertThatThrownBy(() -> fixture.client.getSubscriptionAttributes(request -> request.subscriptionArn(arn)))
                .hasMessageContaining("Subscription does not exist");
    }
}
