package io.brume.engines.libtorch;

/** TorchScript's code, as libtorch prints it. */
final class Source {

    /** Characters of a statement. An expression cannot be deeper than it is long, and this much fits into the stack. */
    private static final int LONGEST = 1 << 16;

    /** Spaces, two a block. */
    private static final int DEEPEST = 200;

    private final String code;
    private int at;

    private Source(String code) {
        this.code = code;
    }

    /** Whether no statement is so long and no block so deep that libtorch could run out of stack. */
    static boolean isShallow(String code) {
        var source = new Source(code);
        while (source.at < code.length()) {
            if (source.indentation() > DEEPEST || source.statement() > LONGEST) {
                return false;
            }
        }
        return true;
    }

    /** Goes past the spaces that a line begins with. */
    private int indentation() {
        int begin = at;
        while (at < code.length() && code.charAt(at) == ' ') {
            at++;
        }
        return at - begin;
    }

    /** Goes past a statement: to the end of the line, or beyond it while a bracket is open. */
    private int statement() {
        int begin = at;
        int open = 0;
        while (at < code.length()) {
            char c = code.charAt(at++);
            switch (c) {
                case '(', '[', '{' -> open++;
                case ')', ']', '}' -> open--;
                case '\\' -> at++;
                case '"', '\'' -> text(c);
                case '#' -> comment();
                case '\n' -> {
                    if (open <= 0) {
                        return at - begin;
                    }
                }
                default -> {}
            }
        }
        return at - begin;
    }

    /** Goes past a text, which ends with its line at the latest. */
    private void text(char quote) {
        while (at < code.length() && code.charAt(at) != '\n') {
            char c = code.charAt(at++);
            if (c == quote) {
                return;
            }
            if (c == '\\') {
                at++;
            }
        }
    }

    private void comment() {
        while (at < code.length() && code.charAt(at) != '\n') {
            at++;
        }
    }
}
