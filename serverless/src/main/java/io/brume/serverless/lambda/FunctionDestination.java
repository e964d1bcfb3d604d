package io.brume.serverless.lambda;

import io.brume.kernel.event.Destination;
import io.brume.kernel.event.Message;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** Takes what other services send to functions into the queue of events: the message's body is the event. */
final class FunctionDestination implements Destination {

    private final Invocations invocations;
    private final EventQueue events;

    FunctionDestination(Invocations invocations, EventQueue events) {
        this.invocations = invocations;
        this.events = events;
    }

    @Override
    public void deliver(Message message) throws Undeliverable {
        try {
            FunctionRef ref = FunctionRef.of(message.scope(), message.destination(), null);
            invocations.resolve(ref);
            events.add(ref, UUID.randomUUID().toString(), message.body().getBytes(StandardCharsets.UTF_8));
        } catch (ResourceNotFoundException
                | software.amazon.awssdk.services.lambda.model.InvalidParameterValueException e) {
            throw new Undeliverable("there is no function " + message.destination());
        }
    }
}
