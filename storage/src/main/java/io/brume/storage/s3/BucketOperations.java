package io.brume.storage.s3;

import io.brume.kernel.resource.PageToken;
import io.brume.kernel.resource.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CreateBucketConfiguration;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.CreateBucketResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.ListBucketsRequest;
import software.amazon.awssdk.services.s3.model.ListBucketsResponse;
import software.amazon.awssdk.services.s3.model.MFADelete;
import software.amazon.awssdk.services.s3.model.PutBucketVersioningRequest;
import software.amazon.awssdk.services.s3.model.PutBucketVersioningResponse;

/** Operations on buckets as wholes. */
final class BucketOperations {

    private static final String HOME = "us-east-1";
    private static final int MOST_BUCKETS = 10_000;
    private static final String LISTING = "s3:ListBuckets";

    private final BucketStore buckets;

    BucketOperations(BucketStore buckets) {
        this.buckets = buckets;
    }

    CreateBucketResponse create(CreateBucketRequest request, Scope caller) {
        ObjectKeys.checkBucket(request.bucket());
        Acls.check(request, true);
        if (Boolean.TRUE.equals(request.objectLockEnabledForBucket())) {
            throw Refusal.notImplemented("x-amz-bucket-object-lock-enabled");
        }
        String region = region(request.createBucketConfiguration(), caller.region());
        BucketStore.Made made = buckets.create(request.bucket(), new Scope(caller.account(), region));
        if (!made.isNew()) {
            refuse(made.bucket(), caller);
        }
        return CreateBucketResponse.builder().location("/" + request.bucket()).build();
    }

    /** In its oldest region, and there alone, S3 takes a second creation of one's own bucket for a success. */
    private static void refuse(StoredBucket existing, Scope caller) {
        if (!existing.account().equals(caller.account())) {
            throw Refusal.of(
                            409,
                            "BucketAlreadyExists",
                            "The requested bucket name is not available. The bucket namespace is shared by all users of"
                                    + " the system. Please select a different name and try again.")
                    .with("BucketName", existing.name());
        }
        if (!existing.region().equals(HOME) || !caller.region().equals(HOME)) {
            throw Refusal.of(
                            409,
                            "BucketAlreadyOwnedByYou",
                            "Your previous request to create the named bucket succeeded and you already own it.")
                    .with("BucketName", existing.name());
        }
    }

    /** The region that a bucket is to be in: the caller's own, or from S3's oldest region any other. */
    private static String region(@Nullable CreateBucketConfiguration configuration, String callers) {
        String asked = configuration == null ? null : configuration.locationConstraintAsString();
        if (asked == null || asked.isEmpty()) {
            if (!callers.equals(HOME)) {
                throw incompatible("unspecified");
            }
            return HOME;
        }
        String region = asked.equals("EU") ? "eu-west-1" : asked;
        if (region.equals(HOME) || !region.matches("[a-z]{2}(-[a-z]+)+-\\d")) {
            throw Refusal.of(400, "InvalidLocationConstraint", "The specified location-constraint is not valid")
                    .with("LocationConstraint", asked);
        }
        if (!callers.equals(HOME) && !callers.equals(region)) {
            throw incompatible(asked);
        }
        return region;
    }

    private static Refusal incompatible(String constraint) {
        return Refusal.of(
                400,
                "IllegalLocationConstraintException",
                "The " + constraint
                        + " location constraint is incompatible for the region specific endpoint this request"
                        + " was sent to.");
    }

    HeadBucketResponse head(StoredBucket bucket) {
        return HeadBucketResponse.builder()
                .bucketRegion(bucket.region())
                .bucketArn(bucket.arn())
                .accessPointAlias(false)
                .build();
    }

    /** As GetBucketLocation answers it: empty for S3's oldest region. */
    static String location(StoredBucket bucket) {
        return bucket.region().equals(HOME) ? "" : bucket.region();
    }

    PutBucketVersioningResponse setVersioning(StoredBucket bucket, PutBucketVersioningRequest request) {
        BucketVersioningStatus status = request.versioningConfiguration().status();
        if (status == null || status == BucketVersioningStatus.UNKNOWN_TO_SDK_VERSION) {
            throw Refusal.of(
                    400, "IllegalVersioningConfigurationException", "The Versioning element must be specified");
        }
        if (request.versioningConfiguration().mfaDelete() == MFADelete.ENABLED) {
            throw Refusal.notImplemented("x-amz-mfa");
        }
        buckets.versioning(bucket, status);
        return PutBucketVersioningResponse.builder().build();
    }

    ListBucketsResponse list(ListBucketsRequest request, Scope caller) {
        boolean paged = request.maxBuckets() != null;
        int limit = paged ? Math.min(request.maxBuckets(), MOST_BUCKETS) : MOST_BUCKETS;
        String after = request.continuationToken() == null
                ? ""
                : PageToken.read(LISTING, request.continuationToken())
                        .map(List::getFirst)
                        .orElseThrow(() -> Refusal.invalidArgument(
                                "The continuation token provided is incorrect",
                                "continuation-token",
                                request.continuationToken()));
        String prefix = request.prefix() == null ? "" : request.prefix();
        List<StoredBucket> found = buckets.list(caller.account(), after, prefix, request.bucketRegion(), limit + 1);
        boolean more = found.size() > limit;
        List<StoredBucket> page = more ? found.subList(0, limit) : found;
        return ListBucketsResponse.builder()
                .owner(Acls.owner(caller.account()))
                .prefix(request.prefix())
                .buckets(page.stream()
                        .map(bucket -> Bucket.builder()
                                .name(bucket.name())
                                .creationDate(bucket.created())
                                .bucketRegion(paged ? bucket.region() : null)
                                .build())
                        .toList())
                .continuationToken(
                        more ? PageToken.of(LISTING, List.of(page.getLast().name())) : null)
                .build();
    }
}
