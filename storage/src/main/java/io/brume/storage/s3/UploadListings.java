package io.brume.storage.s3;

import io.brume.kernel.database.Database;
import io.brume.storage.s3.KeyWalk.Cursor;
import java.util.List;
import software.amazon.awssdk.services.s3.model.Initiator;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListPartsRequest;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.Part;

/** ListMultipartUploads and ListParts. */
final class UploadListings {

    private final Database database;

    UploadListings(Database database) {
        this.database = database;
    }

    ListMultipartUploadsResponse list(ListMultipartUploadsRequest request) {
        Names names = Names.of(request.encodingType());
        int limit = Listings.limit(request.maxUploads(), "max-uploads");
        return database.read(transaction -> {
            StoredBucket bucket = Gets.bucket(transaction, request.bucket(), request.expectedBucketOwner());
            var walk = new KeyWalk<>(
                    (cursor, most) -> UploadStore.list(transaction, bucket, cursor, most),
                    StoredUpload::key,
                    StoredUpload::behind,
                    request.prefix(),
                    request.delimiter());
            String keyMarker = Listings.text(request.keyMarker());
            String idMarker = Listings.text(request.uploadIdMarker());
            // Without a key, an upload's id marks nothing.
            Cursor start = keyMarker.isEmpty() || idMarker.isEmpty()
                    ? walk.start(keyMarker)
                    : walk.start(new Cursor(keyMarker, Long.MIN_VALUE, idMarker));
            KeyWalk.Page<StoredUpload> page = walk.page(start, limit);
            var response = ListMultipartUploadsResponse.builder()
                    .bucket(bucket.name())
                    .keyMarker(names.write(keyMarker))
                    .uploadIdMarker(idMarker)
                    .prefix(names.write(Listings.text(request.prefix())))
                    .delimiter(names.write(request.delimiter()))
                    .maxUploads(limit)
                    .encodingType(request.encodingType())
                    .isTruncated(page.isTruncated())
                    .commonPrefixes(page.prefixes().stream().map(names::prefix).toList())
                    .uploads(page.rows().stream()
                            .map(upload -> upload(bucket, upload, names))
                            .toList());
            if (page.isTruncated()) {
                String prefix = page.lastPrefix();
                StoredUpload last = prefix != null ? null : page.rows().getLast();
                response.nextKeyMarker(names.write(last == null ? prefix : last.key()))
                        .nextUploadIdMarker(last == null ? null : last.id());
            }
            return response.build();
        });
    }

    private static MultipartUpload upload(StoredBucket bucket, StoredUpload upload, Names names) {
        return MultipartUpload.builder()
                .key(names.write(upload.key()))
                .uploadId(upload.id())
                .initiated(upload.initiated())
                .owner(Acls.owner(bucket.account()))
                .initiator(initiator(upload))
                .storageClass(StorageClasses.listed(upload.storageClass()))
                .checksumAlgorithm(
                        upload.algorithm() == null ? null : upload.algorithm().label())
                .checksumType(upload.type())
                .build();
    }

    private static Initiator initiator(StoredUpload upload) {
        return Initiator.builder().id(Acls.owner(upload.account()).id()).build();
    }

    ListPartsResponse list(ListPartsRequest request) {
        int limit = Listings.limit(request.maxParts(), "max-parts");
        int behind = request.partNumberMarker() == null ? 0 : request.partNumberMarker();
        return database.read(transaction -> {
            StoredBucket bucket = Gets.bucket(transaction, request.bucket(), request.expectedBucketOwner());
            StoredUpload upload = UploadStore.require(transaction, bucket, request.key(), request.uploadId());
            List<UploadedPart> found = UploadStore.parts(transaction, upload, behind, limit + 1);
            boolean more = found.size() > limit && limit > 0;
            List<UploadedPart> page = found.size() > limit ? found.subList(0, limit) : found;
            return ListPartsResponse.builder()
                    .bucket(bucket.name())
                    .key(upload.key())
                    .uploadId(upload.id())
                    .partNumberMarker(behind)
                    .nextPartNumberMarker(
                            page.isEmpty() ? behind : page.getLast().number())
                    .maxParts(limit)
                    .isTruncated(more)
                    .parts(page.stream().map(part -> part(upload, part)).toList())
                    .owner(Acls.owner(bucket.account()))
                    .initiator(initiator(upload))
                    .storageClass(StorageClasses.listed(upload.storageClass()))
                    .checksumAlgorithm(
                            upload.algorithm() == null
                                    ? null
                                    : upload.algorithm().label())
                    .checksumType(upload.type())
                    .build();
        });
    }

    private static Part part(StoredUpload upload, UploadedPart part) {
        var told = Part.builder()
                .partNumber(part.number())
                .lastModified(part.modified())
                .size(part.size())
                .eTag('"' + part.etag() + '"');
        BodyDigests.set(told, upload.kept(), part.checksum());
        return told.build();
    }
}
