package io.brume.operations.metrics.math;

/** An expression that cannot be read, or not be calculated with what it is given. Carries no stack trace: it is the caller's fault. */
public final class MathException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public MathException(String message) {
        super(message, null, false, false);
    }
}
