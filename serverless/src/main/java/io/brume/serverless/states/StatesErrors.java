package io.brume.serverless.states;

import io.brume.serverless.states.language.Definition;
import software.amazon.awssdk.services.sfn.model.*;

/** Step Functions' errors, in its words. */
final class StatesErrors {

    private StatesErrors() {}

    static RuntimeException noMachine(String arn) {
        return StateMachineDoesNotExistException.builder()
                .message("State Machine Does Not Exist: '" + arn + "'")
                .build();
    }

    static RuntimeException noExecution(String arn) {
        return ExecutionDoesNotExistException.builder()
                .message("Execution Does Not Exist: '" + arn + "'")
                .build();
    }

    static RuntimeException noActivity(String arn) {
        return ActivityDoesNotExistException.builder()
                .message("Activity Does Not Exist: '" + arn + "'")
                .build();
    }

    static RuntimeException noResource(String arn) {
        return ResourceNotFoundException.builder()
                .message("Resource not found: '" + arn + "'")
                .resourceName(arn)
                .build();
    }

    static RuntimeException badArn(String arn) {
        return InvalidArnException.builder()
                .message("Invalid Arn: 'Invalid ARN prefix: " + arn + "'")
                .build();
    }

    static RuntimeException badName(String name) {
        return InvalidNameException.builder()
                .message("Invalid Name: '" + name + "'")
                .build();
    }

    static RuntimeException invalid(String message) {
        return ValidationException.builder().message(message).build();
    }

    static RuntimeException badToken() {
        return InvalidTokenException.builder()
                .message("Invalid Token: 'Invalid token'")
                .build();
    }

    static RuntimeException late() {
        return TaskTimedOutException.builder()
                .message("Task Timed Out: 'Provided task does not exist anymore'")
                .build();
    }

    static RuntimeException wrongType() {
        return StateMachineTypeNotSupportedException.builder()
                .message("This operation is not supported by this type of state machine")
                .build();
    }

    static RuntimeException badDefinition(Definition definition) {
        return InvalidDefinitionException.builder()
                .message("Invalid State Machine Definition: '" + definition.errors() + "'")
                .build();
    }
}
