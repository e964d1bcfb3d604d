package io.brume.learning.builtin;

import io.brume.algorithms.blazingtext.BlazingText;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The table of built-in algorithms. Whatever registry and region an image names, its repository says which is meant. */
public final class BuiltIns {

    private static final Map<String, BuiltIn> TABLE = table(new BuiltIn(
            "blazingtext",
            new BlazingText(),
            ContentTypes.TEXT,
            Set.of(ContentTypes.TEXT, ContentTypes.JSON_LINES, ContentTypes.JSON)));

    /** {@code [REGISTRY/]REPOSITORY[:TAG][@DIGEST]}, where SageMaker's own registries are twelve digits and a region. */
    private static final Pattern IMAGE =
            Pattern.compile("(?:[^/]+/)?([a-z0-9][a-z0-9._-]*)(?::[^/@]+)?(?:@sha256:[0-9a-f]+)?");

    private BuiltIns() {}

    private static Map<String, BuiltIn> table(BuiltIn... all) {
        Map<String, BuiltIn> table = new LinkedHashMap<>();
        Stream.of(all).forEach(one -> table.put(one.repository(), one));
        return table;
    }

    /** The algorithm that an image means; empty for one's own images. */
    public static Optional<BuiltIn> of(String image) {
        Matcher parts = IMAGE.matcher(image);
        return parts.matches() ? Optional.ofNullable(TABLE.get(parts.group(1))) : Optional.empty();
    }

    public static Collection<BuiltIn> all() {
        return TABLE.values();
    }
}
