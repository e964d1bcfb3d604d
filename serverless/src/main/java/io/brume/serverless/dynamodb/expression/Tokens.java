package io.brume.serverless.dynamodb.expression;

import io.brume.serverless.dynamodb.expression.Token.Type;
import io.brume.serverless.dynamodb.item.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** An expression taken apart, read from its beginning to its end. */
final class Tokens {

    private static final int LONGEST = 4096;
    private static final List<String> SIGNS =
            List.of("<>", "<=", ">=", "=", "<", ">", "(", ")", "[", "]", ".", ",", "+", "-");

    private final String member;
    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    /** @param member the request's member that the expression is, for errors */
    Tokens(String member, String text) {
        this.member = member;
        this.text = text;
        if (text.isBlank()) {
            throw error("The expression can not be empty;");
        }
        if (text.length() > LONGEST) {
            throw error("Expression size has exceeded the maximum allowed size; expression size: " + text.length());
        }
        int from = 0;
        while (from < text.length()) {
            if (" \t\r\n".indexOf(text.charAt(from)) >= 0) {
                from++;
                continue;
            }
            Token token = token(from);
            tokens.add(token);
            from = token.end();
        }
        tokens.add(new Token(Type.END, "<EOF>", text.length(), text.length()));
    }

    private Token token(int from) {
        char first = text.charAt(from);
        if (isLetter(first)) {
            return whole(Type.WORD, from);
        }
        if (isDigit(first)) {
            int end = from;
            while (end < text.length() && isDigit(text.charAt(end))) {
                end++;
            }
            return new Token(Type.NUMBER, text.substring(from, end), from, end);
        }
        if ((first == '#' || first == ':') && from + 1 < text.length() && isPart(text.charAt(from + 1))) {
            return whole(first == '#' ? Type.NAME : Type.VALUE, from);
        }
        for (String sign : SIGNS) {
            if (text.startsWith(sign, from)) {
                return new Token(Type.SIGN, sign, from, from + sign.length());
            }
        }
        int end = from + Character.charCount(text.codePointAt(from));
        int begin = tokens.isEmpty() ? from : tokens.getLast().start();
        throw error("Syntax error; token: \"" + text.substring(from, end) + "\", near: \""
                + text.substring(begin, Math.min(text.length(), end + 10)) + "\"");
    }

    private Token whole(Type type, int from) {
        int end = from + 1;
        while (end < text.length() && isPart(text.charAt(end))) {
            end++;
        }
        return new Token(type, text.substring(from, end), from, end);
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isPart(char c) {
        return isLetter(c) || isDigit(c);
    }

    /** Whether a text may stand for a name or a value: its first character, then letters, digits and underscores. */
    static boolean isStandIn(String text, char first) {
        return text.length() > 1
                && text.charAt(0) == first
                && text.chars().skip(1).allMatch(c -> isPart((char) c));
    }

    Token peek() {
        return tokens.get(at);
    }

    /** The token behind the next one. */
    Token afterNext() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    Token next() {
        Token token = tokens.get(at);
        if (token.type() != Type.END) {
            at++;
        }
        return token;
    }

    /** Goes on behind a sign if it comes next. */
    boolean skip(String sign) {
        if (peek().isSign(sign)) {
            at++;
            return true;
        }
        return false;
    }

    /** Goes on behind a word if it comes next. */
    boolean skipWord(String word) {
        if (peek().isWord(word)) {
            at++;
            return true;
        }
        return false;
    }

    void expect(String sign) {
        if (!skip(sign)) {
            throw unexpected();
        }
    }

    /** What stands between parentheses, with commas between them; at least one. */
    <T> List<T> list(Supplier<T> one) {
        expect("(");
        List<T> all = new ArrayList<>();
        do {
            all.add(one.get());
        } while (skip(","));
        expect(")");
        return all;
    }

    /** Where the reading is, to come back to. */
    int mark() {
        return at;
    }

    void back(int mark) {
        at = mark;
    }

    void expectEnd() {
        if (peek().type() != Type.END) {
            throw unexpected();
        }
    }

    /** The next token is none that may stand here. */
    RuntimeException unexpected() {
        Token token = peek();
        int from = at == 0 ? token.start() : tokens.get(at - 1).start();
        return error("Syntax error; token: \"" + token.text() + "\", near: \""
                + text.substring(from, afterNext().end()).strip() + "\"");
    }

    RuntimeException error(String message) {
        return Refusal.invalid("Invalid " + member + ": " + message);
    }
}
