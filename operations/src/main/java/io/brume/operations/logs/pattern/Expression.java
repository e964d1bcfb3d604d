package io.brume.operations.logs.pattern;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/** A regular expression as filter patterns have it: without groups and of few symbols. */
record Expression(Pattern pattern) {

    private static final String SYMBOLS = " :_#=@/;,-";
    private static final String OPERATORS = "^$?[]{}|*+.";

    static Expression of(String source) {
        if (source.isEmpty()) {
            throw new BadPatternException("Invalid filter pattern: a regular expression is empty");
        }
        for (int i = 0; i < source.length(); i++) {
            char c = source.charAt(i);
            if (c == '\\') {
                i++;
            } else if (!isPlain(c) && SYMBOLS.indexOf(c) < 0 && OPERATORS.indexOf(c) < 0) {
                throw new BadPatternException("Invalid filter pattern: the regular expression %" + source
                        + "% has the unsupported character '" + c + "'");
            }
        }
        try {
            return new Expression(Pattern.compile(source));
        } catch (PatternSyntaxException e) {
            throw new BadPatternException("Invalid filter pattern: the regular expression %" + source
                    + "% cannot be read: " + e.getMessage());
        }
    }

    private static boolean isPlain(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }

    boolean isIn(String text) {
        return pattern.matcher(text).find();
    }
}
