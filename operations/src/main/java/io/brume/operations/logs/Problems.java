package io.brume.operations.logs;

import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/** The service's errors in its own words. */
final class Problems {

    private Problems() {}

    static InvalidParameterException invalid(String message) {
        return InvalidParameterException.builder().message(message).build();
    }

    static InvalidParameterException invalidToken() {
        return invalid("The specified nextToken is invalid.");
    }

    static ResourceNotFoundException noGroup() {
        return notFound("The specified log group does not exist.");
    }

    static ResourceNotFoundException noStream() {
        return notFound("The specified log stream does not exist.");
    }

    static ResourceNotFoundException notFound(String message) {
        return ResourceNotFoundException.builder().message(message).build();
    }

    static ResourceAlreadyExistsException exists(String message) {
        return ResourceAlreadyExistsException.builder().message(message).build();
    }
}
