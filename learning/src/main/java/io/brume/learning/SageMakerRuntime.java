package io.brume.learning;

import io.brume.learning.hosting.AsyncInvocations;
import io.brume.learning.hosting.Invocations;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointAsyncRequest;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointAsyncResponse;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointRequest;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointResponse;

/** Amazon SageMaker Runtime: calls of endpoints. What answers in parts is in {@link SageMakerRuntimeStreams}. */
final class SageMakerRuntime implements SageMakerRuntimeClient {

    private final Invocations invocations;
    private final AsyncInvocations asyncInvocations;

    SageMakerRuntime(Invocations invocations, AsyncInvocations asyncInvocations) {
        this.invocations = invocations;
        this.asyncInvocations = asyncInvocations;
    }

    @Override
    public InvokeEndpointResponse invokeEndpoint(InvokeEndpointRequest request) {
        return invocations.invoke(request);
    }

    @Override
    public InvokeEndpointAsyncResponse invokeEndpointAsync(InvokeEndpointAsyncRequest request) {
        return asyncInvocations.invoke(request);
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
