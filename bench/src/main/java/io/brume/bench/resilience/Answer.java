package io.brume.bench.resilience;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP answer.
 *
 * @param headers by lower-case name
 */
record Answer(int status, Map<String, String> headers, byte[] body) {

    private static final int LONGEST_LINE = 1 << 16;

    /** What a valid request gets that Brume cannot serve yet: it must say what is missing. */
    private static final List<String> NOT_IMPLEMENTED =
            List.of("is not implemented by this server yet", "does not run the service '");

    /** An answer that is not well-formed. */
    static final class Malformed extends IOException {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }

    boolean isInterim() {
        return status < 200;
    }

    boolean closes() {
        return headers.getOrDefault("connection", "").toLowerCase(Locale.ROOT).contains("close");
    }

    /** What is wrong with it as an answer to a malformed request; null when nothing is. */
    @Nullable
    String complaint() {
        if (isInterim()) {
            return null;
        }
        if (headers.getOrDefault("x-amzn-requestid", "").isBlank()) {
            return status + " without x-amzn-RequestId";
        }
        if (status >= 500) {
            String text = new String(body, ISO_8859_1);
            boolean named = status == 501 && NOT_IMPLEMENTED.stream().anyMatch(text::contains);
            return named ? null : "status " + status;
        }
        return null;
    }

    @Override
    public String toString() {
        String text = new String(body, ISO_8859_1);
        return status + " " + headers + " " + text.substring(0, Math.min(text.length(), 500));
    }

    /** Reads answers one after another. */
    static final class Reader {

        private final InputStream in;

        Reader(InputStream in) {
            this.in = new BufferedInputStream(in, 1 << 14);
        }

        /**
         * The next answer; null at the end of the stream.
         *
         * @param toHead whether it answers a HEAD request, and so has no body
         */
        @Nullable
        Answer next(boolean toHead) throws IOException {
            in.mark(1);
            if (in.read() < 0) {
                return null;
            }
            in.reset();
            String status = line();
            if (!status.matches("HTTP/1\\.[01] [1-5][0-9][0-9] .*")) {
                throw new Malformed("status line: " + status);
            }
            int code = Integer.parseInt(status.substring(9, 12));
            Map<String, String> headers = new HashMap<>();
            for (String line = line(); !line.isEmpty(); line = line()) {
                int colon = line.indexOf(':');
                if (colon <= 0 || !line.substring(0, colon).matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
                    throw new Malformed("header: " + line);
                }
                headers.merge(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip(),
                        (a, b) -> a + ", " + b);
            }
            boolean empty = toHead || code < 200 || code == 204 || code == 304;
            return new Answer(code, headers, empty ? new byte[0] : body(headers));
        }

        private byte[] body(Map<String, String> headers) throws IOException {
            if (headers.containsKey("transfer-encoding")) {
                return chunks();
            }
            String length = headers.get("content-length");
            if (length == null) {
                return in.readAllBytes();
            }
            if (!length.matches("[0-9]{1,9}")) {
                throw new Malformed("Content-Length: " + length);
            }
            return exactly(Integer.parseInt(length));
        }

        private byte[] chunks() throws IOException {
            var whole = new java.io.ByteArrayOutputStream();
            while (true) {
                String size = line();
                if (!size.matches("[0-9a-fA-F]{1,7}")) {
                    throw new Malformed("chunk size: " + size);
                }
                byte[] chunk = exactly(Integer.parseInt(size, 16));
                whole.writeBytes(chunk);
                if (!line().isEmpty()) {
                    throw new Malformed("chunk end");
                }
                if (chunk.length == 0) {
                    return whole.toByteArray();
                }
            }
        }

        private byte[] exactly(int length) throws IOException {
            byte[] bytes = in.readNBytes(length);
            if (bytes.length < length) {
                throw new EOFException("the answer ends " + (length - bytes.length) + " bytes early");
            }
            return bytes;
        }

        private String line() throws IOException {
            var line = new StringBuilder();
            for (int c = in.read(); c != '\r'; c = in.read()) {
                if (c < 0) {
                    throw new EOFException("the answer ends within its head");
                }
                if (c < ' ' && c != '\t' || line.length() > LONGEST_LINE) {
                    throw new Malformed("line: " + line);
                }
                line.append((char) c);
            }
            if (in.read() != '\n') {
                throw new Malformed("line end after: " + line);
            }
            return line.toString();
        }
    }
}
