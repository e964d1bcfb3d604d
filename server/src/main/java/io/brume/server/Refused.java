package io.brume.server;

/** Something that the user can put right. The message is one sentence that says how; no stack trace is shown. */
public final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public Refused(String sentence) {
        super(sentence, null, false, false);
    }
}
