package io.brume.engines;

/** Whether an engine can be loaded, and if not, what is missing and the one command that installs it. */
public sealed interface Availability {

    record Ready() implements Availability {}

    /**
     * Something is missing.
     *
     * @param what what is missing, as a noun phrase: {@code "the program espeak-ng"}
     * @param install the one command that installs it
     */
    record Missing(String what, String install) implements Availability {
        /** One sentence, the same wherever it is shown. */
        public String sentence() {
            return what + " is missing: run `" + install + "`.";
        }
    }

    static Availability ready() {
        return new Ready();
    }

    static Availability missing(String what, String install) {
        return new Missing(what, install);
    }
}
