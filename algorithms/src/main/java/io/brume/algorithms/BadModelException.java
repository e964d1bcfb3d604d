package io.brume.algorithms;

/** A folder that does not hold the model that was asked for. The message names the file and the reason. */
public final class BadModelException extends RuntimeException {
    public BadModelException(String message) {
        super(message);
    }

    public BadModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
