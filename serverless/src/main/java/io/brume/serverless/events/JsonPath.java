package io.brume.serverless.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The part of JSONPath that EventBridge takes: members by dot or in brackets, array indices, and {@code *} for all of them. */
final class JsonPath {

    private static final Pattern STEP =
            Pattern.compile("\\.([^.\\[\\]*'\"\\s]+)|\\.(\\*)|\\['([^']+)']|\\[\"([^\"]+)\"]|\\[(\\d{1,9})]|\\[(\\*)]");

    /** @param name null when the step is an index or all; an index of -1 means all */
    private record Step(@Nullable String name, int index) {}

    private final List<Step> steps;

    private JsonPath(List<Step> steps) {
        this.steps = steps;
    }

    /** Empty when the text is no such path. */
    static Optional<JsonPath> parse(String path) {
        if (!path.startsWith("$")) {
            return Optional.empty();
        }
        List<Step> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(path);
        int at = 1;
        while (at < path.length()) {
            if (!matcher.find(at) || matcher.start() != at) {
                return Optional.empty();
            }
            steps.add(step(matcher));
            at = matcher.end();
        }
        return Optional.of(new JsonPath(steps));
    }

    private static Step step(Matcher matcher) {
        if (matcher.group(2) != null || matcher.group(6) != null) {
            return new Step(null, -1);
        }
        if (matcher.group(5) != null) {
            return new Step(null, Integer.parseInt(matcher.group(5)));
        }
        String dotted = matcher.group(1);
        String name = dotted != null ? dotted : matcher.group(3) != null ? matcher.group(3) : matcher.group(4);
        return new Step(name, 0);
    }

    /** What lies there: a list when a step takes all; empty when there is nothing. */
    Optional<JsonNode> in(JsonNode document) {
        List<JsonNode> found = List.of(document);
        boolean many = false;
        for (Step step : steps) {
            List<JsonNode> next = new ArrayList<>();
            for (JsonNode node : found) {
                if (step.name != null) {
                    add(next, node.get(step.name));
                } else if (step.index >= 0) {
                    add(next, node.get(step.index));
                } else {
                    many = true;
                    node.forEach(next::add);
                }
            }
            found = next;
        }
        if (many) {
            ArrayNode all = JsonNodeFactory.instance.arrayNode();
            found.forEach(all::add);
            return Optional.of(all);
        }
        return found.stream().findFirst();
    }

    private static void add(List<JsonNode> nodes, @Nullable JsonNode node) {
        if (node != null) {
            nodes.add(node);
        }
    }
}
