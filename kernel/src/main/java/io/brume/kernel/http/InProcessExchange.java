package io.brume.kernel.http;

import io.brume.kernel.wire.Exchange;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/** A request of an SDK client in this JVM. */
final class InProcessExchange implements Exchange {

    private final SdkHttpRequest request;
    private final InputStream body;
    private final SdkHttpResponse.Builder response = SdkHttpResponse.builder();
    private final Function<SdkHttpResponse, OutputStream> onHead;
    private int status = 200;
    private boolean committed;

    /** @param onHead called once when the head of the answer is complete; gives the stream that takes the body */
    InProcessExchange(SdkHttpRequest request, InputStream body, Function<SdkHttpResponse, OutputStream> onHead) {
        this.request = request;
        this.body = body;
        this.onHead = onHead;
    }

    @Override
    public String method() {
        return request.method().name();
    }

    @Override
    public String rawPath() {
        String path = request.encodedPath();
        return path.isEmpty() ? "/" : path;
    }

    @Override
    public @Nullable String rawQuery() {
        return request.encodedQueryParameters().orElse(null);
    }

    @Override
    public @Nullable String header(String name) {
        return request.firstMatchingHeader(name).orElse(null);
    }

    @Override
    public List<String> headers(String name) {
        return request.matchingHeaders(name);
    }

    @Override
    public Iterable<String> headerNames() {
        return request.headers().keySet();
    }

    @Override
    public InputStream body() {
        return body;
    }

    @Override
    public void status(int code) {
        status = code;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public void setHeader(String name, String value) {
        response.putHeader(name, value);
    }

    @Override
    public OutputStream respond(long length) {
        committed = true;
        if (length >= 0) {
            response.putHeader("Content-Length", Long.toString(length));
        }
        return onHead.apply(response.statusCode(status).build());
    }

    @Override
    public boolean isCommitted() {
        return committed;
    }
}
