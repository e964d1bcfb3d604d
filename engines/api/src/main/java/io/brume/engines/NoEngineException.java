package io.brume.engines;

/** No engine can do what was asked for; the message says what to install. */
public final class NoEngineException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NoEngineException(String message) {
        super(message);
    }
}
