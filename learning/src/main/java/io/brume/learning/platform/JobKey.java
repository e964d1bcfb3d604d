package io.brume.learning.platform;

import io.brume.kernel.resource.Scope;

/** Whose and which a job is, as one text. */
public record JobKey(Scope scope, String name) {

    /** What {@link #toString} wrote. */
    public static JobKey parse(String text) {
        String[] parts = text.split(" ", 3);
        return new JobKey(new Scope(parts[0], parts[1]), parts[2]);
    }

    /** For folders and containers. */
    public String fileName() {
        return scope.account() + "-" + scope.region() + "-" + name;
    }

    @Override
    public String toString() {
        return scope.account() + " " + scope.region() + " " + name;
    }
}
