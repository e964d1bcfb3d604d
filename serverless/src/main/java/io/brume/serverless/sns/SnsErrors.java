package io.brume.serverless.sns;

import software.amazon.awssdk.services.sns.model.InvalidParameterException;
import software.amazon.awssdk.services.sns.model.InvalidParameterValueException;
import software.amazon.awssdk.services.sns.model.NotFoundException;

/** The errors that SNS answers with, in AWS's wording. */
final class SnsErrors {

    private SnsErrors() {}

    /** @param what the parameter, or the parameter and the reason */
    static InvalidParameterException invalid(String what) {
        return InvalidParameterException.builder()
                .message("Invalid parameter: " + what)
                .build();
    }

    static InvalidParameterValueException invalidValue(String message) {
        return InvalidParameterValueException.builder().message(message).build();
    }

    static NotFoundException noTopic() {
        return NotFoundException.builder().message("Topic does not exist").build();
    }

    static NotFoundException noSubscription() {
        return NotFoundException.builder()
                .message("Subscription does not exist")
                .build();
    }
}
