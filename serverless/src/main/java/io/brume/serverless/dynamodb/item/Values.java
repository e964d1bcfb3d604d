package io.brume.serverless.dynamodb.item;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Values as they are to be and in the one form that each has: numbers in theirs, sets sorted. So two values are the same when the
 * SDK's shapes are equal.
 */
public final class Values {

    /** How many levels a value has at most: lists and maps, and what is in the innermost. */
    private static final int DEEPEST = 32;

    private static final Comparator<String> BY_BYTES = (one, other) ->
            Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    private static final Comparator<SdkBytes> BY_UNSIGNED_BYTES =
            (one, other) -> Arrays.compareUnsigned(one.asByteArrayUnsafe(), other.asByteArrayUnsafe());

    private Values() {}

    /**
     * Attributes in their form.
     *
     * @throws RuntimeException a validation error when a value is none
     */
    public static Map<String, AttributeValue> checked(Map<String, AttributeValue> attributes) {
        return map(attributes, 0);
    }

    /** A value in its form. */
    public static AttributeValue checked(AttributeValue value) {
        return value(value, 0);
    }

    private static AttributeValue value(AttributeValue value, int depth) {
        if (depth >= DEEPEST) {
            throw Refusal.invalid("Nesting Levels have exceeded supported limits: Attributes in the item have nested"
                    + " levels beyond supported limit");
        }
        return switch (value.type()) {
            case S, B, BOOL -> value;
            case N -> {
                String form = Numbers.canonical(value.n());
                yield form.equals(value.n()) ? value : AttributeValue.fromN(form);
            }
            case SS ->
                AttributeValue.fromSs(sorted(
                        value.ss(),
                        BY_BYTES,
                        list -> "One or more parameter values were invalid: Input collection " + list
                                + " contains duplicates."));
            case NS ->
                AttributeValue.fromNs(sorted(
                        value.ns().stream().map(Numbers::canonical).toList(),
                        Numbers::compare,
                        _ -> "Input collection contains duplicates"));
            case BS ->
                AttributeValue.fromBs(sorted(
                        value.bs(),
                        BY_UNSIGNED_BYTES,
                        _ -> "One or more parameter values were invalid: Input collection of type BS contains"
                                + " duplicates."));
            case M -> {
                Map<String, AttributeValue> map = map(value.m(), depth + 1);
                yield map.equals(value.m()) ? value : AttributeValue.fromM(map);
            }
            case L -> {
                List<AttributeValue> list = new ArrayList<>(value.l().size());
                boolean same = true;
                for (AttributeValue item : value.l()) {
                    AttributeValue checked = value(item, depth + 1);
                    same &= checked.equals(item);
                    list.add(checked);
                }
                yield same ? value : AttributeValue.fromL(list);
            }
            case NUL -> {
                if (!value.nul()) {
                    throw Refusal.invalidValues("Null attribute value types must have the value of true");
                }
                yield value;
            }
            case UNKNOWN_TO_SDK_VERSION -> throw unusable(value);
            case null -> throw unusable(value);
        };
    }

    private static RuntimeException unusable(AttributeValue value) {
        return Refusal.invalid(
                value.equals(AttributeValue.builder().build())
                        ? "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"
                        : "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the"
                                + " supported datatypes");
    }

    private static Map<String, AttributeValue> map(Map<String, AttributeValue> map, int depth) {
        Map<String, AttributeValue> checked = null;
        for (var entry : map.entrySet()) {
            AttributeValue value = value(entry.getValue(), depth);
            if (!value.equals(entry.getValue())) {
                if (checked == null) {
                    checked = new LinkedHashMap<>(map);
                }
                checked.put(entry.getKey(), value);
            }
        }
        return checked == null ? map : checked;
    }

    private static <T> List<T> sorted(List<T> members, Comparator<T> order, Function<List<T>, String> duplicates) {
        if (members.isEmpty()) {
            throw Refusal.invalidValues("An string set  may not be empty");
        }
        List<T> sorted = new ArrayList<>(members);
        sorted.sort(order);
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i).equals(sorted.get(i - 1))) {
                throw Refusal.invalid(duplicates.apply(members));
            }
        }
        return sorted;
    }

    /** Compares two values of the same ordered kind. */
    public static int compare(AttributeValue one, AttributeValue other) {
        return switch (Kind.of(one)) {
            case S -> BY_BYTES.compare(one.s(), other.s());
            case N -> Numbers.compare(one.n(), other.n());
            case B -> BY_UNSIGNED_BYTES.compare(one.b(), other.b());
            default -> throw new IllegalArgumentException("values without an order");
        };
    }

    /** The members of a set, each as a value. */
    public static List<AttributeValue> members(AttributeValue set) {
        return switch (Kind.of(set)) {
            case SS -> set.ss().stream().map(AttributeValue::fromS).toList();
            case NS -> set.ns().stream().map(AttributeValue::fromN).toList();
            case BS -> set.bs().stream().map(AttributeValue::fromB).toList();
            default -> throw new IllegalArgumentException("no set");
        };
    }

    /** A set of these members, which are different; they need not be sorted. */
    public static AttributeValue set(Kind kind, List<AttributeValue> members) {
        return switch (kind) {
            case SS ->
                AttributeValue.fromSs(
                        members.stream().map(AttributeValue::s).sorted(BY_BYTES).toList());
            case NS ->
                AttributeValue.fromNs(members.stream()
                        .map(AttributeValue::n)
                        .sorted(Numbers::compare)
                        .toList());
            case BS ->
                AttributeValue.fromBs(members.stream()
                        .map(AttributeValue::b)
                        .sorted(BY_UNSIGNED_BYTES)
                        .toList());
            default -> throw new IllegalArgumentException("no set");
        };
    }
}
