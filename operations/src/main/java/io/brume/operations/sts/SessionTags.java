package io.brume.operations.sts;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.Tag;

/** The tags of sessions, whose keys are not told apart by their case. */
final class SessionTags {

    private SessionTags() {}

    private static String key(String key) {
        return key.toLowerCase(Locale.ROOT);
    }

    private static Set<String> keys(List<String> keys) {
        return keys.stream().map(SessionTags::key).collect(Collectors.toSet());
    }

    private static Set<String> keysOf(List<Tag> tags) {
        return keys(tags.stream().map(Tag::key).toList());
    }

    static void checkDistinct(List<Tag> tags) {
        if (keysOf(tags).size() < tags.size()) {
            throw Failures.parameter("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
        }
    }

    static void check(AssumeRoleRequest request) {
        checkDistinct(request.tags());
        if (!keysOf(request.tags()).containsAll(keys(request.transitiveTagKeys()))) {
            throw Failures.parameter("The specified transitive tag key must be included in the requested tags.");
        }
    }

    /** The request with the transitive tags of the session that makes it. */
    static AssumeRoleRequest inherit(AssumeRoleRequest request, AssumeRoleRequest calling) {
        Set<String> transitive = keys(calling.transitiveTagKeys());
        Set<String> asked = keysOf(request.tags());
        if (transitive.stream().anyMatch(asked::contains)) {
            throw Failures.parameter("One of the specified transitive tag keys can't be set because it conflicts with a"
                    + " transitive tag key from the calling session.");
        }
        List<Tag> tags = new ArrayList<>(request.tags());
        calling.tags().stream()
                .filter(tag -> transitive.contains(key(tag.key())))
                .forEach(tags::add);
        List<String> keys = new ArrayList<>(request.transitiveTagKeys());
        keys.addAll(calling.transitiveTagKeys());
        return request.toBuilder().tags(tags).transitiveTagKeys(keys).build();
    }
}
