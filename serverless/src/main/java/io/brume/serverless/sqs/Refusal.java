package io.brume.serverless.sqs;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sqs.model.InvalidAddressException;
import software.amazon.awssdk.services.sqs.model.InvalidAttributeNameException;
import software.amazon.awssdk.services.sqs.model.InvalidAttributeValueException;
import software.amazon.awssdk.services.sqs.model.InvalidMessageContentsException;
import software.amazon.awssdk.services.sqs.model.MessageNotInflightException;
import software.amazon.awssdk.services.sqs.model.OverLimitException;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.ReceiptHandleIsInvalidException;
import software.amazon.awssdk.services.sqs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sqs.model.SqsException;
import software.amazon.awssdk.services.sqs.model.UnsupportedOperationException;

/** The errors that SQS answers with, in its words. */
final class Refusal {

    private Refusal() {}

    static AwsServiceException noSuchQueue() {
        return QueueDoesNotExistException.builder()
                .message("The specified queue does not exist.")
                .build();
    }

    static AwsServiceException notAQueueUrl(String url) {
        return InvalidAddressException.builder()
                .message("The address " + shortened(url) + " is not valid for this endpoint.")
                .build();
    }

    static AwsServiceException badReceipt() {
        return ReceiptHandleIsInvalidException.builder()
                .message("The input receipt handle is invalid.")
                .build();
    }

    static AwsServiceException notInFlight() {
        return MessageNotInflightException.builder()
                .message("The message referred to isn't in flight.")
                .build();
    }

    static AwsServiceException tooManyInFlight(int most) {
        return OverLimitException.builder()
                .message("The maximum number of in flight messages is reached: " + most + ".")
                .build();
    }

    static AwsServiceException tooManyActions(int found, int most) {
        return OverLimitException.builder()
                .message(found + " Actions were found, maximum allowed is " + most + ".")
                .build();
    }

    static AwsServiceException unknownAttribute(String name) {
        return InvalidAttributeNameException.builder()
                .message("Unknown Attribute " + shortened(name) + ".")
                .build();
    }

    static AwsServiceException attributeName(String message) {
        return InvalidAttributeNameException.builder().message(message).build();
    }

    static AwsServiceException attributeValue(String name) {
        return InvalidAttributeValueException.builder()
                .message("Invalid value for the parameter " + name + ".")
                .build();
    }

    static AwsServiceException contents(String message) {
        return InvalidMessageContentsException.builder().message(message).build();
    }

    static AwsServiceException notFound(String message) {
        return ResourceNotFoundException.builder().message(message).build();
    }

    static AwsServiceException unsupported(String message) {
        return UnsupportedOperationException.builder().message(message).build();
    }

    static AwsServiceException missing(String parameter) {
        return coded("MissingParameter", "The request must contain the parameter " + parameter + ".");
    }

    /** A parameter's value that breaks a rule. */
    static AwsServiceException value(Object value, String parameter, String reason) {
        return parameter("Value " + shortened(String.valueOf(value)) + " for parameter " + parameter
                + " is invalid. Reason: " + reason);
    }

    /** SQS's general error, which the SDK's model does not know. */
    static AwsServiceException parameter(String message) {
        return coded("InvalidParameterValue", message);
    }

    private static AwsServiceException coded(String code, String message) {
        return SqsException.builder()
                .message(message)
                .statusCode(400)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .build();
    }

    /** The code of an exception made here, for the entries of batch answers. */
    static String code(AwsServiceException exception) {
        AwsErrorDetails details = exception.awsErrorDetails();
        if (details != null && details.errorCode() != null) {
            return details.errorCode();
        }
        String name = exception.getClass().getSimpleName();
        return name.endsWith("Exception") ? name.substring(0, name.length() - "Exception".length()) : name;
    }

    static String message(AwsServiceException exception) {
        AwsErrorDetails details = exception.awsErrorDetails();
        return details != null && details.errorMessage() != null
                ? details.errorMessage()
                : String.valueOf(exception.getMessage());
    }

    private static String shortened(String text) {
        return text.length() > 1024 ? text.substring(0, 1024) + "…" : text;
    }
}
