package io.brume.serverless.sqs;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * The digests that SQS's clients check what they sent and received against. The one of attributes runs over each attribute's name,
 * type, kind (1 text, 2 bytes) and value, in the order of names; each but the kind after its length in four bytes.
 */
final class Digests {

    private static final byte TEXT = 1;
    private static final byte BYTES = 2;

    private Digests() {}

    static String md5(String body) {
        return HexFormat.of().formatHex(digest("MD5").digest(body.getBytes(StandardCharsets.UTF_8)));
    }

    /** Null where there are no attributes, since SQS then tells none. */
    static @Nullable String md5(Map<String, MessageAttributeValue> attributes) {
        if (attributes.isEmpty()) {
            return null;
        }
        MessageDigest digest = digest("MD5");
        new TreeMap<>(attributes).forEach((name, value) -> {
            add(digest, name.getBytes(StandardCharsets.UTF_8));
            add(digest, value.dataType().getBytes(StandardCharsets.UTF_8));
            if (value.binaryValue() != null) {
                digest.update(BYTES);
                add(digest, value.binaryValue().asByteArrayUnsafe());
            } else {
                digest.update(TEXT);
                add(digest, value.stringValue().getBytes(StandardCharsets.UTF_8));
            }
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, byte[] bytes) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        digest.update(bytes);
    }

    /** What content-based deduplication tells messages apart by. */
    static String sha256(String body) {
        return HexFormat.of().formatHex(digest("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
