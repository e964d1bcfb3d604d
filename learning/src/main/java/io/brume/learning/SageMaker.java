package io.brume.learning;

import io.brume.learning.platform.Platform;
import software.amazon.awssdk.services.sagemaker.model.AddTagsRequest;
import software.amazon.awssdk.services.sagemaker.model.AddTagsResponse;
import software.amazon.awssdk.services.sagemaker.model.DeleteTagsRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteTagsResponse;
import software.amazon.awssdk.services.sagemaker.model.ListTagsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListTagsResponse;

/** Amazon SageMaker. Its operations lie in its superclasses, by what they are about; what concerns all of them is here. */
public final class SageMaker extends RegistryOperations {

    /** Defines its kinds of jobs, so it is made before {@code platform.jobs()} start. */
    public SageMaker(Platform platform) {
        super(platform);
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
    public String serviceName() {
        return SERVICE_NAME;
    }
}
