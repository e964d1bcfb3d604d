package io.brume.learning.platform;

import io.brume.kernel.wire.Fault;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.ResourceInUseException;
import software.amazon.awssdk.services.sagemaker.model.ResourceLimitExceededException;
import software.amazon.awssdk.services.sagemaker.model.ResourceNotFoundException;

/** SageMaker's errors. It answers most of what it refuses with a ValidationException, which its model does not name. */
public final class Errors {

    private static final int LONGEST_REASON = 1024;

    private Errors() {}

    public static RuntimeException validation(String message) {
        return new Fault(Fault.Kind.VALIDATION, message);
    }

    /** For the older kinds of resource, such as training jobs. */
    public static RuntimeException requestedResourceNotFound() {
        return validation("Requested resource not found.");
    }

    /** {@code Could not find model "arn:…".}, as models, endpoints and endpoint configurations have it. */
    public static RuntimeException couldNotFind(String kind, String arn) {
        return validation("Could not find " + kind + " \"" + arn + "\".");
    }

    /** For tuning jobs and for the newer kinds of resource. */
    public static RuntimeException notFound(String message) {
        return ResourceNotFoundException.builder().message(message).build();
    }

    public static RuntimeException inUse(String message) {
        return ResourceInUseException.builder().message(message).build();
    }

    public static RuntimeException limit(String message) {
        return ResourceLimitExceededException.builder().message(message).build();
    }

    /** A FailureReason, as long as it may be. */
    public static @Nullable String reason(@Nullable String reason) {
        return reason == null ? null : reason.substring(0, Math.min(reason.length(), LONGEST_REASON));
    }
}
