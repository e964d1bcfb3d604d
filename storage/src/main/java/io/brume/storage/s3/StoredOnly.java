package io.brume.storage.s3;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.AccelerateConfiguration;
import software.amazon.awssdk.services.s3.model.BucketLoggingStatus;
import software.amazon.awssdk.services.s3.model.WebsiteConfiguration;

/** Checks the settings that are kept and returned, and that nothing else is done about. */
final class StoredOnly {

    private StoredOnly() {}

    /** @throws Refusal when the bucket that is to take the log is not there, or another account's */
    static BucketLoggingStatus logging(BucketStore buckets, StoredBucket bucket, @Nullable BucketLoggingStatus status) {
        if (status == null) {
            throw Refusal.malformedXml();
        }
        if (status.loggingEnabled() != null) {
            String target = String.valueOf(status.loggingEnabled().targetBucket());
            boolean exists = buckets.find(target)
                    .filter(found -> found.account().equals(bucket.account()))
                    .isPresent();
            if (!exists) {
                throw Refusal.of(400, "InvalidTargetBucketForLogging", "The target bucket for logging does not exist")
                        .with("TargetBucket", target);
            }
        }
        return status;
    }

    /** @throws Refusal when the bucket's name does not allow it */
    static AccelerateConfiguration accelerate(StoredBucket bucket, @Nullable AccelerateConfiguration configuration) {
        if (configuration == null || configuration.status() == null) {
            throw Refusal.malformedXml();
        }
        if (bucket.name().indexOf('.') >= 0) {
            throw Refusal.invalidRequest(
                    "S3 Transfer Acceleration is not supported for buckets with periods (.) in their names");
        }
        return configuration;
    }

    /** @throws Refusal when S3 would refuse it */
    static WebsiteConfiguration website(@Nullable WebsiteConfiguration website) {
        if (website == null) {
            throw Refusal.malformedXml();
        }
        var index = website.indexDocument();
        if (website.redirectAllRequestsTo() != null) {
            if (index != null || website.errorDocument() != null || website.hasRoutingRules()) {
                throw Refusal.invalidRequest(
                        "RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules.");
            }
        } else if (index == null) {
            throw Refusal.invalidArgument(
                    "A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty",
                    "IndexDocument",
                    "null");
        } else if (index.suffix() == null
                || index.suffix().isEmpty()
                || index.suffix().indexOf('/') >= 0) {
            throw Refusal.invalidArgument(
                    "The IndexDocument Suffix is not well formed", "IndexDocument", String.valueOf(index.suffix()));
        }
        return website;
    }
}
