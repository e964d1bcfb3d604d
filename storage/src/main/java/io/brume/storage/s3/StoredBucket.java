package io.brume.storage.s3;

import io.brume.kernel.resource.Scope;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/**
 * A bucket.
 *
 * @param id never used again, not even for a bucket of the same name
 * @param account the owner's
 * @param versioning null when it never was enabled
 */
record StoredBucket(
        long id,
        String name,
        String account,
        String region,
        Instant created,
        @Nullable BucketVersioningStatus versioning) {

    boolean isVersioned() {
        return versioning == BucketVersioningStatus.ENABLED;
    }

    Scope scope() {
        return new Scope(account, region);
    }

    String arn() {
        return "arn:aws:s3:::" + name;
    }
}
