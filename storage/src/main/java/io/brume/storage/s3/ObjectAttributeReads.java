package io.brume.storage.s3;

import io.brume.kernel.database.Database;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.Checksum;
import software.amazon.awssdk.services.s3.model.GetObjectAttributesParts;
import software.amazon.awssdk.services.s3.model.GetObjectAttributesRequest;
import software.amazon.awssdk.services.s3.model.GetObjectAttributesResponse;
import software.amazon.awssdk.services.s3.model.ObjectAttributes;
import software.amazon.awssdk.services.s3.model.ObjectPart;

/** GetObjectAttributes. */
final class ObjectAttributeReads {

    private final Database database;

    ObjectAttributeReads(Database database) {
        this.database = database;
    }

    GetObjectAttributesResponse get(GetObjectAttributesRequest request) {
        return database.read(transaction -> {
            StoredBucket bucket = Gets.bucket(transaction, request.bucket(), request.expectedBucketOwner());
            StoredVersion version = Gets.require(transaction, bucket, request.key(), request.versionId());
            var response = GetObjectAttributesResponse.builder()
                    .lastModified(version.modified())
                    .versionId(VersionStore.shownId(bucket, version.versionId()));
            for (ObjectAttributes attribute : request.objectAttributes()) {
                switch (attribute) {
                    case E_TAG -> response.eTag(version.etag());
                    case CHECKSUM -> response.checksum(checksum(version));
                    case OBJECT_PARTS -> response.objectParts(parts(version, request));
                    case STORAGE_CLASS -> response.storageClass(StorageClasses.listed(version.storageClass()));
                    case OBJECT_SIZE -> response.objectSize(version.size());
                    case UNKNOWN_TO_SDK_VERSION ->
                        throw Refusal.invalidArgument(
                                "Invalid attribute name specified.",
                                "x-amz-object-attributes",
                                String.join(",", request.objectAttributesAsStrings()));
                }
            }
            return response.build();
        });
    }

    private static @Nullable Checksum checksum(StoredVersion version) {
        if (version.checksum() == null) {
            return null;
        }
        var checksum = Checksum.builder().checksumType(version.checksumType());
        BodyDigests.set(checksum, version.checksumAlgorithm(), version.checksum());
        return checksum.build();
    }

    private static @Nullable GetObjectAttributesParts parts(StoredVersion version, GetObjectAttributesRequest request) {
        if (version.parts() == null) {
            return null;
        }
        List<StoredPart> all = StoredPart.read(version.parts());
        int behind = request.partNumberMarker() == null ? 0 : request.partNumberMarker();
        int limit = Listings.limit(request.maxParts(), "max-parts");
        List<StoredPart> rest =
                all.stream().filter(part -> part.number() > behind).toList();
        List<StoredPart> page = rest.subList(0, Math.min(limit, rest.size()));
        return GetObjectAttributesParts.builder()
                .totalPartsCount(all.size())
                .partNumberMarker(behind)
                .nextPartNumberMarker(page.isEmpty() ? behind : page.getLast().number())
                .maxParts(limit)
                .isTruncated(rest.size() > page.size())
                .parts(page.stream().map(part -> part(version, part)).toList())
                .build();
    }

    private static ObjectPart part(StoredVersion version, StoredPart part) {
        var told = ObjectPart.builder().partNumber(part.number()).size(part.size());
        BodyDigests.set(told, version.checksumAlgorithm(), part.checksum());
        return told.build();
    }
}
