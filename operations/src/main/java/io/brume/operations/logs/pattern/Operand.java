package io.brume.operations.logs.pattern;

import org.jspecify.annotations.Nullable;

/**
 * What a value is compared with: a text, in which an asterisk at either end stands for anything, a number or a regular expression.
 *
 * @param text the text without the asterisks
 * @param number the text as a number, where it is one and was not quoted
 */
record Operand(
        String text,
        boolean openStart,
        boolean openEnd,
        @Nullable Double number,
        @Nullable Expression expression) {

    /** How a value is compared. */
    enum Operator {
        EQUAL("="),
        UNEQUAL("!="),
        LESS("<"),
        AT_MOST("<="),
        GREATER(">"),
        AT_LEAST(">=");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }

        /** The operator that is next, which may be none; {@code =!} is another way to write {@code !=}. */
        static @Nullable Operator take(Scanner scanner) {
            if (scanner.take("=!")) {
                return UNEQUAL;
            }
            for (Operator longer : new Operator[] {UNEQUAL, AT_MOST, AT_LEAST, EQUAL, LESS, GREATER}) {
                if (scanner.take(longer.sign)) {
                    return longer;
                }
            }
            return null;
        }

        boolean isOrder() {
            return this != EQUAL && this != UNEQUAL;
        }

        boolean holds(double value, double limit) {
            return switch (this) {
                case EQUAL -> value == limit;
                case UNEQUAL -> value != limit;
                case LESS -> value < limit;
                case AT_MOST -> value <= limit;
                case GREATER -> value > limit;
                case AT_LEAST -> value >= limit;
            };
        }
    }

    /** Reads one; outside of quotes it ends before any of these characters. */
    static Operand parse(Scanner scanner, Operator operator, String ends) {
        scanner.skipSpace();
        Operand operand = switch (scanner.peek()) {
            case '%' -> new Operand("", false, false, null, scanner.expression());
            case '"' -> text(scanner.quoted(), null);
            default -> {
                String word = scanner.until(ends);
                if (word.isEmpty()) {
                    throw scanner.bad("a value is missing");
                }
                yield text(word, number(word));
            }
        };
        if (operator.isOrder() && operand.number == null) {
            throw scanner.bad("only numbers can be compared by size");
        }
        return operand;
    }

    private static Operand text(String text, @Nullable Double number) {
        boolean openStart = text.startsWith("*");
        boolean openEnd = text.endsWith("*");
        String middle = text.equals("*") ? "" : text.substring(openStart ? 1 : 0, text.length() - (openEnd ? 1 : 0));
        return new Operand(middle, openStart, openEnd, number, null);
    }

    /** The number that a text is: sign, digits, fraction and exponent, and nothing else that Java would take. */
    static @Nullable Double number(String text) {
        if (text.isEmpty() || text.length() > 64) {
            return null;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && "+-.eE".indexOf(c) < 0) {
                return null;
            }
        }
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /**
     * Whether a value compares as the operator says.
     *
     * @param known the value as a number, null where it is none
     */
    boolean compares(Operator operator, String value, @Nullable Double known) {
        if (operator.isOrder()) {
            return known != null && number != null && operator.holds(known, number);
        }
        boolean sameNumber = number != null && known != null && number.doubleValue() == known.doubleValue();
        boolean equal = sameNumber || matches(value);
        return equal == (operator == Operator.EQUAL);
    }

    private boolean matches(String value) {
        if (expression != null) {
            return expression.isIn(value);
        }
        if (openStart && openEnd) {
            return value.contains(text);
        }
        return openStart ? value.endsWith(text) : openEnd ? value.startsWith(text) : value.equals(text);
    }
}
