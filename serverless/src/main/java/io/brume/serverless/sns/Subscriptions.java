package io.brume.serverless.sns;

import io.brume.kernel.database.Database;
import io.brume.kernel.database.Row;
import io.brume.kernel.resource.PageToken;
import io.brume.kernel.resource.Scope;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The subscriptions of every topic. Thread-safe; every change is durable when its method returns. */
final class Subscriptions {

    private static final int PAGE = 100;

    private final Database database;

    Subscriptions(Database database) {
        this.database = database;
    }

    /** Adds a subscription, unless there is one of that protocol and endpoint to the topic: returns the one that there is then. */
    Subscription add(Subscription subscription) {
        Scope scope = subscription.arn().scope();
        return database.write(transaction -> {
            transaction.update(
                    "INSERT INTO sns_subscription (arn, topic, account, region, owner, protocol, endpoint, token, confirmed,"
                            + " authenticated, attributes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                    subscription.arn().toString(),
                    subscription.arn().topicArn(),
                    scope.account(),
                    scope.region(),
                    subscription.owner(),
                    subscription.protocol(),
                    subscription.endpoint(),
                    subscription.token(),
                    subscription.confirmed(),
                    subscription.authenticated(),
                    Json.write(subscription.attributes()));
            return find(subscription.arn(), subscription.protocol(), subscription.endpoint())
                    .orElseThrow();
        });
    }

    Optional<Subscription> find(SnsArn topic, String protocol, String endpoint) {
        return database.read(transaction -> transaction.first(
                "SELECT * FROM sns_subscription WHERE topic = ? AND protocol = ? AND endpoint = ?",
                Subscriptions::subscription,
                topic.topicArn(),
                protocol,
                endpoint));
    }

    /** @throws RuntimeException that the subscription does not exist */
    Subscription get(SnsArn arn) {
        return find(arn).orElseThrow(SnsErrors::noSubscription);
    }

    Optional<Subscription> find(SnsArn arn) {
        return database.read(transaction -> transaction.first(
                "SELECT * FROM sns_subscription WHERE arn = ?", Subscriptions::subscription, arn.toString()));
    }

    /** The subscription that a token confirms. */
    Optional<Subscription> withToken(SnsArn topic, String token) {
        return database.read(transaction -> transaction.first(
                "SELECT * FROM sns_subscription WHERE topic = ? AND token = ?",
                Subscriptions::subscription,
                topic.topicArn(),
                token));
    }

    /** Those that get a topic's messages. */
    List<Subscription> confirmed(SnsArn topic) {
        return database.read(transaction -> transaction.query(
                "SELECT * FROM sns_subscription WHERE topic = ? AND confirmed = 1 ORDER BY arn",
                Subscriptions::subscription,
                topic.topicArn()));
    }

    long count(SnsArn topic, boolean confirmed) {
        return database.read(transaction -> transaction.number(
                "SELECT count(*) FROM sns_subscription WHERE topic = ? AND confirmed = ?",
                topic.topicArn(),
                confirmed));
    }

    void confirm(SnsArn arn, boolean authenticated) {
        database.change(transaction -> transaction.update(
                "UPDATE sns_subscription SET confirmed = 1, authenticated = ? WHERE arn = ?",
                authenticated,
                arn.toString()));
    }

    /** Changes some attributes. */
    void change(SnsArn arn, Map<String, String> changes) {
        database.change(transaction -> {
            Subscription changed = SubscriptionAttributes.changed(get(arn), changes);
            transaction.update(
                    "UPDATE sns_subscription SET attributes = ? WHERE arn = ?",
                    Json.write(changed.attributes()),
                    arn.toString());
        });
    }

    void delete(SnsArn arn) {
        database.change(
                transaction -> transaction.update("DELETE FROM sns_subscription WHERE arn = ?", arn.toString()));
    }

    void deleteAll(SnsArn topic) {
        database.change(transaction -> {
            transaction.update("DELETE FROM sns_subscription WHERE topic = ?", topic.topicArn());
            transaction.update("DELETE FROM sns_sequence WHERE topic = ?", topic.topicArn());
            transaction.update("DELETE FROM sns_deduplication WHERE topic = ?", topic.topicArn());
        });
    }

    /** @param next null at the end */
    record Page(List<Subscription> items, @Nullable String next) {}

    Page ofTopic(SnsArn topic, @Nullable String token) {
        return page("topic = ?", token, topic.topicArn());
    }

    Page ofScope(Scope scope, @Nullable String token) {
        return page("account = ? AND region = ?", token, scope.account(), scope.region());
    }

    private Page page(String condition, @Nullable String token, String... of) {
        String what = "sns_subscription " + String.join(" ", of);
        String after = token == null || token.isEmpty()
                ? ""
                : PageToken.read(what, token)
                        .orElseThrow(() -> SnsErrors.invalid("NextToken"))
                        .getFirst();
        Object[] arguments = new Object[of.length + 1];
        System.arraycopy(of, 0, arguments, 0, of.length);
        arguments[of.length] = after;
        List<Subscription> found = database.read(transaction -> transaction.query(
                "SELECT * FROM sns_subscription WHERE " + condition + " AND arn > ? ORDER BY arn LIMIT " + (PAGE + 1),
                Subscriptions::subscription,
                arguments));
        if (found.size() <= PAGE) {
            return new Page(found, null);
        }
        List<Subscription> items = found.subList(0, PAGE);
        return new Page(items, PageToken.of(what, List.of(items.getLast().arn().toString())));
    }

    private static Subscription subscription(Row row) throws SQLException {
        Map<String, String> attributes = new HashMap<>();
        Json.object(row.text("attributes"))
                .ifPresent(object -> object.forEachEntry((name, value) -> attributes.put(name, value.asText())));
        return new Subscription(
                SnsArn.subscription(row.text("arn")),
                row.text("owner"),
                row.text("protocol"),
                row.text("endpoint"),
                row.text("token"),
                row.bool("confirmed"),
                row.bool("authenticated"),
                Map.copyOf(attributes));
    }
}
