package io.brume.operations.sts;

import static java.util.Objects.requireNonNull;

import io.brume.kernel.identity.Caller;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.protocols.jsoncore.JsonNodeParser;

/**
 * Whom a role's trust policy lets in from another account: a statement has to name the caller or its account, or everybody. Of
 * conditions nothing is known here, so that a statement that has some lets nobody in, and one that denies counts without them.
 */
final class TrustPolicy {

    private TrustPolicy() {}

    static boolean trusts(String document, Caller caller) {
        JsonNode statement = requireNonNull(
                JsonNodeParser.create().parse(document).asObject().get("Statement"));
        boolean allowed = false;
        for (JsonNode node : statement.isArray() ? statement.asArray() : List.of(statement)) {
            Map<String, JsonNode> elements = node.asObject();
            boolean denies = requireNonNull(elements.get("Effect")).asString().equals("Deny");
            if (!concerns(elements, caller)) {
                continue;
            }
            if (denies) {
                return false;
            }
            allowed |= !elements.containsKey("Condition") && !elements.containsKey("NotPrincipal");
        }
        return allowed;
    }

    private static boolean concerns(Map<String, JsonNode> statement, Caller caller) {
        JsonNode actions = statement.get("Action");
        boolean assumes = actions == null
                || strings(actions).stream()
                        .map(action -> action.toLowerCase(Locale.ROOT))
                        .anyMatch(Set.of("*", "sts:*", "sts:assume*", "sts:assumerole", "sts:assumerole*")::contains);
        JsonNode principal = statement.get("Principal");
        if (!assumes || principal == null) {
            return assumes;
        }
        if (principal.isString()) {
            return principal.asString().equals("*");
        }
        JsonNode aws = principal.asObject().get("AWS");
        return aws != null && strings(aws).stream().anyMatch(names(caller)::contains);
    }

    private static Set<String> names(Caller caller) {
        String account = caller.accountId();
        return Set.of("*", account, "arn:aws:iam::" + account + ":root", arn(caller));
    }

    /** The caller's ARN as policies write it: a role's own, not its session's. */
    private static String arn(Caller caller) {
        String arn = caller.principal().arn();
        if (!caller.principal().isAssumedRole()) {
            return arn.endsWith(":root") ? "-" : arn;
        }
        String role = arn.substring(arn.indexOf(":assumed-role/") + ":assumed-role/".length(), arn.lastIndexOf('/'));
        return "arn:aws:iam::" + caller.accountId() + ":role/" + role;
    }

    private static List<String> strings(JsonNode value) {
        return value.isString()
                ? List.of(value.asString())
                : value.asArray().stream().map(JsonNode::asString).toList();
    }
}
