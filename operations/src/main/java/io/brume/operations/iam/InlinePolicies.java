package io.brume.operations.iam;

import io.brume.kernel.database.Database;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The policies that belong to one user, group or role. Part of whatever transaction they are called in. */
final class InlinePolicies {

    private final Database database;

    InlinePolicies(Database database) {
        this.database = database;
    }

    /** @throws software.amazon.awssdk.services.iam.model.LimitExceededException when the entity's would be too large in all */
    void put(String account, Entity owner, String name, String document) {
        int most = most(owner);
        database.change(transaction -> {
            int size = PolicyGrammar.size(document);
            for (String other : transaction.query(
                    "SELECT document FROM iam_inline_policy WHERE account = ? AND owner = ? AND name_key <> ?",
                    row -> row.text("document"),
                    account,
                    owner.reference(),
                    Entity.key(name))) {
                size += PolicyGrammar.size(other);
            }
            if (size > most) {
                throw Errors.limit("Maximum policy size of " + most + " bytes exceeded for "
                        + owner.kind().word() + " " + owner.name());
            }
            transaction.update(
                    "INSERT INTO iam_inline_policy (account, owner, name_key, name, document) VALUES (?, ?, ?, ?, ?)"
                            + " ON CONFLICT (account, owner, name_key) DO UPDATE SET document = excluded.document",
                    account,
                    owner.reference(),
                    Entity.key(name),
                    name,
                    document);
        });
    }

    private static int most(Entity owner) {
        return switch (owner.kind()) {
            case USER -> Quotas.USER_POLICY_SIZE;
            case GROUP -> Quotas.GROUP_POLICY_SIZE;
            case ROLE, PROFILE -> Quotas.ROLE_POLICY_SIZE;
        };
    }

    /** The document, as it was put. */
    String get(String account, Entity owner, String name) {
        return database.read(transaction -> transaction.first(
                        "SELECT document FROM iam_inline_policy WHERE account = ? AND owner = ? AND name_key = ?",
                        row -> row.text("document"),
                        account,
                        owner.reference(),
                        Entity.key(name)))
                .orElseThrow(() -> missing(owner, name));
    }

    void delete(String account, Entity owner, String name) {
        int deleted = database.write(transaction -> transaction.update(
                "DELETE FROM iam_inline_policy WHERE account = ? AND owner = ? AND name_key = ?",
                account,
                owner.reference(),
                Entity.key(name)));
        if (deleted == 0) {
            throw missing(owner, name);
        }
    }

    private static RuntimeException missing(Entity owner, String name) {
        return Errors.missing("The " + owner.kind().word() + " policy with name " + name + " cannot be found.");
    }

    List<String> names(String account, Entity owner) {
        return database.read(transaction -> transaction.query(
                "SELECT name FROM iam_inline_policy WHERE account = ? AND owner = ? ORDER BY name",
                row -> row.text("name"),
                account,
                owner.reference()));
    }

    Pages<String> page(String account, Entity owner, @Nullable String marker, @Nullable Integer most) {
        return Pages.of("inline " + owner.reference(), names(account, owner), name -> name, marker, most);
    }

    void rename(String account, Entity from, Entity to) {
        database.change(transaction -> transaction.update(
                "UPDATE iam_inline_policy SET owner = ? WHERE account = ? AND owner = ?",
                to.reference(),
                account,
                from.reference()));
    }
}
