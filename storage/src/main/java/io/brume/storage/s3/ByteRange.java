package io.brume.storage.s3;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Consecutive bytes of an object. */
record ByteRange(long offset, long length) {

    private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /**
     * The bytes that a Range header asks for; null for all of them, which is also what a header gets that is not understood or asks
     * for several ranges.
     *
     * @throws Refusal when the object has none of the bytes
     */
    static @Nullable ByteRange of(@Nullable String header, long size) {
        Matcher matcher = ONE.matcher(header == null ? "" : header.strip());
        if (header == null || !matcher.matches()) {
            return null;
        }
        String first = matcher.group(1);
        String last = matcher.group(2);
        if (first.isEmpty() && last.isEmpty()) {
            return null;
        }
        long begin;
        long end = size - 1;
        if (first.isEmpty()) {
            begin = Math.max(0, size - Long.parseLong(last));
        } else {
            begin = Long.parseLong(first);
            if (!last.isEmpty()) {
                long asked = Long.parseLong(last);
                if (asked < begin) {
                    return null;
                }
                end = Math.min(end, asked);
            }
        }
        if (begin > end) {
            throw Refusal.of(416, "InvalidRange", "The requested range is not satisfiable")
                    .with("RangeRequested", header)
                    .with("ActualObjectSize", Long.toString(size))
                    .header("Content-Range", "bytes */" + size);
        }
        return new ByteRange(begin, end - begin + 1);
    }

    /** As a Content-Range header tells it. */
    String of(long size) {
        return "bytes " + offset + "-" + (offset + length - 1) + "/" + size;
    }
}
