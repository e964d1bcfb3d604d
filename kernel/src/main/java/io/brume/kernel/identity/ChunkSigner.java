package io.brume.kernel.identity;

import io.brume.kernel.identity.SigningKeys.SigningKey;

/**
 * Checks the signatures of an {@code aws-chunked} body, each of which covers the one before it; the first covers the
 * request's own. Not thread-safe, as chunks come in order.
 */
final class ChunkSigner {

    private static final String EMPTY_HASH = SigningKeys.sha256Hex("");

    private final SigningKey key;
    private final String date;
    private String previous;

    ChunkSigner(SigningKey key, String date, String seedSignature) {
        this.key = key;
        this.date = date;
        this.previous = seedSignature;
    }

    /** Checks the next chunk, the last and empty one included, by the hash of its data. */
    void chunk(String signature, String dataHash) {
        check(
                signature,
                "AWS4-HMAC-SHA256-PAYLOAD\n" + date + '\n' + key.scope() + '\n' + previous + '\n' + EMPTY_HASH + '\n'
                        + dataHash);
    }

    /** Checks the trailing headers by the hash of their canonical lines. */
    void trailer(String signature, String linesHash) {
        check(signature, "AWS4-HMAC-SHA256-TRAILER\n" + date + '\n' + key.scope() + '\n' + previous + '\n' + linesHash);
    }

    private void check(String signature, String stringToSign) {
        String expected = key.sign(stringToSign);
        if (!SigningKeys.same(expected, signature)) {
            throw AuthenticationException.of(AuthenticationFailure.SIGNATURE_MISMATCH);
        }
        previous = expected;
    }
}
