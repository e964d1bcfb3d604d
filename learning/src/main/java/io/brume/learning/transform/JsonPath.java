package io.brume.learning.transform;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/**
 * A JSONPath expression as batch transform has it: {@code $}, {@code .name}, {@code ['name']}, {@code ['one','two']}, {@code [3]},
 * {@code [0,2]}, {@code [1:4]}, {@code [-1]} and {@code .*}. Several names make an object, several places a list.
 */
final class JsonPath {

    /** What comes between one value and the next. */
    private sealed interface Step {
        record Names(List<String> names) implements Step {}

        record Places(List<Range> ranges) implements Step {}

        record All() implements Step {}
    }

    /**
     * Places of a list; negative ones count from its end.
     *
     * @param to exclusive; null for its end
     */
    private record Range(@Nullable Integer from, @Nullable Integer to, boolean one) {}

    private final List<Step> steps = new ArrayList<>();

    private JsonPath() {}

    /** @throws IllegalArgumentException when it is none, with the reason */
    static JsonPath parse(String expression) {
        String text = expression.strip();
        if (!text.startsWith("$")) {
            throw new IllegalArgumentException("it has to begin with $");
        }
        var path = new JsonPath();
        int at = 1;
        while (at < text.length()) {
            if (text.charAt(at) == '.') {
                at++;
                if (at < text.length() && text.charAt(at) == '[') {
                    continue;
                }
                int end = at;
                while (end < text.length() && text.charAt(end) != '.' && text.charAt(end) != '[') {
                    end++;
                }
                String name = text.substring(at, end);
                if (name.isEmpty()) {
                    throw new IllegalArgumentException("a name is missing, or '..' is used");
                }
                path.steps.add(name.equals("*") ? new Step.All() : new Step.Names(List.of(name)));
                at = end;
            } else if (text.charAt(at) == '[') {
                int end = closing(text, at);
                path.steps.add(bracket(text.substring(at + 1, end).strip()));
                at = end + 1;
            } else {
                throw new IllegalArgumentException("'" + text.charAt(at) + "' is not expected at " + at);
            }
        }
        return path;
    }

    private static int closing(String text, int open) {
        char quote = 0;
        for (int i = open + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == ']') {
                return i;
            }
        }
        throw new IllegalArgumentException("a bracket is not closed");
    }

    private static Step bracket(String inside) {
        if (inside.equals("*")) {
            return new Step.All();
        }
        if (inside.startsWith("'") || inside.startsWith("\"")) {
            return new Step.Names(names(inside));
        }
        List<Range> ranges = new ArrayList<>();
        for (String part : inside.split(",", -1)) {
            ranges.add(range(part.strip()));
        }
        return new Step.Places(ranges);
    }

    private static List<String> names(String inside) {
        List<String> names = new ArrayList<>();
        int at = 0;
        while (at < inside.length()) {
            char quote = inside.charAt(at);
            int end = inside.indexOf(quote, at + 1);
            if (quote != '\'' && quote != '"' || end < 0) {
                throw new IllegalArgumentException("names in brackets have to be quoted");
            }
            names.add(inside.substring(at + 1, end));
            at = end + 1;
            while (at < inside.length() && (inside.charAt(at) == ' ' || inside.charAt(at) == ',')) {
                at++;
            }
        }
        return names;
    }

    private static Range range(String text) {
        try {
            int colon = text.indexOf(':');
            if (colon < 0) {
                return new Range(Integer.valueOf(text), null, true);
            }
            String from = text.substring(0, colon).strip();
            String to = text.substring(colon + 1).strip();
            return new Range(
                    from.isEmpty() ? null : Integer.valueOf(from), to.isEmpty() ? null : Integer.valueOf(to), false);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no place in a list", e);
        }
    }

    /** What the expression means in a document; null when there is nothing. */
    @Nullable
    Object of(JsonNode document) {
        return of(plain(document));
    }

    /** The same for lists, maps and other values. */
    @Nullable
    Object of(Object document) {
        Object value = document;
        for (Step step : steps) {
            if (value == null) {
                return null;
            }
            value = step(step, value);
        }
        return value;
    }

    private static @Nullable Object step(Step step, Object value) {
        return switch (step) {
            case Step.All _ ->
                value instanceof Map<?, ?> map
                        ? new ArrayList<Object>(map.values())
                        : value instanceof List<?> ? value : null;
            case Step.Names some -> {
                if (!(value instanceof Map<?, ?> map)) {
                    yield null;
                }
                if (some.names().size() == 1) {
                    yield map.get(some.names().getFirst());
                }
                Map<String, Object> chosen = new LinkedHashMap<>();
                for (String name : some.names()) {
                    if (map.get(name) != null) {
                        chosen.put(name, map.get(name));
                    }
                }
                yield chosen;
            }
            case Step.Places some -> value instanceof List<?> list ? places(some, list) : null;
        };
    }

    private static @Nullable Object places(Step.Places some, List<?> list) {
        if (some.ranges().size() == 1 && some.ranges().getFirst().one()) {
            int at = place(some.ranges().getFirst().from(), list.size(), 0);
            return at < 0 || at >= list.size() ? null : list.get(at);
        }
        List<Object> chosen = new ArrayList<>();
        for (Range range : some.ranges()) {
            int from = place(range.from(), list.size(), 0);
            int to = range.one() ? from + 1 : place(range.to(), list.size(), list.size());
            for (int i = Math.max(0, from); i < Math.min(to, list.size()); i++) {
                chosen.add(list.get(i));
            }
        }
        return chosen;
    }

    private static int place(@Nullable Integer place, int size, int otherwise) {
        return place == null ? otherwise : place < 0 ? size + place : place;
    }

    /** Whether it means all of a document. */
    boolean isAll() {
        return steps.isEmpty();
    }

    /** A document of maps and lists; what is neither stays a node. */
    static Object plain(JsonNode node) {
        if (node.isObject()) {
            Map<String, Object> map = new LinkedHashMap<>();
            node.asObject().forEach((name, member) -> map.put(name, plain(member)));
            return map;
        }
        if (node.isArray()) {
            List<Object> list = new ArrayList<>();
            node.asArray().forEach(item -> list.add(plain(item)));
            return list;
        }
        return node;
    }
}
