package io.brume.serverless.dynamodb.expression;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A part of an item: what is at some paths. Of a list, the elements that are chosen close ranks. */
public final class Projection {

    private final Node root = new Node();
    private final List<Path> paths;

    /** What is wanted of a value: all of it, or some members or elements. */
    private static final class Node {
        private boolean whole;
        private final Map<String, Node> members = new LinkedHashMap<>();
        private final SortedMap<Integer, Node> elements = new TreeMap<>();
    }

    public Projection(Collection<Path> paths) {
        this.paths = List.copyOf(paths);
        for (Path path : paths) {
            Node node = root;
            for (Path.Step step : path.steps()) {
                node = switch (step) {
                    case Path.Step.Member(String name) -> node.members.computeIfAbsent(name, _ -> new Node());
                    case Path.Step.Element(int index) -> node.elements.computeIfAbsent(index, _ -> new Node());
                };
            }
            node.whole = true;
        }
    }

    /** Of whole attributes. */
    public static Projection of(Collection<String> attributes) {
        return new Projection(attributes.stream().map(Path::of).toList());
    }

    public List<Path> paths() {
        return paths;
    }

    /** The part of an item. */
    public Map<String, AttributeValue> of(Map<String, AttributeValue> item) {
        return members(item, root);
    }

    private static Map<String, AttributeValue> members(Map<String, AttributeValue> map, Node node) {
        Map<String, AttributeValue> part = new LinkedHashMap<>();
        node.members.forEach((name, below) -> {
            AttributeValue value = map.get(name);
            AttributeValue some = value == null ? null : part(value, below);
            if (some != null) {
                part.put(name, some);
            }
        });
        return part;
    }

    private static @Nullable AttributeValue part(AttributeValue value, Node node) {
        if (node.whole) {
            return value;
        }
        if (value.hasM()) {
            Map<String, AttributeValue> members = members(value.m(), node);
            return members.isEmpty() ? null : AttributeValue.fromM(members);
        }
        if (value.hasL()) {
            List<AttributeValue> elements = new ArrayList<>();
            node.elements.forEach((index, below) -> {
                AttributeValue some = index < value.l().size() ? part(value.l().get(index), below) : null;
                if (some != null) {
                    elements.add(some);
                }
            });
            return elements.isEmpty() ? null : AttributeValue.fromL(elements);
        }
        return null;
    }
}
