package io.brume.operations.logs.pattern;

/** Reads a filter pattern character by character. */
final class Scanner {

    /** What {@link #peek} answers at the end. */
    static final char END = '\0';

    private static final int MOST_EXPRESSIONS = 2;

    private final String text;
    private int place;
    private int expressions;

    Scanner(String text) {
        this.text = text;
    }

    boolean atEnd() {
        return place >= text.length();
    }

    char peek() {
        return atEnd() ? END : text.charAt(place);
    }

    char next() {
        char c = peek();
        place++;
        return c;
    }

    void skipSpace() {
        while (!atEnd() && Character.isWhitespace(peek())) {
            place++;
        }
    }

    boolean startsWith(String token) {
        return text.startsWith(token, place);
    }

    /** Skips space, and the token if it comes then. */
    boolean take(String token) {
        skipSpace();
        if (!startsWith(token)) {
            return false;
        }
        place += token.length();
        return true;
    }

    /** Skips space, and the words if they come then, whatever their case and the space between them. */
    boolean takeWords(String... words) {
        int before = place;
        for (String word : words) {
            skipSpace();
            if (!text.regionMatches(true, place, word, 0, word.length())) {
                place = before;
                return false;
            }
            place += word.length();
        }
        if (!atEnd() && Character.isLetterOrDigit(peek())) {
            place = before;
            return false;
        }
        return true;
    }

    void expect(String token) {
        if (!take(token)) {
            throw bad("expected '" + token + "'");
        }
    }

    /** What is between double quotes, of which the first is next; a backslash takes the following character as it is. */
    String quoted() {
        next();
        var value = new StringBuilder();
        while (!atEnd()) {
            char c = next();
            if (c == '"') {
                return value.toString();
            }
            value.append(c == '\\' && (peek() == '"' || peek() == '\\') ? next() : c);
        }
        throw bad("a quote is not closed");
    }

    /** The regular expression between percent signs, of which the first is next. */
    Expression expression() {
        next();
        var source = new StringBuilder();
        while (!atEnd()) {
            char c = next();
            if (c == '%') {
                if (++expressions > MOST_EXPRESSIONS) {
                    throw new BadPatternException(
                            "Invalid filter pattern: it has more than " + MOST_EXPRESSIONS + " regular expressions");
                }
                return Expression.of(source.toString());
            }
            source.append(c);
            if (c == '\\' && !atEnd()) {
                source.append(next());
            }
        }
        throw bad("a regular expression is not closed by '%'");
    }

    /** The characters up to the next space or one of these. */
    String until(String ends) {
        int start = place;
        while (!atEnd() && !Character.isWhitespace(peek()) && ends.indexOf(peek()) < 0) {
            place++;
        }
        return text.substring(start, place);
    }

    BadPatternException bad(String why) {
        return new BadPatternException(
                "Invalid filter pattern at character " + Math.min(place, text.length()) + ": " + why);
    }
}
