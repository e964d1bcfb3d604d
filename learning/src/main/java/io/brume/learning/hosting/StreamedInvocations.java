package io.brume.learning.hosting;

import io.brume.kernel.resource.Scope;
import io.brume.kernel.wire.OutboundEvents;
import io.brume.learning.platform.JobKey;
import io.brume.learning.serving.Call;
import io.brume.learning.serving.ModelServer;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointWithResponseStreamRequest;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointWithResponseStreamResponse;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.sagemakerruntime.model.ModelStreamErrorException;
import software.amazon.awssdk.services.sagemakerruntime.model.ResponseStream;

/** Calls of endpoints whose answers go out as they come in. Thread-safe. */
public final class StreamedInvocations {

    private static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final int PART = 64 << 10;

    private final Invocations invocations;

    public StreamedInvocations(Invocations invocations) {
        this.invocations = invocations;
    }

    /** Begins an answer, and leaves the rest of it to a thread of its own. */
    public void invoke(
            InvokeEndpointWithResponseStreamRequest request, InvokeEndpointWithResponseStreamResponseHandler handler) {
        var key = new JobKey(Scope.current(), request.endpointName());
        var call = new Call(
                request.body().asByteArrayUnsafe(),
                request.contentType(),
                request.accept(),
                request.customAttributes(),
                null,
                request.targetContainerHostname(),
                false,
                PATIENCE);
        LiveEndpoint live = invocations.enter(key);
        boolean begun = false;
        try {
            LiveVariant variant = Invocations.variant(live, request.targetVariant());
            ModelServer.Streamed answer =
                    invocations.measured(live, variant, System.nanoTime(), one -> one.server().stream(call));
            handler.responseReceived(InvokeEndpointWithResponseStreamResponse.builder()
                    .contentType(answer.contentType())
                    .customAttributes(answer.customAttributes())
                    .invokedProductionVariant(variant.name())
                    .build());
            handler.onEventStream(SdkPublisher.adapt(
                    new OutboundEvents<ResponseStream>("stream", sink -> pass(answer.body(), live, sink))));
            begun = true;
        } finally {
            if (!begun) {
                live.leave();
            }
        }
    }

    /** Passes an answer on, part by part. */
    private static void pass(InputStream body, LiveEndpoint live, OutboundEvents.Sink<ResponseStream> sink)
            throws InterruptedException {
        try (body) {
            var part = new byte[PART];
            for (int read = body.read(part); read >= 0; read = body.read(part)) {
                if (read > 0) {
                    sink.send(ResponseStream.payloadPartBuilder()
                            .bytes(SdkBytes.fromByteArray(Arrays.copyOf(part, read)))
                            .build());
                }
            }
        } catch (IOException e) {
            throw ModelStreamErrorException.builder()
                    .errorCode("StreamBroken")
                    .message("The model's answer broke off: " + e.getMessage())
                    .build();
        } finally {
            live.leave();
        }
    }
}
