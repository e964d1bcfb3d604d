package io.brume.learning.serving;

import java.io.IOException;

/** A model that cannot be made ready, with the sentence that becomes the reason of the failure. */
public final class LoadException extends IOException {

    private static final long serialVersionUID = 1L;

    public LoadException(String message) {
        super(message);
    }

    public LoadException(String message, Throwable cause) {
        super(message, cause);
    }
}
