package io.brume.storage.s3;

import io.brume.kernel.database.Database;
import io.brume.kernel.database.Transaction;
import io.brume.storage.s3.VersionStore.Deleted;
import io.brume.storage.s3.VersionStore.Removal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/** DeleteObject and DeleteObjects. */
final class Deletes {

    private static final int MOST = 1000;

    private final Database database;
    private final BucketStore buckets;
    private final VersionStore versions;

    Deletes(Database database, BucketStore buckets, VersionStore versions) {
        this.database = database;
        this.buckets = buckets;
        this.versions = versions;
    }

    DeleteObjectResponse delete(DeleteObjectRequest request) {
        buckets.require(request.bucket(), request.expectedBucketOwner());
        ObjectKeys.check(request.key());
        Deleted deleted = database.write(transaction -> delete(
                transaction,
                BucketStore.require(transaction, request.bucket()),
                request.key(),
                request.versionId(),
                request.ifMatch()));
        return DeleteObjectResponse.builder()
                .deleteMarker(deleted.isMarker() ? true : null)
                .versionId(deleted.versionId())
                .build();
    }

    private Deleted delete(
            Transaction transaction,
            StoredBucket bucket,
            String key,
            @Nullable String versionId,
            @Nullable String ifMatch)
            throws SQLException {
        versions.lock(transaction, key);
        if (ifMatch != null) {
            check(ifMatch, key, VersionStore.latest(transaction, bucket, key));
        }
        return versionId == null
                ? versions.delete(transaction, bucket, key, Removal.REQUESTED)
                : versions.delete(transaction, bucket, key, versionId, Removal.REQUESTED);
    }

    /** What is not there cannot be deleted by mistake, unless the caller meant a certain object. */
    private static void check(String ifMatch, String key, Optional<StoredVersion> latest) {
        if (latest.isPresent() || !ifMatch.equals("*")) {
            Conditions.checkWrite(ifMatch, null, key, latest);
        }
    }

    /** All keys in one transaction; a key that cannot be deleted hinders no other. */
    DeleteObjectsResponse delete(DeleteObjectsRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        List<ObjectIdentifier> objects = request.delete().objects();
        if (objects.isEmpty() || objects.size() > MOST) {
            throw Refusal.of(
                    400,
                    "MalformedXML",
                    "The XML you provided was not well-formed or did not validate against our published schema");
        }
        boolean quiet = Boolean.TRUE.equals(request.delete().quiet());
        return database.write(transaction -> {
            List<DeletedObject> deleted = new ArrayList<>();
            List<S3Error> errors = new ArrayList<>();
            // In one order always, so that two requests cannot wait for each other's keys.
            for (ObjectIdentifier object : ordered(objects)) {
                try {
                    ObjectKeys.check(object.key());
                    deleted.add(
                            told(object, delete(transaction, bucket, object.key(), object.versionId(), object.eTag())));
                } catch (Refusal refusal) {
                    errors.add(told(object, refusal));
                }
            }
            return DeleteObjectsResponse.builder()
                    .deleted(quiet ? null : deleted)
                    .errors(errors.isEmpty() ? null : errors)
                    .build();
        });
    }

    private List<ObjectIdentifier> ordered(List<ObjectIdentifier> objects) {
        return database.isShared()
                ? objects.stream()
                        .sorted((one, other) -> Integer.compare(KeyLocks.of(one.key()), KeyLocks.of(other.key())))
                        .toList()
                : objects;
    }

    private static DeletedObject told(ObjectIdentifier object, Deleted deleted) {
        var told = DeletedObject.builder().key(object.key()).versionId(object.versionId());
        if (deleted.isMarker()) {
            told.deleteMarker(true).deleteMarkerVersionId(deleted.versionId());
        }
        return told.build();
    }

    private static S3Error told(ObjectIdentifier object, AwsServiceException refusal) {
        return S3Error.builder()
                .key(object.key())
                .versionId(object.versionId())
                .code(refusal.awsErrorDetails().errorCode())
                .message(Objects.requireNonNull(refusal.awsErrorDetails().errorMessage()))
                .build();
    }
}
