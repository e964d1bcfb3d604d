package io.brume.serverless.events;

import io.brume.kernel.wire.Fault;
import software.amazon.awssdk.services.eventbridge.model.LimitExceededException;
import software.amazon.awssdk.services.eventbridge.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.eventbridge.model.ResourceNotFoundException;

/** The errors that EventBridge answers with, in AWS's wording. */
final class EventErrors {

    private EventErrors() {}

    static Fault invalid(String message) {
        return new Fault(Fault.Kind.VALIDATION, message);
    }

    static ResourceNotFoundException noBus(Bus bus) {
        return missing("Event bus " + bus.name() + " does not exist.");
    }

    static ResourceNotFoundException noRule(Bus bus, String rule) {
        return missing("Rule " + rule + " does not exist on EventBus " + bus.name() + ".");
    }

    static ResourceNotFoundException missing(String message) {
        return ResourceNotFoundException.builder().message(message).build();
    }

    static ResourceAlreadyExistsException exists(String message) {
        return ResourceAlreadyExistsException.builder().message(message).build();
    }

    static LimitExceededException tooMany() {
        return LimitExceededException.builder()
                .message("The requested resource exceeds the maximum number allowed.")
                .build();
    }
}
