package io.brume.learning.serving;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Talks to a container over HTTP. A {@link java.net.ConnectException} says that nobody listens, so nobody got the request; any other
 * {@link IOException} that the container broke off.
 */
final class ContainerDoor {

    static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    private static final int LONGEST_ANSWER = 64 << 20;
    private static final int LONGEST_ERROR = 4096;
    private static final String ATTRIBUTES = "X-Amzn-SageMaker-Custom-Attributes";
    private static final String TARGET = "X-Amzn-SageMaker-Target-Model";
    private static final String DEFAULT_TYPE = "application/octet-stream";

    private final String host;
    private final Duration patience;

    /** @param host the container's name, for messages */
    ContainerDoor(String host, Duration patience) {
        this.host = host;
        this.patience = patience;
    }

    Answer answer(URI uri, Call call) throws ModelFailure, IOException, InterruptedException {
        HttpResponse<byte[]> response = send(
                request(uri, call),
                HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), LONGEST_ANSWER),
                patience(call));
        if (response.statusCode() / 100 != 2) {
            throw failure(response.statusCode(), response.body());
        }
        return new Answer(
                response.body(),
                response.headers().firstValue("Content-Type").orElse(DEFAULT_TYPE),
                response.headers().firstValue(ATTRIBUTES).orElse(null));
    }

    /** Sends a request that is none of a caller's. */
    HttpResponse<byte[]> send(HttpRequest request, Duration longest)
            throws ModelFailure, IOException, InterruptedException {
        return send(
                request,
                HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), LONGEST_ANSWER),
                longest);
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler, Duration longest)
            throws ModelFailure, IOException, InterruptedException {
        CompletableFuture<HttpResponse<T>> future = HTTP.sendAsync(request, handler);
        try {
            return future.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw ModelFailure.timedOut(host);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof HttpTimeoutException) {
                throw ModelFailure.timedOut(host);
            }
            throw e.getCause() instanceof IOException broken ? broken : new IOException(e.getCause());
        } finally {
            var _ = future.cancel(true);
        }
    }

    ModelServer.Streamed stream(URI uri, Call call) throws ModelFailure, IOException, InterruptedException {
        HttpResponse<InputStream> response;
        try {
            HttpRequest request = request(uri, call);
            response = HTTP.send(request, HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() / 100 != 2) {
                try (InputStream body = response.body()) {
                    throw failure(response.statusCode(), body.readNBytes(LONGEST_ERROR));
                }
            }
        } catch (HttpTimeoutException e) {
            throw ModelFailure.timedOut(host);
        }
        return new ModelServer.Streamed(
                response.body(),
                response.headers().firstValue("Content-Type").orElse(DEFAULT_TYPE),
                response.headers().firstValue(ATTRIBUTES).orElse(null));
    }

    private Duration patience(Call call) {
        return call.patience().compareTo(patience) < 0 ? call.patience() : patience;
    }

    private HttpRequest request(URI uri, Call call) {
        var request = HttpRequest.newBuilder(uri)
                .timeout(patience(call))
                .header("Content-Type", header(call.contentType() == null ? DEFAULT_TYPE : call.contentType()))
                .POST(HttpRequest.BodyPublishers.ofByteArray(call.body()));
        if (call.accept() != null) {
            request.header("Accept", header(call.accept()));
        }
        if (call.customAttributes() != null) {
            request.header(ATTRIBUTES, header(call.customAttributes()));
        }
        if (call.targetModel() != null) {
            request.header(TARGET, header(call.targetModel()));
        }
        return request.build();
    }

    /** Line breaks would be further headers. */
    private static String header(String value) {
        return value.replaceAll("[^\\t\\x20-\\x7e]", "");
    }

    private ModelFailure failure(int status, byte[] body) {
        String text = new String(body, 0, Math.min(body.length, LONGEST_ERROR), StandardCharsets.UTF_8);
        return new ModelFailure(status, host, text);
    }
}
