package io.brume.serverless.dynamodb.expression;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Where a value is in an item: an attribute, and the members of maps and lists below it. */
public record Path(List<Step> steps) {

    /** A step towards a value. */
    public sealed interface Step {

        /** To a map's member, or from an item to an attribute. */
        record Member(String name) implements Step {
            @Override
            public String toString() {
                return name;
            }
        }

        /** To a list's element. */
        record Element(int index) implements Step {
            @Override
            public String toString() {
                return "[" + index + "]";
            }
        }
    }

    public Path {
        steps = List.copyOf(steps);
    }

    /** A whole attribute. */
    public static Path of(String attribute) {
        return new Path(List.of(new Step.Member(attribute)));
    }

    /** The attribute that it is or that it is in. */
    public String attribute() {
        return ((Step.Member) steps.getFirst()).name();
    }

    public boolean isWhole() {
        return steps.size() == 1;
    }

    /** The value that is there; null when there is none. */
    public @Nullable AttributeValue in(Map<String, AttributeValue> item) {
        AttributeValue value = item.get(attribute());
        for (Step step : steps.subList(1, steps.size())) {
            if (value == null) {
                return null;
            }
            value = switch (step) {
                case Step.Member(String name) -> value.hasM() ? value.m().get(name) : null;
                case Step.Element(int index) ->
                    value.hasL() && index < value.l().size() ? value.l().get(index) : null;
            };
        }
        return value;
    }

    /** Whether one of two is the other or within it. */
    boolean overlaps(Path other) {
        int common = Math.min(steps.size(), other.steps.size());
        return steps.subList(0, common).equals(other.steps.subList(0, common));
    }

    /** Whether two take the same value as a map and as a list. */
    boolean conflicts(Path other) {
        int common = Math.min(steps.size(), other.steps.size());
        for (int i = 0; i < common; i++) {
            Step one = steps.get(i);
            Step two = other.steps.get(i);
            if (!one.equals(two)) {
                return one instanceof Step.Member != two instanceof Step.Member;
            }
        }
        return false;
    }

    /** As DynamoDB's errors tell it. */
    @Override
    public String toString() {
        return steps.stream().map(Step::toString).collect(Collectors.joining(", ", "[", "]"));
    }

    /** Refuses paths of one expression that are not apart. */
    static void requireApart(List<Path> paths, Tokens tokens) {
        for (int j = 1; j < paths.size(); j++) {
            for (int i = 0; i < j; i++) {
                Path one = paths.get(i);
                Path other = paths.get(j);
                String how = one.overlaps(other) ? "overlap" : one.conflicts(other) ? "conflict" : null;
                if (how != null) {
                    throw tokens.error("Two document paths " + how + " with each other; must remove or rewrite one of"
                            + " these paths; path one: " + one + ", path two: " + other);
                }
            }
        }
    }
}
