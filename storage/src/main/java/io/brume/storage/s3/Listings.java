package io.brume.storage.s3;

import io.brume.kernel.database.Database;
import io.brume.kernel.database.Transaction;
import io.brume.kernel.resource.PageToken;
import io.brume.storage.s3.KeyWalk.Cursor;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.Owner;
import software.amazon.awssdk.services.s3.model.S3Object;

/** ListObjects and ListObjectsV2. */
final class Listings {

    private static final int MOST = 1000;
    private static final String LISTING = "s3:ListObjectsV2";

    private final Database database;

    Listings(Database database) {
        this.database = database;
    }

    ListObjectsResponse list(ListObjectsRequest request) {
        Names names = Names.of(request.encodingType());
        int limit = limit(request.maxKeys(), "max-keys");
        return database.read(transaction -> {
            StoredBucket bucket = Gets.bucket(transaction, request.bucket(), request.expectedBucketOwner());
            KeyWalk<Listed> walk = walk(transaction, bucket, request.prefix(), request.delimiter());
            KeyWalk.Page<Listed> page = walk.page(walk.start(request.marker()), limit);
            Owner owner = Acls.owner(bucket.account());
            boolean delimited =
                    request.delimiter() != null && !request.delimiter().isEmpty();
            return ListObjectsResponse.builder()
                    .name(bucket.name())
                    .prefix(names.write(text(request.prefix())))
                    .marker(names.write(text(request.marker())))
                    .delimiter(names.write(request.delimiter()))
                    .maxKeys(limit)
                    .encodingType(request.encodingType())
                    .isTruncated(page.isTruncated())
                    .nextMarker(page.isTruncated() && delimited ? names.write(last(page)) : null)
                    .contents(page.rows().stream()
                            .map(row -> object(row, names, owner))
                            .toList())
                    .commonPrefixes(page.prefixes().stream().map(names::prefix).toList())
                    .build();
        });
    }

    /** The last thing of a page that is not the last one. */
    private static String last(KeyWalk.Page<Listed> page) {
        String prefix = page.lastPrefix();
        return prefix != null ? prefix : page.rows().getLast().key();
    }

    ListObjectsV2Response list(ListObjectsV2Request request) {
        Names names = Names.of(request.encodingType());
        int limit = limit(request.maxKeys(), "max-keys");
        return database.read(transaction -> {
            StoredBucket bucket = Gets.bucket(transaction, request.bucket(), request.expectedBucketOwner());
            KeyWalk<Listed> walk = walk(transaction, bucket, request.prefix(), request.delimiter());
            Cursor start = request.continuationToken() == null
                    ? walk.start(request.startAfter())
                    : start(request.continuationToken());
            KeyWalk.Page<Listed> page = walk.page(start, limit);
            Owner owner = Boolean.TRUE.equals(request.fetchOwner()) ? Acls.owner(bucket.account()) : null;
            Cursor next = page.next();
            return ListObjectsV2Response.builder()
                    .name(bucket.name())
                    .prefix(names.write(text(request.prefix())))
                    .delimiter(names.write(request.delimiter()))
                    .startAfter(names.write(request.startAfter()))
                    .continuationToken(request.continuationToken())
                    .nextContinuationToken(next == null ? null : PageToken.of(LISTING, List.of(next.key())))
                    .maxKeys(limit)
                    .keyCount(page.rows().size() + page.prefixes().size())
                    .encodingType(request.encodingType())
                    .isTruncated(page.isTruncated())
                    .contents(page.rows().stream()
                            .map(row -> object(row, names, owner))
                            .toList())
                    .commonPrefixes(page.prefixes().stream().map(names::prefix).toList())
                    .build();
        });
    }

    private static Cursor start(String token) {
        return PageToken.read(LISTING, token)
                .map(values -> Cursor.from(values.getFirst()))
                .orElseThrow(() -> Refusal.invalidArgument(
                        "The continuation token provided is incorrect", "continuation-token", token));
    }

    private static KeyWalk<Listed> walk(
            Transaction transaction, StoredBucket bucket, @Nullable String prefix, @Nullable String delimiter)
            throws SQLException {
        return new KeyWalk<>(
                (cursor, limit) -> Listed.objects(transaction, bucket, cursor, limit),
                Listed::key,
                Listed::behindKey,
                prefix,
                delimiter);
    }

    private static S3Object object(Listed row, Names names, @Nullable Owner owner) {
        return S3Object.builder()
                .key(names.write(row.key()))
                .lastModified(row.modified())
                .eTag(row.quotedEtag())
                .size(row.size())
                .storageClass(StorageClasses.listed(row.storageClass()))
                .checksumAlgorithm(row.checksums())
                .checksumType(row.checksumType())
                .owner(owner)
                .build();
    }

    /** @throws Refusal when it is negative; more than a thousand is taken for a thousand */
    static int limit(@Nullable Integer asked, String name) {
        if (asked == null) {
            return MOST;
        }
        if (asked < 0) {
            throw Refusal.invalidArgument(
                    "Argument " + name + " must be an integer between 0 and 2147483647", name, Integer.toString(asked));
        }
        return Math.min(asked, MOST);
    }

    static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
