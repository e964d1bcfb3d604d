package io.brume.learning.payload;

/** Writes JSON. What is no number is written as Python's json module does: NaN, Infinity. */
final class JsonText {

    private final StringBuilder text = new StringBuilder(256);

    JsonText raw(char c) {
        text.append(c);
        return this;
    }

    JsonText raw(String json) {
        text.append(json);
        return this;
    }

    JsonText name(String name) {
        return string(name).raw(": ");
    }

    JsonText string(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c < ' ') {
                        text.append("\\u%04x".formatted((int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
        return this;
    }

    JsonText number(float value) {
        text.append(value);
        return this;
    }

    /** A number, a whole one, some numbers, a text or some texts. */
    JsonText value(Object value) {
        switch (value) {
            case Float number -> number(number);
            case Integer number -> text.append(number.intValue());
            case String string -> string(string);
            case float[] numbers -> {
                raw('[');
                for (int i = 0; i < numbers.length; i++) {
                    raw(i == 0 ? "" : ", ").number(numbers[i]);
                }
                raw(']');
            }
            case String[] strings -> {
                raw('[');
                for (int i = 0; i < strings.length; i++) {
                    raw(i == 0 ? "" : ", ").string(strings[i]);
                }
                raw(']');
            }
            default -> throw new IllegalArgumentException("not to be written: " + value.getClass());
        }
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
