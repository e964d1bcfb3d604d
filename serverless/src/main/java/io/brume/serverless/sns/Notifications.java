package io.brume.serverless.sns;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The JSON documents that SNS sends, signed. Thread-safe. */
final class Notifications {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final String VERSION = "2010-03-31";

    private final Signer signer;
    private final Supplier<URI> endpoint;

    /** @param endpoint where this server can be reached, for the URLs in documents */
    Notifications(Signer signer, Supplier<URI> endpoint) {
        this.signer = signer;
        this.endpoint = endpoint;
    }

    /** The signature of a publication's text: the same in all of its deliveries. */
    String signature(Topic topic, Publication publication, String text) {
        return signer.sign(
                topic.signatureVersion(),
                lines("Message", text, "MessageId", publication.id())
                        + (publication.subject() == null ? "" : lines("Subject", publication.subject()))
                        + lines(
                                "Timestamp",
                                TIME.format(publication.time()),
                                "TopicArn",
                                topic.arn().toString(),
                                "Type",
                                "Notification"));
    }

    private static String lines(String... parts) {
        return String.join("\n", parts) + "\n";
    }

    /**
     * What a queue, a stream or an HTTP endpoint gets.
     *
     * @param sequence null on standard topics
     */
    String notification(
            Topic topic,
            Subscription subscription,
            Publication publication,
            String signature,
            @Nullable String sequence) {
        ObjectNode document = begin("Notification", publication.id());
        if (sequence != null) {
            document.put("SequenceNumber", sequence);
        }
        document.put("TopicArn", topic.arn().toString());
        if (publication.subject() != null) {
            document.put("Subject", publication.subject());
        }
        document.put("Message", publication.text(subscription.protocol()));
        end(document, topic, publication.time(), signature);
        document.put("UnsubscribeURL", unsubscribeUrl(subscription));
        if (!publication.attributes().isEmpty()) {
            document.set("MessageAttributes", MessageAttributes.json(publication.attributes()));
        }
        return Json.write(document);
    }

    /** What a function gets. */
    String lambdaEvent(Topic topic, Subscription subscription, Publication publication, String signature) {
        ObjectNode sns = begin("Notification", publication.id());
        sns.put("TopicArn", topic.arn().toString());
        sns.put("Subject", publication.subject());
        sns.put("Message", publication.text(subscription.protocol()));
        sns.put("Timestamp", TIME.format(publication.time()));
        sns.put("SignatureVersion", topic.signatureVersion());
        sns.put("Signature", signature);
        sns.put("SigningCertUrl", certificateUrl());
        sns.put("UnsubscribeUrl", unsubscribeUrl(subscription));
        sns.set("MessageAttributes", MessageAttributes.json(publication.attributes()));
        ObjectNode record = Json.object()
                .put("EventSource", "aws:sns")
                .put("EventVersion", "1.0")
                .put("EventSubscriptionArn", subscription.arn().toString());
        record.set("Sns", sns);
        ObjectNode event = Json.object();
        event.putArray("Records").add(record);
        return Json.write(event);
    }

    /** Asks an HTTP endpoint to confirm its subscription. */
    String confirmation(Topic topic, Subscription subscription, String id, Instant time) {
        String type = "SubscriptionConfirmation";
        String topicArn = topic.arn().toString();
        String url = endpoint.get() + "/?Action=ConfirmSubscription&Version=" + VERSION + "&TopicArn="
                + encoded(topicArn) + "&Token=" + subscription.token();
        String message = "You have chosen to subscribe to the topic " + topicArn
                + ".\nTo confirm the subscription, visit the SubscribeURL included in this message.";
        ObjectNode document = begin(type, id);
        document.put("Token", subscription.token());
        document.put("TopicArn", topicArn);
        document.put("Message", message);
        document.put("SubscribeURL", url);
        String signed = lines("Message", message, "MessageId", id, "SubscribeURL", url, "Timestamp", TIME.format(time))
                + lines("Token", subscription.token(), "TopicArn", topicArn, "Type", type);
        end(document, topic, time, signer.sign(topic.signatureVersion(), signed));
        return Json.write(document);
    }

    private static ObjectNode begin(String type, String id) {
        return Json.object().put("Type", type).put("MessageId", id);
    }

    private void end(ObjectNode document, Topic topic, Instant time, String signature) {
        document.put("Timestamp", TIME.format(time));
        document.put("SignatureVersion", topic.signatureVersion());
        document.put("Signature", signature);
        document.put("SigningCertURL", certificateUrl());
    }

    private String certificateUrl() {
        return endpoint.get() + signer.path();
    }

    private String unsubscribeUrl(Subscription subscription) {
        return endpoint.get() + "/?Action=Unsubscribe&Version=" + VERSION + "&SubscriptionArn="
                + encoded(subscription.arn().toString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("%3A", ":");
    }
}
