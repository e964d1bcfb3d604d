package io.brume.storage.s3;

import io.brume.kernel.checksum.Checksum;
import io.brume.kernel.database.Database;
import io.brume.kernel.object.Contents;
import io.brume.kernel.object.Ids;
import io.brume.kernel.object.Segment;
import io.brume.kernel.object.Stored;
import io.brume.kernel.resource.Scope;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** Multipart uploads: each part is a body of its own, and completing one joins them without moving a byte. */
final class Multipart {

    private static final int MOST_PARTS = 10_000;

    private final Database database;
    private final Contents contents;
    private final BucketStore buckets;
    private final VersionStore versions;
    private final UploadStore uploads;
    private final Puts puts;
    private final Clock clock;

    Multipart(
            Database database,
            Contents contents,
            BucketStore buckets,
            VersionStore versions,
            UploadStore uploads,
            Puts puts,
            Clock clock) {
        this.database = database;
        this.contents = contents;
        this.buckets = buckets;
        this.versions = versions;
        this.uploads = uploads;
        this.puts = puts;
        this.clock = clock;
    }

    CreateMultipartUploadResponse create(CreateMultipartUploadRequest request) {
        ObjectKeys.check(request.key());
        Acls.check(request, false);
        Checksum algorithm =
                request.checksumAlgorithm() == null ? null : BodyDigests.named(request.checksumAlgorithmAsString());
        StoredBucket known = buckets.require(request.bucket(), request.expectedBucketOwner());
        var upload = new StoredUpload(
                request.key(),
                Ids.next() + Ids.next(),
                clock.instant(),
                Scope.current().account(),
                StorageClasses.kept(request.storageClassAsString()),
                algorithm,
                type(algorithm, request.checksumType()),
                ObjectTags.ofHeader(request.tagging()),
                Properties.of(request),
                null,
                null,
                null);
        database.change(transaction -> {
            StoredBucket bucket = BucketStore.require(transaction, known.name());
            versions.lock(transaction, upload.key());
            uploads.create(transaction, bucket, upload);
        });
        var response = CreateMultipartUploadResponse.builder()
                .bucket(request.bucket())
                .key(request.key())
                .uploadId(upload.id())
                .checksumAlgorithm(algorithm == null ? null : algorithm.label())
                .checksumType(upload.type());
        Properties.writeEncryption(upload.properties(), response);
        return response.build();
    }

    /** How the parts' checksums become the object's: those of SHA only one way, that of NVME only the other. */
    private static @Nullable String type(@Nullable Checksum algorithm, @Nullable ChecksumType asked) {
        if (algorithm == null) {
            if (asked != null) {
                throw Refusal.invalidRequest(
                        "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.");
            }
            return null;
        }
        boolean joins = algorithm != Checksum.SHA1 && algorithm != Checksum.SHA256;
        ChecksumType type = asked != null
                ? asked
                : algorithm == Checksum.CRC64NVME ? ChecksumType.FULL_OBJECT : ChecksumType.COMPOSITE;
        if (type == ChecksumType.FULL_OBJECT && !joins
                || type == ChecksumType.COMPOSITE && algorithm == Checksum.CRC64NVME) {
            throw Refusal.invalidRequest("The " + type + " checksum type cannot be used with the "
                    + algorithm.label().toLowerCase(Locale.ROOT) + " checksum algorithm.");
        }
        return type.toString();
    }

    UploadPartResponse upload(UploadPartRequest request, RequestBody body) {
        checkNumber(request.partNumber());
        buckets.require(request.bucket(), request.expectedBucketOwner());
        StoredUpload upload = database.read(transaction -> UploadStore.require(
                transaction, BucketStore.require(transaction, request.bucket()), request.key(), request.uploadId()));
        checkChecksum(upload, request);
        Puts.Received received = puts.receive(body, request.contentLength(), new BodyDigests(request, upload.kept()));
        var computed = received.computed();
        Stored stored = received.stored();
        try {
            keep(
                    request.bucket(),
                    upload,
                    new UploadedPart(
                            request.partNumber(),
                            clock.instant(),
                            stored.length(),
                            computed.etag(),
                            computed.checksum(),
                            Segment.write(stored.segments())),
                    transaction -> contents.keep(transaction, stored));
        } catch (Refusal e) {
            contents.discard(stored);
            throw e;
        }
        var response = UploadPartResponse.builder().eTag('"' + computed.etag() + '"');
        BodyDigests.set(response, computed.algorithm(), computed.checksum());
        return response.build();
    }

    /** Keeps a part, with whatever counts its references. */
    void keep(String bucketName, StoredUpload upload, UploadedPart part, Database.Action references) {
        database.change(transaction -> {
            StoredBucket bucket = BucketStore.require(transaction, bucketName);
            versions.lock(transaction, upload.key());
            UploadStore.require(transaction, bucket, upload.key(), upload.id());
            references.in(transaction);
            uploads.put(transaction, upload, part);
        });
    }

    static void checkNumber(int number) {
        if (number < 1 || number > MOST_PARTS) {
            throw Refusal.invalidArgument(
                    "Part number must be an integer between 1 and " + MOST_PARTS + ", inclusive",
                    "partNumber",
                    Integer.toString(number));
        }
    }

    /** An upload that chose a checksum takes no other. */
    private static void checkChecksum(StoredUpload upload, UploadPartRequest request) {
        Checksum sent = BodyDigests.declared(request);
        if (sent == null && request.checksumAlgorithm() != null) {
            sent = BodyDigests.named(request.checksumAlgorithmAsString());
        }
        if (upload.algorithm() != null && sent != null && sent != upload.algorithm()) {
            throw Refusal.invalidRequest("Checksum Type mismatch occurred, expected checksum Type: "
                    + upload.algorithm().label().toLowerCase(Locale.ROOT) + ", actual checksum Type: "
                    + sent.label().toLowerCase(Locale.ROOT));
        }
    }

    CompleteMultipartUploadResponse complete(CompleteMultipartUploadRequest request) {
        buckets.require(request.bucket(), request.expectedBucketOwner());
        Instant now = clock.instant();
        return database.write(transaction -> {
            StoredBucket bucket = BucketStore.require(transaction, request.bucket());
            versions.lock(transaction, request.key());
            StoredUpload upload = UploadStore.find(transaction, bucket, request.key(), request.uploadId())
                    .orElseThrow(() -> Refusal.noSuchUpload(request.uploadId()));
            if (upload.completed() != null) {
                return again(
                        bucket,
                        upload,
                        VersionStore.version(transaction, bucket, upload.key(), String.valueOf(upload.versionId())));
            }
            Conditions.checkWrite(
                    request.ifMatch(),
                    request.ifNoneMatch(),
                    request.key(),
                    VersionStore.latest(transaction, bucket, request.key()));
            Completion completion = Completion.of(transaction, request, upload);
            NewVersion version = completion.version();
            for (UploadedPart part : completion.parts()) {
                UploadStore.take(transaction, upload, part);
            }
            StoredVersion stored =
                    versions.add(transaction, bucket, version, null, "ObjectCreated:CompleteMultipartUpload");
            uploads.complete(transaction, bucket, upload, stored, now);
            return answer(bucket, stored);
        });
    }

    /** The answer to a completion that is repeated because the first answer was lost. */
    private static CompleteMultipartUploadResponse again(
            StoredBucket bucket, StoredUpload upload, Optional<StoredVersion> version) {
        return answer(
                bucket,
                version.filter(found -> found.etag().equals(upload.etag()))
                        .orElseThrow(() -> Refusal.noSuchUpload(upload.id())));
    }

    private static CompleteMultipartUploadResponse answer(StoredBucket bucket, StoredVersion version) {
        var response = CompleteMultipartUploadResponse.builder()
                .bucket(bucket.name())
                .key(version.key())
                .location("/" + bucket.name() + "/" + Names.ENCODED.write(version.key()))
                .eTag(version.quotedEtag())
                .checksumType(version.checksumType())
                .versionId(VersionStore.shownId(bucket, version.versionId()));
        BodyDigests.set(response, version.checksumAlgorithm(), version.checksum());
        Properties.writeEncryption(version.properties(), response);
        return response.build();
    }

    void abort(AbortMultipartUploadRequest request) {
        buckets.require(request.bucket(), request.expectedBucketOwner());
        database.change(transaction -> {
            StoredBucket bucket = BucketStore.require(transaction, request.bucket());
            versions.lock(transaction, request.key());
            UploadStore.require(transaction, bucket, request.key(), request.uploadId());
            uploads.drop(transaction, bucket, request.key(), request.uploadId());
        });
    }
}
