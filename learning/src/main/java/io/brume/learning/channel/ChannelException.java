package io.brume.learning.channel;

/** Data that cannot be had: the user's affair. The message is a reason for a job to fail with. */
public final class ChannelException extends Exception {

    private static final long serialVersionUID = 1L;

    ChannelException(String message) {
        super(message);
    }

    ChannelException(String message, Throwable cause) {
        super(message, cause);
    }
}
