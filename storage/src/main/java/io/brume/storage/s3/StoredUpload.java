package io.brume.storage.s3;

import io.brume.kernel.checksum.Checksum;
import io.brume.kernel.database.Row;
import io.brume.storage.s3.KeyWalk.Cursor;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ChecksumType;

/**
 * A multipart upload, under way or completed.
 *
 * @param id grows with the time at which an upload began
 * @param algorithm the checksum that its client chose; null when it chose none
 * @param type the checksum's type, where there is one
 * @param completed when it became an object; null while it has not
 * @param versionId the object's, once it is completed
 * @param etag the object's, once it is completed
 */
record StoredUpload(
        String key,
        String id,
        Instant initiated,
        String account,
        @Nullable String storageClass,
        @Nullable Checksum algorithm,
        @Nullable String type,
        @Nullable String tags,
        @Nullable String properties,
        @Nullable Instant completed,
        @Nullable String versionId,
        @Nullable String etag) {

    static final String COLUMNS =
            "object_key, id, initiated, account, storage_class, checksum_algorithm, checksum_type,"
                    + " tags, properties, completed, version_id, etag";

    static StoredUpload read(Row row) throws SQLException {
        String algorithm = row.textOrNull("checksum_algorithm");
        return new StoredUpload(
                row.text("object_key"),
                row.text("id"),
                row.instant("initiated"),
                row.text("account"),
                row.textOrNull("storage_class"),
                algorithm == null ? null : Checksum.valueOf(algorithm),
                row.textOrNull("checksum_type"),
                row.textOrNull("tags"),
                row.textOrNull("properties"),
                row.instantOrNull("completed"),
                row.textOrNull("version_id"),
                row.textOrNull("etag"));
    }

    Cursor behind() {
        return new Cursor(key, Long.MIN_VALUE, id);
    }

    /** The checksum that its parts have and its object gets. */
    Checksum kept() {
        return algorithm == null ? Checksum.CRC64NVME : algorithm;
    }

    boolean isComposite() {
        return ChecksumType.COMPOSITE.toString().equals(type);
    }
}
