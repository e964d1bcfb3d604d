package io.brume.serverless.dynamodb.item;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** DynamoDB's general error, which the SDK's model does not know. */
public final class Refusal {

    private static final String CODE = "ValidationException";

    private Refusal() {}

    /** A {@code ValidationException}. */
    public static RuntimeException invalid(String message) {
        return DynamoDbException.builder()
                .message(message)
                .statusCode(400)
                .writableStackTrace(false)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(CODE)
                        .errorMessage(message)
                        .build())
                .build();
    }

    /** The same, in the words that DynamoDB begins most of them with. */
    public static RuntimeException invalidValues(String what) {
        return invalid("One or more parameter values were invalid: " + what);
    }

    /** Whether an exception is such a refusal. */
    public static boolean isInvalid(RuntimeException e) {
        return e instanceof DynamoDbException refused
                && refused.awsErrorDetails() != null
                && CODE.equals(refused.awsErrorDetails().errorCode());
    }

    /** What a refusal says. */
    public static String message(RuntimeException e) {
        return e instanceof DynamoDbException refused && refused.awsErrorDetails() != null
                ? refused.awsErrorDetails().errorMessage()
                : String.valueOf(e.getMessage());
    }
}
