package io.brume.operations.iam;

import io.brume.kernel.database.Database;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which entity has which policy, group or role. Part of whatever transaction they are called in. */
final class Relations {

    /** What an entity has. */
    enum Kind {
        /** A managed policy: its ARN. */
        POLICY,
        /** A managed policy as permissions boundary: its ARN. */
        BOUNDARY,
        /** A user's group. */
        GROUP,
        /** An instance profile's role. */
        ROLE
    }

    private final Database database;

    Relations(Database database) {
        this.database = database;
    }

    /** Adds what may be there already. */
    void add(String account, Kind kind, Entity owner, String target) {
        database.change(transaction -> transaction.update(
                "INSERT INTO iam_relation (account, kind, owner, target) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                account,
                kind,
                owner.reference(),
                target));
    }

    /** Whether there was one to remove. */
    boolean remove(String account, Kind kind, Entity owner, String target) {
        return database.write(transaction -> transaction.update(
                        "DELETE FROM iam_relation WHERE account = ? AND kind = ? AND owner = ? AND target = ?",
                        account,
                        kind,
                        owner.reference(),
                        target))
                == 1;
    }

    void removeAll(String account, Kind kind, Entity owner) {
        database.change(transaction -> transaction.update(
                "DELETE FROM iam_relation WHERE account = ? AND kind = ? AND owner = ?",
                account,
                kind,
                owner.reference()));
    }

    /** What an entity has, in order. */
    List<String> of(String account, Kind kind, Entity owner) {
        return database.read(transaction -> transaction.query(
                "SELECT target FROM iam_relation WHERE account = ? AND kind = ? AND owner = ? ORDER BY target",
                row -> row.text("target"),
                account,
                kind,
                owner.reference()));
    }

    /** The references of those who have it, in order. */
    List<String> owners(String account, Kind kind, String target) {
        return database.read(transaction -> transaction.query(
                "SELECT owner FROM iam_relation WHERE account = ? AND kind = ? AND target = ? ORDER BY owner",
                row -> row.text("owner"),
                account,
                kind,
                target));
    }

    boolean has(String account, Kind kind, Entity owner) {
        return !of(account, kind, owner).isEmpty();
    }

    boolean isHad(String account, Kind kind, String target) {
        return count(account, kind, target) > 0;
    }

    /** How many have it. */
    int count(String account, Kind kind, String target) {
        return (int) (long) database.read(transaction -> transaction.number(
                "SELECT count(*) FROM iam_relation WHERE account = ? AND kind = ? AND target = ?",
                account,
                kind,
                target));
    }

    /** How many have each of all that anybody has. */
    Map<String, Integer> counts(String account, Kind kind) {
        Map<String, Integer> counts = new HashMap<>();
        return database.read(transaction -> {
            transaction.each(
                    "SELECT target, count(*) AS owners FROM iam_relation WHERE account = ? AND kind = ? GROUP BY target",
                    row -> counts.put(row.text("target"), row.integer("owners")),
                    account,
                    kind);
            return counts;
        });
    }

    /** Follows an entity to its new name. */
    void rename(String account, Entity from, Entity to) {
        database.change(transaction -> {
            transaction.update(
                    "UPDATE iam_relation SET owner = ? WHERE account = ? AND owner = ?",
                    to.reference(),
                    account,
                    from.reference());
            transaction.update(
                    "UPDATE iam_relation SET target = ? WHERE account = ? AND target = ?",
                    to.reference(),
                    account,
                    from.reference());
        });
    }
}
