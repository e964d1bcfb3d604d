package io.brume.kernel.event;

import java.time.Duration;

/** Delivers messages to the resources of one service. Implementations are thread-safe. */
@FunctionalInterface
public interface Destination {

    /**
     * Delivers one message, for the first time or again: whoever sends may have been killed before it could note the success.
     *
     * @throws Undeliverable when trying again is of no use
     * @throws Exception when it did not work and is to be tried again later
     */
    void deliver(Message message) throws Exception;

    /**
     * {@link #deliver(Message)}, for destinations that have a retry policy of their own.
     *
     * @param attempt 1 for the first one
     */
    default void deliver(Message message, int attempt) throws Exception {
        deliver(message);
    }

    /** It did not work, and the destination says when to try again. */
    final class Later extends Exception {

        private static final long serialVersionUID = 1L;

        private final Duration pause;

        public Later(String reason, Duration pause) {
            super(reason, null, false, false);
            this.pause = pause;
        }

        public Duration pause() {
            return pause;
        }
    }

    /** A message that will never be delivered, such as one to a queue that does not exist. */
    final class Undeliverable extends Exception {

        private static final long serialVersionUID = 1L;

        public Undeliverable(String reason) {
            super(reason, null, false, false);
        }
    }
}
