package io.brume.kernel.identity;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The percent-encoding that Signature Version 4 signs: every byte of UTF-8 but the unreserved characters of RFC 3986,
 * with upper-case digits. Nothing here fails: a percent sign without two digits stands for itself.
 */
final class UriEncoding {

    private static final char[] DIGITS = "0123456789ABCDEF".toCharArray();

    private UriEncoding() {}

    /** S3's canonical path: each character encoded once, whichever way the client wrote it. */
    static String canonicalPathOnce(String rawPath) {
        if (rawPath.isEmpty()) {
            return "/";
        }
        StringBuilder out = new StringBuilder(rawPath.length() + 16);
        appendCanonical(out, rawPath, 0, rawPath.length(), false);
        return out.toString();
    }

    /** The canonical path of all other services: normalised, then encoded on top of the encoding it was sent with. */
    static String canonicalPathTwice(String rawPath) {
        String path = normalize(rawPath);
        StringBuilder out = new StringBuilder(path.length() + 16);
        for (int i = 0; i < path.length(); ) {
            int c = path.codePointAt(i);
            if (c == '/') {
                out.append('/');
            } else {
                appendEncoded(out, c);
            }
            i += Character.charCount(c);
        }
        return out.toString();
    }

    /** Re-encodes a name or value of a query string, where a plus sign is a space. */
    static String canonicalQueryPart(String raw, int from, int to) {
        StringBuilder out = new StringBuilder(to - from + 16);
        appendCanonical(out, raw, from, to, true);
        return out.toString();
    }

    /** The text behind an encoded query part. */
    static String decode(String encoded) {
        if (encoded.indexOf('%') < 0 && encoded.indexOf('+') < 0) {
            return encoded;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
        for (int i = 0; i < encoded.length(); ) {
            int escaped = escapedByte(encoded, i, encoded.length());
            if (escaped >= 0) {
                bytes.write(escaped);
                i += 3;
            } else {
                int c = encoded.codePointAt(i);
                bytes.writeBytes(Character.toString(c == '+' ? ' ' : c).getBytes(StandardCharsets.UTF_8));
                i += Character.charCount(c);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static void appendCanonical(StringBuilder out, String raw, int from, int to, boolean query) {
        for (int i = from; i < to; ) {
            int escaped = escapedByte(raw, i, to);
            if (escaped >= 0) {
                appendByte(out, escaped);
                i += 3;
                continue;
            }
            int c = raw.codePointAt(i);
            if (query && c == '+') {
                out.append("%20");
            } else if (!query && c == '/') {
                out.append('/');
            } else {
                appendEncoded(out, c);
            }
            i += Character.charCount(c);
        }
    }

    private static void appendEncoded(StringBuilder out, int codePoint) {
        if (codePoint < 0x80) {
            appendByte(out, codePoint);
            return;
        }
        for (byte b : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
            appendByte(out, b & 0xff);
        }
    }

    private static void appendByte(StringBuilder out, int b) {
        if (isUnreserved(b)) {
            out.append((char) b);
        } else {
            out.append('%').append(DIGITS[b >> 4]).append(DIGITS[b & 15]);
        }
    }

    private static boolean isUnreserved(int b) {
        return (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || (b >= '0' && b <= '9')
                || b == '-'
                || b == '.'
                || b == '_'
                || b == '~';
    }

    /** The byte that an escape at this place stands for, or -1. */
    private static int escapedByte(String text, int at, int end) {
        if (text.charAt(at) != '%' || at + 2 >= end) {
            return -1;
        }
        int high = Character.digit(text.charAt(at + 1), 16);
        int low = Character.digit(text.charAt(at + 2), 16);
        boolean ascii = text.charAt(at + 1) < 0x80 && text.charAt(at + 2) < 0x80;
        return ascii && high >= 0 && low >= 0 ? high << 4 | low : -1;
    }

    /** Takes out empty, {@code .} and {@code ..} segments; a slash at the end stays. */
    private static String normalize(String path) {
        if (path.isEmpty()) {
            return "/";
        }
        if (!path.contains("//") && !path.contains("/.")) {
            return path;
        }
        Deque<String> kept = new ArrayDeque<>();
        for (int start = 0; start <= path.length(); ) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            String segment = path.substring(start, end);
            switch (segment) {
                case "", "." -> {}
                case ".." -> kept.pollLast();
                default -> kept.addLast(segment);
            }
            start = end + 1;
        }
        String joined = "/" + String.join("/", kept);
        return path.endsWith("/") && joined.length() > 1 ? joined + "/" : joined;
    }
}
