package io.brume.kernel.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What AWS demands of a value before a service sees it. */
public sealed interface Shape {

    /** Bounds on a length or a value; null means unbounded. */
    record Bounds(@Nullable Double min, @Nullable Double max) {
        public static final Bounds NONE = new Bounds(null, null);

        public boolean isNone() {
            return min == null && max == null;
        }
    }

    /**
     * @param required the members that must be present
     * @param members member names to the names of their shapes, only those with constraints of their own
     */
    record Structure(List<String> required, Map<String, String> members) implements Shape {}

    record ListOf(Bounds length, String member) implements Shape {}

    record MapOf(Bounds length, String key, String value) implements Shape {}

    /**
     * @param length in code points
     * @param pattern a regular expression that the whole value matches
     * @param values the enumeration's values, empty when any will do
     * @param sensitive whether an error must not repeat the value
     */
    record Text(Bounds length, @Nullable String pattern, List<String> values, boolean sensitive) implements Shape {}

    /** A number or, for a blob, its length in bytes. */
    record Amount(Bounds bounds, boolean blob) implements Shape {}
}
