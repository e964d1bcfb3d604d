package io.brume.serverless.lambda;

import io.brume.kernel.gateway.RequestContext;
import io.brume.kernel.wire.OutboundEvents;
import io.brume.serverless.lambda.runtime.Invocation;
import io.brume.serverless.lambda.runtime.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.lambda.LambdaAsyncClient;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamRequest;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamResponse;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamResponseEvent;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.lambda.model.ResponseStreamingInvocationType;

/** Calls of functions whose answers go out as they come. */
public final class LambdaStreams implements LambdaAsyncClient {

    private static final int WAITING = 16;

    private final Invocations invocations;

    LambdaStreams(Invocations invocations) {
        this.invocations = invocations;
    }

    @Override
    public CompletableFuture<Void> invokeWithResponseStream(
            InvokeWithResponseStreamRequest request, InvokeWithResponseStreamResponseHandler handler) {
        FunctionRef ref = FunctionRef.of(request.functionName(), request.qualifier());
        FunctionConfiguration configuration = invocations.resolve(ref);
        if (request.invocationType() == ResponseStreamingInvocationType.DRY_RUN) {
            handler.responseReceived(
                    InvokeWithResponseStreamResponse.builder().statusCode(204).build());
            handler.onEventStream(
                    SdkPublisher.adapt(new OutboundEvents<InvokeWithResponseStreamResponseEvent>("stream", _ -> {})));
            return CompletableFuture.completedFuture(null);
        }
        byte[] payload =
                request.payload() == null ? new byte[0] : request.payload().asByteArrayUnsafe();
        EventDocuments.requireJson(payload);
        var answer = new Answer();
        var invocation = new Invocation(
                RequestContext.current().requestId(),
                ref.arn(),
                payload,
                null,
                request.logType() == LogType.TAIL,
                answer);
        var _ = Thread.ofVirtual().name("lambda-stream").start(() -> {
            try {
                answer.end(invocations.run(configuration, ref, invocation));
            } catch (RuntimeException e) {
                answer.fail(e);
            }
        });
        handler.responseReceived(InvokeWithResponseStreamResponse.builder()
                .statusCode(200)
                .executedVersion(configuration.version())
                .responseStreamContentType(answer.begun.join())
                .build());
        handler.onEventStream(SdkPublisher.adapt(
                new OutboundEvents<InvokeWithResponseStreamResponseEvent>("lambda-stream", answer::pass)));
        return CompletableFuture.completedFuture(null);
    }

    /** An answer between the function that makes it and the caller that reads it. */
    private static final class Answer implements Invocation.Receiver {

        private static final String PLAIN = "application/octet-stream";

        private final CompletableFuture<String> begun = new CompletableFuture<>();
        private final BlockingQueue<Object> parts = new ArrayBlockingQueue<>(WAITING);

        @Override
        public void begin(@Nullable String contentType) {
            begun.complete(contentType == null ? PLAIN : contentType);
        }

        @Override
        public void part(byte[] bytes) throws InterruptedException {
            parts.put(bytes);
        }

        void end(Outcome outcome) {
            begun.complete(PLAIN);
            put(outcome);
        }

        void fail(RuntimeException failure) {
            if (!begun.completeExceptionally(failure)) {
                put(failure);
            }
        }

        private void put(Object last) {
            try {
                parts.put(last);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void pass(OutboundEvents.Sink<InvokeWithResponseStreamResponseEvent> sink) throws InterruptedException {
            while (true) {
                switch (parts.take()) {
                    case byte[] bytes ->
                        sink.send(InvokeWithResponseStreamResponseEvent.payloadChunkBuilder()
                                .payload(SdkBytes.fromByteArrayUnsafe(bytes))
                                .build());
                    case Outcome outcome -> {
                        sink.send(complete(outcome));
                        return;
                    }
                    case RuntimeException failure -> throw failure;
                    default -> throw new IllegalStateException();
                }
            }
        }

        private static InvokeWithResponseStreamResponseEvent complete(Outcome outcome) {
            var event = InvokeWithResponseStreamResponseEvent.invokeCompleteBuilder();
            byte[] tail = outcome.tail();
            if (tail != null) {
                event.logResult(Base64.getEncoder().encodeToString(tail));
            }
            if (outcome.error() != null) {
                event.errorCode(outcome.error()).errorDetails(new String(outcome.payload(), StandardCharsets.UTF_8));
            }
            return event.build();
        }
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // The service itself is closed by whoever made it.
    }
}
