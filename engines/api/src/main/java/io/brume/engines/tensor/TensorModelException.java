package io.brume.engines.tensor;

/** A file that holds no model, or input that a model does not take. The message is one line, for the user. */
public final class TensorModelException extends Exception {

    private static final long serialVersionUID = 1L;

    public TensorModelException(String message) {
        super(message);
    }

    public TensorModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
