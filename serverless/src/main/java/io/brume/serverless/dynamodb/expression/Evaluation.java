package io.brume.serverless.dynamodb.expression;

import io.brume.serverless.dynamodb.item.Kind;
import io.brume.serverless.dynamodb.item.Numbers;
import io.brume.serverless.dynamodb.item.Refusal;
import io.brume.serverless.dynamodb.item.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What criteria and operands say of one item; an item that is not there has no attributes. */
public record Evaluation(Map<String, AttributeValue> item) {

    private static final String WRONG_TYPE = "An operand in the update expression has an incorrect data type";

    /** Whether the item is like that. */
    public boolean holds(Criterion criterion) {
        return switch (criterion) {
            case Criterion.And(var left, var right) -> holds(left) && holds(right);
            case Criterion.Or(var left, var right) -> holds(left) || holds(right);
            case Criterion.Not(var inner) -> !holds(inner);
            case Criterion.Comparison(var comparator, var left, var right) ->
                compares(comparator, value(left), value(right));
            case Criterion.Between(var operand, var low, var high) -> {
                AttributeValue value = value(operand);
                yield compares(Criterion.Comparator.GREATER_OR_EQUAL, value, value(low))
                        && compares(Criterion.Comparator.LESS_OR_EQUAL, value, value(high));
            }
            case Criterion.In(var operand, var values) -> {
                AttributeValue value = value(operand);
                yield value != null && values.stream().anyMatch(other -> value.equals(value(other)));
            }
            case Criterion.Exists(var path) -> path.in(item) != null;
            case Criterion.IsOfType(var path, var kind) -> {
                AttributeValue value = path.in(item);
                yield value != null && Kind.of(value) == kind;
            }
            case Criterion.BeginsWith(var operand, var prefix) -> begins(value(operand), value(prefix));
            case Criterion.Contains(var operand, var member) -> contains(value(operand), value(member));
        };
    }

    private static boolean compares(
            Criterion.Comparator comparator, @Nullable AttributeValue left, @Nullable AttributeValue right) {
        if (!comparator.isOrder()) {
            boolean equal = left != null && left.equals(right);
            return equal == (comparator == Criterion.Comparator.EQUAL);
        }
        return left != null
                && right != null
                && Kind.of(left) == Kind.of(right)
                && Kind.of(left).isOrdered()
                && comparator.holds(Values.compare(left, right));
    }

    private static boolean begins(@Nullable AttributeValue value, @Nullable AttributeValue prefix) {
        if (value == null || prefix == null || Kind.of(value) != Kind.of(prefix)) {
            return false;
        }
        return switch (Kind.of(value)) {
            case S -> value.s().startsWith(prefix.s());
            case B -> at(value.b().asByteArrayUnsafe(), prefix.b().asByteArrayUnsafe(), 0);
            default -> false;
        };
    }

    private static boolean contains(@Nullable AttributeValue value, @Nullable AttributeValue member) {
        if (value == null || member == null) {
            return false;
        }
        Kind kind = Kind.of(member);
        return switch (Kind.of(value)) {
            case S -> kind == Kind.S && value.s().contains(member.s());
            case B ->
                kind == Kind.B
                        && within(value.b().asByteArrayUnsafe(), member.b().asByteArrayUnsafe());
            case SS -> kind == Kind.S && value.ss().contains(member.s());
            case NS -> kind == Kind.N && value.ns().contains(member.n());
            case BS -> kind == Kind.B && value.bs().contains(member.b());
            case L -> value.l().contains(member);
            default -> false;
        };
    }

    private static boolean within(byte[] whole, byte[] part) {
        for (int from = 0; from + part.length <= whole.length; from++) {
            if (at(whole, part, from)) {
                return true;
            }
        }
        return false;
    }

    private static boolean at(byte[] whole, byte[] part, int from) {
        return from + part.length <= whole.length
                && Arrays.equals(whole, from, from + part.length, part, 0, part.length);
    }

    /** An operand's value; null when the item has none. */
    private @Nullable AttributeValue value(Operand operand) {
        return switch (operand) {
            case Operand.At(var path) -> path.in(item);
            case Operand.Constant(var value) -> value;
            case Operand.Size(var path) -> {
                AttributeValue value = path.in(item);
                yield value == null ? null : size(value);
            }
            case Operand.IfNotExists _, Operand.ListAppend _, Operand.Arithmetic _ -> required(operand);
        };
    }

    private static @Nullable AttributeValue size(AttributeValue value) {
        int size = switch (Kind.of(value)) {
            case S -> value.s().length();
            case B -> value.b().asByteArrayUnsafe().length;
            case SS -> value.ss().size();
            case NS -> value.ns().size();
            case BS -> value.bs().size();
            case M -> value.m().size();
            case L -> value.l().size();
            default -> -1;
        };
        return size < 0 ? null : AttributeValue.fromN(String.valueOf(size));
    }

    /** The value of an operand of an update, which must have one. */
    AttributeValue required(Operand operand) {
        return switch (operand) {
            case Operand.IfNotExists(var path, var otherwise) -> {
                AttributeValue there = path.in(item);
                yield there != null ? there : required(otherwise);
            }
            case Operand.ListAppend(var first, var second) -> {
                List<AttributeValue> list = new ArrayList<>(list(first));
                list.addAll(list(second));
                yield AttributeValue.fromL(Collections.unmodifiableList(list));
            }
            case Operand.Arithmetic(var plus, var left, var right) -> {
                String one = number(left);
                String other = number(right);
                yield AttributeValue.fromN(plus ? Numbers.sum(one, other) : Numbers.difference(one, other));
            }
            case Operand.At _, Operand.Constant _, Operand.Size _ -> {
                AttributeValue value = value(operand);
                if (value == null) {
                    throw Refusal.invalid(
                            "The provided expression refers to an attribute that does not exist in the item");
                }
                yield value;
            }
        };
    }

    private List<AttributeValue> list(Operand operand) {
        AttributeValue value = required(operand);
        if (!value.hasL()) {
            throw Refusal.invalid(WRONG_TYPE);
        }
        return value.l();
    }

    private String number(Operand operand) {
        AttributeValue value = required(operand);
        if (value.n() == null) {
            throw Refusal.invalid(WRONG_TYPE);
        }
        return value.n();
    }
}
