package io.brume.serverless.states.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.brume.serverless.states.expression.IntrinsicCall.Argument.Literal;
import io.brume.serverless.states.expression.IntrinsicCall.Argument.Nested;
import io.brume.serverless.states.expression.IntrinsicCall.Argument.Place;
import io.brume.serverless.states.expression.IntrinsicCall.Argument.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code States.Function(arguments)}, taken apart. */
record IntrinsicCall(String function, List<Argument> arguments) {

    private static final int DEEPEST = 10;

    /** What stands between the commas. */
    sealed interface Argument {
        record Literal(JsonNode value) implements Argument {}

        /** @param raw with its backslashes */
        record Text(String raw) implements Argument {
            String unescaped() {
                return raw.replaceAll("\\\\(.)", "$1");
            }
        }

        record Place(String path) implements Argument {}

        record Nested(IntrinsicCall call) implements Argument {}
    }

    /** The call that a text is; empty when it is none. */
    static Optional<IntrinsicCall> parse(String text) {
        try {
            var parser = new Parser(text.strip());
            IntrinsicCall call = parser.call(0);
            return parser.atEnd() ? Optional.of(call) : Optional.empty();
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static final class Parser {

        private static final String PREFIX = "States.";

        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        boolean atEnd() {
            return at == text.length();
        }

        IntrinsicCall call(int depth) {
            if (!text.startsWith(PREFIX, at) || depth > DEEPEST) {
                throw new IllegalArgumentException();
            }
            at += PREFIX.length();
            int start = at;
            while (Character.isLetterOrDigit(text.charAt(at))) {
                at++;
            }
            String function = text.substring(start, at);
            expect('(');
            List<Argument> arguments = new ArrayList<>();
            skipSpace();
            if (text.charAt(at) == ')') {
                at++;
                return new IntrinsicCall(function, arguments);
            }
            while (true) {
                arguments.add(argument(depth));
                skipSpace();
                if (text.charAt(at) == ')') {
                    at++;
                    return new IntrinsicCall(function, arguments);
                }
                expect(',');
            }
        }

        private void expect(char c) {
            if (text.charAt(at) != c) {
                throw new IllegalArgumentException();
            }
            at++;
        }

        private void skipSpace() {
            while (Character.isWhitespace(text.charAt(at))) {
                at++;
            }
        }

        private Argument argument(int depth) {
            skipSpace();
            char first = text.charAt(at);
            if (first == '\'') {
                return quoted();
            }
            if (first == '$') {
                return new Place(path());
            }
            if (text.startsWith(PREFIX, at)) {
                return new Nested(call(depth + 1));
            }
            return new Literal(literal());
        }

        private Text quoted() {
            int start = ++at;
            while (text.charAt(at) != '\'') {
                at += text.charAt(at) == '\\' ? 2 : 1;
            }
            return new Text(text.substring(start, at++));
        }

        /** Ends at a comma or parenthesis that is in no bracket and no quotes of the path's own. */
        private String path() {
            int start = at;
            int depth = 0;
            char quote = 0;
            while (true) {
                char c = text.charAt(at);
                if (quote != 0) {
                    quote = c == quote ? 0 : quote;
                } else if (c == '\'' || c == '"') {
                    quote = c;
                } else if (c == '[' || c == '(') {
                    depth++;
                } else if (depth > 0 && (c == ']' || c == ')')) {
                    depth--;
                } else if (depth == 0 && (c == ',' || c == ')')) {
                    return text.substring(start, at).strip();
                }
                at++;
            }
        }

        private JsonNode literal() {
            int start = at;
            while (text.charAt(at) != ',' && text.charAt(at) != ')') {
                at++;
            }
            String word = text.substring(start, at).strip();
            return switch (word) {
                case "true" -> BooleanNode.TRUE;
                case "false" -> BooleanNode.FALSE;
                case "null" -> NullNode.getInstance();
                default -> Json.parse(word).filter(JsonNode::isNumber).orElseThrow(IllegalArgumentException::new);
            };
        }
    }
}
