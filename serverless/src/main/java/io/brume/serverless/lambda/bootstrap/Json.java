package io.brume.serverless.lambda.bootstrap;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as maps, lists, strings, numbers (Integer, Long, Double), booleans and null. */
final class Json {

    private static final int DEEPEST = 1000;

    private final String text;
    private int at;
    private int depth;

    private Json(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException when it is none */
    static @Nullable Object parse(String text) {
        var json = new Json(text);
        Object value = json.value();
        json.skip();
        if (json.at < text.length()) {
            throw json.flaw();
        }
        return value;
    }

    private IllegalArgumentException flaw() {
        return new IllegalArgumentException("unexpected character at " + at);
    }

    private void skip() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        skip();
        if (at >= text.length()) {
            throw flaw();
        }
        return text.charAt(at);
    }

    private boolean takes(char c) {
        boolean is = peek() == c;
        at += is ? 1 : 0;
        return is;
    }

    private void expect(char c) {
        if (!takes(c)) {
            throw flaw();
        }
    }

    private @Nullable Object value() {
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private @Nullable Object word(String word, @Nullable Object value) {
        if (!text.startsWith(word, at)) {
            throw flaw();
        }
        at += word.length();
        return value;
    }

    private void deeper() {
        if (++depth > DEEPEST) {
            throw flaw();
        }
    }

    private Map<String, @Nullable Object> object() {
        deeper();
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        expect('{');
        if (!takes('}')) {
            do {
                if (peek() != '"') {
                    throw flaw();
                }
                String name = string();
                expect(':');
                object.put(name, value());
            } while (takes(','));
            expect('}');
        }
        depth--;
        return object;
    }

    private List<@Nullable Object> array() {
        deeper();
        List<@Nullable Object> array = new ArrayList<>();
        expect('[');
        if (!takes(']')) {
            do {
                array.add(value());
            } while (takes(','));
            expect(']');
        }
        depth--;
        return array;
    }

    private String string() {
        var string = new StringBuilder();
        at++;
        while (true) {
            if (at >= text.length()) {
                throw flaw();
            }
            char c = text.charAt(at++);
            if (c == '"') {
                return string.toString();
            }
            string.append(c == '\\' ? escaped() : c);
        }
    }

    private char escaped() {
        if (at >= text.length()) {
            throw flaw();
        }
        char c = text.charAt(at++);
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> {
                if (at + 4 > text.length()) {
                    throw flaw();
                }
                at += 4;
                yield (char) Integer.parseInt(text, at - 4, at, 16);
            }
            default -> c;
        };
    }

    private Number number() {
        int from = at;
        while (at < text.length() && "+-0123456789.eE".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String number = text.substring(from, at);
        if (number.isEmpty()) {
            throw flaw();
        }
        if (number.chars().anyMatch(c -> c == '.' || c == 'e' || c == 'E') || number.length() > 18) {
            return Double.valueOf(number);
        }
        long value = Long.parseLong(number);
        if (value == (int) value) {
            return (int) value;
        }
        return value;
    }

    /** @param value of the kinds that {@link #parse} makes */
    static void write(@Nullable Object value, StringBuilder out) {
        switch (value) {
            case null -> out.append("null");
            case Map<?, ?> map -> {
                char before = '{';
                for (var entry : map.entrySet()) {
                    out.append(before);
                    write(String.valueOf(entry.getKey()), out);
                    out.append(':');
                    write(entry.getValue(), out);
                    before = ',';
                }
                out.append(map.isEmpty() ? "{}" : "}");
            }
            case Iterable<?> items -> {
                out.append('[');
                int start = out.length();
                for (Object item : items) {
                    out.append(out.length() == start ? "" : ",");
                    write(item, out);
                }
                out.append(']');
            }
            case Double number when number.isNaN() || number.isInfinite() -> out.append("null");
            case Number number -> out.append(number);
            case Boolean bool -> out.append(bool);
            default -> quote(value.toString(), out);
        }
    }

    private static void quote(String string, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ') {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
