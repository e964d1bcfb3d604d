package io.brume.serverless.dynamodb.expression;

/**
 * A piece of an expression.
 *
 * @param start where it begins in the expression
 * @param end behind its last character
 */
record Token(Type type, String text, int start, int end) {

    /** What a piece is. */
    enum Type {
        /** A name or a word such as {@code AND}. */
        WORD,
        /** A name's stand-in, such as {@code #status}. */
        NAME,
        /** A value's stand-in, such as {@code :limit}. */
        VALUE,
        NUMBER,
        SIGN,
        END
    }

    /** Whether it is this word, whatever its case. */
    boolean isWord(String word) {
        return type == Type.WORD && text.equalsIgnoreCase(word);
    }

    boolean isSign(String sign) {
        return type == Type.SIGN && text.equals(sign);
    }
}
