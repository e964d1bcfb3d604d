package io.brume.storage.s3;

import io.brume.kernel.database.Database;
import io.brume.kernel.database.Transaction;
import io.brume.storage.s3.KeyWalk.Cursor;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.Owner;

/** ListObjectVersions. */
final class VersionListings {

    private final Database database;

    VersionListings(Database database) {
        this.database = database;
    }

    ListObjectVersionsResponse list(ListObjectVersionsRequest request) {
        Names names = Names.of(request.encodingType());
        int limit = Listings.limit(request.maxKeys(), "max-keys");
        if (request.versionIdMarker() != null
                && Listings.text(request.keyMarker()).isEmpty()) {
            throw Refusal.invalidArgument(
                    "A version-id marker cannot be specified without a key marker.",
                    "version-id-marker",
                    request.versionIdMarker());
        }
        return database.read(transaction -> {
            StoredBucket bucket = Gets.bucket(transaction, request.bucket(), request.expectedBucketOwner());
            var walk = new KeyWalk<>(
                    (cursor, most) -> Listed.versions(transaction, bucket, cursor, most),
                    Listed::key,
                    Listed::behindVersion,
                    request.prefix(),
                    request.delimiter());
            Cursor start = start(transaction, bucket, request, walk);
            KeyWalk.Page<Listed> page = walk.page(start, limit);
            var response = ListObjectVersionsResponse.builder()
                    .name(bucket.name())
                    .prefix(names.write(Listings.text(request.prefix())))
                    .delimiter(names.write(request.delimiter()))
                    .keyMarker(names.write(Listings.text(request.keyMarker())))
                    .versionIdMarker(Listings.text(request.versionIdMarker()))
                    .maxKeys(limit)
                    .encodingType(request.encodingType())
                    .isTruncated(page.isTruncated())
                    .commonPrefixes(page.prefixes().stream().map(names::prefix).toList());
            fill(response, page, names, Acls.owner(bucket.account()), start);
            return response.build();
        });
    }

    private static Cursor start(
            Transaction transaction, StoredBucket bucket, ListObjectVersionsRequest request, KeyWalk<Listed> walk)
            throws SQLException {
        String marker = request.versionIdMarker();
        if (marker == null || marker.isEmpty()) {
            return walk.start(request.keyMarker());
        }
        Optional<StoredVersion> version = VersionStore.version(transaction, bucket, request.keyMarker(), marker);
        long age = version.map(StoredVersion::age)
                .orElseGet(() -> VersionIds.age(marker).orElse(Long.MAX_VALUE)); // it was deleted meanwhile
        return walk.start(new Cursor(request.keyMarker(), age, ""));
    }

    private static void fill(
            ListObjectVersionsResponse.Builder response,
            KeyWalk.Page<Listed> page,
            Names names,
            Owner owner,
            Cursor start) {
        List<ObjectVersion> versions = new ArrayList<>();
        List<DeleteMarkerEntry> markers = new ArrayList<>();
        String before = start.age() == Long.MIN_VALUE ? null : start.key();
        for (Listed row : page.rows()) {
            boolean latest = !row.key().equals(before);
            before = row.key();
            if (row.isMarker()) {
                markers.add(marker(row, latest, names, owner));
            } else {
                versions.add(version(row, latest, names, owner));
            }
        }
        response.versions(versions).deleteMarkers(markers);
        if (page.isTruncated()) {
            String prefix = page.lastPrefix();
            Listed last = prefix != null ? null : page.rows().getLast();
            response.nextKeyMarker(names.write(last == null ? prefix : last.key()))
                    .nextVersionIdMarker(last == null ? null : last.versionId());
        }
    }

    private static DeleteMarkerEntry marker(Listed row, boolean latest, Names names, @Nullable Owner owner) {
        return DeleteMarkerEntry.builder()
                .key(names.write(row.key()))
                .versionId(row.versionId())
                .isLatest(latest)
                .lastModified(row.modified())
                .owner(owner)
                .build();
    }

    private static ObjectVersion version(Listed row, boolean latest, Names names, @Nullable Owner owner) {
        return ObjectVersion.builder()
                .key(names.write(row.key()))
                .versionId(row.versionId())
                .isLatest(latest)
                .lastModified(row.modified())
                .eTag(row.quotedEtag())
                .size(row.size())
                .storageClass(StorageClasses.listed(row.storageClass()))
                .checksumAlgorithm(row.checksums())
                .checksumType(row.checksumType())
                .owner(owner)
                .build();
    }
}
