package io.brume.serverless.events;

import io.brume.kernel.database.Database;
import io.brume.kernel.database.Row;
import io.brume.kernel.database.Transaction;
import io.brume.kernel.resource.PageToken;
import io.brume.kernel.shape.Shapes;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.Target;

/**
 * The rules of every bus, with their targets. Each change of a bus's rules raises the bus's version, by which servers that share
 * the database know that what they have compiled is out of date. Thread-safe.
 */
final class Rules {

    private static final int PAGE = 100;
    private static final int MOST_RULES = 300;

    private final Database database;

    Rules(Database database) {
        this.database = database;
    }

    Optional<DescribeRuleResponse> find(Bus bus, String name) {
        return database.read(transaction -> transaction.first(
                "SELECT document FROM events_rule WHERE bus = ? AND name = ?", Rules::rule, bus.arn(), name));
    }

    /** @throws RuntimeException that there is no such rule */
    DescribeRuleResponse get(Bus bus, String name) {
        return find(bus, name).orElseThrow(() -> EventErrors.noRule(bus, name));
    }

    private static DescribeRuleResponse rule(Row row) throws SQLException {
        return Shapes.parse(row.text("document"), DescribeRuleResponse.class);
    }

    /** @param due when its schedule fires next; null when it does not */
    void put(Bus bus, DescribeRuleResponse rule, @Nullable Instant due) {
        database.change(transaction -> {
            transaction.update(
                    "INSERT INTO events_rule (bus, name, document, due) VALUES (?, ?, ?, ?) ON CONFLICT (bus, name)"
                            + " DO UPDATE SET document = excluded.document, due = excluded.due",
                    bus.arn(),
                    rule.name(),
                    Shapes.json(rule),
                    due);
            if (count(transaction, bus) > MOST_RULES) {
                throw EventErrors.tooMany();
            }
            touch(transaction, bus);
        });
    }

    private static long count(Transaction transaction, Bus bus) throws SQLException {
        return transaction.number("SELECT count(*) FROM events_rule WHERE bus = ?", bus.arn());
    }

    boolean any(Bus bus) {
        return database.read(transaction -> count(transaction, bus)) > 0;
    }

    /** When a rule's schedule fires next. */
    @Nullable
    Instant due(Bus bus, String name) {
        return database.read(transaction -> transaction.first(
                        "SELECT due FROM events_rule WHERE bus = ? AND name = ?",
                        row -> Optional.ofNullable(row.instantOrNull("due")),
                        bus.arn(),
                        name))
                .flatMap(due -> due)
                .orElse(null);
    }

    void delete(Bus bus, String name) {
        database.change(transaction -> {
            transaction.update("DELETE FROM events_rule WHERE bus = ? AND name = ?", bus.arn(), name);
            transaction.update("DELETE FROM events_target WHERE bus = ? AND rule = ?", bus.arn(), name);
            touch(transaction, bus);
        });
    }

    /** Makes every server read the bus's rules and archives again. */
    void touch(Bus bus) {
        database.change(transaction -> touch(transaction, bus));
    }

    private static void touch(Transaction transaction, Bus bus) throws SQLException {
        transaction.update(
                "INSERT INTO events_version (bus, version) VALUES (?, 1)"
                        + " ON CONFLICT (bus) DO UPDATE SET version = events_version.version + 1",
                bus.arn());
    }

    /** 0 as long as nothing has changed. */
    long version(Bus bus) {
        return database.read(
                transaction -> transaction.number("SELECT version FROM events_version WHERE bus = ?", bus.arn()));
    }

    /** A page of a listing; {@code next} is null at the end. */
    record Page<T>(List<T> items, @Nullable String next) {}

    Page<DescribeRuleResponse> list(Bus bus, @Nullable String prefix, @Nullable Integer limit, @Nullable String token) {
        String start = prefix == null ? "" : prefix;
        return page(
                "rules " + bus,
                limit,
                token,
                DescribeRuleResponse::name,
                (after, most) -> database.read(transaction -> transaction.query(
                        "SELECT document FROM events_rule WHERE bus = ? AND substr(name, 1, " + start.length()
                                + ") = ? AND name > ? ORDER BY name LIMIT " + most,
                        Rules::rule,
                        bus.arn(),
                        start,
                        after)));
    }

    List<DescribeRuleResponse> all(Bus bus) {
        return database.read(transaction -> transaction.query(
                "SELECT document FROM events_rule WHERE bus = ? ORDER BY name", Rules::rule, bus.arn()));
    }

    Page<String> namesByTarget(Bus bus, String target, @Nullable Integer limit, @Nullable String token) {
        return page(
                "names " + bus + target,
                limit,
                token,
                name -> name,
                (after, most) -> database.read(transaction -> transaction.query(
                        "SELECT DISTINCT rule FROM events_target WHERE bus = ? AND arn = ? AND rule > ?"
                                + " ORDER BY rule LIMIT " + most,
                        row -> row.text("rule"),
                        bus.arn(),
                        target,
                        after)));
    }

    Page<Target> targets(Bus bus, String rule, @Nullable Integer limit, @Nullable String token) {
        return page(
                "targets " + bus + rule,
                limit,
                token,
                Target::id,
                (after, most) -> database.read(transaction -> transaction.query(
                        "SELECT document FROM events_target WHERE bus = ? AND rule = ? AND id > ?"
                                + " ORDER BY id LIMIT " + most,
                        Rules::target,
                        bus.arn(),
                        rule,
                        after)));
    }

    List<Target> targets(Bus bus, String rule) {
        return targets(bus, rule, null, null).items();
    }

    private static Target target(Row row) throws SQLException {
        return Shapes.parse(row.text("document"), Target.class);
    }

    private interface Query<T> {
        List<T> after(String key, int most);
    }

    private static <T> Page<T> page(
            String what, @Nullable Integer limit, @Nullable String token, Function<T, String> key, Query<T> query) {
        int size = limit == null ? PAGE : Math.clamp(limit, 1, PAGE);
        String after = token == null
                ? ""
                : PageToken.read(what, token)
                        .orElseThrow(() -> EventErrors.invalid("Parameter NextToken is not valid."))
                        .getFirst();
        List<T> found = query.after(after, size + 1);
        if (found.size() <= size) {
            return new Page<>(found, null);
        }
        List<T> items = new ArrayList<>(found.subList(0, size));
        return new Page<>(items, PageToken.of(what, List.of(key.apply(items.getLast()))));
    }

    /** Adds targets, in place of those of the same ids. */
    void putTargets(Bus bus, String rule, List<Target> targets, int most) {
        database.change(transaction -> {
            for (Target target : targets) {
                transaction.update(
                        "INSERT INTO events_target (bus, rule, id, arn, document) VALUES (?, ?, ?, ?, ?)"
                                + " ON CONFLICT (bus, rule, id) DO UPDATE SET arn = excluded.arn,"
                                + " document = excluded.document",
                        bus.arn(),
                        rule,
                        target.id(),
                        target.arn(),
                        Shapes.json(target));
            }
            if (transaction.number("SELECT count(*) FROM events_target WHERE bus = ? AND rule = ?", bus.arn(), rule)
                    > most) {
                throw EventErrors.tooMany();
            }
            touch(transaction, bus);
        });
    }

    void removeTargets(Bus bus, String rule, List<String> ids) {
        database.change(transaction -> {
            for (String id : ids) {
                transaction.update(
                        "DELETE FROM events_target WHERE bus = ? AND rule = ? AND id = ?", bus.arn(), rule, id);
            }
            touch(transaction, bus);
        });
    }

    /** A rule whose schedule is due. */
    record Due(Bus bus, DescribeRuleResponse rule, Instant due) {}

    List<Due> due(Instant now, int most) {
        return database.read(transaction -> transaction.query(
                "SELECT bus, document, due FROM events_rule WHERE due <= ? ORDER BY due LIMIT " + most,
                row -> new Due(Bus.ofArn(row.text("bus")), rule(row), row.instant("due")),
                now));
    }

    /** Notes that a schedule has fired; false when another server was first, or the rule has changed. */
    boolean fired(Due due, @Nullable Instant next) {
        return database.write(transaction -> transaction.update(
                        "UPDATE events_rule SET due = ? WHERE bus = ? AND name = ? AND due = ?",
                        next,
                        due.bus().arn(),
                        due.rule().name(),
                        due.due()))
                == 1;
    }
}
