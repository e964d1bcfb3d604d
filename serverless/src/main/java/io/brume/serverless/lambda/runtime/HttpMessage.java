package io.brume.serverless.lambda.runtime;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One HTTP/1.1 request as a function's runtime sends it: its head, and a body of a known length or in chunks, with trailers. */
final class HttpMessage {

    private static final int LONGEST_LINE = 64 << 10;
    private static final int MOST_HEADERS = 100;

    private final InputStream in;
    private final String method;
    private final String path;
    private final Map<String, String> headers = new HashMap<>();
    private final Map<String, String> trailers = new HashMap<>();
    private final InputStream body;

    private HttpMessage(InputStream in, String requestLine) throws IOException {
        this.in = in;
        String[] parts = requestLine.split(" ", 3);
        if (parts.length < 3) {
            throw new IOException("no HTTP request");
        }
        method = parts[0];
        path = parts[1];
        readHeaders(headers);
        body = body();
    }

    /** The next request of a connection; null when the peer has ended it. */
    static @Nullable HttpMessage read(InputStream in) throws IOException {
        String line = line(in);
        return line == null ? null : new HttpMessage(in, line);
    }

    String method() {
        return method;
    }

    String path() {
        return path;
    }

    /** @param name in lower case */
    @Nullable
    String header(String name) {
        return headers.get(name);
    }

    /** What came behind the body; known once that is read. */
    @Nullable
    String trailer(String name) {
        return trailers.get(name);
    }

    InputStream stream() {
        return body;
    }

    /** Whether the client waits to be told to send its body. */
    boolean expectsContinue() {
        return "100-continue".equalsIgnoreCase(headers.get("expect"));
    }

    private void readHeaders(Map<String, String> into) throws IOException {
        for (int i = 0; i < MOST_HEADERS; i++) {
            String line = line(in);
            if (line == null) {
                throw new EOFException();
            }
            if (line.isEmpty()) {
                return;
            }
            int colon = line.indexOf(':');
            if (colon > 0) {
                into.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        throw new IOException("too many headers");
    }

    private InputStream body() throws IOException {
        if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            return new Body(0, true);
        }
        String length = headers.get("content-length");
        try {
            return new Body(length == null ? 0 : Long.parseLong(length), false);
        } catch (NumberFormatException e) {
            throw new IOException("no length: " + length, e);
        }
    }

    /** Reads what the peer has sent without waiting for a whole buffer. */
    private final class Body extends InputStream {

        private final boolean chunked;
        private long left;
        private boolean first = true;
        private boolean ended;

        Body(long length, boolean chunked) {
            left = length;
            this.chunked = chunked;
            ended = !chunked && length <= 0;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (chunked && left == 0 && !ended) {
                nextChunk();
            }
            if (ended) {
                return -1;
            }
            int read = in.read(bytes, offset, (int) Math.min(length, left));
            if (read < 0) {
                throw new EOFException("the body broke off");
            }
            left -= read;
            ended = !chunked && left == 0;
            return read;
        }

        private void nextChunk() throws IOException {
            if (!first) {
                line(in);
            }
            first = false;
            String line = line(in);
            if (line == null) {
                throw new EOFException("the body broke off");
            }
            int semicolon = line.indexOf(';');
            try {
                left = Long.parseLong((semicolon < 0 ? line : line.substring(0, semicolon)).strip(), 16);
            } catch (NumberFormatException e) {
                throw new IOException("no chunk's length", e);
            }
            if (left <= 0) {
                ended = true;
                readHeaders(trailers);
            }
        }
    }

    private static @Nullable String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream(128);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                return line.size() == 0 ? null : line.toString(StandardCharsets.UTF_8);
            }
            if (c != '\r') {
                line.write(c);
            }
            if (line.size() > LONGEST_LINE) {
                throw new IOException("a line of the head is too long");
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
