package io.brume.operations.iam;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import software.amazon.awssdk.services.iam.model.Tag;

/** How the tags of a resource change. Users, roles and the like do not tell keys apart by their case; policies do. */
enum Tagging {
    CASELESS("Duplicate tag keys found. Please note that Tag keys are case insensitive."),
    CASED("Duplicate tag keys found.");

    private final String duplicate;

    Tagging(String duplicate) {
        this.duplicate = duplicate;
    }

    private String key(String key) {
        return this == CASELESS ? key.toLowerCase(Locale.ROOT) : key;
    }

    /** The tags that a new resource is given, in the order of their keys. */
    List<Tag> checked(List<Tag> tags) {
        return with(List.of(), tags);
    }

    /** What there is, with some added or in the place of those of the same keys. */
    List<Tag> with(List<Tag> tags, List<Tag> added) {
        TreeMap<String, Tag> all = new TreeMap<>();
        tags.forEach(tag -> all.put(key(tag.key()), tag));
        if (added.stream().map(tag -> key(tag.key())).distinct().count() < added.size()) {
            throw Errors.invalid(duplicate);
        }
        added.forEach(tag -> all.put(key(tag.key()), tag));
        if (all.size() > Quotas.TAGS) {
            throw Errors.limit("The number of tags has reached the maximum limit.");
        }
        return sorted(all.values());
    }

    List<Tag> without(List<Tag> tags, List<String> keys) {
        List<String> gone = keys.stream().map(this::key).toList();
        return sorted(
                tags.stream().filter(tag -> !gone.contains(key(tag.key()))).toList());
    }

    private static List<Tag> sorted(Collection<Tag> tags) {
        List<Tag> sorted = new ArrayList<>(tags);
        sorted.sort(Comparator.comparing(Tag::key));
        return List.copyOf(sorted);
    }
}
