package io.brume.storage.s3;

import io.brume.kernel.database.Row;
import java.sql.SQLException;
import java.time.Instant;

/**
 * A part of an upload.
 *
 * @param etag without quotes
 * @param checksum in base64, of the kind that the upload has
 * @param content as {@link io.brume.kernel.object.Segment} writes it
 */
record UploadedPart(int number, Instant modified, long size, String etag, String checksum, String content) {

    static final String COLUMNS = "number, modified, size, etag, checksum, content";

    static UploadedPart read(Row row) throws SQLException {
        return new UploadedPart(
                row.integer("number"),
                row.instant("modified"),
                row.number("size"),
                row.text("etag"),
                row.text("checksum"),
                row.text("content"));
    }
}
