package io.brume.storage.s3;

import org.jspecify.annotations.Nullable;

/** Who is told of objects that come and go, inside the transaction in which they do: nothing is told that is not so. */
interface ObjectEvents {

    /** Nobody is told. */
    ObjectEvents NONE = new ObjectEvents() {};

    /**
     * An object, or a version of one, was made.
     *
     * @param event such as {@code ObjectCreated:Put}
     * @param size in bytes
     * @param etag without quotes
     * @param versionId null in a bucket that never was versioned
     * @param sequencer greater, as a text, for what happened later to the same key
     */
    default void created(
            StoredBucket bucket,
            String key,
            String event,
            long size,
            String etag,
            @Nullable String versionId,
            String sequencer) {}

    /**
     * An object, or a version of one, was removed, or got a delete marker.
     *
     * @param event such as {@code ObjectRemoved:Delete} or {@code ObjectRemoved:DeleteMarkerCreated}
     * @param versionId the removed version's or the marker's; null in a bucket that never was versioned
     */
    default void removed(StoredBucket bucket, String key, String event, @Nullable String versionId, String sequencer) {}

    /** An object's tags were set or removed: {@code ObjectTagging:Put} or {@code ObjectTagging:Delete}. */
    default void tagged(StoredBucket bucket, String key, String event, String etag, @Nullable String versionId) {}
}
