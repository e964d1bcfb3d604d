package io.brume.serverless.states;

import io.brume.kernel.resource.Scope;
import org.jspecify.annotations.Nullable;

/**
 * An ARN of Step Functions.
 *
 * @param kind such as {@code stateMachine} or {@code execution}
 * @param qualifier a version or an alias of a state machine, the rest of an execution's; null where there is none
 */
record Arns(Scope scope, String kind, String name, @Nullable String qualifier) {

    private static final String NAME = "[^\\s<>{}\\[\\]?*\"#%\\\\^|~`$&,;:/\\x00-\\x1f\\x7f-\\x9f]{1,80}";

    /** @throws RuntimeException {@code InvalidArn} when it is none of that kind */
    static Arns of(String arn, String kind) {
        String[] parts = arn.split(":", 8);
        if (parts.length < 7 || !parts[0].equals("arn") || !parts[2].equals("states") || !parts[5].equals(kind)) {
            throw StatesErrors.badArn(arn);
        }
        return new Arns(new Scope(parts[4], parts[3]), kind, parts[6], parts.length == 8 ? parts[7] : null);
    }

    static Arns machine(String arn) {
        return of(arn, "stateMachine");
    }

    /** Without version or alias. */
    String unqualified() {
        return scope.arn("states", kind + ":" + name);
    }

    boolean isVersion() {
        return qualifier != null && qualifier.matches("[0-9]+");
    }

    static String checkedName(String name) {
        if (!name.matches(NAME)) {
            throw StatesErrors.badName(name);
        }
        return name;
    }
}
