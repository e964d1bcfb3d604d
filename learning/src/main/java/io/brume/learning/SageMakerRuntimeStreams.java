package io.brume.learning;

import io.brume.learning.hosting.StreamedInvocations;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeAsyncClient;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointWithResponseStreamRequest;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointWithResponseStreamResponseHandler;

/** Amazon SageMaker Runtime: calls of endpoints that answer in parts. */
final class SageMakerRuntimeStreams implements SageMakerRuntimeAsyncClient {

    private final StreamedInvocations invocations;

    SageMakerRuntimeStreams(StreamedInvocations invocations) {
        this.invocations = invocations;
    }

    @Override
    public CompletableFuture<Void> invokeEndpointWithResponseStream(
            InvokeEndpointWithResponseStreamRequest request, InvokeEndpointWithResponseStreamResponseHandler handler) {
        invocations.invoke(request, handler);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
