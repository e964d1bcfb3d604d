package io.brume.learning;

import io.brume.learning.platform.Platform;
import io.brume.learning.platform.ResourceTags;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;

/** Models, endpoint configurations and endpoints. */
abstract class HostingOperations implements SageMakerClient {

    final Platform platform;
    final ResourceTags tags;

    HostingOperations(Platform platform) {
        this.platform = platform;
        tags = new ResourceTags(platform);
    }
}
