package io.brume.storage.s3;

import io.brume.kernel.checksum.Checksum;
import io.brume.kernel.object.Digests;
import io.brume.kernel.shape.Shapes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/**
 * What is computed of an uploaded body, and compared with what its sender says: the MD5 that is its ETag, the checksum that is kept
 * of it and the one that came in a header. One that comes behind the body is compared by whoever unframes it.
 */
final class BodyDigests implements Digests {

    /** The members of a request that carry checksums are named so, and then like the checksum. */
    private static final String MEMBER = "Checksum";

    private final MessageDigest md5 = md5();
    private final Map<Checksum, Checksum.Running> running = new EnumMap<>(Checksum.class);
    private final @Nullable Checksum declared;
    private final @Nullable String declaredValue;
    private final @Nullable Checksum trailing;
    private final byte @Nullable [] declaredMd5;
    private final Checksum kept;

    /**
     * @param request one with members for checksums, for their algorithm and for the MD5
     * @param wanted the checksum that will be kept; null for the one that the sender chose
     * @throws Refusal when the request's own checksums are malformed
     */
    BodyDigests(SdkPojo request, @Nullable Checksum wanted) {
        declared = declared(request);
        declaredValue = declared == null ? null : value(request, declared);
        trailing = declared == null ? algorithm(request) : null;
        declaredMd5 = declaredMd5(request);
        kept = wanted != null ? wanted : declared != null ? declared : trailing != null ? trailing : Checksum.CRC64NVME;
        if (declared != null) {
            running.put(declared, declared.begin());
        }
        if (kept != declared && kept != trailing) {
            running.put(kept, kept.begin());
        }
    }

    static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has MD5", e);
        }
    }

    /** The checksum whose value a request carries; null for none. */
    static @Nullable Checksum declared(SdkPojo request) {
        Checksum found = null;
        for (Checksum checksum : Checksum.values()) {
            if (value(request, checksum) != null) {
                if (found != null) {
                    throw Refusal.invalidRequest(
                            "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
                }
                found = checksum;
            }
        }
        return found;
    }

    static @Nullable String value(SdkPojo shape, Checksum checksum) {
        return (String) Shapes.get(shape, MEMBER + checksum.label());
    }

    /** Sets a response's member for a checksum. */
    static void set(SdkPojo builder, @Nullable Checksum checksum, @Nullable String value) {
        if (checksum != null && value != null) {
            Shapes.set(builder, MEMBER + checksum.label(), value);
        }
    }

    private static @Nullable Checksum algorithm(SdkPojo request) {
        return Shapes.get(request, "ChecksumAlgorithm") instanceof String name ? named(name) : null;
    }

    /** @throws Refusal when there is no checksum of that name */
    static Checksum named(String name) {
        try {
            return Checksum.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw Refusal.invalidRequest("Checksum algorithm provided is unsupported. Please try again with any of the"
                    + " valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]");
        }
    }

    private static byte @Nullable [] declaredMd5(SdkPojo request) {
        if (!(Shapes.get(request, "ContentMD5") instanceof String text)) {
            return null;
        }
        byte[] value;
        try {
            value = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            value = new byte[0];
        }
        if (value.length != 16) {
            throw Refusal.of(400, "InvalidDigest", "The Content-MD5 you specified was invalid.")
                    .with("Content-MD5", text);
        }
        return value;
    }

    @Override
    public void update(byte[] data, int offset, int length) {
        md5.update(data, offset, length);
        running.values().forEach(checksum -> checksum.update(data, offset, length));
    }

    /**
     * What a body turned out to be.
     *
     * @param etag without quotes
     * @param checksum in base64
     */
    record Computed(String etag, Checksum algorithm, String checksum) {}

    /**
     * Compares, once the whole body was seen.
     *
     * @param trailers what came behind the body
     * @throws Refusal when the body is not what its sender says
     */
    Computed finish(Map<String, String> trailers) {
        byte[] actualMd5 = md5.digest();
        if (declaredMd5 != null && !MessageDigest.isEqual(declaredMd5, actualMd5)) {
            throw Refusal.of(400, "BadDigest", "The Content-MD5 you specified did not match what we received.")
                    .with("ExpectedDigest", Base64.getEncoder().encodeToString(declaredMd5))
                    .with("CalculatedDigest", Base64.getEncoder().encodeToString(actualMd5));
        }
        Map<Checksum, String> values = new EnumMap<>(Checksum.class);
        running.forEach(
                (checksum, computed) -> values.put(checksum, Base64.getEncoder().encodeToString(computed.value())));
        if (declared != null && declaredValue != null) {
            check(declared, declaredValue, String.valueOf(values.get(declared)));
        }
        if (trailing != null) {
            String sent = trailers.get(trailing.header());
            if (sent == null) {
                throw Refusal.invalidRequest("x-amz-sdk-checksum-algorithm specified, but no corresponding"
                        + " x-amz-checksum-* or x-amz-trailer headers were found.");
            }
            values.put(trailing, sent);
        }
        return new Computed(HexFormat.of().formatHex(actualMd5), kept, String.valueOf(values.get(kept)));
    }

    private static void check(Checksum checksum, String sent, String actual) {
        Optional<byte[]> value = checksum.decode(sent);
        if (value.isEmpty()) {
            throw Refusal.invalidRequest("Value for " + checksum.header() + " header is invalid.");
        }
        if (!sent.equals(actual)) {
            throw Refusal.of(
                    400,
                    "BadDigest",
                    "The " + checksum.label() + " you specified did not match the calculated checksum.");
        }
    }
}
