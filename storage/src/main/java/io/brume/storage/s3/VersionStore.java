package io.brume.storage.s3;

import io.brume.kernel.database.Database;
import io.brume.kernel.database.Remembered;
import io.brume.kernel.database.Transaction;
import io.brume.kernel.object.Contents;
import io.brume.kernel.object.Segment;
import io.brume.kernel.object.Stored;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/**
 * The versions of objects: what is the latest, what a new one replaces, and what comes back when one is deleted. All of it happens
 * in the caller's transaction, which has taken {@link #lock} for the key.
 */
final class VersionStore {

    private static final String SELECT =
            "SELECT " + StoredVersion.COLUMNS + " FROM s3_version WHERE bucket = ? AND object_key = ?";

    private static final int REMEMBERED = 4096;

    private final Database database;
    private final Contents contents;
    private final Clock clock;
    private final ObjectEvents events;
    private final Remembered<ObjectName, StoredVersion> remembered;

    /** A key of a bucket. */
    private record ObjectName(long bucket, String key) {}

    VersionStore(Database database, Contents contents, Clock clock, ObjectEvents events) {
        this.database = database;
        this.contents = contents;
        this.clock = clock;
        this.events = events;
        this.remembered = new Remembered<>(database, REMEMBERED);
    }

    /** Why something is deleted, by the names of the events that it makes. */
    enum Removal {
        REQUESTED("ObjectRemoved"),
        EXPIRED("LifecycleExpiration");

        private final String event;

        Removal(String event) {
            this.event = event;
        }
    }

    /**
     * What a deletion did.
     *
     * @param isMarker whether a delete marker was made, or deleted
     * @param versionId the marker's or the deleted version's; null in a bucket that never was versioned
     */
    record Deleted(boolean isMarker, @Nullable String versionId) {}

    void lock(Transaction transaction, String key) throws SQLException {
        KeyLocks.take(database, transaction, key);
    }

    /** The latest version or delete marker. */
    static Optional<StoredVersion> latest(Transaction transaction, StoredBucket bucket, String key)
            throws SQLException {
        return transaction.first(SELECT + " ORDER BY age LIMIT 1", StoredVersion::read, bucket.id(), key);
    }

    /**
     * The latest version, which is no delete marker.
     *
     * @throws Refusal when there is none
     */
    StoredVersion current(StoredBucket bucket, String key) {
        return remembered.get(
                new ObjectName(bucket.id(), key),
                () -> database.read(transaction -> Gets.require(transaction, bucket, key, null)));
    }

    private void forget(Transaction transaction, StoredBucket bucket, String key) {
        remembered.forget(transaction, new ObjectName(bucket.id(), key));
    }

    /**
     * A certain version.
     *
     * @throws Refusal when the text is no version id
     */
    static Optional<StoredVersion> version(Transaction transaction, StoredBucket bucket, String key, String versionId)
            throws SQLException {
        if (versionId.equals(StoredVersion.NULL)) {
            return transaction.first(
                    SELECT + " AND version_id = ?", StoredVersion::read, bucket.id(), key, StoredVersion.NULL);
        }
        OptionalLong age = VersionIds.age(versionId);
        if (age.isEmpty()) {
            throw Refusal.invalidArgument("Invalid version id specified", "versionId", versionId);
        }
        return transaction
                .first(SELECT + " AND age = ?", StoredVersion::read, bucket.id(), key, age.getAsLong())
                .filter(version -> version.versionId().equals(versionId));
    }

    /**
     * Makes a version the latest.
     *
     * @param body its content, which nothing refers to yet; null when the caller has counted the references
     * @param event such as {@code ObjectCreated:Put}
     */
    StoredVersion add(
            Transaction transaction, StoredBucket bucket, NewVersion version, @Nullable Stored body, String event)
            throws SQLException {
        forget(transaction, bucket, version.key());
        Instant now = clock.instant();
        Optional<StoredVersion> latest = latest(transaction, bucket, version.key());
        List<Segment> replaced = takeReplaced(transaction, bucket, version.key(), latest);
        if (body == null) {
            contents.release(transaction, replaced);
        } else {
            contents.replace(transaction, replaced, body);
        }
        long age = hideLatest(transaction, bucket, version.key(), latest, now);
        var stored = new StoredVersion(
                version.key(),
                age,
                bucket.isVersioned() ? VersionIds.next(age) : StoredVersion.NULL,
                true,
                false,
                now,
                version.size(),
                version.etag(),
                version.storageClass(),
                version.checksumAlgorithm(),
                version.checksumType(),
                version.checksum(),
                version.tags(),
                version.properties(),
                Segment.write(version.segments()),
                version.parts());
        insert(transaction, bucket, stored);
        events.created(
                bucket,
                version.key(),
                event,
                version.size(),
                version.etag(),
                shownId(bucket, stored.versionId()),
                stored.sequencer());
        return stored;
    }

    /** A version's id as it is told: never of a bucket that never was versioned. */
    static @Nullable String shownId(StoredBucket bucket, String versionId) {
        return bucket.versioning() == null ? null : versionId;
    }

    /** Removes the version that a new one takes the place of; returns what the caller is to release. */
    private static List<Segment> takeReplaced(
            Transaction transaction, StoredBucket bucket, String key, Optional<StoredVersion> latest)
            throws SQLException {
        return latest.isEmpty() || bucket.isVersioned() ? List.of() : takeNull(transaction, bucket, key);
    }

    /** Hides the version before a new one; returns the new one's age. */
    private static long hideLatest(
            Transaction transaction, StoredBucket bucket, String key, Optional<StoredVersion> latest, Instant now)
            throws SQLException {
        long age = -(now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000);
        if (latest.isEmpty()) {
            return age;
        }
        if (bucket.versioning() != null && latest.get().isVisible()) {
            transaction.update(
                    "UPDATE s3_version SET visible = 0 WHERE bucket = ? AND object_key = ? AND visible = 1",
                    bucket.id(),
                    key);
        }
        return Math.min(age, latest.get().age() - 1);
    }

    /** Removes the version without an id; returns its content. */
    private static List<Segment> takeNull(Transaction transaction, StoredBucket bucket, String key)
            throws SQLException {
        return transaction
                .first(
                        "DELETE FROM s3_version WHERE bucket = ? AND object_key = ? AND version_id = ? RETURNING content",
                        row -> Segment.read(row.text("content")),
                        bucket.id(),
                        key,
                        StoredVersion.NULL)
                .orElse(List.of());
    }

    private static void insert(Transaction transaction, StoredBucket bucket, StoredVersion version)
            throws SQLException {
        transaction.update(
                "INSERT INTO s3_version (bucket, " + StoredVersion.COLUMNS
                        + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                bucket.id(),
                version.key(),
                version.age(),
                version.versionId(),
                version.isVisible(),
                version.isMarker(),
                version.modified(),
                version.size(),
                version.etag(),
                version.storageClass(),
                version.checksumAlgorithm(),
                version.checksumType(),
                version.checksum(),
                version.tags(),
                version.properties(),
                version.content(),
                version.parts());
    }

    /** @param tags as {@link StringMap} writes them; null for none */
    void tag(Transaction transaction, StoredBucket bucket, StoredVersion version, @Nullable String tags)
            throws SQLException {
        forget(transaction, bucket, version.key());
        transaction.update(
                "UPDATE s3_version SET tags = ? WHERE bucket = ? AND object_key = ? AND age = ?",
                tags,
                bucket.id(),
                version.key(),
                version.age());
    }

    /** Deletes a key as the bucket's versioning has it: removes the object, or hides it behind a delete marker. */
    Deleted delete(Transaction transaction, StoredBucket bucket, String key, Removal why) throws SQLException {
        forget(transaction, bucket, key);
        Optional<StoredVersion> latest = latest(transaction, bucket, key);
        if (bucket.versioning() == null) {
            if (latest.isPresent()) {
                contents.release(transaction, takeNull(transaction, bucket, key));
                events.removed(
                        bucket,
                        key,
                        why.event + ":Delete",
                        null,
                        StoredVersion.sequencer(latest.get().age() - 1));
            }
            return new Deleted(false, null);
        }
        Instant now = clock.instant();
        contents.release(transaction, takeReplaced(transaction, bucket, key, latest));
        long age = hideLatest(transaction, bucket, key, latest, now);
        String id = bucket.versioning() == BucketVersioningStatus.ENABLED ? VersionIds.next(age) : StoredVersion.NULL;
        var marker =
                new StoredVersion(key, age, id, false, true, now, 0, "", null, null, null, null, null, null, "", null);
        insert(transaction, bucket, marker);
        events.removed(bucket, key, why.event + ":DeleteMarkerCreated", id, marker.sequencer());
        return new Deleted(true, id);
    }

    /** Deletes a version or a delete marker for good; what it hid becomes the latest again. */
    Deleted delete(Transaction transaction, StoredBucket bucket, String key, String versionId, Removal why)
            throws SQLException {
        forget(transaction, bucket, key);
        Optional<StoredVersion> found = version(transaction, bucket, key, versionId);
        if (found.isEmpty()) {
            return new Deleted(false, versionId);
        }
        StoredVersion version = found.get();
        transaction.update(
                "DELETE FROM s3_version WHERE bucket = ? AND object_key = ? AND age = ?",
                bucket.id(),
                key,
                version.age());
        contents.release(transaction, version.segments());
        if (version.isVisible() || version.isMarker()) {
            Optional<StoredVersion> latest = latest(transaction, bucket, key);
            if (latest.isPresent() && !latest.get().isMarker() && !latest.get().isVisible()) {
                transaction.update(
                        "UPDATE s3_version SET visible = 1 WHERE bucket = ? AND object_key = ? AND age = ?",
                        bucket.id(),
                        key,
                        latest.get().age());
            }
        }
        events.removed(
                bucket,
                key,
                why.event + ":Delete",
                shownId(bucket, versionId),
                StoredVersion.sequencer(version.age() - 1));
        return new Deleted(version.isMarker(), shownId(bucket, versionId));
    }

    /**
     * All versions and delete markers of a bucket behind one, by key and then from the latest on: to walk over a bucket in pages.
     *
     * @param key the last one of the page before; the empty text begins
     * @param age the last one's; of no matter when the key is empty
     */
    List<StoredVersion> after(StoredBucket bucket, String key, long age, int limit) {
        return database.read(transaction -> transaction.query(
                "SELECT " + StoredVersion.COLUMNS
                        + " FROM s3_version WHERE bucket = ? AND (object_key, age) > (?, ?) ORDER BY object_key, age LIMIT ?",
                StoredVersion::read,
                bucket.id(),
                key,
                age,
                limit));
    }
}
