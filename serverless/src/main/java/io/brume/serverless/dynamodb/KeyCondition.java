package io.brume.serverless.dynamodb;

import io.brume.serverless.dynamodb.expression.Criterion;
import io.brume.serverless.dynamodb.expression.Criterion.Comparator;
import io.brume.serverless.dynamodb.expression.Operand;
import io.brume.serverless.dynamodb.item.Kind;
import io.brume.serverless.dynamodb.item.Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The part of an order that a query reads: one hash key, and a range of the range key.
 *
 * @param hash the hash key's bytes
 */
record KeyCondition(SdkBytes hash, KeyRange range) {

    private static final String INVALID = "Invalid KeyConditionExpression: ";

    /**
     * What a criterion says of a key.
     *
     * @throws RuntimeException a validation error when it says something else
     */
    static KeyCondition of(Criterion criterion, TableKey key) {
        Map<String, Criterion> byAttribute = new HashMap<>();
        List<Criterion> all = new ArrayList<>();
        split(criterion, all);
        for (Criterion one : all) {
            if (byAttribute.put(attribute(one), one) != null) {
                throw Refusal.invalid(INVALID + "KeyConditionExpressions must only contain one condition per key");
            }
        }
        if (all.size() > 2) {
            throw Refusal.invalid("Conditions can be of length 1 or 2 only");
        }
        Criterion ofHash = byAttribute.remove(key.hash().name());
        if (ofHash == null) {
            throw Refusal.invalid(
                    "Query condition missed key schema element: " + key.hash().name());
        }
        if (!(ofHash instanceof Criterion.Comparison(var comparator, var _, var operand))
                || comparator != Comparator.EQUAL) {
            throw Refusal.invalid("Query key condition not supported");
        }
        SdkBytes hash = SdkBytes.fromByteArrayUnsafe(TableKey.hashBytes(value(operand, key.hash())));
        if (byAttribute.isEmpty()) {
            return new KeyCondition(hash, KeyRange.ALL);
        }
        TableKey.Part range = key.range();
        Criterion ofRange = range == null ? null : byAttribute.get(range.name());
        if (range == null || ofRange == null) {
            throw range == null
                    ? Refusal.invalid("Query key condition not supported")
                    : Refusal.invalid("Query condition missed key schema element: " + range.name());
        }
        return new KeyCondition(hash, range(ofRange, range));
    }

    private static void split(Criterion criterion, List<Criterion> into) {
        if (criterion instanceof Criterion.And(var left, var right)) {
            split(left, into);
            split(right, into);
        } else {
            into.add(turned(criterion));
        }
    }

    /** A comparison with the attribute on its left. */
    private static Criterion turned(Criterion criterion) {
        if (criterion instanceof Criterion.Comparison(var comparator, Operand.Constant value, Operand.At at)) {
            return new Criterion.Comparison(turned(comparator), at, value);
        }
        return criterion;
    }

    private static Comparator turned(Comparator comparator) {
        return switch (comparator) {
            case LESS -> Comparator.GREATER;
            case LESS_OR_EQUAL -> Comparator.GREATER_OR_EQUAL;
            case GREATER -> Comparator.LESS;
            case GREATER_OR_EQUAL -> Comparator.LESS_OR_EQUAL;
            case EQUAL, NOT_EQUAL -> comparator;
        };
    }

    private static String attribute(Criterion criterion) {
        Operand operand = switch (criterion) {
            case Criterion.Comparison(var comparator, var left, var _) -> {
                if (comparator == Comparator.NOT_EQUAL) {
                    throw unusable("<>");
                }
                yield left;
            }
            case Criterion.Between(var left, var _, var _) -> left;
            case Criterion.BeginsWith(var left, var _) -> left;
            case Criterion.Or _ -> throw unusable("OR");
            case Criterion.Not(Criterion.Exists _) -> throw unusable("attribute_not_exists");
            case Criterion.Not _ -> throw unusable("NOT");
            case Criterion.In _ -> throw unusable("IN");
            case Criterion.Exists _ -> throw unusable("attribute_exists");
            case Criterion.IsOfType _ -> throw unusable("attribute_type");
            case Criterion.Contains _ -> throw unusable("contains");
            case Criterion.And _ -> throw unusable("AND");
        };
        if (operand instanceof Operand.Size) {
            throw unusable("size");
        }
        if (!(operand instanceof Operand.At(var path))) {
            throw Refusal.invalid(INVALID + "No key attribute specified");
        }
        if (!path.isWhole()) {
            throw Refusal.invalid(INVALID + "KeyConditionExpressions cannot have conditions on nested attributes");
        }
        return path.attribute();
    }

    private static RuntimeException unusable(String operator) {
        return Refusal.invalid(INVALID + "Invalid operator used in KeyConditionExpression: " + operator);
    }

    private static KeyRange range(Criterion criterion, TableKey.Part part) {
        return switch (criterion) {
            case Criterion.Comparison(var comparator, var _, var operand) -> {
                byte[] bytes = TableKey.bytes(value(operand, part));
                yield switch (comparator) {
                    case EQUAL, NOT_EQUAL -> KeyRange.between(bytes, bytes);
                    case LESS -> KeyRange.to(bytes, false);
                    case LESS_OR_EQUAL -> KeyRange.to(bytes, true);
                    case GREATER -> KeyRange.from(bytes, false);
                    case GREATER_OR_EQUAL -> KeyRange.from(bytes, true);
                };
            }
            case Criterion.Between(var _, var low, var high) ->
                KeyRange.between(TableKey.bytes(value(low, part)), TableKey.bytes(value(high, part)));
            case Criterion.BeginsWith(var _, var prefix) -> KeyRange.beginningWith(TableKey.bytes(value(prefix, part)));
            default -> throw Refusal.invalid("Query key condition not supported");
        };
    }

    private static AttributeValue value(Operand operand, TableKey.Part part) {
        if (!(operand instanceof Operand.Constant(var value))) {
            throw Refusal.invalid(INVALID + "Invalid condition in KeyConditionExpression: Multiple attribute names used"
                    + " in one condition");
        }
        if (Kind.of(value) != part.kind()) {
            throw Refusal.invalidValues("Condition parameter type does not match schema type");
        }
        boolean empty = value.s() != null && value.s().isEmpty()
                || value.b() != null && value.b().asByteArrayUnsafe().length == 0;
        if (empty) {
            throw Refusal.invalid("One or more parameter values are not valid. The AttributeValue for a key attribute"
                    + " cannot contain an empty " + (part.kind() == Kind.S ? "string" : "binary") + " value. Key: "
                    + part.name());
        }
        return value;
    }
}
