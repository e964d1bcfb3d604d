package io.brume.engines.opennlp;

/**
 * What the tagger sees as one word. English contractions are one token, as in the treebank that the tagger was trained on,
 * and are cut into two words afterwards.
 *
 * @param begin the first UTF-16 unit in the text
 * @param end one past the last unit
 * @param cut where the second word begins, or {@link #WHOLE}
 */
record Token(int begin, int end, Kind kind, int cut) {

    static final int WHOLE = -1;

    /** What the form of a token gives away. */
    enum Kind {
        WORD,
        NUMBER,
        PUNCTUATION,
        SYMBOL,
        /** An e-mail address, a URL or a file path. */
        ADDRESS,
        /** {@code @someone} */
        HANDLE,
        /** {@code #topic} */
        HASHTAG
    }

    String of(String text) {
        return text.substring(begin, end);
    }
}
