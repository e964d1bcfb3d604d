package io.brume.serverless.sns;

import io.brume.kernel.database.Database;
import io.brume.kernel.database.Transaction;
import io.brume.kernel.event.Message;
import io.brume.kernel.event.Outbox;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Hands messages to a topic's subscribers: once a publication is acknowledged, every delivery of it is in the outbox. */
final class Publisher {

    private static final Duration DEDUPLICATION = Duration.ofMinutes(5);

    private final Database database;
    private final Outbox outbox;
    private final Subscriptions subscriptions;
    private final Notifications notifications;

    Publisher(Database database, Outbox outbox, Subscriptions subscriptions, Notifications notifications) {
        this.database = database;
        this.outbox = outbox;
        this.subscriptions = subscriptions;
        this.notifications = notifications;
    }

    /**
     * A publication's receipt.
     *
     * @param sequence null on standard topics
     */
    record Receipt(String messageId, @Nullable String sequence) {}

    /** A publication with those who get it, and its signature by text. */
    private record Prepared(Publication publication, List<Subscription> subscribers, Map<String, String> signatures) {}

    /** Publishes all of them, or none. */
    List<Receipt> publish(Topic topic, List<Publication> publications) {
        List<Subscription> all = subscriptions.confirmed(topic.arn());
        List<Prepared> prepared = publications.stream()
                .map(publication -> prepare(topic, publication, all))
                .toList();
        return database.write(transaction -> {
            List<Receipt> receipts = new ArrayList<>();
            for (Prepared one : prepared) {
                receipts.add(topic.isFifo() ? inOrder(transaction, topic, one) : send(topic, one, null));
            }
            return receipts;
        });
    }

    private Prepared prepare(Topic topic, Publication publication, List<Subscription> all) {
        List<Subscription> subscribers = all.stream()
                .filter(subscription -> subscription.filter().accepts(publication.message(), publication.attributes()))
                .toList();
        Map<String, String> signatures = new HashMap<>();
        for (Subscription subscriber : subscribers) {
            if (!subscriber.isRaw()) {
                signatures.computeIfAbsent(
                        publication.text(subscriber.protocol()),
                        text -> notifications.signature(topic, publication, text));
            }
        }
        return new Prepared(publication, subscribers, signatures);
    }

    /** Publishes to a FIFO topic: its next sequence number, unless it was published within the last five minutes. */
    private Receipt inOrder(Transaction transaction, Topic topic, Prepared prepared) throws SQLException {
        Publication publication = prepared.publication;
        String arn = topic.arn().toString();
        String id = topic.deduplicatesByGroup()
                ? publication.group() + " " + publication.deduplication()
                : String.valueOf(publication.deduplication());
        long next = transaction.number(
                "INSERT INTO sns_sequence (topic, last) VALUES (?, 1)"
                        + " ON CONFLICT (topic) DO UPDATE SET last = sns_sequence.last + 1 RETURNING last",
                arn);
        Instant now = publication.time();
        transaction.update("DELETE FROM sns_deduplication WHERE expires <= ?", now);
        Optional<Receipt> earlier = transaction.first(
                "SELECT message, sequence FROM sns_deduplication WHERE topic = ? AND id = ?",
                row -> new Receipt(row.text("message"), sequence(row.number("sequence"))),
                arn,
                id);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        transaction.update(
                "INSERT INTO sns_deduplication (topic, id, message, sequence, expires) VALUES (?, ?, ?, ?, ?)",
                arn,
                id,
                publication.id(),
                next,
                now.plus(DEDUPLICATION));
        return send(topic, prepared, sequence(next));
    }

    private static String sequence(long number) {
        return "1" + String.format("%019d", number);
    }

    private Receipt send(Topic topic, Prepared prepared, @Nullable String sequence) {
        for (Subscription subscriber : prepared.subscribers) {
            outbox.send(message(topic, subscriber, prepared, sequence));
        }
        return new Receipt(prepared.publication.id(), sequence);
    }

    private Message message(Topic topic, Subscription subscriber, Prepared prepared, @Nullable String sequence) {
        Publication publication = prepared.publication;
        String text = publication.text(subscriber.protocol());
        String signature = prepared.signatures.getOrDefault(text, "");
        String body = subscriber.isRaw()
                ? text
                : subscriber.protocol().equals("lambda")
                        ? notifications.lambdaEvent(topic, subscriber, publication, signature)
                        : notifications.notification(topic, subscriber, publication, signature, sequence);
        if (subscriber.isHttp()) {
            return HttpDelivery.message(
                    topic, subscriber, "Notification", publication.id(), body, subscriber.deadLetterQueue());
        }
        return new Message(
                topic.arn().scope(),
                topic.arn().toString(),
                subscriber.endpoint(),
                body,
                attributes(subscriber, publication),
                topic.isFifo() ? publication.group() : null,
                subscriber.deadLetterQueue());
    }

    /** What a queue has to know besides the body. */
    private static Map<String, String> attributes(Subscription subscriber, Publication publication) {
        Map<String, String> attributes = new LinkedHashMap<>();
        if (!subscriber.protocol().equals("sqs")) {
            return attributes;
        }
        if (subscriber.isRaw()) {
            attributes.putAll(MessageAttributes.forQueue(publication.attributes()));
        }
        if (publication.group() != null) {
            attributes.put("MessageGroupId", publication.group());
        }
        if (publication.deduplication() != null && subscriber.endpoint().endsWith(".fifo")) {
            attributes.put("MessageDeduplicationId", publication.deduplication());
        }
        return attributes;
    }
}
