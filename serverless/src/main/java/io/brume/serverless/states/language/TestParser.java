package io.brume.serverless.states.language;

import com.fasterxml.jackson.databind.JsonNode;
import io.brume.serverless.states.expression.Expressions;
import io.brume.serverless.states.expression.Paths;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what the rules of Choice states ask. */
final class TestParser {

    private static final int DEEPEST = 100;

    /** Operators whose value is a boolean that says what the variable is. */
    private static final Set<String> IS =
            Set.of("IsNull", "IsPresent", "IsNumeric", "IsString", "IsBoolean", "IsTimestamp");

    private static final Set<String> PATHLESS = union();

    private static final Set<String> BESIDES = Set.of("Next", "Comment", "Assign", "Output");

    private final Report report;

    TestParser(Report report) {
        this.report = report;
    }

    private static Set<String> union() {
        Set<String> operators = new HashSet<>(IS);
        for (String type : List.of("String", "Numeric", "Timestamp")) {
            for (String relation :
                    List.of("Equals", "LessThan", "GreaterThan", "LessThanEquals", "GreaterThanEquals")) {
                operators.add(type + relation);
            }
        }
        operators.add("StringMatches");
        operators.add("BooleanEquals");
        return operators;
    }

    /** A whole rule of a Choice state. */
    State.@Nullable Test rule(Fields fields) {
        if (!fields.isJsonata()) {
            return test(fields, true, 0);
        }
        fields.only(Set.of("Condition", "Next", "Comment", "Assign", "Output"));
        JsonNode condition = fields.template("Condition");
        if (condition == null || !(condition.isTextual() || condition.isBoolean())) {
            fields.error("Condition", "Value must be a JSONata expression or a boolean");
            return null;
        }
        return new State.Test.Condition(condition);
    }

    private State.@Nullable Test test(Fields fields, boolean top, int depth) {
        if (depth > DEEPEST) {
            fields.error("", "The rule is nested too deeply");
            return null;
        }
        if (!top && fields.has("Next")) {
            fields.error("Next", "Field 'Next' is not supported in a nested rule");
        }
        for (String combination : List.of("And", "Or")) {
            if (fields.has(combination)) {
                List<State.Test> tests = new ArrayList<>();
                for (Fields nested : fields.objects(combination, true)) {
                    State.Test test = test(nested, false, depth + 1);
                    if (test != null) {
                        tests.add(test);
                    }
                }
                only(fields, combination);
                return combination.equals("And") ? new State.Test.And(tests) : new State.Test.Or(tests);
            }
        }
        if (fields.has("Not")) {
            only(fields, "Not");
            Fields nested = fields.object("Not");
            State.Test test = nested == null ? null : test(nested, false, depth + 1);
            return test == null ? null : new State.Test.Not(test);
        }
        return comparison(fields);
    }

    private static void only(Fields fields, String field) {
        Set<String> known = new HashSet<>(BESIDES);
        known.add(field);
        fields.only(known);
    }

    private State.@Nullable Test comparison(Fields fields) {
        List<String> operators = new ArrayList<>();
        fields.json().fieldNames().forEachRemaining(field -> {
            if (!field.equals("Variable") && !BESIDES.contains(field)) {
                operators.add(field);
            }
        });
        String variable = fields.requiredText("Variable");
        if (!variable.isEmpty() && !Paths.isPath(variable) && !Expressions.isValid(variable)) {
            fields.error("Variable", "Value is not a valid JSONPath");
        }
        if (operators.size() != 1) {
            report.schema(
                    "A rule has exactly one comparison operator", fields.at("").replaceAll("/$", ""));
            return null;
        }
        String field = operators.getFirst();
        boolean path = field.endsWith("Path") && !IS.contains(field.substring(0, field.length() - 4));
        String operator = path ? field.substring(0, field.length() - 4) : field;
        if (!PATHLESS.contains(operator) || (path && operator.equals("StringMatches"))) {
            fields.error(field, "Field '" + field + "' is not a comparison operator");
            return null;
        }
        JsonNode value = fields.json().get(field);
        checkValue(fields, field, operator, path, value);
        return new State.Test.Compare(variable, operator, value, path);
    }

    private static void checkValue(Fields fields, String field, String operator, boolean path, JsonNode value) {
        if (path) {
            String unused = fields.path(field, false);
        } else if (IS.contains(operator) || operator.equals("BooleanEquals")) {
            if (!value.isBoolean()) {
                fields.error(field, "Value must be true or false");
            }
        } else if (operator.startsWith("Numeric")) {
            if (!value.isNumber()) {
                fields.error(field, "Value must be a number");
            }
        } else if (!value.isTextual()) {
            fields.error(field, "Value must be a string");
        } else if (operator.startsWith("Timestamp") && !StateParser.isTimestamp(value.textValue())) {
            fields.error(field, "Value must be a valid ISO-8601 timestamp");
        }
    }
}
