package io.brume.learning;

import io.brume.learning.platform.Platform;

/** Training, tuning and processing jobs. */
abstract class TrainingOperations extends HostingOperations {

    TrainingOperations(Platform platform) {
        super(platform);
    }
}
