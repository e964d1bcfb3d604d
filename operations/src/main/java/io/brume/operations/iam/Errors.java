package io.brume.operations.iam;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.iam.model.DeleteConflictException;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.InvalidInputException;
import software.amazon.awssdk.services.iam.model.LimitExceededException;
import software.amazon.awssdk.services.iam.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.UnmodifiableEntityException;

/** IAM's errors, in its own words. */
final class Errors {

    private Errors() {}

    static NoSuchEntityException missing(String message) {
        return NoSuchEntityException.builder().message(message).build();
    }

    static NoSuchEntityException noUser(String name) {
        return missing("The user with name " + name + " cannot be found.");
    }

    static NoSuchEntityException noRole(String name) {
        return missing("The role with name " + name + " cannot be found.");
    }

    static NoSuchEntityException noGroup(String name) {
        return missing("The group with name " + name + " cannot be found.");
    }

    static NoSuchEntityException noProfile(String name) {
        return missing("Instance Profile " + name + " cannot be found.");
    }

    static NoSuchEntityException noPolicy(String arn) {
        return missing("Policy " + arn + " was not found.");
    }

    static NoSuchEntityException notAttachable(String arn) {
        return missing("Policy " + arn + " does not exist or is not attachable.");
    }

    static EntityAlreadyExistsException exists(String message) {
        return EntityAlreadyExistsException.builder().message(message).build();
    }

    static DeleteConflictException conflict(String message) {
        return DeleteConflictException.builder().message(message).build();
    }

    static LimitExceededException quota(String what, long most) {
        return limit("Cannot exceed quota for " + what + ": " + most);
    }

    static LimitExceededException limit(String message) {
        return LimitExceededException.builder().message(message).build();
    }

    static InvalidInputException invalid(String message) {
        return InvalidInputException.builder().message(message).build();
    }

    static MalformedPolicyDocumentException malformed(String message) {
        return MalformedPolicyDocumentException.builder().message(message).build();
    }

    static UnmodifiableEntityException protectedRole(String name) {
        return UnmodifiableEntityException.builder()
                .message("Cannot perform the operation on the protected role '" + name
                        + "' - this role is only modifiable by AWS")
                .build();
    }

    /** What the model has no exception for. */
    static IamException validation(String message) {
        return (IamException) IamException.builder()
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode("ValidationError")
                        .errorMessage(message)
                        .build())
                .statusCode(400)
                .build();
    }

    static IamException denied(String message) {
        return (IamException) IamException.builder()
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode("AccessDenied")
                        .errorMessage(message)
                        .build())
                .statusCode(403)
                .build();
    }
}
