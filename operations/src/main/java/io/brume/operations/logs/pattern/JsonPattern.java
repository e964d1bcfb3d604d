package io.brume.operations.logs.pattern;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.protocols.jsoncore.JsonNodeParser;

/** A condition on messages that are JSON objects; it holds of no others. */
record JsonPattern(Predicate<JsonNode> condition, List<Selector> selectors) implements FilterPattern {

    private static final JsonNodeParser PARSER = JsonNode.parser();

    @Override
    public Optional<Match> match(String message) {
        return document(message).filter(condition).map(document -> new Found(document, selectors));
    }

    private static Optional<JsonNode> document(String message) {
        int start = 0;
        while (start < message.length() && Character.isWhitespace(message.charAt(start))) {
            start++;
        }
        if (start == message.length() || message.charAt(start) != '{') {
            return Optional.empty();
        }
        try {
            return Optional.of(PARSER.parse(message));
        } catch (RuntimeException e) {
            return Optional.empty(); // a log line that only looks like JSON
        }
    }

    /** The text of a string, a number or a boolean; null for all else. */
    static @Nullable String text(@Nullable JsonNode node) {
        return node == null || node.isNull() || node.isArray() || node.isObject() ? null : node.text();
    }

    private record Found(JsonNode document, List<Selector> selectors) implements Match {

        @Override
        public Map<String, String> extracted() {
            Map<String, String> values = new LinkedHashMap<>();
            for (Selector selector : selectors) {
                String value = text(selector.in(document));
                if (value != null) {
                    values.put(selector.text(), value);
                }
            }
            return values;
        }

        @Override
        public @Nullable String value(String selector) {
            try {
                return text(Selector.parse(new Scanner(selector)).in(document));
            } catch (BadPatternException e) {
                return null;
            }
        }
    }
}
