package io.brume.serverless.lambda;

import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.PreconditionFailedException;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** Lambda's own errors in its own words. */
final class LambdaErrors {

    private LambdaErrors() {}

    static InvalidParameterValueException invalid(String message) {
        return InvalidParameterValueException.builder()
                .type("User")
                .message(message)
                .build();
    }

    static ResourceNotFoundException missing(String message) {
        return ResourceNotFoundException.builder().type("User").message(message).build();
    }

    static ResourceNotFoundException noFunction(String arn) {
        return missing("Function not found: " + arn);
    }

    static ResourceConflictException conflict(String message) {
        return ResourceConflictException.builder().type("User").message(message).build();
    }

    static PreconditionFailedException revision() {
        return PreconditionFailedException.builder()
                .type("User")
                .message(
                        "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API"
                                + " to retrieve the latest Revision Id")
                .build();
    }
}
