package io.brume.serverless.states.run;

/** An execution has more events than a history may hold. */
final class HistoryTooLong extends RuntimeException {

    private static final long serialVersionUID = 1L;

    static final int MOST = 25_000;

    HistoryTooLong() {
        super("The execution reached the maximum number of history events (" + MOST + ").", null, false, false);
    }
}
