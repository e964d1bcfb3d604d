package io.brume.serverless.sns;

import io.brume.kernel.event.Destination;
import io.brume.kernel.event.Message;
import io.brume.kernel.event.Outbox;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Delivers to HTTP and HTTPS endpoints. Messages to them go through the outbox to a destination of the service {@value #SERVICE},
 * which is the subscription's ARN otherwise.
 */
final class HttpDelivery implements Destination, AutoCloseable {

    /** As no AWS service is called: {@code sns} itself takes messages that are to be published. */
    static final String SERVICE = "sns-http";

    private static final String URL = "Endpoint";
    private static final String POLICY = "DeliveryPolicy";
    private static final String HEADER = "Header.";
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(15);
    private static final int TOO_MANY_REQUESTS = 429;

    private @Nullable HttpClient client;

    /** What is sent to an endpoint. */
    static Message message(
            Topic topic,
            Subscription subscription,
            String type,
            String messageId,
            String body,
            @Nullable String deadLetterQueue) {
        String own = subscription.attributes().get(Subscription.DELIVERY);
        DeliveryPolicy policy = DeliveryPolicy.of(topic, own);
        boolean raw = type.equals("Notification") && subscription.isRaw();
        SnsArn arn = subscription.arn();
        return new Message(
                arn.scope(),
                topic.arn().toString(),
                arn.scope().arn(SERVICE, arn.topic() + ":" + arn.subscription()),
                body,
                Map.of(
                        URL,
                        subscription.endpoint(),
                        POLICY,
                        Json.write(policy.json()),
                        Outbox.RETRIES,
                        String.valueOf(policy.retries()),
                        HEADER + "Content-Type",
                        DeliveryPolicy.contentType(topic, own),
                        HEADER + "x-amz-sns-message-type",
                        type,
                        HEADER + "x-amz-sns-message-id",
                        messageId,
                        HEADER + "x-amz-sns-topic-arn",
                        topic.arn().toString(),
                        HEADER + "x-amz-sns-subscription-arn",
                        subscription.confirmed() ? arn.toString() : "PendingConfirmation",
                        HEADER + "x-amz-sns-rawdelivery",
                        String.valueOf(raw)),
                null,
                deadLetterQueue);
    }

    @Override
    public void deliver(Message message) throws Exception {
        deliver(message, 1);
    }

    @Override
    public void deliver(Message message, int attempt) throws Exception {
        Map<String, String> attributes = message.attributes();
        HttpRequest request = request(URI.create(attributes.getOrDefault(URL, "")), message);
        String failure;
        try {
            int status = client().send(request, HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            if (status >= 200 && status < 300) {
                return;
            }
            failure = request.uri() + " answered " + status;
            if (status < 500 && status != TOO_MANY_REQUESTS) {
                throw new Undeliverable(failure);
            }
        } catch (IOException e) {
            failure = request.uri() + ": " + e;
        }
        DeliveryPolicy policy = DeliveryPolicy.parse(attributes.getOrDefault(POLICY, "{}"));
        throw new Later(failure, policy.pause(attempt));
    }

    private static HttpRequest request(URI url, Message message) throws Undeliverable {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(url)
                    .timeout(ANSWER)
                    .header("User-Agent", "Amazon Simple Notification Service Agent")
                    .POST(HttpRequest.BodyPublishers.ofString(message.body(), StandardCharsets.UTF_8));
            message.attributes().forEach((name, value) -> {
                boolean absent = name.endsWith("rawdelivery") && value.equals("false");
                if (name.startsWith(HEADER) && !absent) {
                    request.header(name.substring(HEADER.length()), value);
                }
            });
            if (url.getUserInfo() != null) {
                byte[] credentials = url.getUserInfo().getBytes(StandardCharsets.UTF_8);
                request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
            }
            return request.build();
        } catch (IllegalArgumentException e) {
            throw new Undeliverable(url + " cannot be called: " + e.getMessage());
        }
    }

    /** Made for the first endpoint that is called, since it takes a quarter of a second. */
    private synchronized HttpClient client() {
        HttpClient known = client;
        if (known == null) {
            client = known = HttpClient.newBuilder()
                    .connectTimeout(CONNECT)
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
        }
        return known;
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.close();
        }
    }
}
