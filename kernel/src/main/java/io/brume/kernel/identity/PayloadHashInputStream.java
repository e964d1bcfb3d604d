package io.brume.kernel.identity;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hands a payload on and compares its SHA-256 with the declared one at its end. Where the length is known the comparison
 * comes before the last bytes are handed out, so that a reader who stops there has verified them too.
 */
final class PayloadHashInputStream extends FilterInputStream {

    private final String declared;
    private final MessageDigest digest = SigningKeys.sha256();
    private long left;
    private boolean checked;
    private @Nullable AuthenticationException refused;

    /**
     * @param length bytes that will come; -1 when unknown
     */
    PayloadHashInputStream(InputStream in, String declaredSha256, long length) {
        super(in);
        this.declared = declaredSha256;
        this.left = length;
    }

    static void check(String declared, byte[] digest) {
        String computed = HexFormat.of().formatHex(digest);
        if (!SigningKeys.same(computed, declared)) {
            throw AuthenticationException.of(
                    AuthenticationFailure.PAYLOAD_HASH_MISMATCH,
                    Map.of("ClientComputedContentSHA256", declared, "S3ComputedContentSHA256", computed));
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
        if (refused != null) {
            throw refused;
        }
        int n = super.read(b, off, len);
        if (n > 0 && checked) {
            // More than the length that was announced: nothing vouches for it.
            refused = AuthenticationException.of(AuthenticationFailure.PAYLOAD_HASH_MISMATCH);
            throw refused;
        }
        if (n > 0) {
            digest.update(b, off, n);
            left = left < 0 ? -1 : left - n;
        }
        if (!checked && (n < 0 || left == 0)) {
            try {
                check(declared, digest.digest());
            } catch (AuthenticationException e) {
                refused = e;
                throw e;
            }
            checked = true;
        }
        return n;
    }

    @Override
    public long skip(long n) throws IOException {
        byte[] skipped = new byte[(int) Math.min(8192, Math.max(0, n))];
        int read = skipped.length == 0 ? 0 : read(skipped, 0, skipped.length);
        return Math.max(0, read);
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
