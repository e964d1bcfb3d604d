package io.brume.storage.s3;

import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;

/** The tags of a bucket: at most fifty, within the limits that objects' tags have. */
final class BucketTags {

    private static final int MOST = 50;

    private BucketTags() {}

    /** @throws Refusal when S3 would refuse them */
    static Tagging checked(@Nullable Tagging tagging) {
        if (tagging == null || !tagging.hasTagSet()) {
            throw Refusal.malformedXml();
        }
        List<Tag> tags = tagging.tagSet();
        if (tags.size() > MOST) {
            throw Refusal.of(400, "BadRequest", "Bucket tag count cannot be greater than " + MOST);
        }
        ObjectTags.check(tags);
        return tagging;
    }
}
