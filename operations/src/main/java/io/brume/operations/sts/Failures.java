package io.brume.operations.sts;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.sts.model.StsException;

/** STS's errors that its model has no exceptions for. */
final class Failures {

    private Failures() {}

    static StsException validation(String message) {
        return failure(400, "ValidationError", message);
    }

    static StsException parameter(String message) {
        return failure(400, "InvalidParameterValue", message);
    }

    static StsException denied(String message) {
        return failure(403, "AccessDenied", message);
    }

    private static StsException failure(int status, String code, String message) {
        return (StsException) StsException.builder()
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .statusCode(status)
                .build();
    }
}
