package io.brume.operations.logs.pattern;

import io.brume.operations.logs.pattern.Operand.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** Reads conditions on JSON: {@code { ($.user.id = 1) && ($.users[0].email = "*@example.com") }}. */
final class JsonParser {

    private final List<Selector> selectors = new ArrayList<>();

    private JsonParser() {}

    static JsonPattern parse(Scanner scanner) {
        var parser = new JsonParser();
        scanner.expect("{");
        Predicate<JsonNode> condition = Condition.parse(scanner, parser::simple);
        scanner.expect("}");
        scanner.skipSpace();
        if (!scanner.atEnd()) {
            throw scanner.bad("there is more after the last '}'");
        }
        return new JsonPattern(condition, List.copyOf(parser.selectors));
    }

    private Predicate<JsonNode> simple(Scanner scanner) {
        scanner.skipSpace();
        Selector selector = Selector.parse(scanner);
        selectors.add(selector);
        if (scanner.takeWords("NOT", "EXISTS")) {
            return document -> selector.in(document) == null;
        }
        if (scanner.takeWords("EXISTS")) {
            return document -> selector.in(document) != null;
        }
        if (scanner.takeWords("IS", "NULL")) {
            return document -> isNull(selector.in(document));
        }
        if (scanner.takeWords("IS", "TRUE")) {
            return document -> isBoolean(selector.in(document), true);
        }
        if (scanner.takeWords("IS", "FALSE")) {
            return document -> isBoolean(selector.in(document), false);
        }
        Operator operator = Operator.take(scanner);
        if (operator == null) {
            throw scanner.bad("an operator is missing");
        }
        Operand operand = Operand.parse(scanner, operator, "&|)}");
        return document -> compares(selector.in(document), operator, operand);
    }

    private static boolean isNull(@Nullable JsonNode node) {
        return node != null && node.isNull();
    }

    private static boolean isBoolean(@Nullable JsonNode node, boolean value) {
        return node != null && node.isBoolean() && node.asBoolean() == value;
    }

    private static boolean compares(@Nullable JsonNode node, Operator operator, Operand operand) {
        String text = JsonPattern.text(node);
        return text != null
                && operand.compares(operator, text, node != null && node.isNumber() ? Operand.number(text) : null);
    }
}
