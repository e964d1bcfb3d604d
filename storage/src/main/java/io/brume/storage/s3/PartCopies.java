package io.brume.storage.s3;

import io.brume.kernel.checksum.Checksum;
import io.brume.kernel.database.Database;
import io.brume.kernel.object.Contents;
import io.brume.kernel.object.Segment;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CopyPartResult;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;
import software.amazon.awssdk.services.s3.model.UploadPartCopyResponse;

/** UploadPartCopy: the part refers to the source's bytes, which are read once for their digests but not written again. */
final class PartCopies {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,18})-(\\d{1,18})");

    private final Database database;
    private final Contents contents;
    private final BucketStore buckets;
    private final Multipart multipart;
    private final Clock clock;

    PartCopies(Database database, Contents contents, BucketStore buckets, Multipart multipart, Clock clock) {
        this.database = database;
        this.contents = contents;
        this.buckets = buckets;
        this.multipart = multipart;
        this.clock = clock;
    }

    /** A source that is open. */
    private record Source(
            StoredUpload upload, StoredBucket bucket, StoredVersion version, List<Segment> segments, InputStream body) {

        long length() {
            return segments.stream().mapToLong(Segment::length).sum();
        }
    }

    UploadPartCopyResponse copy(UploadPartCopyRequest request) {
        Multipart.checkNumber(request.partNumber());
        CopySource from = CopySource.of(request.copySource());
        buckets.require(request.destinationBucket(), request.expectedBucketOwner());
        Source source = open(request, from);
        MessageDigest md5 = BodyDigests.md5();
        Checksum algorithm = source.upload().kept();
        Checksum.Running running = algorithm.begin();
        byte[] buffer = new byte[64 << 10];
        try (InputStream body = source.body()) {
            for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
                md5.update(buffer, 0, n);
                running.update(buffer, 0, n);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var part = new UploadedPart(
                request.partNumber(),
                clock.instant(),
                source.length(),
                HexFormat.of().formatHex(md5.digest()),
                Base64.getEncoder().encodeToString(running.value()),
                Segment.write(source.segments()));
        multipart.keep(
                request.destinationBucket(),
                source.upload(),
                part,
                transaction -> contents.share(transaction, source.segments()));
        var result = CopyPartResult.builder().eTag('"' + part.etag() + '"').lastModified(part.modified());
        BodyDigests.set(result, algorithm, part.checksum());
        return UploadPartCopyResponse.builder()
                .copyPartResult(result.build())
                .copySourceVersionId(
                        VersionStore.shownId(source.bucket(), source.version().versionId()))
                .build();
    }

    private Source open(UploadPartCopyRequest request, CopySource from) {
        var conditions = new Conditions(
                request.copySourceIfMatch(),
                request.copySourceIfNoneMatch(),
                request.copySourceIfModifiedSince(),
                request.copySourceIfUnmodifiedSince());
        return database.read(transaction -> {
            StoredUpload upload = UploadStore.require(
                    transaction,
                    BucketStore.require(transaction, request.destinationBucket()),
                    request.destinationKey(),
                    request.uploadId());
            StoredBucket bucket = Gets.bucket(transaction, from.bucket(), request.expectedSourceBucketOwner());
            StoredVersion version = Gets.require(transaction, bucket, from.key(), from.versionId());
            conditions.checkCopy(version);
            List<Segment> segments = segments(version, request.copySourceRange());
            return new Source(
                    upload,
                    bucket,
                    version,
                    segments,
                    segments.isEmpty() ? InputStream.nullInputStream() : contents.open(segments));
        });
    }

    private static List<Segment> segments(StoredVersion version, @Nullable String range) {
        if (range == null) {
            return version.segments();
        }
        Matcher matcher = RANGE.matcher(range);
        if (!matcher.matches()) {
            throw Refusal.invalidArgument(
                    "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the"
                            + " zero-based offsets of the first and last bytes to copy",
                    "x-amz-copy-source-range",
                    range);
        }
        long first = Long.parseLong(matcher.group(1));
        long last = Long.parseLong(matcher.group(2));
        if (first > last || last >= version.size()) {
            throw Refusal.invalidArgument(
                    "Range specified is not valid for source object of size: " + version.size(),
                    "x-amz-copy-source-range",
                    range);
        }
        return Segment.slice(version.segments(), first, last - first + 1);
    }
}
