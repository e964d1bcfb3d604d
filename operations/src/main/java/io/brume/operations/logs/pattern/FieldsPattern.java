package io.brume.operations.logs.pattern;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A condition on messages whose fields are separated by space.
 *
 * @param names the fields' names, null for those without
 * @param rest before which of them any number of fields may be; -1 when there must be exactly as many as there are names
 * @param condition on the fields' values by their names
 */
record FieldsPattern(List<@Nullable String> names, int rest, Predicate<Map<String, String>> condition)
        implements FilterPattern {

    @Override
    public Optional<Match> match(String message) {
        List<String> fields = fields(message);
        boolean fits = rest < 0 ? fields.size() == names.size() : fields.size() >= names.size();
        if (!fits) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        int extra = fields.size() - names.size();
        for (int i = 0; i < fields.size(); i++) {
            boolean beforeRest = rest < 0 || i < rest;
            String name = beforeRest ? names.get(i) : i < rest + extra ? null : names.get(i - extra);
            values.put(name == null ? String.valueOf(i + 1) : name, fields.get(i));
        }
        return condition.test(values) ? Optional.of(new Found(values)) : Optional.empty();
    }

    /** Words; what is between double quotes or square brackets is one of them, without those. */
    static List<String> fields(String message) {
        List<String> fields = new ArrayList<>();
        int i = 0;
        while (i < message.length()) {
            char c = message.charAt(i);
            if (Character.isWhitespace(c)) {
                i++;
                continue;
            }
            int close = c == '"' ? message.indexOf('"', i + 1) : c == '[' ? message.indexOf(']', i + 1) : -1;
            int end = i;
            if (close >= 0) {
                fields.add(message.substring(i + 1, close));
                end = close + 1;
            } else {
                while (end < message.length() && !Character.isWhitespace(message.charAt(end))) {
                    end++;
                }
                fields.add(message.substring(i, end));
            }
            i = end;
        }
        return fields;
    }

    private record Found(Map<String, String> values) implements Match {

        @Override
        public Map<String, String> extracted() {
            Map<String, String> extracted = new LinkedHashMap<>();
            values.forEach((name, value) -> extracted.put("$" + name, value));
            return extracted;
        }

        @Override
        public @Nullable String value(String selector) {
            return selector.startsWith("$") ? values.get(selector.substring(1)) : null;
        }
    }
}
