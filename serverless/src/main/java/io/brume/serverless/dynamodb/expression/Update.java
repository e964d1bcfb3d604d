package io.brume.serverless.dynamodb.expression;

import io.brume.serverless.dynamodb.item.Kind;
import io.brume.serverless.dynamodb.item.Numbers;
import io.brume.serverless.dynamodb.item.Refusal;
import io.brume.serverless.dynamodb.item.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What is changed of an item. All values are those of the item before. */
public record Update(List<Action> actions) {

    private static final String WRONG_TYPE = "An operand in the update expression has an incorrect data type";

    /** A change of one value. */
    public sealed interface Action {

        Path path();

        record Set(Path path, Operand value) implements Action {}

        record Remove(Path path) implements Action {}

        /** Adds a number, or members to a set. */
        record Add(Path path, AttributeValue value) implements Action {}

        /** Takes members from a set. */
        record Delete(Path path, AttributeValue value) implements Action {}
    }

    public Update {
        actions = List.copyOf(actions);
    }

    public List<Path> paths() {
        return actions.stream().map(Action::path).toList();
    }

    /**
     * The item afterwards.
     *
     * @throws RuntimeException a validation error when the item is not such that it can be changed so
     */
    public Map<String, AttributeValue> of(Map<String, AttributeValue> before) {
        var evaluation = new Evaluation(before);
        List<Change> changes = new ArrayList<>();
        List<Path> removed = new ArrayList<>();
        for (Action action : actions) {
            AttributeValue value = switch (action) {
                case Action.Set(var _, var operand) -> evaluation.required(operand);
                case Action.Remove _ -> null;
                case Action.Add(var path, var added) -> sum(path.in(before), added);
                case Action.Delete(var path, var taken) -> rest(path.in(before), taken);
            };
            boolean isNothing = action instanceof Action.Delete(var path, var _) && path.in(before) == null;
            if (value != null) {
                changes.add(new Change(action.path(), value));
            } else if (!isNothing) {
                removed.add(action.path());
            }
        }
        Map<String, AttributeValue> after = new LinkedHashMap<>(before);
        // Elements that are set beyond a list's end are appended in the order of their indexes.
        changes.stream().sorted(Change::byLastIndex).forEach(change -> put(after, change));
        removed.stream().sorted(Update::laterElementsFirst).forEach(path -> remove(after, path));
        return after;
    }

    private record Change(Path path, AttributeValue value) {
        static int byLastIndex(Change one, Change other) {
            return Integer.compare(lastIndex(one.path), lastIndex(other.path));
        }
    }

    private static int laterElementsFirst(Path one, Path other) {
        return Integer.compare(lastIndex(other), lastIndex(one));
    }

    private static int lastIndex(Path path) {
        return path.steps().getLast() instanceof Path.Step.Element(int index) ? index : -1;
    }

    private static AttributeValue sum(@Nullable AttributeValue there, AttributeValue added) {
        if (there == null) {
            return added;
        }
        Kind kind = Kind.of(there);
        if (kind != Kind.of(added)) {
            throw Refusal.invalid(WRONG_TYPE);
        }
        if (kind == Kind.N) {
            return AttributeValue.fromN(Numbers.sum(there.n(), added.n()));
        }
        if (kind == Kind.L) { // only the older AttributeUpdates can say so
            List<AttributeValue> list = new ArrayList<>(there.l());
            list.addAll(added.l());
            return AttributeValue.fromL(list);
        }
        var members = new LinkedHashSet<>(Values.members(there));
        members.addAll(Values.members(added));
        return Values.set(kind, List.copyOf(members));
    }

    private static @Nullable AttributeValue rest(@Nullable AttributeValue there, AttributeValue taken) {
        if (there == null) {
            return null;
        }
        Kind kind = Kind.of(there);
        if (kind != Kind.of(taken)) {
            throw Refusal.invalid(WRONG_TYPE);
        }
        var members = new LinkedHashSet<>(Values.members(there));
        members.removeAll(Values.members(taken));
        return members.isEmpty() ? null : Values.set(kind, List.copyOf(members));
    }

    private static RuntimeException noPlace() {
        return Refusal.invalid("The document path provided in the update expression is invalid for update");
    }

    private static void put(Map<String, AttributeValue> item, Change change) {
        String attribute = change.path.attribute();
        List<Path.Step> below =
                change.path.steps().subList(1, change.path.steps().size());
        item.put(attribute, below.isEmpty() ? change.value : with(item.get(attribute), below, change.value));
    }

    /** A value with another one at a place below it. */
    private static AttributeValue with(@Nullable AttributeValue value, List<Path.Step> steps, AttributeValue changed) {
        List<Path.Step> below = steps.subList(1, steps.size());
        return switch (steps.getFirst()) {
            case Path.Step.Member(String name)
            when value != null && value.hasM() -> {
                Map<String, AttributeValue> map = new LinkedHashMap<>(value.m());
                map.put(name, below.isEmpty() ? changed : with(map.get(name), below, changed));
                yield AttributeValue.fromM(map);
            }
            case Path.Step.Element(int index)
            when value != null && value.hasL() -> {
                List<AttributeValue> list = new ArrayList<>(value.l());
                AttributeValue there = index < list.size() ? list.get(index) : null;
                AttributeValue element = below.isEmpty() ? changed : with(there, below, changed);
                if (there == null) {
                    list.add(element);
                } else {
                    list.set(index, element);
                }
                yield AttributeValue.fromL(list);
            }
            default -> throw noPlace();
        };
    }

    private static void remove(Map<String, AttributeValue> item, Path path) {
        List<Path.Step> below = path.steps().subList(1, path.steps().size());
        AttributeValue there = item.get(path.attribute());
        if (below.isEmpty()) {
            item.remove(path.attribute());
        } else {
            item.put(path.attribute(), without(there, below));
        }
    }

    private static AttributeValue without(@Nullable AttributeValue value, List<Path.Step> steps) {
        List<Path.Step> below = steps.subList(1, steps.size());
        return switch (steps.getFirst()) {
            case Path.Step.Member(String name)
            when value != null && value.hasM() -> {
                Map<String, AttributeValue> map = new LinkedHashMap<>(value.m());
                if (below.isEmpty()) {
                    map.remove(name);
                } else {
                    map.put(name, without(map.get(name), below));
                }
                yield AttributeValue.fromM(map);
            }
            case Path.Step.Element(int index)
            when value != null && value.hasL() -> {
                List<AttributeValue> list = new ArrayList<>(value.l());
                if (!below.isEmpty()) {
                    if (index >= list.size()) {
                        throw noPlace();
                    }
                    list.set(index, without(list.get(index), below));
                } else if (index < list.size()) {
                    list.remove(index);
                }
                yield AttributeValue.fromL(list);
            }
            default -> throw noPlace();
        };
    }
}
