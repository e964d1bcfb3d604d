package io.brume.kernel.http;

import static java.util.Objects.requireNonNull;

import io.brume.kernel.gateway.Gateway;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * An HTTP client for the SDK whose requests go straight into a gateway: the SDK's whole pipeline runs, without a socket. Answers
 * are streamed: the service runs on a thread of its own while the caller reads.
 */
public final class InProcessClient implements SdkHttpClient {

    private static final int PIPE = 1 << 16;

    private final Gateway gateway;

    public InProcessClient(Gateway gateway) {
        this.gateway = gateway;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            private final CompletableFuture<SdkHttpResponse> head = new CompletableFuture<>();

            @Override
            public HttpExecuteResponse call() throws IOException {
                return InProcessClient.this.call(request, head);
            }

            @Override
            public void abort() {
                head.completeExceptionally(new IOException("aborted"));
            }
        };
    }

    private HttpExecuteResponse call(HttpExecuteRequest request, CompletableFuture<SdkHttpResponse> head)
            throws IOException {
        InputStream body = request.contentStreamProvider()
                .map(ContentStreamProvider::newStream)
                .orElseGet(InputStream::nullInputStream);
        PipedInputStream in = new PipedInputStream(PIPE);
        PipedOutputStream out = new PipedOutputStream(in);
        Thread.ofVirtual().name("in-process").start(() -> handle(request, body, head, out));
        try {
            return HttpExecuteResponse.builder()
                    .response(head.get())
                    .responseBody(AbortableInputStream.create(in))
                    .build();
        } catch (ExecutionException e) {
            throw new IOException("the request failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void handle(
            HttpExecuteRequest request, InputStream body, CompletableFuture<SdkHttpResponse> head, OutputStream out) {
        try (out) {
            gateway.handle(new InProcessExchange(request.httpRequest(), body, answered -> {
                head.complete(requireNonNull(answered));
                return out;
            }));
        } catch (IOException | RuntimeException | Error e) {
            head.completeExceptionally(e); // whatever it is, the caller must not wait for ever
        }
    }

    @Override
    public String clientName() {
        return "Brume";
    }

    @Override
    public void close() {}
}
