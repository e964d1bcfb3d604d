package io.brume.operations.logs.pattern;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/**
 * A place in a JSON document, such as {@code $.users[0].id} or {@code $.['key.with.dots']}.
 *
 * @param text as it was written
 * @param steps property names and array indexes
 */
record Selector(String text, List<Object> steps) {

    static Selector parse(Scanner scanner) {
        scanner.expect("$");
        var text = new StringBuilder("$");
        List<Object> steps = new ArrayList<>();
        while (true) {
            if (scanner.peek() == '.') {
                text.append(scanner.next());
                if (scanner.peek() == '[') {
                    continue;
                }
                String name = name(scanner);
                text.append(name);
                steps.add(name);
            } else if (scanner.peek() == '[') {
                scanner.next();
                Object step = bracketed(scanner);
                text.append('[')
                        .append(step instanceof String name ? "'" + name + "'" : step)
                        .append(']');
                steps.add(step);
            } else if (steps.isEmpty()) {
                throw scanner.bad("a property is missing after '$'");
            } else {
                return new Selector(text.toString(), List.copyOf(steps));
            }
        }
    }

    private static String name(Scanner scanner) {
        if (scanner.peek() == '"') {
            return scanner.quoted();
        }
        var name = new StringBuilder();
        while (Character.isLetterOrDigit(scanner.peek()) || "_-@".indexOf(scanner.peek()) >= 0) {
            name.append(scanner.next());
        }
        if (name.isEmpty()) {
            throw scanner.bad("a property's name is missing");
        }
        return name.toString();
    }

    private static Object bracketed(Scanner scanner) {
        scanner.skipSpace();
        Object step;
        if (scanner.peek() == '"') {
            step = scanner.quoted();
        } else if (scanner.peek() == '\'') {
            scanner.next();
            var name = new StringBuilder();
            while (!scanner.atEnd() && scanner.peek() != '\'') {
                name.append(scanner.next());
            }
            scanner.expect("'");
            step = name.toString();
        } else {
            String index = scanner.until("]");
            if (index.isEmpty() || index.length() > 9 || !index.chars().allMatch(c -> c >= '0' && c <= '9')) {
                throw scanner.bad("an array's index is a number");
            }
            step = Integer.valueOf(index);
        }
        scanner.expect("]");
        return step;
    }

    /** The node there; null when there is none. */
    @Nullable
    JsonNode in(JsonNode document) {
        JsonNode node = document;
        for (Object step : steps) {
            if (step instanceof Integer index
                    && node.isArray()
                    && index < node.asArray().size()) {
                node = node.asArray().get(index);
            } else if (step instanceof String name && node.isObject()) {
                JsonNode child = node.asObject().get(name);
                if (child == null) {
                    return null;
                }
                node = child;
            } else {
                return null;
            }
        }
        return node;
    }
}
