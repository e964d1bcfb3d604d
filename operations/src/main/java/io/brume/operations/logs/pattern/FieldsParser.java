package io.brume.operations.logs.pattern;

import io.brume.operations.logs.pattern.Operand.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads conditions on fields: {@code [ip, user, ..., status = 4* && status != 403, bytes > 1000]}. */
final class FieldsParser {

    private final Scanner scanner;
    private final List<@Nullable String> names = new ArrayList<>();
    private Predicate<Map<String, String>> condition = _ -> true;
    private int rest = -1;
    private @Nullable String first;

    private FieldsParser(Scanner scanner) {
        this.scanner = scanner;
    }

    static FieldsPattern parse(Scanner scanner) {
        return new FieldsParser(scanner).pattern();
    }

    private FieldsPattern pattern() {
        scanner.expect("[");
        do {
            field();
        } while (scanner.take(","));
        scanner.expect("]");
        scanner.skipSpace();
        if (!scanner.atEnd()) {
            throw scanner.bad("there is more after the last ']'");
        }
        return new FieldsPattern(java.util.Collections.unmodifiableList(names), rest, condition);
    }

    private void field() {
        scanner.skipSpace();
        if (scanner.take("...") || scanner.take("…")) {
            if (rest >= 0) {
                throw scanner.bad("there can be only one '...'");
            }
            rest = names.size();
            return;
        }
        if (scanner.peek() == ',' || scanner.peek() == ']') {
            names.add(null);
            return;
        }
        first = null;
        Predicate<Map<String, String>> of = Condition.parse(scanner, _ -> simple());
        names.add(first);
        condition = condition.and(of);
    }

    /** A field's name, with or without a condition on it. */
    private Predicate<Map<String, String>> simple() {
        scanner.skipSpace();
        String name = scanner.until(",]=!<>&|()");
        if (name.isEmpty()) {
            throw scanner.bad("a field's name is missing");
        }
        if (first == null) {
            first = name;
        }
        Operator operator = Operator.take(scanner);
        if (operator == null) {
            return _ -> true;
        }
        Operand operand = Operand.parse(scanner, operator, ",]&|)");
        return values -> {
            String value = values.get(name);
            return value != null && operand.compares(operator, value, Operand.number(value));
        };
    }
}
