package io.brume.kernel.s3;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One rule of a bucket's cross-origin configuration. Origins and headers may hold one asterisk each, for any text.
 *
 * @param exposed headers of the answer that a page may read
 * @param maxAgeSeconds how long a browser may remember a preflight's answer; null when the rule does not say
 */
public record CorsRule(
        List<String> origins,
        List<String> methods,
        List<String> headers,
        List<String> exposed,
        @Nullable Integer maxAgeSeconds) {

    boolean fits(String origin, String method, List<String> requestedHeaders) {
        return methods.contains(method)
                && origins.stream().anyMatch(pattern -> matches(pattern, origin))
                && requestedHeaders.stream().allMatch(this::allowsHeader);
    }

    /** Whether it is the plain asterisk, rather than a name, that lets an origin in. */
    boolean isOpenTo(String origin) {
        return origins.stream()
                .filter(pattern -> matches(pattern, origin))
                .findFirst()
                .map("*"::equals)
                .orElse(false);
    }

    private boolean allowsHeader(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return headers.stream().anyMatch(pattern -> matches(pattern.toLowerCase(Locale.ROOT), lower));
    }

    private static boolean matches(String pattern, String text) {
        int star = pattern.indexOf('*');
        return star < 0
                ? pattern.equals(text)
                : text.length() >= pattern.length() - 1
                        && text.startsWith(pattern.substring(0, star))
                        && text.endsWith(pattern.substring(star + 1));
    }
}
