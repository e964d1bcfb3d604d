package io.brume.storage.s3;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Walks over rows in the order of their keys, joining those whose keys have a common part up to a delimiter. What is joined is
 * skipped in the index, not read: a page costs the same however many keys lie under its prefixes.
 *
 * @param <T> what a row is
 */
final class KeyWalk<T> {

    private static final int SHORT = 4;

    /**
     * Where to go on: with the first row whose key is this one or greater, or, of rows with this very key, behind the one with
     * this age or id.
     */
    record Cursor(String key, long age, String id) {

        static Cursor from(String key) {
            return new Cursor(key, Long.MIN_VALUE, "");
        }

        /** Behind a key: no key holds U+0000, so that nothing fits in between. */
        static Cursor behind(String key) {
            return from(key + '\u0001');
        }
    }

    /** Reads rows. */
    @FunctionalInterface
    interface Rows<T> {
        List<T> from(Cursor cursor, int limit) throws SQLException;
    }

    /**
     * A page.
     *
     * @param next where the next one begins; null when this is the last
     * @param lastPrefix the last thing of the page when that is a prefix, else null
     */
    record Page<T>(
            List<T> rows,
            List<String> prefixes,
            @Nullable Cursor next,
            @Nullable String lastPrefix) {
        boolean isTruncated() {
            return next != null;
        }
    }

    private final Rows<T> source;
    private final Function<T, String> key;
    private final Function<T, Cursor> behind;
    private final String prefix;
    private final @Nullable String delimiter;

    private final List<T> rows = new ArrayList<>();
    private final List<String> prefixes = new ArrayList<>();
    private @Nullable Cursor next;
    private @Nullable String skipped;

    /** @param behind the place behind a row */
    KeyWalk(
            Rows<T> source,
            Function<T, String> key,
            Function<T, Cursor> behind,
            @Nullable String prefix,
            @Nullable String delimiter) {
        this.source = source;
        this.key = key;
        this.behind = behind;
        this.prefix = prefix == null ? "" : prefix;
        this.delimiter = delimiter == null || delimiter.isEmpty() ? null : delimiter;
    }

    /** Where to begin for a marker: behind it, and behind all that is joined with it when it is a joined prefix itself. */
    Cursor start(@Nullable String marker) {
        if (marker == null || marker.isEmpty()) {
            return Cursor.from(prefix);
        }
        if (marker.equals(joined(marker))) {
            return successor(marker);
        }
        return start(Cursor.behind(marker));
    }

    /** Where to begin for a place that a caller names: not before the prefix. */
    Cursor start(Cursor marker) {
        return compare(marker.key(), prefix) < 0 ? Cursor.from(prefix) : marker;
    }

    /** At most so many rows and prefixes, from a place on. */
    Page<T> page(Cursor start, int limit) throws SQLException {
        if (limit == 0) {
            return new Page<>(List.of(), List.of(), null, null);
        }
        Cursor cursor = start;
        int batch = delimiter == null ? limit + 1 : Math.min(limit + 1, 16 * SHORT);
        while (true) {
            List<T> found = source.from(cursor, batch);
            for (T row : found) {
                if (!take(row, limit)) {
                    return new Page<>(rows, prefixes, next, skipped);
                }
            }
            if (found.size() < batch) {
                return new Page<>(rows, prefixes, null, skipped);
            }
            if (skipped != null) {
                cursor = successor(skipped);
                batch = SHORT;
            } else {
                cursor = behind.apply(found.getLast());
                batch = Math.min(limit + 1, batch * 4);
            }
        }
    }

    /** Takes a row into the page; says whether there can be more. */
    private boolean take(T row, int limit) {
        String name = key.apply(row);
        if (skipped != null && name.startsWith(skipped)) {
            return true;
        }
        if (!name.startsWith(prefix)) {
            next = null;
            return false;
        }
        if (rows.size() + prefixes.size() == limit) {
            next = skipped != null ? successor(skipped) : behind.apply(rows.getLast());
            return false;
        }
        skipped = joined(name);
        if (skipped != null) {
            prefixes.add(skipped);
        } else {
            rows.add(row);
        }
        return true;
    }

    /** The prefix that a key is joined under; null for one that stands for itself. */
    private @Nullable String joined(String name) {
        if (delimiter == null || !name.startsWith(prefix)) {
            return null;
        }
        int at = name.indexOf(delimiter, prefix.length());
        return at < 0 ? null : name.substring(0, at + delimiter.length());
    }

    /** Behind all keys that begin with a text. Keys are in the order of their UTF-8, which is that of their code points. */
    private static Cursor successor(String text) {
        int end = text.length();
        while (end > 0) {
            int last = text.codePointBefore(end);
            end -= Character.charCount(last);
            if (last < Character.MAX_CODE_POINT) {
                int following = last + 1 == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : last + 1;
                return Cursor.from(text.substring(0, end) + Character.toString(following));
            }
        }
        return Cursor.behind(text + Character.toString(Character.MAX_CODE_POINT).repeat(256));
    }

    /** In the order of code points. */
    static int compare(String one, String other) {
        int length = Math.min(one.length(), other.length());
        for (int i = 0; i < length; i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            if (a != b) {
                // Surrogates stand for what is greater than any other character.
                boolean special = Character.isSurrogate(a) != Character.isSurrogate(b);
                return special ? Character.isSurrogate(a) ? 1 : -1 : Character.compare(a, b);
            }
        }
        return Integer.compare(one.length(), other.length());
    }
}
