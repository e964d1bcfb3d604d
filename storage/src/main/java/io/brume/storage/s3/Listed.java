package io.brume.storage.s3;

import io.brume.kernel.database.Row;
import io.brume.kernel.database.Transaction;
import io.brume.storage.s3.KeyWalk.Cursor;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;

/** What lists tell of a version. */
record Listed(
        String key,
        long age,
        String versionId,
        boolean isMarker,
        Instant modified,
        long size,
        String etag,
        @Nullable String storageClass,
        @Nullable String checksumAlgorithm,
        @Nullable String checksumType) {

    private static final String SELECT = "SELECT object_key, age, version_id, marker, modified, size, etag,"
            + " storage_class, checksum_algorithm, checksum_type FROM s3_version WHERE bucket = ?";

    private static Listed read(Row row) throws SQLException {
        return new Listed(
                row.text("object_key"),
                row.number("age"),
                row.text("version_id"),
                row.bool("marker"),
                row.instant("modified"),
                row.number("size"),
                row.text("etag"),
                row.textOrNull("storage_class"),
                row.textOrNull("checksum_algorithm"),
                row.textOrNull("checksum_type"));
    }

    /** The objects from a key on. */
    static List<Listed> objects(Transaction transaction, StoredBucket bucket, Cursor cursor, int limit)
            throws SQLException {
        return transaction.query(
                SELECT + " AND visible = 1 AND object_key >= ? ORDER BY object_key LIMIT ?",
                Listed::read,
                bucket.id(),
                cursor.key(),
                limit);
    }

    /** The versions and delete markers behind a place, from each key's latest on. */
    static List<Listed> versions(Transaction transaction, StoredBucket bucket, Cursor cursor, int limit)
            throws SQLException {
        return transaction.query(
                SELECT + " AND (object_key, age) > (?, ?) ORDER BY object_key, age LIMIT ?",
                Listed::read,
                bucket.id(),
                cursor.key(),
                cursor.age(),
                limit);
    }

    Cursor behindKey() {
        return Cursor.behind(key);
    }

    Cursor behindVersion() {
        return new Cursor(key, age, "");
    }

    String quotedEtag() {
        return '"' + etag + '"';
    }

    /** As the SDK has it. */
    List<ChecksumAlgorithm> checksums() {
        return checksumAlgorithm == null ? List.of() : List.of(ChecksumAlgorithm.fromValue(checksumAlgorithm));
    }
}
