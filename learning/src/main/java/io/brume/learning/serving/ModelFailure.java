package io.brume.learning.serving;

/** What a model answered instead of a success. */
public final class ModelFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String container;

    /**
     * A failure.
     *
     * @param status the HTTP status; 0 when there was no answer
     * @param container the host name of the container
     * @param message the answer's body
     */
    public ModelFailure(int status, String container, String message) {
        super(message);
        this.status = status;
        this.container = container;
    }

    public int status() {
        return status;
    }

    public String container() {
        return container;
    }

    public String body() {
        return String.valueOf(getMessage());
    }

    /** As SageMaker tells it. */
    public String sentence() {
        return "Received " + (status >= 400 && status < 500 ? "client" : "server") + " error (" + status + ") from "
                + container + " with message \"" + body() + "\"";
    }

    static ModelFailure timedOut(String container) {
        return new ModelFailure(
                0,
                container,
                "Your invocation timed out while waiting for a response from container " + container
                        + ". Review the latency metrics for each container in Amazon CloudWatch, resolve the issue, and"
                        + " try again.");
    }
}
