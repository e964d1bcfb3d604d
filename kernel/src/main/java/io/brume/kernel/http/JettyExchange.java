package io.brume.kernel.http;

import io.brume.kernel.wire.Exchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** A request that came over a socket. */
final class JettyExchange implements Exchange {

    /** Slower bodies than this are cut off: bytes a second. */
    private static final long SLOWEST_BODY = 64;

    private final Request request;
    private final Response response;
    private final Duration patience;
    private @Nullable InputStream body;
    private @Nullable ByteBuffer whole;

    /** @param patience how long a slow body is borne with */
    JettyExchange(Request request, Response response, Duration patience) {
        this.request = request;
        this.response = response;
        this.patience = patience;
    }

    /** Ends the answer: sends what was answered whole, together with the head in one write. */
    void finish(Callback callback) {
        ByteBuffer last = whole;
        if (last != null) {
            response.write(true, last, callback);
        } else {
            callback.succeeded();
        }
    }

    @Override
    public String method() {
        return request.getMethod();
    }

    @Override
    public String rawPath() {
        String path = request.getHttpURI().getPath();
        return path == null || path.isEmpty() || path.charAt(0) != '/' ? "/" : path;
    }

    @Override
    public @Nullable String rawQuery() {
        return request.getHttpURI().getQuery();
    }

    @Override
    public @Nullable String header(String name) {
        String value = request.getHeaders().get(name);
        return value == null && name.equalsIgnoreCase("host") ? authority() : utf8(value);
    }

    @Override
    public List<String> headers(String name) {
        List<String> values = new ArrayList<>(1);
        for (HttpField field : request.getHeaders()) {
            if (field.is(name)) {
                values.add(String.valueOf(utf8(field.getValue())));
            }
        }
        if (values.isEmpty() && name.equalsIgnoreCase("host") && authority() != null) {
            values.add(String.valueOf(authority()));
        }
        return values;
    }

    /** HTTP/2 names the host in the request line. */
    private @Nullable String authority() {
        return request.getHttpURI().getAuthority();
    }

    /** Jetty reads header bytes as ISO 8859-1; AWS's clients write and sign UTF-8. */
    private static @Nullable String utf8(@Nullable String value) {
        if (value == null) {
            return null;
        }
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) > 127) {
                return new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            }
        }
        return value;
    }

    @Override
    public Iterable<String> headerNames() {
        return request.getHeaders().getFieldNamesCollection();
    }

    @Override
    public String sourceAddress() {
        return Request.getRemoteAddr(request);
    }

    @Override
    public InputStream body() {
        InputStream known = body;
        if (known == null) {
            InputStream content = Content.Source.asInputStream(request);
            body = known = isLive() ? content : new PacedBody(content, SLOWEST_BODY, patience);
        }
        return known;
    }

    /** Events come as they happen: a pause between them is no slow sender. */
    private boolean isLive() {
        String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
        return type != null && type.startsWith("application/vnd.amazon.eventstream");
    }

    @Override
    public void status(int status) {
        response.setStatus(status);
    }

    @Override
    public int status() {
        int status = response.getStatus();
        return status == 0 ? HttpStatus.OK_200 : status;
    }

    @Override
    public void setHeader(String name, String value) {
        response.getHeaders().put(name, value);
    }

    @Override
    public OutputStream respond(long length) throws IOException {
        if (length >= 0) {
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, length);
        }
        return new AnswerBody(response, length);
    }

    @Override
    public void respond(int status, @Nullable String contentType, byte[] bytes) {
        status(status);
        if (contentType != null) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
        }
        if (status != HttpStatus.NO_CONTENT_204 && status != HttpStatus.NOT_MODIFIED_304) {
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
        }
        whole = method().equals("HEAD") ? ByteBuffer.allocate(0) : ByteBuffer.wrap(bytes);
    }

    @Override
    public boolean isCommitted() {
        return whole != null || response.isCommitted();
    }
}
