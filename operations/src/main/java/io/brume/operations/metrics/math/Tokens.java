package io.brume.operations.metrics.math;

import java.util.ArrayList;
import java.util.List;

/** Cuts an expression into tokens. */
final class Tokens {

    /** What kind of token it is. */
    enum Kind {
        NUMBER,
        NAME,
        TEXT,
        SIGN,
        END
    }

    record Token(Kind kind, String text, int place) {}

    private static final List<String> SIGNS =
            List.of("==", "!=", "<=", ">=", "&&", "||", "<", ">", "+", "-", "*", "/", "^", "(", ")", "[", "]", ",");

    private Tokens() {}

    static List<Token> of(String text) {
        List<Token> tokens = new ArrayList<>();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c)) {
                i++;
                continue;
            }
            Token token = token(text, i, c);
            tokens.add(token);
            i += token.text.length() + (token.kind == Kind.TEXT ? 2 : 0);
        }
        tokens.add(new Token(Kind.END, "", text.length()));
        return tokens;
    }

    private static Token token(String text, int start, char c) {
        int end = start;
        if (isDigit(c) || c == '.') {
            while (end < text.length() && (isDigit(text.charAt(end)) || text.charAt(end) == '.')) {
                end++;
            }
            end = exponent(text, end);
            return new Token(Kind.NUMBER, text.substring(start, end), start);
        }
        if (c == '"' || c == '\'') {
            int close = text.indexOf(c, start + 1);
            if (close < 0) {
                throw new MathException("a quote is not closed at " + start);
            }
            return new Token(Kind.TEXT, text.substring(start + 1, close), start);
        }
        if (isLetter(c)) {
            while (end < text.length() && (isLetter(text.charAt(end)) || isDigit(text.charAt(end)))) {
                end++;
            }
            return new Token(Kind.NAME, text.substring(start, end), start);
        }
        for (String sign : SIGNS) {
            if (text.startsWith(sign, start)) {
                return new Token(Kind.SIGN, sign, start);
            }
        }
        throw new MathException("unexpected '" + c + "' at " + start);
    }

    private static int exponent(String text, int place) {
        if (place >= text.length() || (text.charAt(place) != 'e' && text.charAt(place) != 'E')) {
            return place;
        }
        int end = place + 1;
        if (end < text.length() && (text.charAt(end) == '+' || text.charAt(end) == '-')) {
            end++;
        }
        int digits = end;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end == digits ? place : end;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }
}
