package io.brume.serverless.states.language;

/**
 * Something to say about a definition.
 *
 * @param error whether it must be put right; else it is a warning
 * @param code such as {@code SCHEMA_VALIDATION_FAILED}
 * @param location such as {@code /States/Resize/Next}
 */
public record Diagnostic(boolean error, String code, String message, String location) {

    public static final String JSON = "INVALID_JSON_DESCRIPTION";
    public static final String SCHEMA = "SCHEMA_VALIDATION_FAILED";
    public static final String TARGET = "MISSING_TRANSITION_TARGET";
    public static final String END = "MISSING_END_STATE";
    public static final String DUPLICATE = "DUPLICATE_STATE_NAME";
    public static final String NO_DOLLAR = "NO_DOLLAR";
    public static final String STATIC_RESULT = "PASS_RESULT_IS_STATIC";

    @Override
    public String toString() {
        return code + ": " + message + " at " + location;
    }
}
