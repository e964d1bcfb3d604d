package io.brume.kernel.identity;

import static io.brume.kernel.identity.AuthenticationFailure.INVALID_PAYLOAD_HASH;
import static io.brume.kernel.identity.AuthenticationFailure.MISSING_PAYLOAD_HASH;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@code x-amz-content-sha256} and its neighbours say of how the payload is framed and signed. */
final class PayloadRules {

    static final String HASH_HEADER = "x-amz-content-sha256";
    static final String UNSIGNED = "UNSIGNED-PAYLOAD";
    static final String CHUNKS = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
    static final String CHUNKS_TRAILER = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER";
    static final String UNSIGNED_CHUNKS_TRAILER = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
    static final String EVENTS = "STREAMING-AWS4-HMAC-SHA256-EVENTS";

    private static final int MOST_TRAILERS = 32;

    private PayloadRules() {}

    /**
     * The payload's line of the canonical request; null when it is the hash of the body itself, which the request does
     * not carry.
     */
    static @Nullable String declaredHash(RequestHead head, SignatureClaim claim) {
        CanonicalQuery query = claim.query();
        String declared = query == null ? null : query.single("X-Amz-Content-Sha256");
        if (declared == null) {
            declared = ClaimParser.single(head, HASH_HEADER);
        }
        if (declared == null) {
            if (!claim.s3()) {
                return null;
            }
            if (claim.presigned()) {
                return UNSIGNED;
            }
            throw AuthenticationException.of(MISSING_PAYLOAD_HASH);
        }
        String value = declared.strip();
        boolean known = switch (value) {
            case UNSIGNED, CHUNKS, CHUNKS_TRAILER, UNSIGNED_CHUNKS_TRAILER, EVENTS -> true;
            default -> isHash(value);
        };
        if (known) {
            return value;
        }
        if (claim.s3()) {
            throw AuthenticationException.of(INVALID_PAYLOAD_HASH);
        }
        return null;
    }

    static boolean isHash(String value) {
        return value.length() == 64 && value.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    /** Whether the body is framed as {@code aws-chunked}, which clients do without signing it too. */
    static boolean chunked(RequestHead head) {
        String hash = head.header(HASH_HEADER);
        if (hash != null && hash.startsWith("STREAMING-")) {
            return !hash.endsWith("-EVENTS");
        }
        for (String value : head.headers("content-encoding")) {
            if (value.toLowerCase(Locale.ROOT).contains("aws-chunked")) {
                return true;
            }
        }
        return false;
    }

    /** The length of the payload once unframed, or -1 when the request does not tell. */
    static long decodedLength(RequestHead head) {
        return length(head.header("x-amz-decoded-content-length"));
    }

    /** The length of the body as sent, or -1 when the request does not tell. */
    static long contentLength(RequestHead head) {
        return length(head.header("content-length"));
    }

    private static long length(@Nullable String text) {
        if (text == null || text.isEmpty() || text.length() > 18) {
            return -1;
        }
        return text.chars().allMatch(c -> c >= '0' && c <= '9') ? Long.parseLong(text) : -1;
    }

    /** The trailing headers that the request announces, in lower case. */
    static Set<String> trailers(RequestHead head) {
        Set<String> names = new LinkedHashSet<>();
        for (String value : head.headers("x-amz-trailer")) {
            for (String name : value.split(",", MOST_TRAILERS + 1)) {
                if (!name.isBlank()) {
                    names.add(name.strip().toLowerCase(Locale.ROOT));
                }
            }
        }
        if (names.size() > MOST_TRAILERS) {
            throw new PayloadException(PayloadException.Problem.MALFORMED_TRAILER, "Too many trailing headers");
        }
        return names;
    }
}
