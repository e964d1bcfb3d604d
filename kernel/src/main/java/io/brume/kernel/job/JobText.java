package io.brume.kernel.job;

import org.jspecify.annotations.Nullable;

/** What people read of a job, in a form that every database takes: without null characters, and not endless. */
final class JobText {

    private static final int LONGEST = 4_000;

    private JobText() {}

    static String storable(String text) {
        String clean = text.replace("\0", "");
        return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST);
    }

    /** What a failure says, or what it is called when it says nothing. */
    static String reason(Throwable failure) {
        @Nullable String message = failure.getMessage();
        return storable(
                message == null || message.isBlank() ? failure.getClass().getSimpleName() : message);
    }
}
