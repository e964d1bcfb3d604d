package io.brume.operations.iam;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.protocols.jsoncore.JsonNodeParser;
import software.amazon.awssdk.services.iam.model.MalformedPolicyDocumentException;

/**
 * Whether a document is a policy: JSON of IAM's grammar, as the "IAM JSON policy elements reference" of the IAM user guide has it.
 * What the actions and keys mean is not looked at.
 */
final class PolicyGrammar {

    private static final String SYNTAX = "Syntax errors in policy.";
    private static final String CURRENT = "2012-10-17";
    private static final Set<String> VERSIONS = Set.of("2008-10-17", CURRENT);
    private static final Set<String> TOP = Set.of("Version", "Id", "Statement");
    private static final Set<String> ELEMENTS = Set.of(
            "Sid",
            "Effect",
            "Principal",
            "NotPrincipal",
            "Action",
            "NotAction",
            "Resource",
            "NotResource",
            "Condition");
    private static final Pattern OPERATOR = Pattern.compile("(for(all|any)values?:)?"
            + "(string(not)?(equals|equalsignorecase|like)|numeric(not)?equals|(numeric|date)(less|greater)than(equals)?"
            + "|date(not)?equals|bool|binaryequals|(not)?ipaddress|arn(not)?(equals|like))(ifexists)?|null");
    private static final Pattern VENDOR = Pattern.compile("[A-Za-z0-9-.]+");
    private static final Pattern STS = Pattern.compile(
            "sts:(assumerole|assumerolewithsaml|assumerolewithwebidentity|tagsession|setsourceidentity|setcontext|[a-z]*\\*)");

    private PolicyGrammar() {}

    /** The characters of a document that count: all but white space. */
    static int size(String document) {
        return (int) document.chars().filter(c -> !Character.isWhitespace(c)).count();
    }

    /** @throws MalformedPolicyDocumentException when it is no policy for a user, group or role */
    static void checkIdentity(String document) {
        JsonNode policy = parse(document, SYNTAX);
        List<Map<String, JsonNode>> statements = statements(policy);
        if (!version(policy).equals(CURRENT)) {
            throw Errors.malformed("Policy document must be version 2012-10-17 or greater.");
        }
        for (var statement : statements) {
            if (statement.containsKey("Principal") || statement.containsKey("NotPrincipal")) {
                throw Errors.malformed("Policy document should not specify a principal.");
            }
            checkLegacy(statement);
        }
        checkIds(statements);
        statements.forEach(
                statement -> either(statement, "Resource", "NotResource").forEach(ResourcePatterns::check));
        statements.forEach(PolicyGrammar::checkActions);
        for (var statement : statements) {
            if (either(statement, "Resource", "NotResource").isEmpty()) {
                throw Errors.malformed("Policy statement must contain resources.");
            }
        }
    }

    /** @throws MalformedPolicyDocumentException when it is no trust policy of a role */
    static void checkTrust(String document) {
        JsonNode policy = parse(document, "This policy contains invalid Json");
        List<Map<String, JsonNode>> statements = statements(policy);
        String unused = version(policy);
        for (var statement : statements) {
            for (String prohibited : List.of("Resource", "NotResource")) {
                if (statement.containsKey(prohibited)) {
                    throw Errors.malformed("Has prohibited field " + prohibited);
                }
            }
            if (!statement.containsKey("Principal") && !statement.containsKey("NotPrincipal")) {
                throw Errors.malformed("Missing required field Principal");
            }
            List<String> actions = either(statement, "Action", "NotAction");
            if (actions.isEmpty()) {
                throw Errors.malformed("Missing required field Action");
            }
            for (String action : actions) {
                if (!action.equals("*")
                        && !STS.matcher(action.toLowerCase(Locale.ROOT)).matches()) {
                    throw Errors.malformed("AssumeRole policy may only specify STS AssumeRole actions.");
                }
            }
            checkLegacy(statement);
        }
        checkIds(statements);
    }

    private static JsonNode parse(String document, String otherwise) {
        try {
            JsonNode node = JsonNodeParser.create().parse(document);
            if (node.isObject()) {
                return node;
            }
        } catch (RuntimeException e) {
            throw Errors.malformed(otherwise);
        }
        throw Errors.malformed(otherwise);
    }

    private static String version(JsonNode policy) {
        JsonNode version = policy.asObject().get("Version");
        if (version == null) {
            return "2008-10-17";
        }
        if (!version.isString() || !VERSIONS.contains(version.asString())) {
            throw syntax();
        }
        return version.asString();
    }

    private static MalformedPolicyDocumentException syntax() {
        return Errors.malformed(SYNTAX);
    }

    /** The statements, whose elements have the types that they should have. */
    static List<Map<String, JsonNode>> statements(JsonNode policy) {
        Map<String, JsonNode> top = policy.asObject();
        JsonNode id = top.get("Id");
        JsonNode statement = top.get("Statement");
        if (!TOP.containsAll(top.keySet()) || (id != null && !id.isString()) || statement == null) {
            throw syntax();
        }
        List<JsonNode> all = statement.isArray() ? statement.asArray() : List.of(statement);
        if (all.isEmpty()) {
            throw syntax();
        }
        List<Map<String, JsonNode>> statements = new ArrayList<>();
        for (JsonNode node : all) {
            if (!node.isObject()) {
                throw syntax();
            }
            checkTypes(node.asObject());
            statements.add(node.asObject());
        }
        return statements;
    }

    private static void checkTypes(Map<String, JsonNode> statement) {
        JsonNode sid = statement.get("Sid");
        JsonNode effect = statement.get("Effect");
        boolean well = ELEMENTS.containsAll(statement.keySet())
                && (sid == null || sid.isString())
                && effect != null
                && effect.isString()
                && Set.of("allow", "deny").contains(effect.asString().toLowerCase(Locale.ROOT))
                && !(statement.containsKey("Action") && statement.containsKey("NotAction"))
                && !(statement.containsKey("Resource") && statement.containsKey("NotResource"))
                && !(statement.containsKey("Principal") && statement.containsKey("NotPrincipal"))
                && isPrincipal(statement.get("Principal"))
                && isPrincipal(statement.get("NotPrincipal"))
                && isCondition(statement.get("Condition"));
        for (String element : List.of("Action", "NotAction", "Resource", "NotResource")) {
            JsonNode value = statement.get(element);
            well &= value == null || isStrings(value);
        }
        if (!well) {
            throw syntax();
        }
    }

    private static boolean isStrings(JsonNode value) {
        return value.isString() || (value.isArray() && value.asArray().stream().allMatch(JsonNode::isString));
    }

    private static boolean isPrincipal(@Nullable JsonNode principal) {
        return principal == null
                || (principal.isString() && principal.asString().equals("*"))
                || (principal.isObject()
                        && !principal.asObject().isEmpty()
                        && principal.asObject().values().stream().allMatch(PolicyGrammar::isStrings));
    }

    private static boolean isCondition(@Nullable JsonNode condition) {
        if (condition == null) {
            return true;
        }
        if (!condition.isObject()) {
            return false;
        }
        for (var test : condition.asObject().entrySet()) {
            if (!test.getValue().isObject()) {
                return false;
            }
            var values = test.getValue().asObject().values();
            boolean known =
                    OPERATOR.matcher(test.getKey().toLowerCase(Locale.ROOT)).matches();
            if (!values.isEmpty() && !(known && values.stream().allMatch(PolicyGrammar::isValues))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isValues(JsonNode value) {
        return isValue(value) || (value.isArray() && value.asArray().stream().allMatch(PolicyGrammar::isValue));
    }

    private static boolean isValue(JsonNode value) {
        return value.isString() || value.isNumber() || value.isBoolean();
    }

    private static void checkLegacy(Map<String, JsonNode> statement) {
        String effect =
                statement.getOrDefault("Effect", JsonNode.emptyObjectNode()).asString();
        boolean legacy = effect.equals("Allow") || effect.equals("Deny");
        if (!legacy || either(statement, "Resource", "NotResource").stream().anyMatch(ResourcePatterns::isBroken)) {
            throw Errors.malformed("The policy failed legacy parsing");
        }
    }

    private static void checkIds(List<Map<String, JsonNode>> statements) {
        Set<String> ids = new HashSet<>();
        for (var statement : statements) {
            JsonNode id = statement.get("Sid");
            if (id != null && !id.asString().isEmpty() && !ids.add(id.asString())) {
                throw Errors.malformed("Statement IDs (SID) in a single policy must be unique.");
            }
        }
    }

    private static void checkActions(Map<String, JsonNode> statement) {
        List<String> actions = either(statement, "Action", "NotAction");
        if (actions.isEmpty()) {
            throw Errors.malformed("Policy statement must contain actions.");
        }
        for (String action : actions) {
            String[] parts = action.split(":", -1);
            if (action.equals("*")) {
                continue;
            }
            if (parts.length < 2) {
                throw Errors.malformed("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
            }
            if (parts.length > 2) {
                throw Errors.malformed("Actions/Condition can contain only one colon.");
            }
            if (!VENDOR.matcher(parts[0]).matches()) {
                throw Errors.malformed("Vendor " + parts[0] + " is not valid");
            }
        }
    }

    /** The strings of whichever of two elements there is; none when there is neither. */
    static List<String> either(Map<String, JsonNode> statement, String one, String other) {
        JsonNode value = statement.getOrDefault(one, statement.get(other));
        return value == null ? List.of() : strings(value);
    }

    /** A string, or an array of them. */
    static List<String> strings(JsonNode value) {
        return value.isString()
                ? List.of(value.asString())
                : value.asArray().stream().map(JsonNode::asString).toList();
    }
}
