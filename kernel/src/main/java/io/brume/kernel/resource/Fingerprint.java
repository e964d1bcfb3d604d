package io.brume.kernel.resource;

import io.brume.kernel.operation.Structure;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/** What tells one request from another: the same for equal shapes, also when their maps come in another order. */
final class Fingerprint {

    private final MessageDigest digest;

    private Fingerprint(MessageDigest digest) {
        this.digest = digest;
    }

    static String of(SdkPojo shape) {
        try {
            var fingerprint = new Fingerprint(MessageDigest.getInstance("SHA-256"));
            fingerprint.add(shape);
            return HexFormat.of().formatHex(fingerprint.digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Each value begins with what it is and how long, so that no two sequences of values look alike. */
    private void add(@Nullable Object value) {
        switch (value) {
            case null -> text("null", "");
            case SdkPojo shape -> {
                for (SdkField<?> field : Structure.of(shape).all()) {
                    Object member = Structure.value(field, shape);
                    if (member != null) {
                        text("member", field.memberName());
                        add(member);
                    }
                }
                text("end", "");
            }
            case List<?> list -> {
                text("list", String.valueOf(list.size()));
                list.forEach(this::add);
            }
            case Map<?, ?> map -> {
                text("map", String.valueOf(map.size()));
                var sorted = new TreeMap<String, Object>();
                map.forEach((key, item) -> sorted.put(String.valueOf(key), item));
                sorted.forEach((key, item) -> {
                    text("key", key);
                    add(item);
                });
            }
            case SdkBytes bytes -> bytes("bytes", bytes.asByteArrayUnsafe());
            default -> text("value", value.toString());
        }
    }

    private void text(String what, String text) {
        bytes(what, text.getBytes(StandardCharsets.UTF_8));
    }

    private void bytes(String what, byte[] bytes) {
        digest.update((what + bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
    }
}
