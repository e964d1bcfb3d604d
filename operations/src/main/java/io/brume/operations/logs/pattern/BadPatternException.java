package io.brume.operations.logs.pattern;

/** A filter pattern that cannot be read. Carries no stack trace: it is the caller's fault. */
public final class BadPatternException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadPatternException(String message) {
        super(message, null, false, false);
    }
}
