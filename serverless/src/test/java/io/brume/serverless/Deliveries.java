package io.brume.serverless;

import static org.assertj.core.api.Assertions.assertThat;

import io.brume.kernel.event.Destination;
import io.brume.kernel.event.Message;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A destination that keeps what it gets, for services that a test does not run. */
public final class Deliveries implements Destination {

    private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();

    @Override
    public void deliver(Message message) {
        messages.add(message);
    }

    /** The next message, waited for. */
    public Message next() throws InterruptedException {
        Message message = messages.poll(20, TimeUnit.SECONDS);
        assertThat(message).as("a message").isNotNull();
        return message;
    }

    /** How many have come that nobody has asked for. */
    public int size() {
        return messages.size();
    }
}
