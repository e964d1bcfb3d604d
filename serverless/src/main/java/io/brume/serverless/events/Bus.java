package io.brume.serverless.events;

import io.brume.kernel.resource.Scope;
import org.jspecify.annotations.Nullable;

/** An event bus, by whose and how it is called. */
record Bus(Scope scope, String name) {

    static final String DEFAULT = "default";
    private static final String RESOURCE = "event-bus/";

    static Bus defaultOf(Scope scope) {
        return new Bus(scope, DEFAULT);
    }

    /**
     * The bus that a request names.
     *
     * @param nameOrArn null for the default one
     */
    static Bus named(@Nullable String nameOrArn, Scope caller) {
        if (nameOrArn == null || nameOrArn.isEmpty()) {
            return defaultOf(caller);
        }
        return nameOrArn.startsWith("arn:") ? ofArn(nameOrArn) : new Bus(caller, nameOrArn);
    }

    static Bus ofArn(String arn) {
        String[] parts = arn.split(":", 6);
        if (parts.length < 6 || !parts[2].equals("events") || !parts[5].startsWith(RESOURCE)) {
            throw EventErrors.invalid(
                    "Parameter EventBusName is not valid. Reason: Provided Arn is not in correct format.");
        }
        return new Bus(new Scope(parts[4], parts[3]), parts[5].substring(RESOURCE.length()));
    }

    boolean isDefault() {
        return name.equals(DEFAULT);
    }

    String arn() {
        return scope.arn("events", RESOURCE + name);
    }

    String ruleArn(String rule) {
        return scope.arn("events", "rule/" + (isDefault() ? "" : name + "/") + rule);
    }

    @Override
    public String toString() {
        return arn();
    }
}
