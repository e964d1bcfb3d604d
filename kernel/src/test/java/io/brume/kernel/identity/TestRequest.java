package io.brume.kernel.identity;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpRequest;

/** A request as it would come off the wire. */
final class TestRequest implements RequestHead {

    private final String method;
    private final String rawPath;
    private final @Nullable String rawQuery;
    private final Map<String, List<String>> headers;
    private final byte[] body;

    private TestRequest(
            String method, String rawPath, @Nullable String rawQuery, Map<String, List<String>> headers, byte[] body) {
        this.method = method;
        this.rawPath = rawPath;
        this.rawQuery = rawQuery;
        this.headers = headers;
        this.body = body;
    }

    static TestRequest of(String method, String target, String... headerLines) {
        int question = target.indexOf('?');
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line : headerLines) {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(line.substring(0, colon), _ -> new ArrayList<>())
                    .add(line.substring(colon + 1));
        }
        return new TestRequest(
                method,
                question < 0 ? target : target.substring(0, question),
                question < 0 ? null : target.substring(question + 1),
                headers,
                new byte[0]);
    }

    static TestRequest of(SdkHttpRequest signed, byte[] body) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(signed.headers());
        return new TestRequest(
                signed.method().name(),
                signed.encodedPath(),
                signed.encodedQueryParameters().orElse(null),
                headers,
                body);
    }

    TestRequest withHeader(String name, String... values) {
        Map<String, List<String>> changed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        changed.putAll(headers);
        if (values.length == 0) {
            changed.remove(name);
        } else {
            changed.put(name, List.of(values));
        }
        return new TestRequest(method, rawPath, rawQuery, changed, body);
    }

    TestRequest withMethod(String changed) {
        return new TestRequest(changed, rawPath, rawQuery, headers, body);
    }

    TestRequest withPath(String changed) {
        return new TestRequest(method, changed, rawQuery, headers, body);
    }

    TestRequest withQuery(@Nullable String changed) {
        return new TestRequest(method, rawPath, changed, headers, body);
    }

    TestRequest withBody(byte[] changed) {
        return new TestRequest(method, rawPath, rawQuery, headers, changed);
    }

    TestRequest withBody(String changed) {
        return withBody(changed.getBytes(StandardCharsets.UTF_8));
    }

    Map<String, List<String>> headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String rawPath() {
        return rawPath;
    }

    @Override
    public @Nullable String rawQuery() {
        return rawQuery;
    }

    @Override
    public List<String> headers(String name) {
        return headers.getOrDefault(name, List.of());
    }

    @Override
    public Iterable<String> headerNames() {
        return headers.keySet();
    }

    /** Verifies head and payload, and answers what the payload is once unframed. */
    byte[] verifiedBy(SignatureVerifier verifier) {
        try {
            Verified verified = verifier.verify(this);
            byte[] payload = verified.body(new ByteArrayInputStream(body)).readAllBytes();
            verified.caller();
            return payload;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
