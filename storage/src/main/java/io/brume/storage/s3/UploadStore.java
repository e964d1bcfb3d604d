package io.brume.storage.s3;

import io.brume.kernel.database.Transaction;
import io.brume.kernel.object.Contents;
import io.brume.kernel.object.Segment;
import io.brume.storage.s3.KeyWalk.Cursor;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Multipart uploads and their parts. Completed ones are remembered for a day, so that a repeated completion gets its answer again. */
final class UploadStore {

    private static final Duration REMEMBERED = Duration.ofDays(1);

    private final Contents contents;

    UploadStore(Contents contents) {
        this.contents = contents;
    }

    void create(Transaction transaction, StoredBucket bucket, StoredUpload upload) throws SQLException {
        transaction.update(
                "DELETE FROM s3_upload WHERE completed < ?", upload.initiated().minus(REMEMBERED));
        transaction.update(
                "INSERT INTO s3_upload (bucket, " + StoredUpload.COLUMNS
                        + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                bucket.id(),
                upload.key(),
                upload.id(),
                upload.initiated(),
                upload.account(),
                upload.storageClass(),
                upload.algorithm(),
                upload.type(),
                upload.tags(),
                upload.properties(),
                upload.completed(),
                upload.versionId(),
                upload.etag());
    }

    static Optional<StoredUpload> find(Transaction transaction, StoredBucket bucket, String key, String id)
            throws SQLException {
        return transaction.first(
                "SELECT " + StoredUpload.COLUMNS + " FROM s3_upload WHERE bucket = ? AND object_key = ? AND id = ?",
                StoredUpload::read,
                bucket.id(),
                key,
                id);
    }

    /** @throws Refusal when it is not under way */
    static StoredUpload require(Transaction transaction, StoredBucket bucket, String key, String id)
            throws SQLException {
        return find(transaction, bucket, key, id)
                .filter(upload -> upload.completed() == null)
                .orElseThrow(() -> Refusal.noSuchUpload(id));
    }

    static List<StoredUpload> list(Transaction transaction, StoredBucket bucket, Cursor cursor, int limit)
            throws SQLException {
        return transaction.query(
                "SELECT " + StoredUpload.COLUMNS + " FROM s3_upload WHERE bucket = ? AND (object_key, id) > (?, ?)"
                        + " AND completed IS NULL ORDER BY object_key, id LIMIT ?",
                StoredUpload::read,
                bucket.id(),
                cursor.key(),
                cursor.id(),
                limit);
    }

    /** Puts a part, in place of an earlier one of its number. The content's references are the caller's to count. */
    void put(Transaction transaction, StoredUpload upload, UploadedPart part) throws SQLException {
        remove(
                transaction,
                "DELETE FROM s3_part WHERE upload = ? AND number = ? RETURNING content",
                upload.id(),
                part.number());
        transaction.update(
                "INSERT INTO s3_part (upload, " + UploadedPart.COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?)",
                upload.id(),
                part.number(),
                part.modified(),
                part.size(),
                part.etag(),
                part.checksum(),
                part.content());
    }

    /** The parts behind a number, in their order. */
    static List<UploadedPart> parts(Transaction transaction, StoredUpload upload, int behind, int limit)
            throws SQLException {
        return transaction.query(
                "SELECT " + UploadedPart.COLUMNS
                        + " FROM s3_part WHERE upload = ? AND number > ? ORDER BY number LIMIT ?",
                UploadedPart::read,
                upload.id(),
                behind,
                limit);
    }

    /** Takes a part out of its upload, and its content along. */
    static void take(Transaction transaction, StoredUpload upload, UploadedPart part) throws SQLException {
        transaction.update("DELETE FROM s3_part WHERE upload = ? AND number = ?", upload.id(), part.number());
    }

    /** Ends an upload as an object; drops the parts that did not become part of it. */
    void complete(Transaction transaction, StoredBucket bucket, StoredUpload upload, StoredVersion version, Instant now)
            throws SQLException {
        dropParts(transaction, upload.id());
        transaction.update(
                "UPDATE s3_upload SET completed = ?, version_id = ?, etag = ?, properties = NULL, tags = NULL"
                        + " WHERE bucket = ? AND object_key = ? AND id = ?",
                now,
                version.versionId(),
                version.etag(),
                bucket.id(),
                upload.key(),
                upload.id());
    }

    /** Removes an upload and its parts. */
    void drop(Transaction transaction, StoredBucket bucket, String key, String id) throws SQLException {
        dropParts(transaction, id);
        transaction.update(
                "DELETE FROM s3_upload WHERE bucket = ? AND object_key = ? AND id = ?", bucket.id(), key, id);
    }

    /** Removes all uploads of a bucket. */
    void drop(Transaction transaction, StoredBucket bucket) throws SQLException {
        for (String id :
                transaction.query("SELECT id FROM s3_upload WHERE bucket = ?", row -> row.text("id"), bucket.id())) {
            dropParts(transaction, id);
        }
        transaction.update("DELETE FROM s3_upload WHERE bucket = ?", bucket.id());
    }

    private void dropParts(Transaction transaction, String id) throws SQLException {
        remove(transaction, "DELETE FROM s3_part WHERE upload = ? RETURNING content", id);
    }

    private void remove(Transaction transaction, String returningContent, @Nullable Object... arguments)
            throws SQLException {
        for (String content : transaction.query(returningContent, row -> row.text("content"), arguments)) {
            contents.release(transaction, Segment.read(content));
        }
    }
}
