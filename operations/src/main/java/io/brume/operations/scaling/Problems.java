package io.brume.operations.scaling;

import software.amazon.awssdk.services.applicationautoscaling.model.InvalidNextTokenException;
import software.amazon.awssdk.services.applicationautoscaling.model.ObjectNotFoundException;
import software.amazon.awssdk.services.applicationautoscaling.model.ValidationException;

/** The service's errors in its own words. */
final class Problems {

    private Problems() {}

    static ValidationException invalid(String message) {
        return ValidationException.builder().message(message).build();
    }

    static ObjectNotFoundException noTarget(TargetKey key) {
        return ObjectNotFoundException.builder()
                .message("No scalable target found for " + key.sentence())
                .build();
    }

    static ObjectNotFoundException noPolicy(String name, TargetKey key) {
        return ObjectNotFoundException.builder()
                .message("No scaling policy found for policy name: " + name + ", " + key.sentence())
                .build();
    }

    static InvalidNextTokenException badToken() {
        return InvalidNextTokenException.builder()
                .message("The next token is invalid.")
                .build();
    }
}
