package io.brume.learning;

import io.brume.learning.hosting.AsyncInvocations;
import io.brume.learning.hosting.Invocations;
import io.brume.learning.hosting.StreamedInvocations;
import io.brume.learning.platform.Platform;
import software.amazon.awssdk.services.sagemaker.model.AddTagsRequest;
import software.amazon.awssdk.services.sagemaker.model.AddTagsResponse;
import software.amazon.awssdk.services.sagemaker.model.DeleteTagsRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteTagsResponse;
import software.amazon.awssdk.services.sagemaker.model.ListTagsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListTagsResponse;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeAsyncClient;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;

/** Amazon SageMaker. Its operations lie in its superclasses, by what they are about; what concerns all of them is here. */
public final class SageMaker extends RegistryOperations {

    private final SageMakerRuntime runtime;
    private final SageMakerRuntimeStreams streams;

    /** Defines its kinds of jobs, so it is made before {@code platform.jobs()} start. */
    public SageMaker(Platform platform) {
        super(platform);
        var invocations = new Invocations(endpoints);
        runtime = new SageMakerRuntime(invocations, new AsyncInvocations(platform, invocations));
        streams = new SageMakerRuntimeStreams(new StreamedInvocations(invocations));
    }

    /** Serves the endpoints that an earlier process served. */
    public void start() {
        endpoints.start();
    }

    /** SageMaker Runtime; what it answers in parts is on {@link #streams}. */
    public SageMakerRuntimeClient runtime() {
        return runtime;
    }

    public SageMakerRuntimeAsyncClient streams() {
        return streams;
    }

    @Override
    public AddTagsResponse addTags(AddTagsRequest request) {
        return tags.add(request);
    }

    @Override
    public DeleteTagsResponse deleteTags(DeleteTagsRequest request) {
        return tags.delete(request);
    }

    @Override
    public ListTagsResponse listTags(ListTagsRequest request) {
        return tags.list(request);
    }

    @Override
    public void close() {
        super.close();
        endpoints.close();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }
}
