package io.brume.kernel.s3;

import io.brume.kernel.identity.RequestHead;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The bucket and the key that a request is for, both empty when it names none. The bucket stands in the path, or in the host:
 * {@code photos.s3.eu-west-1.amazonaws.com}, {@code photos.s3.example.test}, {@code photos.localhost}.
 */
public record Address(String bucket, String key) {

    private static final int LONGEST_KEY = 1024;

    /**
     * @throws S3Refusal when the path is not UTF-8 percent-encoded, or the key is too long
     */
    public static Address of(RequestHead head) {
        String path = head.rawPath().substring(1);
        String bucket = bucketOfHost(head.header("host"));
        String key = path;
        if (bucket == null) {
            int slash = path.indexOf('/');
            bucket = slash < 0 ? path : path.substring(0, slash);
            key = slash < 0 ? "" : path.substring(slash + 1);
        }
        return new Address(decoded(bucket), checked(decoded(key)));
    }

    /** The bucket of a host's name; null when it names none. */
    public static @Nullable String bucketOfHost(@Nullable String host) {
        if (host == null) {
            return null;
        }
        int port = host.lastIndexOf(':');
        String name = (port < 0 ? host : host.substring(0, port)).toLowerCase(Locale.ROOT);
        if (name.startsWith("s3.") || name.startsWith("s3-")) {
            return null;
        }
        int end = Math.max(name.lastIndexOf(".s3."), name.lastIndexOf(".s3-"));
        if (end < 0 && name.endsWith(".localhost")) {
            end = name.length() - ".localhost".length();
        }
        return end > 0 ? name.substring(0, end) : null;
    }

    static String checked(String key) {
        int bytes = key.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LONGEST_KEY) {
            throw new S3Refusal(
                    400,
                    "KeyTooLongError",
                    "Your key is too long",
                    "Size",
                    Integer.toString(bytes),
                    "MaxSizeAllowed",
                    Integer.toString(LONGEST_KEY));
        }
        return key;
    }

    /** Decodes a part of a path, in which a plus is a plus. What is no text, or holds a NUL, names nothing. */
    private static String decoded(String raw) {
        if (isPlain(raw)) {
            return raw;
        }
        try {
            ByteBuffer bytes = ByteBuffer.allocate(raw.length() * 3);
            for (int i = 0; i < raw.length(); ) {
                int c = raw.codePointAt(i);
                if (c == '%') {
                    bytes.put((byte) escaped(raw, i));
                    i += 3;
                } else {
                    i += Character.charCount(c);
                    bytes.put(StandardCharsets.UTF_8
                            .newEncoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .encode(CharBuffer.wrap(Character.toChars(c))));
                }
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(bytes.flip())
                    .toString();
            if (text.indexOf(0) >= 0) {
                throw S3Refusal.invalidUri();
            }
            return text;
        } catch (CharacterCodingException e) {
            throw S3Refusal.invalidUri();
        }
    }

    private static boolean isPlain(String raw) {
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == 0 || c >= 128 || c == '%') {
                return false;
            }
        }
        return true;
    }

    private static int escaped(String raw, int at) {
        int high = at + 2 < raw.length() ? Character.digit(raw.charAt(at + 1), 16) : -1;
        int low = high < 0 ? -1 : Character.digit(raw.charAt(at + 2), 16);
        if (low < 0) {
            throw S3Refusal.invalidUri();
        }
        return high << 4 | low;
    }
}
