package io.brume.serverless.dynamodb.expression;

import io.brume.serverless.dynamodb.expression.Token.Type;
import io.brume.serverless.dynamodb.item.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Reads update expressions.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html">Using update
 *     expressions</a>
 */
final class UpdateParser {

    /** How deep functions and parentheses may be in each other. */
    private static final int DEEPEST = 100;

    private final Tokens tokens;
    private final StandIns standIns;
    private final PathParser paths;
    private int depth;

    UpdateParser(Tokens tokens, StandIns standIns) {
        this.tokens = tokens;
        this.standIns = standIns;
        paths = new PathParser(tokens, standIns);
    }

    Update parse() {
        List<Update.Action> actions = new ArrayList<>();
        Set<String> sections = new HashSet<>();
        while (tokens.peek().type() != Type.END || sections.isEmpty()) {
            Token word = tokens.peek();
            String section = word.type() == Type.WORD ? word.text().toUpperCase(Locale.ROOT) : "";
            Supplier<Update.Action> action = switch (section) {
                case "SET" -> this::set;
                case "REMOVE" -> () -> new Update.Action.Remove(paths.path());
                case "ADD" ->
                    () -> {
                        Path path = paths.path();
                        return new Update.Action.Add(path, value("ADD", kind -> kind == Kind.N || kind.isSet()));
                    };
                case "DELETE" ->
                    () -> {
                        Path path = paths.path();
                        return new Update.Action.Delete(path, value("DELETE", Kind::isSet));
                    };
                default -> throw tokens.unexpected();
            };
            tokens.next();
            do {
                actions.add(action.get());
            } while (tokens.skip(","));
            if (!sections.add(section)) {
                throw tokens.error("The \"" + section + "\" section can only be used once in an update expression;");
            }
        }
        Path.requireApart(actions.stream().map(Update.Action::path).toList(), tokens);
        return new Update(actions);
    }

    private AttributeValue value(String section, Predicate<Kind> allowed) {
        Token token = tokens.peek();
        if (token.type() != Type.VALUE) {
            throw tokens.unexpected();
        }
        tokens.next();
        AttributeValue value = standIns.value(token.text(), tokens);
        if (!allowed.test(Kind.of(value))) {
            throw tokens.error("Incorrect operand type for operator or function; operator: " + section
                    + ", operand type: " + Kind.of(value).word());
        }
        return value;
    }

    private Update.Action set() {
        Path path = paths.path();
        tokens.expect("=");
        return new Update.Action.Set(path, sum());
    }

    private Operand sum() {
        Operand left = operand();
        boolean plus = tokens.skip("+");
        if (!plus && !tokens.skip("-")) {
            return left;
        }
        Operand right = operand();
        requireKind(plus ? "+" : "-", Kind.N, left, right);
        return new Operand.Arithmetic(plus, left, right);
    }

    private void requireKind(String operator, Kind kind, Operand... operands) {
        for (Operand operand : operands) {
            if (operand instanceof Operand.Constant(var value) && Kind.of(value) != kind) {
                throw tokens.error("Incorrect operand type for operator or function; operator or function: " + operator
                        + ", operand type: " + Kind.of(value));
            }
        }
    }

    private Operand operand() {
        if (++depth > DEEPEST) {
            throw tokens.error("The expression is nested too deep");
        }
        try {
            Token token = tokens.peek();
            if (tokens.skip("(")) {
                Operand inner = sum();
                tokens.expect(")");
                return inner;
            }
            if (token.type() == Type.VALUE) {
                tokens.next();
                return new Operand.Constant(standIns.value(token.text(), tokens));
            }
            return token.type() == Type.WORD && tokens.afterNext().isSign("(")
                    ? function()
                    : new Operand.At(paths.path());
        } finally {
            depth--;
        }
    }

    private Operand function() {
        String name = tokens.next().text();
        if (!name.equals("if_not_exists") && !name.equals("list_append")) {
            throw tokens.error("Invalid function name; function: " + name);
        }
        List<Operand> operands = tokens.list(this::operand);
        if (operands.size() != 2) {
            throw tokens.error("Incorrect number of operands for operator or function; operator or function: " + name
                    + ", number of operands: " + operands.size());
        }
        if (name.equals("list_append")) {
            requireKind(name, Kind.L, operands.getFirst(), operands.getLast());
            return new Operand.ListAppend(operands.getFirst(), operands.getLast());
        }
        if (operands.getFirst() instanceof Operand.At(var path)) {
            return new Operand.IfNotExists(path, operands.getLast());
        }
        throw tokens.error("Operator or function requires a document path; operator or function: " + name);
    }
}
