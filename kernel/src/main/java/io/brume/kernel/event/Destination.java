package io.brume.kernel.event;

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

    /** A message that will never be delivered, such as one to a queue that does not exist. */
    final class Undeliverable extends Exception {

        private static final long serialVersionUID = 1L;

        public Undeliverable(String reason) {
            super(reason, null, false, false);
        }
    }
}
