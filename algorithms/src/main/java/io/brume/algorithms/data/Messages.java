package io.brume.algorithms.data;

/** Data in messages. */
final class Messages {
    private Messages() {}

    /** At most 40 characters of it. */
    static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
