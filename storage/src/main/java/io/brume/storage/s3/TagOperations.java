package io.brume.storage.s3;

import io.brume.kernel.database.Database;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.DeleteObjectTaggingRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectTaggingResponse;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingRequest;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingResponse;
import software.amazon.awssdk.services.s3.model.PutObjectTaggingRequest;
import software.amazon.awssdk.services.s3.model.PutObjectTaggingResponse;

/** PutObjectTagging, GetObjectTagging and DeleteObjectTagging. */
final class TagOperations {

    private final Database database;
    private final VersionStore versions;
    private final ObjectEvents events;

    TagOperations(Database database, VersionStore versions, ObjectEvents events) {
        this.database = database;
        this.versions = versions;
        this.events = events;
    }

    GetObjectTaggingResponse get(GetObjectTaggingRequest request) {
        return database.read(transaction -> {
            StoredBucket bucket = Gets.bucket(transaction, request.bucket(), request.expectedBucketOwner());
            StoredVersion version = Gets.require(transaction, bucket, request.key(), request.versionId());
            return GetObjectTaggingResponse.builder()
                    .versionId(VersionStore.shownId(bucket, version.versionId()))
                    .tagSet(ObjectTags.list(version))
                    .build();
        });
    }

    PutObjectTaggingResponse put(PutObjectTaggingRequest request) {
        String tags = ObjectTags.of(request.tagging().tagSet());
        return PutObjectTaggingResponse.builder()
                .versionId(set(
                        request.bucket(),
                        request.expectedBucketOwner(),
                        request.key(),
                        request.versionId(),
                        tags,
                        "ObjectTagging:Put"))
                .build();
    }

    DeleteObjectTaggingResponse delete(DeleteObjectTaggingRequest request) {
        return DeleteObjectTaggingResponse.builder()
                .versionId(set(
                        request.bucket(),
                        request.expectedBucketOwner(),
                        request.key(),
                        request.versionId(),
                        null,
                        "ObjectTagging:Delete"))
                .build();
    }

    /** Sets a version's tags; returns the version's id as it is told. */
    private @Nullable String set(
            String bucketName,
            @Nullable String expectedOwner,
            String key,
            @Nullable String versionId,
            @Nullable String tags,
            String event) {
        return database.write(transaction -> {
                    StoredBucket bucket = Gets.bucket(transaction, bucketName, expectedOwner);
                    versions.lock(transaction, key);
                    StoredVersion version = Gets.require(transaction, bucket, key, versionId);
                    versions.tag(transaction, bucket, version, tags);
                    String shown = VersionStore.shownId(bucket, version.versionId());
                    events.tagged(bucket, key, event, version.etag(), shown);
                    return Optional.ofNullable(shown);
                })
                .orElse(null);
    }
}
