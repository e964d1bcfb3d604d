package io.brume.serverless.states.run;

/** The execution, or this line of it, has ended otherwise: whoever works for it stops. */
final class Over extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Over() {
        super("over", null, false, false);
    }
}
