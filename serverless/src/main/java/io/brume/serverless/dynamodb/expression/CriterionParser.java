package io.brume.serverless.dynamodb.expression;

import io.brume.serverless.dynamodb.expression.Criterion.Comparator;
import io.brume.serverless.dynamodb.expression.Token.Type;
import io.brume.serverless.dynamodb.item.Kind;
import io.brume.serverless.dynamodb.item.Values;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Reads conditions, filters and key conditions.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html">Condition
 *     and filter expressions, operators, and functions</a>
 */
final class CriterionParser {

    private static final int MOST_IN = 100;
    private static final int MOST_OPERATORS = 300;

    /** Functions by the number of their operands. */
    private static final Map<String, Integer> FUNCTIONS = Map.of(
            "attribute_exists", 1,
            "attribute_not_exists", 1,
            "attribute_type", 2,
            "begins_with", 2,
            "contains", 2,
            "size", 1);

    private final Tokens tokens;
    private final StandIns standIns;
    private final PathParser paths;
    private int operators;

    /** The last pair of parentheses that was read, by the places of its signs. */
    private int opened = -1;

    private int closed = -1;

    CriterionParser(Tokens tokens, StandIns standIns) {
        this.tokens = tokens;
        this.standIns = standIns;
        paths = new PathParser(tokens, standIns);
    }

    Criterion parse() {
        Criterion criterion = or();
        tokens.expectEnd();
        return criterion;
    }

    private Criterion or() {
        Criterion left = and();
        while (tokens.skipWord("OR")) {
            count();
            left = new Criterion.Or(left, and());
        }
        return left;
    }

    private Criterion and() {
        Criterion left = not();
        while (tokens.skipWord("AND")) {
            count();
            left = new Criterion.And(left, not());
        }
        return left;
    }

    private Criterion not() {
        if (tokens.skipWord("NOT")) {
            count();
            return new Criterion.Not(not());
        }
        return tokens.peek().isSign("(") && !isOperandGroup() ? group() : condition();
    }

    private void count() {
        if (++operators > MOST_OPERATORS) {
            throw tokens.error("The expression contains an excessive number of operators; operator count limit: "
                    + MOST_OPERATORS);
        }
    }

    /** Whether the parentheses that come next hold one operand of a comparison, not a criterion. */
    private boolean isOperandGroup() {
        int mark = tokens.mark();
        int open = 0;
        do {
            Token token = tokens.next();
            if (token.type() == Type.END) {
                break;
            }
            open += token.isSign("(") ? 1 : token.isSign(")") ? -1 : 0;
        } while (open > 0);
        Token behind = tokens.peek();
        tokens.back(mark);
        return comparator(behind) != null || behind.isWord("BETWEEN") || behind.isWord("IN");
    }

    private Criterion group() {
        count();
        int open = tokens.mark();
        tokens.expect("(");
        Criterion inner = or();
        close(open);
        return inner;
    }

    /** Reads the closing parenthesis of a group that began at a place. */
    private void close(int open) {
        int close = tokens.mark();
        tokens.expect(")");
        if (opened == open + 1 && closed == close - 1) {
            throw tokens.error("The expression has redundant parentheses;");
        }
        opened = open;
        closed = close;
    }

    private Criterion condition() {
        count();
        Token first = tokens.peek();
        if (first.type() == Type.WORD
                && tokens.afterNext().isSign("(")
                && !first.text().equals("size")) {
            return function();
        }
        Operand left = operand();
        Comparator comparator = comparator(tokens.peek());
        if (comparator != null) {
            tokens.next();
            return comparison(comparator, left, operand());
        }
        if (tokens.skipWord("BETWEEN")) {
            Operand low = operand();
            if (!tokens.skipWord("AND")) {
                throw tokens.unexpected();
            }
            return between(left, low, operand());
        }
        if (tokens.skipWord("IN")) {
            return new Criterion.In(left, list());
        }
        throw left instanceof Operand.Size && tokens.peek().type() == Type.END
                ? tokens.error("The function is not allowed to be used this way in an expression; function: size")
                : tokens.unexpected();
    }

    private static @Nullable Comparator comparator(Token token) {
        return token.type() != Type.SIGN
                ? null
                : Arrays.stream(Comparator.values())
                        .filter(comparator -> comparator.sign().equals(token.text()))
                        .findFirst()
                        .orElse(null);
    }

    private Criterion comparison(Comparator comparator, Operand left, Operand right) {
        if (comparator.isOrder()) {
            requireKinds(comparator.sign(), Kind::isOrdered, left, right);
        }
        requireDistinct(comparator.sign(), left, right);
        return new Criterion.Comparison(comparator, left, right);
    }

    private Criterion between(Operand operand, Operand low, Operand high) {
        requireKinds("BETWEEN", Kind::isOrdered, low, high);
        if (low instanceof Operand.Constant(var from) && high instanceof Operand.Constant(var to)) {
            String bounds = "; lower bound operand: AttributeValue: " + told(from)
                    + ", upper bound operand: AttributeValue: " + told(to);
            if (Kind.of(from) != Kind.of(to)) {
                throw tokens.error("The BETWEEN operator requires same data type for lower and upper bounds" + bounds);
            }
            if (Values.compare(from, to) > 0) {
                throw tokens.error("The BETWEEN operator requires upper bound to be greater than or equal to lower"
                        + " bound" + bounds);
            }
        }
        return new Criterion.Between(operand, low, high);
    }

    private static String told(AttributeValue value) {
        return switch (Kind.of(value)) {
            case S -> "{S:" + value.s() + "}";
            case N -> "{N:" + value.n() + "}";
            default -> "{" + Kind.of(value) + "}";
        };
    }

    private List<Operand> list() {
        List<Operand> operands = tokens.list(this::operand);
        if (operands.size() > MOST_IN) {
            throw tokens.error(
                    "The IN operator is provided with too many operands; number of operands: " + operands.size());
        }
        return operands;
    }

    private Criterion function() {
        String name = tokens.next().text();
        requireFunction(name);
        List<Operand> operands = list();
        requireCount(name, operands);
        return switch (name) {
            case "attribute_exists" -> new Criterion.Exists(path(name, operands.getFirst()));
            case "attribute_not_exists" -> new Criterion.Not(new Criterion.Exists(path(name, operands.getFirst())));
            case "attribute_type" ->
                new Criterion.IsOfType(path(name, operands.getFirst()), type(name, operands.getLast()));
            case "begins_with" -> {
                requireDistinct(name, operands.getFirst(), operands.getLast());
                requireKinds(name, kind -> kind == Kind.S || kind == Kind.B, operands.getFirst(), operands.getLast());
                yield new Criterion.BeginsWith(operands.getFirst(), operands.getLast());
            }
            case "contains" -> {
                requireDistinct(name, operands.getFirst(), operands.getLast());
                yield new Criterion.Contains(operands.getFirst(), operands.getLast());
            }
            default -> throw tokens.unexpected();
        };
    }

    private void requireFunction(String name) {
        if (!FUNCTIONS.containsKey(name)) {
            throw tokens.error("Invalid function name; function: " + name);
        }
    }

    private void requireCount(String name, List<Operand> operands) {
        if (FUNCTIONS.getOrDefault(name, 0) != operands.size()) {
            throw tokens.error("Incorrect number of operands for operator or function; operator or function: " + name
                    + ", number of operands: " + operands.size());
        }
    }

    private Path path(String function, Operand operand) {
        if (operand instanceof Operand.At(var path)) {
            return path;
        }
        throw tokens.error("Operator or function requires a document path; operator or function: " + function);
    }

    private Kind type(String function, Operand operand) {
        if (!(operand instanceof Operand.Constant(var value)) || value.s() == null) {
            throw tokens.error("Incorrect operand type for operator or function; operator or function: " + function
                    + ", operand type: "
                    + (operand instanceof Operand.Constant(var other)
                            ? Kind.of(other)
                            : "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}"));
        }
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.name().equals(value.s()))
                .findFirst()
                .orElseThrow(() -> tokens.error("Invalid attribute type name found; type: " + value.s()
                        + ", valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}"));
    }

    private void requireKinds(String operator, Predicate<Kind> allowed, Operand... operands) {
        for (Operand operand : operands) {
            if (operand instanceof Operand.Constant(var value) && !allowed.test(Kind.of(value))) {
                throw tokens.error("Incorrect operand type for operator or function; operator or function: " + operator
                        + ", operand type: " + Kind.of(value));
            }
        }
    }

    private void requireDistinct(String operator, Operand first, Operand second) {
        if (first instanceof Operand.At(var path) && first.equals(second)) {
            throw tokens.error("The first operand must be distinct from the remaining operands for this operator or"
                    + " function; operator: " + operator + ", first operand: " + path);
        }
    }

    private Operand operand() {
        Token token = tokens.peek();
        if (token.isSign("(")) {
            int open = tokens.mark();
            count();
            tokens.next();
            Operand inner = operand();
            close(open);
            return inner;
        }
        if (token.type() == Type.VALUE) {
            tokens.next();
            return new Operand.Constant(standIns.value(token.text(), tokens));
        }
        if (token.type() == Type.WORD && tokens.afterNext().isSign("(")) {
            tokens.next();
            requireFunction(token.text());
            if (!token.text().equals("size")) {
                throw tokens.error(
                        "The function is not allowed to be used this way in an expression; function: " + token.text());
            }
            List<Operand> operands = list();
            requireCount("size", operands);
            return new Operand.Size(path("size", operands.getFirst()));
        }
        return new Operand.At(paths.path());
    }
}
