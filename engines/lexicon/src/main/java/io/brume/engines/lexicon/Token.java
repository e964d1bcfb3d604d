package io.brume.engines.lexicon;

/**
 * A word, sign or emoji of a text.
 *
 * @param begin its first UTF-16 unit in the text
 * @param end one past its last unit
 * @param form the form that lexicons know: lower case, straight apostrophes, contractions taken apart
 */
record Token(int begin, int end, String form, Kind kind, Letters letters) {

    enum Kind {
        WORD,
        NUMBER,
        HASHTAG,
        EMOJI,
        EMOTICON,
        SIGN,
        /** A web address, e-mail address or user name. */
        ADDRESS
    }

    enum Letters {
        LOWER,
        TITLE,
        CAPITALS
    }

    boolean is(String sign) {
        return form.equals(sign);
    }

    boolean isWord() {
        return kind == Kind.WORD || kind == Kind.HASHTAG;
    }
}
