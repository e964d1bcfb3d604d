package io.brume.storage.s3;

import io.brume.kernel.database.Database;
import io.brume.kernel.database.Transaction;
import io.brume.kernel.object.Contents;
import io.brume.kernel.object.Segment;
import io.brume.kernel.shape.Shapes;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectAclRequest;
import software.amazon.awssdk.services.s3.model.GetObjectAclResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectAclRequest;

/** GetObject and HeadObject: one object, or a part of it, or a version of it. */
final class Gets {

    private static final int ATTEMPTS = 3;

    private final Database database;
    private final Contents contents;
    private final BucketStore buckets;
    private final VersionStore versions;
    private final BucketSettings settings;

    Gets(Database database, Contents contents, BucketStore buckets, VersionStore versions, BucketSettings settings) {
        this.database = database;
        this.contents = contents;
        this.buckets = buckets;
        this.versions = versions;
        this.settings = settings;
    }

    /** An answer and its body. */
    record Opened(GetObjectResponse response, InputStream body) {}

    Opened get(GetObjectRequest request) {
        for (int attempt = 1; ; attempt++) {
            try {
                Selection selected = select(request);
                List<Segment> segments = selected.segments();
                return new Opened(
                        response(selected, request),
                        segments.isEmpty() ? InputStream.nullInputStream() : contents.open(segments));
            } catch (Contents.Gone e) {
                // Replaced between finding it and opening it: the next look finds what replaced it.
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    HeadObjectResponse head(HeadObjectRequest request) {
        GetObjectRequest get = Shapes.copy(request, GetObjectRequest.builder()).build();
        GetObjectResponse response = response(select(get), get);
        return Shapes.copy(response, HeadObjectResponse.builder()).build();
    }

    private GetObjectResponse response(Selection selected, GetObjectRequest request) {
        GetObjectResponse response = selected.response(request);
        String expiration =
                selected.version.isVisible() ? settings.expiration(selected.bucket, selected.version) : null;
        return expiration == null
                ? response
                : response.toBuilder().expiration(expiration).build();
    }

    GetObjectAclResponse acl(GetObjectAclRequest request) {
        StoredBucket bucket = database.read(transaction -> {
            StoredBucket found = bucket(transaction, request.bucket(), request.expectedBucketOwner());
            require(transaction, found, request.key(), request.versionId());
            return found;
        });
        return GetObjectAclResponse.builder()
                .owner(Acls.owner(bucket.account()))
                .grants(Acls.grants(bucket.account()))
                .build();
    }

    /** @throws Refusal when there is no such object, or the list would give somebody else a right to it */
    void checkAcl(PutObjectAclRequest request) {
        StoredBucket bucket = database.read(transaction -> {
            StoredBucket found = bucket(transaction, request.bucket(), request.expectedBucketOwner());
            require(transaction, found, request.key(), request.versionId());
            return found;
        });
        Acls.check(request.accessControlPolicy(), bucket);
    }

    /**
     * The version that is meant.
     *
     * @param versionId null for the latest
     * @throws Refusal when there is none, or a delete marker is in its place
     */
    static StoredVersion require(Transaction transaction, StoredBucket bucket, String key, @Nullable String versionId)
            throws SQLException {
        if (versionId == null) {
            StoredVersion latest =
                    VersionStore.latest(transaction, bucket, key).orElseThrow(() -> Refusal.noSuchKey(key));
            if (latest.isMarker()) {
                throw Refusal.noSuchKey(key)
                        .header("x-amz-delete-marker", "true")
                        .header("x-amz-version-id", latest.versionId());
            }
            return latest;
        }
        StoredVersion version = VersionStore.version(transaction, bucket, key, versionId)
                .orElseThrow(() -> Refusal.noSuchVersion(key, versionId));
        if (version.isMarker()) {
            throw Refusal.methodNotAllowed("DeleteMarker")
                    .header("x-amz-delete-marker", "true")
                    .header("x-amz-version-id", version.versionId())
                    .header("Last-Modified", HttpDates.format(version.modified()))
                    .header("Allow", "DELETE");
        }
        return version;
    }

    /** @throws Refusal when the owner is not the expected one */
    static StoredBucket bucket(Transaction transaction, String name, @Nullable String expectedOwner)
            throws SQLException {
        StoredBucket bucket = BucketStore.require(transaction, name);
        if (expectedOwner != null && !expectedOwner.equals(bucket.account())) {
            throw Refusal.accessDenied();
        }
        return bucket;
    }

    private Selection select(GetObjectRequest request) {
        StoredBucket bucket = buckets.require(request.bucket(), request.expectedBucketOwner());
        StoredVersion version = request.versionId() == null
                ? versions.current(bucket, request.key())
                : database.read(transaction -> require(transaction, bucket, request.key(), request.versionId()));
        new Conditions(request.ifMatch(), request.ifNoneMatch(), request.ifModifiedSince(), request.ifUnmodifiedSince())
                .checkRead(version);
        if (request.partNumber() != null) {
            if (request.range() != null) {
                throw Refusal.invalidRequest("Cannot specify both Range header and partNumber query parameter");
            }
            return part(bucket, version, request.partNumber());
        }
        return new Selection(bucket, version, ByteRange.of(request.range(), version.size()), null, null);
    }

    private static Selection part(StoredBucket bucket, StoredVersion version, int number) {
        List<StoredPart> parts = version.parts() == null
                ? List.of(new StoredPart(1, version.size(), version.checksum()))
                : StoredPart.read(version.parts());
        long offset = 0;
        for (StoredPart part : parts) {
            if (part.number() == number) {
                Integer count = version.parts() == null ? null : parts.size();
                // An empty object has one part, without a byte that a range could name.
                ByteRange range = version.size() == 0 ? null : new ByteRange(offset, part.size());
                return new Selection(bucket, version, range, part, count);
            }
            offset += part.size();
        }
        throw Refusal.of(416, "InvalidPartNumber", "The requested partnumber is not satisfiable")
                .with("PartNumberRequested", Integer.toString(number))
                .with("ActualPartCount", Integer.toString(parts.size()));
    }

    /**
     * What is asked for of a version.
     *
     * @param range null for all of it
     * @param part the part that the range is; null when it is none
     * @param parts how many there are; null for an object without
     */
    private record Selection(
            StoredBucket bucket,
            StoredVersion version,
            @Nullable ByteRange range,
            @Nullable StoredPart part,
            @Nullable Integer parts) {

        List<Segment> segments() {
            List<Segment> all = version.segments();
            return range == null ? all : Segment.slice(all, range.offset(), range.length());
        }

        GetObjectResponse response(GetObjectRequest request) {
            var response = GetObjectResponse.builder();
            Properties.write(version.properties(), response);
            response.acceptRanges("bytes")
                    .contentLength(range == null ? version.size() : range.length())
                    .contentRange(range == null ? null : range.of(version.size()))
                    .eTag(version.quotedEtag())
                    .lastModified(version.modified())
                    .storageClass(version.storageClass())
                    .partsCount(parts)
                    .tagCount(version.tags() == null ? null : version.tagMap().size())
                    .versionId(VersionStore.shownId(bucket, version.versionId()));
            if (request.checksumMode() == ChecksumMode.ENABLED && (range == null || part != null)) {
                BodyDigests.set(
                        response, version.checksumAlgorithm(), part == null ? version.checksum() : part.checksum());
                response.checksumType(version.checksumType());
            }
            override(request, response);
            return response.build();
        }

        private static void override(GetObjectRequest request, GetObjectResponse.Builder response) {
            if (request.responseCacheControl() != null) {
                response.cacheControl(request.responseCacheControl());
            }
            if (request.responseContentDisposition() != null) {
                response.contentDisposition(request.responseContentDisposition());
            }
            if (request.responseContentEncoding() != null) {
                response.contentEncoding(request.responseContentEncoding());
            }
            if (request.responseContentLanguage() != null) {
                response.contentLanguage(request.responseContentLanguage());
            }
            if (request.responseContentType() != null) {
                response.contentType(request.responseContentType());
            }
            if (request.responseExpires() != null) {
                response.expires(request.responseExpires());
            }
        }
    }
}
