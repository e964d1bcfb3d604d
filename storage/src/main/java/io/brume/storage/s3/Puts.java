package io.brume.storage.s3;

import io.brume.kernel.database.Database;
import io.brume.kernel.gateway.RequestContext;
import io.brume.kernel.object.Contents;
import io.brume.kernel.object.Stored;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** PutObject, and how bodies come in. */
final class Puts {

    /** The most that one request uploads: 5 GiB. */
    private static final long LARGEST = 5L << 30;

    private final Database database;
    private final Contents contents;
    private final BucketStore buckets;
    private final VersionStore versions;
    private final BucketSettings settings;

    Puts(Database database, Contents contents, BucketStore buckets, VersionStore versions, BucketSettings settings) {
        this.database = database;
        this.contents = contents;
        this.buckets = buckets;
        this.versions = versions;
        this.settings = settings;
    }

    /** A body that is in, and is what its sender says. */
    record Received(Stored stored, BodyDigests.Computed computed) {}

    PutObjectResponse put(PutObjectRequest request, RequestBody body) {
        String event = RequestContext.current().form() ? "ObjectCreated:Post" : "ObjectCreated:Put";
        buckets.require(request.bucket(), request.expectedBucketOwner());
        ObjectKeys.check(request.key());
        Acls.check(request, false);
        String properties = Properties.of(request);
        String tags = ObjectTags.ofHeader(request.tagging());
        Received received = receive(body, request.contentLength(), new BodyDigests(request, null));
        var computed = received.computed();
        var version = new NewVersion(
                request.key(),
                received.stored().length(),
                computed.etag(),
                StorageClasses.kept(request.storageClassAsString()),
                computed.algorithm(),
                ChecksumType.FULL_OBJECT.toString(),
                computed.checksum(),
                tags,
                properties,
                received.stored().segments(),
                null);
        return answer(keep(request, version, received.stored(), event), properties);
    }

    /** What was written, and where. */
    private record Kept(StoredBucket bucket, StoredVersion version) {}

    private Kept keep(PutObjectRequest request, NewVersion version, Stored stored, String event) {
        try {
            return database.write(transaction -> {
                StoredBucket bucket = BucketStore.require(transaction, request.bucket());
                versions.lock(transaction, version.key());
                if (request.ifMatch() != null || request.ifNoneMatch() != null) {
                    Conditions.checkWrite(
                            request.ifMatch(),
                            request.ifNoneMatch(),
                            version.key(),
                            VersionStore.latest(transaction, bucket, version.key()));
                }
                return new Kept(bucket, versions.add(transaction, bucket, version, stored, event));
            });
        } catch (Refusal e) {
            contents.discard(stored);
            throw e;
        }
    }

    private PutObjectResponse answer(Kept kept, @Nullable String properties) {
        StoredVersion version = kept.version();
        var response = PutObjectResponse.builder()
                .eTag(version.quotedEtag())
                .versionId(VersionStore.shownId(kept.bucket(), version.versionId()))
                .checksumType(version.checksumType())
                .expiration(settings.expiration(kept.bucket(), version));
        BodyDigests.set(response, version.checksumAlgorithm(), version.checksum());
        Properties.writeEncryption(properties, response);
        return response.build();
    }

    /**
     * Takes a body in.
     *
     * @param announced its length in bytes; null when it is not known
     * @throws Refusal when it is not what its sender says; nothing of it is left then
     */
    Received receive(RequestBody body, @Nullable Long announced, BodyDigests digests) {
        if (announced != null && announced > LARGEST) {
            throw Refusal.of(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size")
                    .with("ProposedSize", Long.toString(announced))
                    .with("MaxSizeAllowed", Long.toString(LARGEST));
        }
        Stored stored;
        try (InputStream in = body.contentStreamProvider().newStream()) {
            stored = contents.receive(in, digests);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            if (announced != null && announced != stored.length()) {
                throw Refusal.of(
                        400,
                        "IncompleteBody",
                        "You did not provide the number of bytes specified by the Content-Length HTTP header.");
            }
            return new Received(stored, digests.finish(RequestContext.current().trailers()));
        } catch (RuntimeException e) {
            contents.discard(stored);
            throw e;
        }
    }
}
