package io.brume.operations.logs.pattern;

import java.util.function.Function;
import java.util.function.Predicate;

/** Conditions joined by {@code &&}, {@code ||} and parentheses, of which {@code &&} binds more closely. */
final class Condition {

    private static final int DEEPEST = 100;

    private Condition() {}

    /**
     * Reads one.
     *
     * @param simple reads a condition that is not joined
     */
    static <T> Predicate<T> parse(Scanner scanner, Function<Scanner, Predicate<T>> simple) {
        return any(scanner, simple, 0);
    }

    private static <T> Predicate<T> any(Scanner scanner, Function<Scanner, Predicate<T>> simple, int depth) {
        Predicate<T> condition = all(scanner, simple, depth);
        while (scanner.take("||")) {
            condition = condition.or(all(scanner, simple, depth));
        }
        return condition;
    }

    private static <T> Predicate<T> all(Scanner scanner, Function<Scanner, Predicate<T>> simple, int depth) {
        Predicate<T> condition = one(scanner, simple, depth);
        while (scanner.take("&&")) {
            condition = condition.and(one(scanner, simple, depth));
        }
        return condition;
    }

    private static <T> Predicate<T> one(Scanner scanner, Function<Scanner, Predicate<T>> simple, int depth) {
        if (!scanner.take("(")) {
            return simple.apply(scanner);
        }
        if (depth == DEEPEST) {
            throw scanner.bad("too many parentheses");
        }
        Predicate<T> inner = any(scanner, simple, depth + 1);
        scanner.expect(")");
        return inner;
    }
}
