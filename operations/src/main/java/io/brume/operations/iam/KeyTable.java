package io.brume.operations.iam;

import static java.util.Objects.requireNonNull;

import io.brume.kernel.database.Database;
import io.brume.kernel.database.Row;
import io.brume.kernel.identity.AccessKey;
import io.brume.kernel.identity.Principal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of the keys that were made here, those of deleted keys included. */
final class KeyTable {

    /** What a key can be. A deleted one stays known, so that it is refused rather than taken for anybody's. */
    enum Status {
        ACTIVE,
        INACTIVE,
        DELETED
    }

    /** A row, as the signature check needs it. */
    record Known(AccessKey key, Status status) {}

    /** So long is an expired key refused as expired, and not as unknown. */
    private static final Duration EXPIRED_KNOWN_FOR = Duration.ofDays(7);

    private static final String KNOWN =
            "SELECT id, account, secret, session_token, principal_arn, principal_id, status, expires";

    private final Database database;

    KeyTable(Database database) {
        this.database = database;
    }

    Optional<Known> find(String id) {
        return database.read(
                transaction -> transaction.first(KNOWN + " FROM access_key WHERE id = ?", KeyTable::known, id));
    }

    private static Known known(Row row) throws SQLException {
        return new Known(
                new AccessKey(
                        row.text("id"),
                        row.text("secret"),
                        row.textOrNull("session_token"),
                        row.text("account"),
                        new Principal(row.text("principal_arn"), row.text("principal_id")),
                        row.instantOrNull("expires")),
                Status.valueOf(row.text("status")));
    }

    /**
     * Whether it was added: it is not when there is one of that id. With a temporary key go those that expired long ago.
     */
    boolean add(AccessKey key, String owner, Instant created, @Nullable String session) {
        return database.write(transaction -> {
            if (key.isTemporary()) {
                transaction.update("DELETE FROM access_key WHERE expires < ?", created.minus(EXPIRED_KNOWN_FOR));
            }
            return transaction.update(
                            "INSERT INTO access_key (id, account, owner, secret, session_token, principal_arn, principal_id,"
                                    + " status, created, expires, session) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                                    + " ON CONFLICT DO NOTHING",
                            key.id(),
                            key.accountId(),
                            owner,
                            key.secret(),
                            key.sessionToken(),
                            key.principal().arn(),
                            key.principal().userId(),
                            Status.ACTIVE,
                            created,
                            key.expires(),
                            session)
                    == 1;
        });
    }

    /** An owner's long-term keys, by id. */
    List<Credentials.Key> of(String owner) {
        return database.read(transaction -> transaction.query(
                "SELECT id, status, created FROM access_key"
                        + " WHERE owner = ? AND expires IS NULL AND status <> 'DELETED' ORDER BY id",
                row -> new Credentials.Key(
                        row.text("id"), Status.valueOf(row.text("status")) == Status.ACTIVE, row.instant("created")),
                owner));
    }

    boolean setStatus(String owner, String id, Status status) {
        return database.write(transaction -> transaction.update(
                        "UPDATE access_key SET status = ?"
                                + " WHERE id = ? AND owner = ? AND expires IS NULL AND status <> 'DELETED'",
                        status,
                        id,
                        owner))
                == 1;
    }

    boolean delete(String owner, String id) {
        return database.write(transaction -> transaction.update(
                        "UPDATE access_key SET status = 'DELETED', secret = ''"
                                + " WHERE id = ? AND owner = ? AND expires IS NULL AND status <> 'DELETED'",
                        id,
                        owner))
                == 1;
    }

    void deleteAll(String owner) {
        database.change(transaction ->
                transaction.update("UPDATE access_key SET status = 'DELETED', secret = '' WHERE owner = ?", owner));
    }

    void rename(String owner, Principal from, Principal to) {
        database.change(transaction -> transaction.update(
                "UPDATE access_key SET principal_arn = ? WHERE owner = ? AND principal_arn = ?",
                to.arn(),
                owner,
                from.arn()));
    }

    Optional<String> session(String id) {
        return database.read(transaction -> transaction.first(
                "SELECT session FROM access_key WHERE id = ? AND session IS NOT NULL", row -> row.text("session"), id));
    }

    void used(Map<String, Credentials.Use> uses) {
        database.change(transaction -> {
            for (var use : uses.entrySet()) {
                transaction.update(
                        "UPDATE access_key SET last_used = ?, last_region = ?, last_service = ? WHERE id = ?",
                        use.getValue().moment(),
                        use.getValue().region(),
                        use.getValue().service(),
                        use.getKey());
            }
        });
    }

    Optional<Credentials.Owned> owned(String account, String id) {
        return database.read(transaction -> transaction.first(
                "SELECT owner, last_used, last_region, last_service FROM access_key"
                        + " WHERE id = ? AND account = ? AND expires IS NULL AND status <> 'DELETED'",
                row -> new Credentials.Owned(row.text("owner"), use(row)),
                id,
                account));
    }

    Optional<Credentials.Use> lastUse(String owner) {
        return database.read(transaction -> transaction.first(
                "SELECT last_used, last_region, last_service FROM access_key WHERE owner = ? AND last_used IS NOT NULL"
                        + " ORDER BY last_used DESC LIMIT 1",
                row -> requireNonNull(use(row)),
                owner));
    }

    private static Credentials.@Nullable Use use(Row row) throws SQLException {
        Instant moment = row.instantOrNull("last_used");
        return moment == null ? null : new Credentials.Use(moment, row.text("last_region"), row.text("last_service"));
    }
}
