package io.brume.storage.s3;

import io.brume.kernel.checksum.Checksum;
import io.brume.kernel.database.Row;
import io.brume.kernel.object.Segment;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A version of an object, or a delete marker.
 *
 * @param age orders a key's versions: the youngest, whose age is the least, is the latest
 * @param versionId {@link #NULL} for what was written while the bucket was not versioned
 * @param isVisible whether it is the latest and no delete marker
 * @param etag without quotes
 * @param storageClass null for STANDARD
 * @param checksum in base64; of a composite one with its number of parts
 * @param tags as {@link StringMap} writes them
 * @param properties as {@link StringMap} writes them
 * @param content as {@link Segment} writes them
 * @param parts as {@link StoredPart} writes them; null for what did not come in parts
 */
record StoredVersion(
        String key,
        long age,
        String versionId,
        boolean isVisible,
        boolean isMarker,
        Instant modified,
        long size,
        String etag,
        @Nullable String storageClass,
        @Nullable Checksum checksumAlgorithm,
        @Nullable String checksumType,
        @Nullable String checksum,
        @Nullable String tags,
        @Nullable String properties,
        String content,
        @Nullable String parts) {

    /** The id of versions that have none. */
    static final String NULL = "null";

    static final String COLUMNS = "object_key, age, version_id, visible, marker, modified, size, etag, storage_class,"
            + " checksum_algorithm, checksum_type, checksum, tags, properties, content, parts";

    static StoredVersion read(Row row) throws SQLException {
        String algorithm = row.textOrNull("checksum_algorithm");
        return new StoredVersion(
                row.text("object_key"),
                row.number("age"),
                row.text("version_id"),
                row.bool("visible"),
                row.bool("marker"),
                row.instant("modified"),
                row.number("size"),
                row.text("etag"),
                row.textOrNull("storage_class"),
                algorithm == null ? null : Checksum.valueOf(algorithm),
                row.textOrNull("checksum_type"),
                row.textOrNull("checksum"),
                row.textOrNull("tags"),
                row.textOrNull("properties"),
                row.text("content"),
                row.textOrNull("parts"));
    }

    String quotedEtag() {
        return '"' + etag + '"';
    }

    List<Segment> segments() {
        return Segment.read(content);
    }

    Map<String, String> tagMap() {
        return StringMap.read(tags);
    }

    /** Greater, as a text, for what happened later to the same key. */
    String sequencer() {
        return sequencer(age);
    }

    static String sequencer(long age) {
        return "%016X".formatted(-age);
    }
}
