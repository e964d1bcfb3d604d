package io.brume.storage.s3;

import io.brume.kernel.database.Database;
import io.brume.kernel.database.Remembered;
import io.brume.kernel.database.Row;
import io.brume.kernel.database.Transaction;
import io.brume.kernel.resource.Scope;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/** The buckets of all accounts: their names are unique among all of them. */
final class BucketStore {

    private static final String SELECT = "SELECT id, name, account, region, created, versioning FROM s3_bucket";

    private final Database database;
    private final Clock clock;
    private final Remembered<String, StoredBucket> remembered;

    BucketStore(Database database, Clock clock) {
        this.database = database;
        this.remembered = new Remembered<>(database, 1000);
        this.clock = clock;
    }

    private static StoredBucket bucket(Row row) throws SQLException {
        String versioning = row.textOrNull("versioning");
        return new StoredBucket(
                row.number("id"),
                row.text("name"),
                row.text("account"),
                row.text("region"),
                row.instant("created"),
                versioning == null ? null : BucketVersioningStatus.fromValue(versioning));
    }

    static Optional<StoredBucket> find(Transaction transaction, String name) throws SQLException {
        return transaction.first(SELECT + " WHERE name = ?", BucketStore::bucket, name);
    }

    static Optional<StoredBucket> find(Transaction transaction, long id) throws SQLException {
        return transaction.first(SELECT + " WHERE id = ?", BucketStore::bucket, id);
    }

    Optional<StoredBucket> find(String name) {
        return database.read(transaction -> find(transaction, name));
    }

    /** @throws Refusal when there is no such bucket */
    static StoredBucket require(Transaction transaction, String name) throws SQLException {
        return find(transaction, name).orElseThrow(() -> Refusal.noSuchBucket(name));
    }

    /** @throws Refusal when there is no such bucket */
    StoredBucket require(String name) {
        return remembered.get(name, () -> database.read(transaction -> require(transaction, name)));
    }

    /** @throws Refusal when there is no such bucket, or another account owns it than the caller expects */
    StoredBucket require(String name, @Nullable String expectedOwner) {
        StoredBucket bucket = require(name);
        if (expectedOwner != null && !expectedOwner.equals(bucket.account())) {
            throw Refusal.accessDenied();
        }
        return bucket;
    }

    /** @return the bucket of that name, and whether it was made now */
    Made create(String name, Scope scope) {
        Instant now = clock.instant();
        return database.write(transaction -> {
            boolean made = transaction.update(
                            "INSERT INTO s3_bucket (name, account, region, created) VALUES (?, ?, ?, ?)"
                                    + " ON CONFLICT (name) DO NOTHING",
                            name,
                            scope.account(),
                            scope.region(),
                            now)
                    == 1;
            return new Made(require(transaction, name), made);
        });
    }

    record Made(StoredBucket bucket, boolean isNew) {}

    /**
     * Deletes a bucket.
     *
     * @param uploads what is under way there goes too
     * @throws Refusal when it is not there or not empty
     */
    void delete(String name, UploadStore uploads) {
        database.change(transaction -> {
            KeyLocks.all(database, transaction);
            StoredBucket bucket = require(transaction, name);
            if (transaction
                    .first("SELECT age FROM s3_version WHERE bucket = ? LIMIT 1", _ -> true, bucket.id())
                    .isPresent()) {
                throw Refusal.of(409, "BucketNotEmpty", "The bucket you tried to delete is not empty")
                        .with("BucketName", name);
            }
            uploads.drop(transaction, bucket);
            transaction.update("DELETE FROM s3_bucket WHERE id = ?", bucket.id());
            remembered.forget(transaction, name);
        });
    }

    void versioning(StoredBucket bucket, BucketVersioningStatus status) {
        database.change(transaction -> {
            transaction.update("UPDATE s3_bucket SET versioning = ? WHERE id = ?", status.toString(), bucket.id());
            remembered.forget(transaction, bucket.name());
        });
    }

    /** An account's buckets by name, those behind one name. */
    List<StoredBucket> list(String account, String after, String prefix, @Nullable String region, int limit) {
        return database.read(transaction -> transaction.query(
                SELECT + " WHERE account = ? AND name > ? AND name >= ? AND name < ? AND region >= ? AND region <= ?"
                        + " ORDER BY name LIMIT ?",
                BucketStore::bucket,
                account,
                after,
                prefix,
                prefix + "\u007f", // names are ASCII
                region == null ? "" : region,
                region == null ? "\u007f" : region,
                limit));
    }
}
