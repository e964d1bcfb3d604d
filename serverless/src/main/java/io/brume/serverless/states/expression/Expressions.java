package io.brume.serverless.states.expression;

import com.fasterxml.jackson.databind.JsonNode;

/** Single values in JSONPath states: a path, or an intrinsic function where the field takes one. */
public final class Expressions {

    private Expressions() {}

    /** Whether a text can be the value of a member whose name ends with {@code .$}. */
    public static boolean isValid(String text) {
        return text.startsWith("$")
                ? Paths.isPath(text)
                : IntrinsicCall.parse(text).filter(Intrinsics::isKnown).isPresent();
    }

    public static boolean isIntrinsic(String text) {
        return text.startsWith("States.");
    }

    /**
     * The value at a path, or of an intrinsic function.
     *
     * @param field what it is the value of, for errors
     * @throws StateFailure {@code States.Runtime} when there is no such place
     */
    public static JsonNode value(String text, String field, Environment environment) {
        if (isIntrinsic(text)) {
            return Intrinsics.evaluate(text, environment);
        }
        return Paths.find(text, environment)
                .orElseThrow(() -> StateFailure.runtime("The JSONPath '" + text + "' specified for the field '" + field
                        + "' could not be found in the input '"
                        + Templates.abbreviated(environment.input().toString()) + "'"));
    }
}
