package io.brume.serverless.dynamodb.expression;

import io.brume.serverless.dynamodb.expression.Criterion.Comparator;
import io.brume.serverless.dynamodb.item.Kind;
import io.brume.serverless.dynamodb.item.Refusal;
import io.brume.serverless.dynamodb.item.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeAction;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.AttributeValueUpdate;
import software.amazon.awssdk.services.dynamodb.model.ComparisonOperator;
import software.amazon.awssdk.services.dynamodb.model.Condition;
import software.amazon.awssdk.services.dynamodb.model.ConditionalOperator;
import software.amazon.awssdk.services.dynamodb.model.ExpectedAttributeValue;

/**
 * What requests said before there were expressions.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LegacyConditionalParameters.html">Legacy DynamoDB
 *     conditional parameters</a>
 */
public final class Legacy {

    private Legacy() {}

    /** {@code Expected} as a criterion. */
    public static Criterion expected(
            Map<String, ExpectedAttributeValue> expected, @Nullable ConditionalOperator operator) {
        List<Criterion> criteria = new ArrayList<>();
        expected.forEach((attribute, value) -> criteria.add(expected(attribute, value)));
        return joined(criteria, operator);
    }

    private static Criterion expected(String attribute, ExpectedAttributeValue expected) {
        Path path = Path.of(attribute);
        if (expected.comparisonOperator() != null) {
            if (expected.exists() != null) {
                throw Refusal.invalidValues(
                        "Exists and ComparisonOperator cannot be used together for Attribute: " + attribute);
            }
            if (expected.hasAttributeValueList() && expected.value() != null) {
                throw Refusal.invalidValues(
                        "Value and AttributeValueList cannot be used together for Attribute: " + attribute);
            }
            List<AttributeValue> values =
                    expected.value() != null ? List.of(expected.value()) : expected.attributeValueList();
            return condition(path, expected.comparisonOperator(), values);
        }
        if (expected.hasAttributeValueList()) {
            throw Refusal.invalidValues(
                    "AttributeValueList can only be used with a ComparisonOperator for Attribute: " + attribute);
        }
        if (Boolean.FALSE.equals(expected.exists())) {
            if (expected.value() != null) {
                throw Refusal.invalidValues("Value cannot be used when Exists is false for Attribute: " + attribute);
            }
            return new Criterion.Not(new Criterion.Exists(path));
        }
        if (expected.value() == null) {
            throw Refusal.invalidValues(
                    "Value must be provided when Exists is " + expected.exists() + " for Attribute: " + attribute);
        }
        return condition(path, ComparisonOperator.EQ, List.of(expected.value()));
    }

    /** {@code KeyConditions}, {@code QueryFilter} and {@code ScanFilter} as a criterion. */
    public static Criterion conditions(Map<String, Condition> conditions, @Nullable ConditionalOperator operator) {
        List<Criterion> criteria = new ArrayList<>();
        conditions.forEach((attribute, condition) -> criteria.add(
                condition(Path.of(attribute), condition.comparisonOperator(), condition.attributeValueList())));
        return joined(criteria, operator);
    }

    private static Criterion joined(List<Criterion> criteria, @Nullable ConditionalOperator operator) {
        return criteria.stream()
                .reduce((one, other) -> operator == ConditionalOperator.OR
                        ? new Criterion.Or(one, other)
                        : new Criterion.And(one, other))
                .orElseThrow(() -> Refusal.invalid("Conditions can not be empty"));
    }

    private static Criterion condition(Path path, ComparisonOperator operator, List<AttributeValue> arguments) {
        boolean counts = switch (operator) {
            case NULL, NOT_NULL -> arguments.isEmpty();
            case BETWEEN -> arguments.size() == 2;
            case IN -> !arguments.isEmpty();
            default -> arguments.size() == 1;
        };
        if (!counts) {
            throw Refusal.invalidValues("Invalid number of argument(s) for the " + operator + " ComparisonOperator");
        }
        List<Operand> values = new ArrayList<>();
        for (AttributeValue argument : arguments) {
            values.add(new Operand.Constant(Values.checked(argument)));
        }
        Operand operand = new Operand.At(path);
        return switch (operator) {
            case EQ -> new Criterion.Comparison(Comparator.EQUAL, operand, values.getFirst());
            case NE -> new Criterion.Comparison(Comparator.NOT_EQUAL, operand, values.getFirst());
            case LT -> ordered(operator, Comparator.LESS, operand, values.getFirst());
            case LE -> ordered(operator, Comparator.LESS_OR_EQUAL, operand, values.getFirst());
            case GT -> ordered(operator, Comparator.GREATER, operand, values.getFirst());
            case GE -> ordered(operator, Comparator.GREATER_OR_EQUAL, operand, values.getFirst());
            case IN -> new Criterion.In(operand, values);
            case BETWEEN -> {
                requireOrdered(operator, values.getFirst());
                requireOrdered(operator, values.getLast());
                yield new Criterion.Between(operand, values.getFirst(), values.getLast());
            }
            case NOT_NULL -> new Criterion.Exists(path);
            case NULL -> new Criterion.Not(new Criterion.Exists(path));
            case CONTAINS -> new Criterion.Contains(operand, values.getFirst());
            case NOT_CONTAINS ->
                new Criterion.And(
                        new Criterion.Exists(path),
                        new Criterion.Not(new Criterion.Contains(operand, values.getFirst())));
            case BEGINS_WITH -> new Criterion.BeginsWith(operand, values.getFirst());
            case UNKNOWN_TO_SDK_VERSION -> throw Refusal.invalid("Unknown ComparisonOperator");
        };
    }

    private static Criterion ordered(
            ComparisonOperator operator, Comparator comparator, Operand operand, Operand value) {
        requireOrdered(operator, value);
        return new Criterion.Comparison(comparator, operand, value);
    }

    private static void requireOrdered(ComparisonOperator operator, Operand operand) {
        if (operand instanceof Operand.Constant(var value) && !Kind.of(value).isOrdered()) {
            throw Refusal.invalidValues(
                    "ComparisonOperator " + operator + " is not valid for " + Kind.of(value) + " AttributeValue type");
        }
    }

    /** {@code AttributeUpdates} as an update. */
    public static Update update(Map<String, AttributeValueUpdate> updates) {
        List<Update.Action> actions = new ArrayList<>();
        updates.forEach((attribute, update) -> actions.add(action(attribute, update)));
        return new Update(actions);
    }

    private static Update.Action action(String attribute, AttributeValueUpdate update) {
        Path path = Path.of(attribute);
        AttributeAction action = update.action() == null ? AttributeAction.PUT : update.action();
        AttributeValue value = update.value() == null ? null : Values.checked(update.value());
        if (value == null) {
            if (action != AttributeAction.DELETE) {
                throw Refusal.invalidValues("Only DELETE action is allowed when no attribute value is specified");
            }
            return new Update.Action.Remove(path);
        }
        Kind kind = Kind.of(value);
        return switch (action) {
            case PUT -> new Update.Action.Set(path, new Operand.Constant(value));
            case ADD -> {
                if (kind != Kind.N && !kind.isSet() && kind != Kind.L) {
                    throw Refusal.invalidValues("ADD action is not supported for the type " + kind.word());
                }
                yield new Update.Action.Add(path, value);
            }
            case DELETE -> {
                if (!kind.isSet()) {
                    throw Refusal.invalidValues(
                            "DELETE action with value is not supported for the type " + kind.word());
                }
                yield new Update.Action.Delete(path, value);
            }
            case UNKNOWN_TO_SDK_VERSION -> throw Refusal.invalid("Unknown Action");
        };
    }

    /** Whether an update that finds no item makes one. */
    public static boolean creates(Update update) {
        return update.actions().stream()
                .anyMatch(action -> action instanceof Update.Action.Set || action instanceof Update.Action.Add);
    }

    /**
     * Refuses a request that says things in the old way and in the new one.
     *
     * @param old members of the old way, by whether they are set
     * @param expressions members of the new way
     */
    public static void requireOneWay(Map<String, Boolean> old, Map<String, Boolean> expressions) {
        List<String> used = set(old);
        List<String> others = set(expressions);
        if (!used.isEmpty() && !others.isEmpty()) {
            throw Refusal.invalid("Can not use both expression and non-expression parameters in the same request:"
                    + " Non-expression parameters: {" + String.join(", ", used) + "} Expression parameters: {"
                    + String.join(", ", others) + "}");
        }
    }

    private static List<String> set(Map<String, Boolean> members) {
        return members.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }
}
