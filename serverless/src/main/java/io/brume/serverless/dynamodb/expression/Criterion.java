package io.brume.serverless.dynamodb.expression;

import io.brume.serverless.dynamodb.item.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What an item is to be like. */
public sealed interface Criterion {

    record And(Criterion left, Criterion right) implements Criterion {}

    record Or(Criterion left, Criterion right) implements Criterion {}

    record Not(Criterion criterion) implements Criterion {}

    record Comparison(Comparator comparator, Operand left, Operand right) implements Criterion {}

    /** From one to another, both included. */
    record Between(Operand operand, Operand low, Operand high) implements Criterion {}

    record In(Operand operand, List<Operand> values) implements Criterion {}

    record Exists(Path path) implements Criterion {}

    record IsOfType(Path path, Kind kind) implements Criterion {}

    record BeginsWith(Operand operand, Operand prefix) implements Criterion {}

    record Contains(Operand operand, Operand member) implements Criterion {}

    /** How two values are compared. */
    enum Comparator {
        EQUAL("="),
        NOT_EQUAL("<>"),
        LESS("<"),
        LESS_OR_EQUAL("<="),
        GREATER(">"),
        GREATER_OR_EQUAL(">=");

        private final String sign;

        Comparator(String sign) {
            this.sign = sign;
        }

        public String sign() {
            return sign;
        }

        /** Whether it asks for an order, which not all values have. */
        boolean isOrder() {
            return this != EQUAL && this != NOT_EQUAL;
        }

        /** @param order negative, zero or positive, as of {@link java.util.Comparator} */
        boolean holds(int order) {
            return switch (this) {
                case EQUAL -> order == 0;
                case NOT_EQUAL -> order != 0;
                case LESS -> order < 0;
                case LESS_OR_EQUAL -> order <= 0;
                case GREATER -> order > 0;
                case GREATER_OR_EQUAL -> order >= 0;
            };
        }
    }

    /** The attributes that it looks at. */
    default List<Path> paths() {
        return switch (this) {
            case And(var left, var right) -> joined(left.paths(), right.paths());
            case Or(var left, var right) -> joined(left.paths(), right.paths());
            case Not(var criterion) -> criterion.paths();
            case Comparison(var _, var left, var right) -> of(left, right);
            case Between(var operand, var low, var high) -> of(operand, low, high);
            case In(var operand, var values) -> joined(of(operand), of(values.toArray(Operand[]::new)));
            case Exists(var path) -> List.of(path);
            case IsOfType(var path, var _) -> List.of(path);
            case BeginsWith(var operand, var prefix) -> of(operand, prefix);
            case Contains(var operand, var member) -> of(operand, member);
        };
    }

    private static List<Path> of(Operand... operands) {
        return Arrays.stream(operands)
                .flatMap(operand -> switch (operand) {
                    case Operand.At(var path) -> Stream.of(path);
                    case Operand.Size(var path) -> Stream.of(path);
                    default -> Stream.empty();
                })
                .toList();
    }

    private static List<Path> joined(List<Path> some, List<Path> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }
}
