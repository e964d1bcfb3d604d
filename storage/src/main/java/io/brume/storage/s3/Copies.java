package io.brume.storage.s3;

import io.brume.kernel.checksum.Checksum;
import io.brume.kernel.database.Database;
import io.brume.kernel.database.Transaction;
import io.brume.kernel.object.Contents;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectResult;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.TaggingDirective;

/** CopyObject: the copy refers to the source's bytes, so that none of them moves. */
final class Copies {

    /** The most that one request copies: 5 GiB. */
    private static final long LARGEST = 5L << 30;

    private final Database database;
    private final Contents contents;
    private final BucketStore buckets;
    private final VersionStore versions;

    Copies(Database database, Contents contents, BucketStore buckets, VersionStore versions) {
        this.database = database;
        this.contents = contents;
        this.buckets = buckets;
        this.versions = versions;
    }

    /** What was copied, and what it became. */
    private record Copied(StoredBucket from, StoredVersion source, StoredBucket to, StoredVersion copy) {}

    /** A checksum that the copy is to have and the source has not. */
    private record Recomputed(String versionId, String etag, Checksum algorithm, String checksum) {

        /** Whether the source is still the one that was read. */
        boolean isOf(StoredVersion source) {
            return versionId.equals(source.versionId()) && etag.equals(source.etag());
        }
    }

    /** What a copy is to have of its own. */
    private record Wish(
            CopyObjectRequest request,
            @Nullable String properties,
            @Nullable String tags,
            @Nullable String storageClass,
            @Nullable Recomputed recomputed) {

        NewVersion of(StoredVersion source) {
            Recomputed fresh = recomputed != null && recomputed.isOf(source) ? recomputed : null;
            return new NewVersion(
                    request.destinationKey(),
                    source.size(),
                    source.etag(),
                    storageClass,
                    fresh != null ? fresh.algorithm() : source.checksumAlgorithm(),
                    fresh != null ? ChecksumType.FULL_OBJECT.toString() : source.checksumType(),
                    fresh != null ? fresh.checksum() : source.checksum(),
                    request.taggingDirective() == TaggingDirective.REPLACE ? tags : source.tags(),
                    request.metadataDirective() == MetadataDirective.REPLACE
                            ? properties
                            : Properties.inherited(source.properties(), properties),
                    source.segments(),
                    source.parts());
        }
    }

    CopyObjectResponse copy(CopyObjectRequest request) {
        CopySource from = CopySource.of(request.copySource());
        buckets.require(request.destinationBucket(), request.expectedBucketOwner());
        ObjectKeys.check(request.destinationKey());
        Acls.check(request, false);
        var wish = new Wish(
                request,
                Properties.of(request),
                ObjectTags.ofHeader(request.tagging()),
                StorageClasses.kept(request.storageClassAsString()),
                recomputed(request, from));
        Copied copied = database.write(transaction -> {
            StoredBucket to = BucketStore.require(transaction, request.destinationBucket());
            versions.lock(transaction, request.destinationKey());
            StoredBucket bucket = Gets.bucket(transaction, from.bucket(), request.expectedSourceBucketOwner());
            StoredVersion source = source(transaction, bucket, from, conditions(request));
            refuseToItself(request, from, source, to);
            Conditions.checkWrite(
                    request.ifMatch(),
                    request.ifNoneMatch(),
                    request.destinationKey(),
                    VersionStore.latest(transaction, to, request.destinationKey()));
            contents.share(transaction, source.segments());
            return new Copied(
                    bucket, source, to, versions.add(transaction, to, wish.of(source), null, "ObjectCreated:Copy"));
        });
        return answer(copied, from);
    }

    private static CopyObjectResponse answer(Copied copied, CopySource from) {
        StoredVersion copy = copied.copy();
        var result = CopyObjectResult.builder()
                .eTag(copy.quotedEtag())
                .lastModified(copy.modified())
                .checksumType(copy.checksumType());
        BodyDigests.set(result, copy.checksumAlgorithm(), copy.checksum());
        var response = CopyObjectResponse.builder()
                .copyObjectResult(result.build())
                .versionId(VersionStore.shownId(copied.to(), copy.versionId()))
                .copySourceVersionId(
                        from.versionId() != null
                                ? from.versionId()
                                : VersionStore.shownId(
                                        copied.from(), copied.source().versionId()));
        Properties.writeEncryption(copy.properties(), response);
        return response.build();
    }

    private static Conditions conditions(CopyObjectRequest request) {
        return new Conditions(
                request.copySourceIfMatch(),
                request.copySourceIfNoneMatch(),
                request.copySourceIfModifiedSince(),
                request.copySourceIfUnmodifiedSince());
    }

    /** The version that is to be copied, if the copier's conditions hold for it. */
    static StoredVersion source(Transaction transaction, StoredBucket bucket, CopySource from, Conditions conditions)
            throws SQLException {
        StoredVersion source;
        try {
            source = Gets.require(transaction, bucket, from.key(), from.versionId());
        } catch (Refusal refusal) {
            throw refusal.statusCode() != 405
                    ? refusal
                    : Refusal.invalidRequest("The source of a copy request may not specifically refer to a delete"
                            + " marker by version id.");
        }
        conditions.checkCopy(source);
        if (source.size() > LARGEST) {
            throw Refusal.invalidRequest(
                    "The specified copy source is larger than the maximum allowable size for a copy" + " source: "
                            + LARGEST);
        }
        return source;
    }

    private static void refuseToItself(
            CopyObjectRequest request, CopySource from, StoredVersion source, StoredBucket to) {
        boolean same = from.bucket().equals(to.name())
                && from.key().equals(request.destinationKey())
                && from.versionId() == null;
        boolean changes = request.metadataDirective() == MetadataDirective.REPLACE
                || request.storageClassAsString() != null
                        && !StorageClasses.listed(source.storageClass()).equals(request.storageClassAsString())
                || request.websiteRedirectLocation() != null
                || request.serverSideEncryption() != null;
        if (same && !changes) {
            throw Refusal.invalidRequest("This copy request is illegal because it is trying to copy an object to itself"
                    + " without changing the object's metadata, storage class, website redirect location or encryption"
                    + " attributes.");
        }
    }

    /** Reads the source once more where the copy is to have another checksum; null where it is not. */
    private @Nullable Recomputed recomputed(CopyObjectRequest request, CopySource from) {
        if (request.checksumAlgorithm() == null) {
            return null;
        }
        Checksum wanted = BodyDigests.named(request.checksumAlgorithmAsString());
        var found = database.read(transaction -> {
            StoredBucket bucket = Gets.bucket(transaction, from.bucket(), request.expectedSourceBucketOwner());
            StoredVersion source = source(transaction, bucket, from, conditions(request));
            return source.checksumAlgorithm() == wanted
                            && ChecksumType.FULL_OBJECT.toString().equals(source.checksumType())
                    ? Optional.<Source>empty()
                    : Optional.of(new Source(source, contents.open(source.segments())));
        });
        return found.isEmpty() ? null : digest(found.get(), wanted);
    }

    private record Source(StoredVersion version, InputStream body) {}

    private static Recomputed digest(Source source, Checksum algorithm) {
        Checksum.Running running = algorithm.begin();
        byte[] buffer = new byte[64 << 10];
        try (InputStream body = source.body()) {
            for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
                running.update(buffer, 0, n);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Recomputed(
                source.version().versionId(),
                source.version().etag(),
                algorithm,
                Base64.getEncoder().encodeToString(running.value()));
    }
}
