package io.brume.kernel.identity;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The text of a request that its signature is computed over, up to the payload's hash. */
final class CanonicalRequest {

    private CanonicalRequest() {}

    /** All lines but the last, ending in a line feed. */
    static String withoutPayload(RequestHead head, SignatureClaim claim) {
        CanonicalQuery query = claim.query() != null ? claim.query() : CanonicalQuery.of(head.rawQuery());
        String path = claim.s3()
                ? UriEncoding.canonicalPathOnce(head.rawPath())
                : UriEncoding.canonicalPathTwice(head.rawPath());
        StringBuilder out = new StringBuilder(1024);
        out.append(head.method())
                .append('\n')
                .append(path)
                .append('\n')
                .append(query.canonical())
                .append('\n');
        for (String name : claim.signedHeaderNames()) {
            out.append(name).append(':');
            List<String> values = head.headers(name);
            for (int i = 0; i < values.size(); i++) {
                if (i > 0) {
                    out.append(',');
                }
                appendTrimmed(out, values.get(i));
            }
            out.append('\n');
        }
        return out.append('\n').append(claim.signedHeaders()).append('\n').toString();
    }

    /**
     * The headers that a signature has to cover and does not: the host and every {@code x-amz-*} but the payload's hash,
     * which is signed as the payload line itself.
     */
    static List<String> unsigned(RequestHead head, SignatureClaim claim) {
        Set<String> signed = new HashSet<>(claim.signedHeaderNames());
        List<String> unsigned = new ArrayList<>();
        if (!signed.contains("host") && !signed.contains(":authority")) {
            unsigned.add("host");
        }
        for (String header : head.headerNames()) {
            if (header.regionMatches(true, 0, "x-amz-", 0, 6)) {
                String name = header.toLowerCase(Locale.ROOT);
                if (!name.equals(PayloadRules.HASH_HEADER) && signed.add(name)) {
                    unsigned.add(name);
                }
            }
        }
        return unsigned;
    }

    /** Adds a header's value without space around it and with single spaces in it. */
    static void appendTrimmed(StringBuilder out, String value) {
        boolean started = false;
        boolean space = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == ' ' || (c >= '\t' && c <= '\r')) {
                space = started;
            } else {
                if (space) {
                    out.append(' ');
                    space = false;
                }
                out.append(c);
                started = true;
            }
        }
    }
}
