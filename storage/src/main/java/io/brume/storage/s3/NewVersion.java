package io.brume.storage.s3;

import io.brume.kernel.checksum.Checksum;
import io.brume.kernel.object.Segment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An object that is about to become the latest version of its key; see {@link StoredVersion} for what its members mean. */
record NewVersion(
        String key,
        long size,
        String etag,
        @Nullable String storageClass,
        @Nullable Checksum checksumAlgorithm,
        @Nullable String checksumType,
        @Nullable String checksum,
        @Nullable String tags,
        @Nullable String properties,
        List<Segment> segments,
        @Nullable String parts) {}
