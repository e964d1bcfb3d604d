package io.brume.kernel.identity;

import io.brume.kernel.checksum.Checksum;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The digests of a body that is held whole, as the request's headers declare them. */
public final class DeclaredDigests {

    private static final int MD5_BYTES = 16;

    private DeclaredDigests() {}

    /**
     * Compares those that S3's clients send: {@code Content-MD5} and {@code x-amz-checksum-*}.
     *
     * @throws PayloadException when one is malformed, or not the body's
     */
    public static void check(RequestHead head, byte[] body) {
        String md5 = head.header("content-md5");
        if (md5 != null) {
            checkMd5(md5.strip(), body);
        }
        for (Checksum checksum : Checksum.values()) {
            String sent = head.header(checksum.header());
            if (sent != null) {
                check(checksum, sent, body);
            }
        }
    }

    private static void checkMd5(String sent, byte[] body) {
        byte[] declared;
        try {
            declared = Base64.getDecoder().decode(sent);
        } catch (IllegalArgumentException e) {
            declared = new byte[0];
        }
        if (declared.length != MD5_BYTES) {
            throw new PayloadException(
                    PayloadException.Problem.INVALID_DIGEST, "The Content-MD5 you specified was invalid.");
        }
        try {
            if (!MessageDigest.isEqual(
                    declared, MessageDigest.getInstance("MD5").digest(body))) {
                throw new PayloadException(
                        PayloadException.Problem.BAD_DIGEST,
                        "The Content-MD5 you specified did not match what we received.");
            }
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has MD5", e);
        }
    }

    private static void check(Checksum checksum, String sent, byte[] body) {
        byte[] declared = checksum.decode(sent.strip())
                .orElseThrow(() -> new PayloadException(
                        PayloadException.Problem.MALFORMED_CHUNK,
                        "Value for " + checksum.header() + " header is invalid."));
        Checksum.Running computed = checksum.begin();
        computed.update(body, 0, body.length);
        if (!MessageDigest.isEqual(declared, computed.value())) {
            throw new PayloadException(
                    PayloadException.Problem.BAD_DIGEST,
                    "The " + checksum.label() + " you specified did not match the calculated checksum.");
        }
    }
}
