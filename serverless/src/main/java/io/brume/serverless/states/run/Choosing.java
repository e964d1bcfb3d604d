package io.brume.serverless.states.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.brume.serverless.states.expression.Environment;
import io.brume.serverless.states.expression.Expressions;
import io.brume.serverless.states.expression.Paths;
import io.brume.serverless.states.expression.Query;
import io.brume.serverless.states.expression.StateFailure;
import io.brume.serverless.states.language.State;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which rule of a Choice state matches. */
final class Choosing {

    private final Environment environment;

    Choosing(Environment environment) {
        this.environment = environment;
    }

    /** The first rule that matches; empty when none does. */
    Optional<State.Rule> of(State.Choice choice) {
        for (State.Rule rule : choice.rules()) {
            if (holds(rule.test())) {
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }

    private boolean holds(State.Test test) {
        return switch (test) {
            case State.Test.And and -> and.tests().stream().allMatch(this::holds);
            case State.Test.Or or -> or.tests().stream().anyMatch(this::holds);
            case State.Test.Not not -> !holds(not.test());
            case State.Test.Compare compare -> compare(compare);
            case State.Test.Condition condition -> condition(condition.expression());
        };
    }

    private boolean condition(JsonNode expression) {
        JsonNode value = expression.isTextual() && Query.isQuery(expression.textValue())
                ? Query.evaluate(expression.textValue(), "Condition", environment)
                : expression;
        if (!value.isBoolean()) {
            throw StateFailure.evaluation(
                    StateFailure.QUERY,
                    "The JSONata expression '" + expression.asText()
                            + "' specified for the field 'Condition' returned an unexpected result type: it must be a boolean.");
        }
        return value.booleanValue();
    }

    private boolean compare(State.Test.Compare compare) {
        Optional<JsonNode> found = Expressions.isIntrinsic(compare.variable())
                ? Optional.of(Expressions.value(compare.variable(), "Variable", environment))
                : Paths.find(compare.variable(), environment);
        if (compare.operator().equals("IsPresent")) {
            return found.isPresent() == compare.value().booleanValue();
        }
        JsonNode variable = found.orElseThrow(() -> StateFailure.runtime("Invalid path '" + compare.variable()
                + "': The choice state's condition path references an invalid value."));
        JsonNode value = compare.path()
                ? Paths.find(compare.value().textValue(), environment)
                        .orElseThrow(() -> StateFailure.runtime(
                                "Invalid path '" + compare.value().textValue()
                                        + "': The choice state's condition path references an invalid value."))
                : compare.value();
        return switch (compare.operator()) {
            case "IsNull" -> variable.isNull() == value.booleanValue();
            case "IsNumeric" -> variable.isNumber() == value.booleanValue();
            case "IsString" -> variable.isTextual() == value.booleanValue();
            case "IsBoolean" -> variable.isBoolean() == value.booleanValue();
            case "IsTimestamp" -> (moment(variable) != null) == value.booleanValue();
            case "BooleanEquals" ->
                variable.isBoolean() && value.isBoolean() && variable.booleanValue() == value.booleanValue();
            case "StringMatches" -> variable.isTextual() && matches(variable.textValue(), value.textValue());
            default -> ordered(compare.operator(), variable, value);
        };
    }

    /** Values of other types than the operator's are neither equal, less nor greater. */
    private static boolean ordered(String operator, JsonNode variable, JsonNode value) {
        if (operator.startsWith("String")) {
            return variable.isTextual()
                    && value.isTextual()
                    && relation(
                            operator.substring("String".length()),
                            variable.textValue().compareTo(value.textValue()));
        }
        if (operator.startsWith("Numeric")) {
            return variable.isNumber()
                    && value.isNumber()
                    && relation(
                            operator.substring("Numeric".length()),
                            variable.decimalValue().compareTo(value.decimalValue()));
        }
        OffsetDateTime one = moment(variable);
        OffsetDateTime other = moment(value);
        return one != null
                && other != null
                && relation(
                        operator.substring("Timestamp".length()),
                        one.toInstant().compareTo(other.toInstant()));
    }

    private static boolean relation(String relation, int order) {
        return switch (relation) {
            case "Equals" -> order == 0;
            case "LessThan" -> order < 0;
            case "GreaterThan" -> order > 0;
            case "LessThanEquals" -> order <= 0;
            default -> order >= 0;
        };
    }

    private static @Nullable OffsetDateTime moment(JsonNode value) {
        try {
            return value.isTextual() ? OffsetDateTime.parse(value.textValue()) : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Whether a text matches a pattern in which {@code *} is any text, and a backslash takes the next character as itself. */
    static boolean matches(String text, String pattern) {
        int t = 0;
        int p = 0;
        int star = -1;
        int again = 0;
        while (t < text.length()) {
            boolean escaped = p + 1 < pattern.length() && pattern.charAt(p) == '\\';
            if (p < pattern.length() && !escaped && pattern.charAt(p) == '*') {
                star = p++;
                again = t;
            } else if (p < pattern.length() && text.charAt(t) == pattern.charAt(escaped ? p + 1 : p)) {
                p += escaped ? 2 : 1;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++again;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
