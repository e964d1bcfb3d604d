package io.brume.storage.s3;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/**
 * A bucket's policy, as far as it speaks of everyone: who is somebody is let in by the signature alone. A statement with a
 * condition grants everyone nothing, and denies whatever it denies.
 */
final class BucketPolicy {

    private static final int LONGEST = 20 << 10;
    private static final Set<String> VERSIONS = Set.of("2012-10-17", "2008-10-17");

    /** A statement; a list that it does not have is null. */
    private record Statement(
            boolean allows,
            boolean ofEveryone,
            boolean conditional,
            @Nullable List<String> actions,
            @Nullable List<String> notActions,
            @Nullable List<String> resources,
            @Nullable List<String> notResources) {

        boolean isAbout(String action, String resource) {
            boolean act = actions != null
                    ? actions.stream().anyMatch(pattern -> like(lower(pattern), lower(action)))
                    : notActions != null
                            && notActions.stream().noneMatch(pattern -> like(lower(pattern), lower(action)));
            boolean on = resources != null
                    ? resources.stream().anyMatch(pattern -> like(pattern, resource))
                    : notResources != null && notResources.stream().noneMatch(pattern -> like(pattern, resource));
            return ofEveryone && act && on;
        }

        private static String lower(String text) {
            return text.toLowerCase(Locale.ROOT);
        }
    }

    private final List<Statement> statements = new ArrayList<>();

    /**
     * @throws Refusal when it is no policy, or none for this bucket
     */
    BucketPolicy(String document, StoredBucket bucket) {
        if (document.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            throw malformed("Normalized policy document exceeds the maximum allowed size of 20480 bytes.");
        }
        if (document.isBlank()) {
            throw malformed("Policies must be valid JSON and the first byte must be '{'");
        }
        JsonNode root;
        try {
            root = JsonNode.parser().parse(document);
        } catch (RuntimeException e) {
            throw malformed("This policy contains invalid Json");
        }
        if (!root.isObject()) {
            throw malformed("Policies must be valid JSON and the first byte must be '{'");
        }
        JsonNode version = root.asObject().get("Version");
        if (version != null && !(version.isString() && VERSIONS.contains(version.asString()))) {
            throw malformed("The policy must contain a valid version string");
        }
        JsonNode all = root.asObject().get("Statement");
        if (all == null) {
            throw malformed("Missing required field Statement");
        }
        for (JsonNode statement : all.isArray() ? all.asArray() : List.of(all)) {
            statements.add(statement(statement, bucket));
        }
        if (statements.isEmpty()) {
            throw malformed("Could not parse the policy: Statement is empty!");
        }
    }

    private static Statement statement(JsonNode node, StoredBucket bucket) {
        if (!node.isObject()) {
            throw malformed("Could not parse the policy: a statement is no object");
        }
        Map<String, JsonNode> fields = node.asObject();
        JsonNode effect = required(fields, "Effect", "Effect");
        boolean allows = effect.isString() && effect.asString().equals("Allow");
        if (!allows && !(effect.isString() && effect.asString().equals("Deny"))) {
            throw malformed("Invalid effect: " + effect.text());
        }
        required(fields, "Principal", "NotPrincipal");
        required(fields, "Action", "NotAction");
        required(fields, "Resource", "NotResource");
        List<String> actions = texts(fields.get("Action"));
        List<String> notActions = texts(fields.get("NotAction"));
        for (List<String> some : new List[] {actions, notActions}) {
            if (some != null && !some.stream().allMatch(action -> action.startsWith("s3:") || action.equals("*"))) {
                throw malformed("Policy has invalid action");
            }
        }
        List<String> resources = texts(fields.get("Resource"));
        List<String> notResources = texts(fields.get("NotResource"));
        for (List<String> some : new List[] {resources, notResources}) {
            if (some != null && !some.stream().allMatch(resource -> isIn(resource, bucket))) {
                throw malformed("Policy has invalid resource");
            }
        }
        JsonNode condition = fields.get("Condition");
        boolean conditional = condition != null
                && !(condition.isObject() && condition.asObject().isEmpty());
        return new Statement(
                allows, isEveryone(fields, allows), conditional, actions, notActions, resources, notResources);
    }

    private static JsonNode required(Map<String, JsonNode> fields, String name, String orElse) {
        JsonNode found = fields.getOrDefault(name, fields.get(orElse));
        if (found == null) {
            throw malformed("Missing required field " + name);
        }
        return found;
    }

    /** An unsigned request is nobody's: a statement about all but somebody is about it too. */
    private static boolean isEveryone(Map<String, JsonNode> fields, boolean allows) {
        JsonNode principal = fields.get("Principal");
        if (principal == null) {
            return !allows;
        }
        JsonNode named = principal.isObject() ? principal.asObject().get("AWS") : principal;
        List<String> names = texts(named);
        return names != null && names.contains("*");
    }

    private static boolean isIn(String resource, StoredBucket bucket) {
        String arn = bucket.arn();
        int wildcard = resource.indexOf('*');
        boolean pattern = wildcard >= 0 && wildcard <= arn.length() && arn.startsWith(resource.substring(0, wildcard));
        return resource.equals(arn) || resource.startsWith(arn + "/") || pattern;
    }

    private static @Nullable List<String> texts(@Nullable JsonNode node) {
        if (node == null) {
            return null;
        }
        List<JsonNode> all = node.isArray() ? node.asArray() : List.of(node);
        if (!all.stream().allMatch(JsonNode::isString)) {
            throw malformed("Could not parse the policy: a list holds what is no text");
        }
        return all.stream().map(JsonNode::asString).toList();
    }

    /** Whether it lets everyone do something, whatever that is. */
    boolean isPublic() {
        return statements.stream()
                .anyMatch(statement -> statement.allows && statement.ofEveryone && !statement.conditional);
    }

    /**
     * Whether it lets everyone do something.
     *
     * @param action such as {@code s3:GetObject}
     * @param resource the bucket's or the object's ARN
     */
    boolean lets(String action, String resource) {
        boolean allowed = false;
        for (Statement statement : statements) {
            if (statement.isAbout(action, resource)) {
                if (!statement.allows) {
                    return false;
                }
                allowed |= !statement.conditional;
            }
        }
        return allowed;
    }

    /** Whether a text is like a pattern, in which an asterisk stands for any text and a question mark for any character. */
    static boolean like(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int mark = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                mark = t;
            } else if (p < pattern.length() && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++mark;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    private static Refusal malformed(String message) {
        return Refusal.of(400, "MalformedPolicy", message);
    }
}
