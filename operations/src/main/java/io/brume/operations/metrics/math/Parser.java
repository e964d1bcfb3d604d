package io.brume.operations.metrics.math;

import io.brume.operations.metrics.math.Tokens.Kind;
import io.brume.operations.metrics.math.Tokens.Token;
import io.brume.operations.metrics.math.Value.Many;
import io.brume.operations.metrics.math.Value.Scalar;
import io.brume.operations.metrics.math.Value.Series;
import io.brume.operations.metrics.math.Value.Text;
import io.brume.operations.metrics.math.Value.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads expressions; from loosest to tightest: OR, AND, comparison, sum, product, power, sign. */
final class Parser {

    private static final int DEEPEST = 100;
    private static final Set<String> WORDS = Set.of("REPEAT", "LINEAR", "ASC", "DESC", "AVG", "MIN", "MAX", "SUM");

    private final List<Token> tokens;
    private int place;
    private int depth;

    Parser(String text) {
        tokens = Tokens.of(text);
    }

    Expression expression() {
        Expression whole = or();
        if (peek().kind() != Kind.END) {
            throw unexpected();
        }
        return whole;
    }

    private Token peek() {
        return tokens.get(place);
    }

    private boolean take(String... texts) {
        Token token = peek();
        if (token.kind() == Kind.SIGN || token.kind() == Kind.NAME) {
            for (String text : texts) {
                if (token.text().equals(text)) {
                    place++;
                    return true;
                }
            }
        }
        return false;
    }

    private void expect(String sign) {
        if (!take(sign)) {
            throw unexpected();
        }
    }

    private MathException unexpected() {
        Token token = peek();
        return new MathException(
                token.kind() == Kind.END ? "unexpected end" : "unexpected '" + token.text() + "' at " + token.place());
    }

    private Expression or() {
        if (++depth > DEEPEST) {
            throw new MathException("too deeply nested");
        }
        Expression left = and();
        while (take("||", "OR")) {
            left = Operators.binary("||", left, and());
        }
        depth--;
        return left;
    }

    private Expression and() {
        Expression left = comparison();
        while (take("&&", "AND")) {
            left = Operators.binary("&&", left, comparison());
        }
        return left;
    }

    private Expression comparison() {
        Expression left = sum();
        for (String sign = peek().text(); take("==", "!=", "<=", ">=", "<", ">"); sign = peek().text()) {
            left = Operators.binary(sign, left, sum());
        }
        return left;
    }

    private Expression sum() {
        Expression left = product();
        for (String sign = peek().text(); take("+", "-"); sign = peek().text()) {
            left = Operators.binary(sign, left, product());
        }
        return left;
    }

    private Expression product() {
        Expression left = sign();
        for (String sign = peek().text(); take("*", "/"); sign = peek().text()) {
            left = Operators.binary(sign, left, sign());
        }
        return left;
    }

    private Expression sign() {
        int minuses = 0;
        while (take("-")) {
            minuses++;
        }
        Expression operand = power();
        return minuses % 2 == 0 ? operand : Operators.negative(operand);
    }

    private Expression power() {
        Expression left = primary();
        if (!take("^")) {
            return left;
        }
        if (++depth > DEEPEST) {
            throw new MathException("too deeply nested");
        }
        Expression right = sign();
        depth--;
        return Operators.binary("^", left, right);
    }

    private Expression primary() {
        Token token = peek();
        switch (token.kind()) {
            case NUMBER -> {
                place++;
                var number = new Scalar(number(token));
                return _ -> number;
            }
            case TEXT -> {
                place++;
                var text = new Text(token.text());
                return _ -> text;
            }
            case NAME -> {
                place++;
                return take("(") ? call(token) : reference(token);
            }
            default -> {
                if (take("(")) {
                    Expression inner = or();
                    expect(")");
                    return inner;
                }
                if (take("[")) {
                    return array(list("]"));
                }
                throw unexpected();
            }
        }
    }

    private static double number(Token token) {
        try {
            return Double.parseDouble(token.text());
        } catch (NumberFormatException e) {
            throw new MathException("'" + token.text() + "' is no number");
        }
    }

    private static Expression reference(Token token) {
        String name = token.text();
        if (WORDS.contains(name)) {
            var word = new Word(name);
            return _ -> word;
        }
        if (Character.isUpperCase(name.charAt(0))) {
            throw new MathException("unexpected '" + name + "' at " + token.place());
        }
        return inputs -> inputs.of(name);
    }

    private Expression call(Token name) {
        List<Expression> arguments = list(")");
        Function function = Functions.named(name.text());
        return inputs -> function.of(
                arguments.stream().map(argument -> argument.in(inputs)).toList(), inputs);
    }

    private List<Expression> list(String end) {
        List<Expression> items = new ArrayList<>();
        if (take(end)) {
            return items;
        }
        do {
            items.add(or());
        } while (take(","));
        expect(end);
        return items;
    }

    private static Expression array(List<Expression> items) {
        return inputs -> {
            List<Series> series = new ArrayList<>();
            for (Expression item : items) {
                switch (item.in(inputs)) {
                    case Series one -> series.add(one);
                    case Many many -> series.addAll(many.series());
                    default -> throw new MathException("an array holds time series only");
                }
            }
            return new Many(series);
        };
    }
}
