package io.brume.operations.sts;

import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sts.model.PackedPolicyTooLargeException;
import software.amazon.awssdk.services.sts.model.PolicyDescriptorType;
import software.amazon.awssdk.services.sts.model.Tag;

/**
 * How much of what a session may carry its policies and tags take: their characters against the 2,048 that there are. AWS packs
 * them in a form of its own, whose sizes are smaller.
 */
final class PackedPolicy {

    private static final int MOST = 2048;

    private PackedPolicy() {}

    /** @throws PackedPolicyTooLargeException when it is more than all */
    static int percent(@Nullable String policy, List<PolicyDescriptorType> arns, List<Tag> tags) {
        int characters = policy == null ? 0 : policy.length();
        for (PolicyDescriptorType descriptor : arns) {
            characters += descriptor.arn() == null ? 0 : descriptor.arn().length();
        }
        for (Tag tag : tags) {
            characters += tag.key().length() + tag.value().length();
        }
        int percent = (characters * 100 + MOST - 1) / MOST;
        if (percent > 100) {
            throw PackedPolicyTooLargeException.builder()
                    .message("Packed size of session policies and tags consumes " + percent + "% of allotted space.")
                    .build();
        }
        return percent;
    }
}
