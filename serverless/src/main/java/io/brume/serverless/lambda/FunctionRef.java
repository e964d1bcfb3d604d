package io.brume.serverless.lambda;

import io.brume.kernel.resource.Scope;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A function as a request names it: by its name, a part of its ARN or all of it, with or without a version or an alias.
 *
 * @param qualifier a version's number, an alias or {@code $LATEST}; null for none
 */
record FunctionRef(Scope scope, String name, @Nullable String qualifier) {

    static final String LATEST = "$LATEST";

    private static final Pattern FORM =
            Pattern.compile("(?:(?:arn:aws[a-z-]*:lambda:)?(?:([a-z]{2}[a-z-]*-\\d):)?(\\d{12}):)?"
                    + "(?:function:)?([A-Za-z0-9_-]+)(?::(\\$LATEST|[A-Za-z0-9_-]+))?");

    static FunctionRef of(Scope scope, String named, @Nullable String qualifier) {
        Matcher form = FORM.matcher(named);
        if (!form.matches()) {
            throw LambdaErrors.invalid("The function name " + named + " is none.");
        }
        var of = new Scope(
                form.group(2) == null ? scope.account() : form.group(2),
                form.group(1) == null ? scope.region() : form.group(1));
        String inName = form.group(4);
        if (inName != null && qualifier != null && !inName.equals(qualifier)) {
            throw LambdaErrors.invalid(
                    "The derived qualifier from the function name does not match the specified qualifier.");
        }
        return new FunctionRef(of, form.group(3), inName == null ? qualifier : inName);
    }

    static FunctionRef of(String named, @Nullable String qualifier) {
        return of(Scope.current(), named, qualifier);
    }

    /** Without version or alias. */
    FunctionRef unqualified() {
        return new FunctionRef(scope, name, null);
    }

    FunctionRef with(@Nullable String other) {
        return new FunctionRef(scope, name, other);
    }

    boolean isLatest() {
        return qualifier == null || qualifier.equals(LATEST);
    }

    boolean isVersion() {
        return qualifier != null && qualifier.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    String qualifierOrLatest() {
        return qualifier == null ? LATEST : qualifier;
    }

    /** As the caller named it. */
    String arn() {
        return scope.arn("lambda", "function:" + name + (qualifier == null ? "" : ":" + qualifier));
    }

    /** What comes before all qualifiers. */
    String functionArn() {
        return scope.arn("lambda", "function:" + name);
    }
}
