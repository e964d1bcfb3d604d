package io.brume.kernel.http;

import io.brume.kernel.gateway.Gateway;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.async.SdkAsyncHttpResponseHandler;
import software.amazon.awssdk.utils.async.InputStreamSubscriber;
import software.amazon.awssdk.utils.async.SimplePublisher;

/** An HTTP client for the SDK's asynchronous clients whose requests go straight into a gateway; both bodies are streamed. */
public final class InProcessAsyncClient implements SdkAsyncHttpClient {

    private final Gateway gateway;

    public InProcessAsyncClient(Gateway gateway) {
        this.gateway = gateway;
    }

    @Override
    public CompletableFuture<Void> execute(AsyncExecuteRequest request) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread.ofVirtual().name("in-process").start(() -> {
            try {
                handle(request);
                done.complete(null);
            } catch (IOException | RuntimeException | Error e) {
                request.responseHandler().onError(e);
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private void handle(AsyncExecuteRequest request) throws IOException {
        SdkAsyncHttpResponseHandler handler = request.responseHandler();
        try (InputStream body = body(request)) {
            gateway.handle(new InProcessExchange(request.request(), body, head -> answer(handler, head)));
        }
    }

    private static InputStream body(AsyncExecuteRequest request) {
        if (request.requestContentPublisher() == null) {
            return InputStream.nullInputStream();
        }
        var body = new InputStreamSubscriber();
        request.requestContentPublisher().subscribe(body);
        return body;
    }

    private static OutputStream answer(SdkAsyncHttpResponseHandler handler, SdkHttpResponse head) {
        var body = new SimplePublisher<ByteBuffer>();
        handler.onHeaders(head);
        handler.onStream(body);
        return new PublisherStream(body);
    }

    /** Bytes to a publisher, at the pace of its subscriber. */
    private static final class PublisherStream extends OutputStream {

        private final SimplePublisher<ByteBuffer> publisher;
        private boolean closed;

        PublisherStream(SimplePublisher<ByteBuffer> publisher) {
            this.publisher = publisher;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            await(publisher.send(ByteBuffer.wrap(Arrays.copyOfRange(bytes, offset, offset + length))));
        }

        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                await(publisher.complete());
            }
        }

        private static void await(CompletableFuture<@Nullable Void> sent) throws IOException {
            try {
                sent.join();
            } catch (CompletionException e) {
                throw new IOException("the caller stopped reading", e.getCause());
            }
        }
    }

    @Override
    public String clientName() {
        return "Brume";
    }

    @Override
    public void close() {}
}
