package io.brume.bench.throughput;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One kept-alive HTTP/1.1 connection that does as little as it can, so that what is measured is the server. */
final class Connection implements AutoCloseable {

    private final Socket socket;
    private final OutputStream out;
    private final InputStream in;
    private final String headers;
    private final byte[] buffer = new byte[256 << 10];

    Connection(URI endpoint) throws IOException {
        this(endpoint, "Content-Type: application/octet-stream\r\n");
    }

    /** @param headers of every request, each with its end of line */
    Connection(URI endpoint, String headers) throws IOException {
        socket = new Socket(endpoint.getHost(), endpoint.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(120_000);
        out = socket.getOutputStream();
        in = new BufferedInputStream(socket.getInputStream(), 256 << 10);
        this.headers = "Host: " + endpoint.getAuthority() + "\r\n" + headers;
    }

    /** Takes an answer's body as it comes. */
    @FunctionalInterface
    private interface Sink {
        void take(byte[] bytes, int length);
    }

    /** The answer to a GET, as text. */
    String text(String path) throws IOException {
        var body = new ByteArrayOutputStream();
        send("GET", path, new byte[0]);
        answer("GET", path, (bytes, length) -> body.write(bytes, 0, length));
        return body.toString(StandardCharsets.UTF_8);
    }

    /** Sends a body, or none when it is empty; returns how many bytes the answer's body had. */
    long call(String method, String path, byte[] body) throws IOException {
        send(method, path, body);
        return answer(method, path, (_, _) -> {});
    }

    private void send(String method, String path, byte[] body) throws IOException {
        String head = method + " " + path + " HTTP/1.1\r\n" + headers + "Content-Length: " + body.length + "\r\n\r\n";
        byte[] bytes = head.getBytes(StandardCharsets.US_ASCII);
        if (body.length > 0 && body.length < 64 << 10) {
            byte[] both = new byte[bytes.length + body.length];
            System.arraycopy(bytes, 0, both, 0, bytes.length);
            System.arraycopy(body, 0, both, bytes.length, body.length);
            out.write(both);
        } else {
            out.write(bytes);
            out.write(body);
        }
    }

    private long answer(String method, String path, Sink sink) throws IOException {
        String status = line();
        long length = -1;
        boolean chunked = false;
        for (String line = line(); !line.isEmpty(); line = line()) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Long.parseLong(lower.substring(15).strip());
            } else if (lower.startsWith("transfer-encoding:") && lower.contains("chunked")) {
                chunked = true;
            }
        }
        if (!status.startsWith("HTTP/1.1 2")) {
            throw new IOException(method + " " + path + " was answered " + status);
        }
        if (chunked) {
            length = 0;
            for (long size = chunkSize(); size > 0; size = chunkSize()) {
                take(size, sink);
                length += size;
                line();
            }
            line();
        } else if (length > 0) {
            take(length, sink);
        }
        return Math.max(length, 0);
    }

    private long chunkSize() throws IOException {
        return Long.parseLong(line().strip(), 16);
    }

    private void take(long length, Sink sink) throws IOException {
        for (long left = length; left > 0; ) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new EOFException("the answer broke off");
            }
            sink.take(buffer, read);
            left -= read;
        }
    }

    private String line() throws IOException {
        var line = new StringBuilder(64);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the server hung up");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
