package io.brume.operations.metrics;

import io.brume.kernel.wire.Fault;
import software.amazon.awssdk.services.cloudwatch.model.InvalidNextTokenException;
import software.amazon.awssdk.services.cloudwatch.model.InvalidParameterCombinationException;
import software.amazon.awssdk.services.cloudwatch.model.InvalidParameterValueException;
import software.amazon.awssdk.services.cloudwatch.model.MissingRequiredParameterException;

/** The service's errors in its own words. */
final class Problems {

    private Problems() {}

    static InvalidParameterValueException invalid(String message) {
        return InvalidParameterValueException.builder().message(message).build();
    }

    static InvalidParameterCombinationException combination(String message) {
        return InvalidParameterCombinationException.builder().message(message).build();
    }

    static MissingRequiredParameterException missing(String parameter) {
        return MissingRequiredParameterException.builder()
                .message("The parameter " + parameter + " is required.")
                .build();
    }

    static InvalidNextTokenException invalidToken() {
        return InvalidNextTokenException.builder()
                .message("The specified NextToken is invalid.")
                .build();
    }

    /** For operations that model no error of their own. */
    static Fault validation(String message) {
        return new Fault(Fault.Kind.VALIDATION, message);
    }
}
