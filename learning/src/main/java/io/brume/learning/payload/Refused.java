package io.brume.learning.payload;

/** A request that a built-in algorithm answers with an error. Carries no stack trace: it is the caller's fault. */
public final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    Refused(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    /** The HTTP status: 400, 406 or 415. */
    public int status() {
        return status;
    }
}
