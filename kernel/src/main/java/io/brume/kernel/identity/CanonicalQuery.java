package io.brume.kernel.identity;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parameters of a query string, as they are signed. */
final class CanonicalQuery {

    static final String SIGNATURE = "X-Amz-Signature";

    private static final CanonicalQuery EMPTY = new CanonicalQuery(List.of());

    private record Parameter(String name, String value) implements Comparable<Parameter> {
        @Override
        public int compareTo(Parameter other) {
            int order = name.compareTo(other.name);
            return order != 0 ? order : value.compareTo(other.value);
        }
    }

    /** Names and values canonically encoded, sorted. */
    private final List<Parameter> parameters;

    private CanonicalQuery(List<Parameter> parameters) {
        this.parameters = parameters;
    }

    static CanonicalQuery of(@Nullable String rawQuery) {
        if (rawQuery == null || rawQuery.isEmpty()) {
            return EMPTY;
        }
        List<Parameter> parameters = new ArrayList<>();
        for (int start = 0; start <= rawQuery.length(); ) {
            int ampersand = rawQuery.indexOf('&', start);
            int end = ampersand < 0 ? rawQuery.length() : ampersand;
            if (end > start) {
                // Bounded, or a long query without equals signs would be searched to its end for each parameter.
                int equals = rawQuery.indexOf('=', start, end);
                int nameEnd = equals < 0 ? end : equals;
                String name = UriEncoding.canonicalQueryPart(rawQuery, start, nameEnd);
                String value = nameEnd == end ? "" : UriEncoding.canonicalQueryPart(rawQuery, nameEnd + 1, end);
                parameters.add(new Parameter(name, value));
            }
            start = end + 1;
        }
        Collections.sort(parameters);
        return new CanonicalQuery(parameters);
    }

    /** The decoded value of the one parameter of this (unreserved) name; null when absent or given more than once. */
    @Nullable
    String single(String name) {
        String found = null;
        for (Parameter parameter : parameters) {
            if (parameter.name.equals(name)) {
                if (found != null) {
                    return null;
                }
                found = parameter.value;
            }
        }
        return found == null ? null : UriEncoding.decode(found);
    }

    boolean has(String name) {
        return parameters.stream().anyMatch(parameter -> parameter.name.equals(name));
    }

    /** What is signed: all parameters but the signature itself. */
    String canonical() {
        StringBuilder out = new StringBuilder();
        for (Parameter parameter : parameters) {
            if (!parameter.name.equals(SIGNATURE)) {
                out.append(out.isEmpty() ? "" : "&")
                        .append(parameter.name)
                        .append('=')
                        .append(parameter.value);
            }
        }
        return out.toString();
    }
}
