package io.brume.kernel.s3;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/**
 * What the signer of a browser's upload form allows its user to send.
 *
 * <p>Source: "POST Policy" in the Amazon S3 API reference.
 */
final class PostPolicy {

    /** Fields that no condition has to speak of. */
    private static final Set<String> FREE = Set.of("policy", "x-amz-signature", "file", "awsaccesskeyid", "signature");

    private static final String LENGTH = "content-length-range";

    /** A condition on one field, with how it is shown when it fails. */
    private record Condition(String operator, String field, String value, String shown) {

        boolean holds(Map<String, String> fields) {
            String sent = fields.get(field);
            if (sent == null) {
                return operator.equals("starts-with") && value.isEmpty();
            }
            if (operator.equals("eq")) {
                return sent.equals(value);
            }
            return field.equals("content-type")
                    ? Arrays.stream(sent.split(",", -1))
                            .allMatch(type -> type.strip().startsWith(value))
                    : sent.startsWith(value);
        }
    }

    private final Instant expiration;
    private final List<Condition> conditions = new ArrayList<>();
    private long smallest;
    private long largest = Long.MAX_VALUE;

    /**
     * @param base64 the form's field
     * @throws S3Refusal when it is no policy
     */
    PostPolicy(String base64) {
        JsonNode document;
        try {
            byte[] json = Base64.getMimeDecoder().decode(base64);
            document = JsonNode.parser().parse(new String(json, StandardCharsets.UTF_8));
        } catch (RuntimeException e) {
            throw invalid("Invalid JSON.");
        }
        if (!document.isObject()) {
            throw invalid("Invalid JSON.");
        }
        expiration = expiration(document.asObject().get("expiration"));
        JsonNode all = document.asObject().get("conditions");
        if (all == null || !all.isArray()) {
            throw invalid("Policy missing conditions.");
        }
        all.asArray().forEach(this::add);
    }

    private static Instant expiration(@Nullable JsonNode node) {
        if (node == null || !node.isString()) {
            throw invalid("Policy missing expiration.");
        }
        try {
            return Instant.from(DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(node.asString()));
        } catch (DateTimeException e) {
            throw invalid("Invalid 'expiration' value: '" + node.asString() + "'");
        }
    }

    private void add(JsonNode node) {
        if (node.isObject() && !node.asObject().isEmpty()) {
            node.asObject().forEach((name, value) -> add("eq", "$" + name, text(value)));
        } else if (node.isArray() && node.asArray().size() == 3) {
            List<JsonNode> parts = node.asArray();
            String operator = text(parts.getFirst()).toLowerCase(Locale.ROOT);
            if (operator.equals(LENGTH)) {
                smallest = Math.max(smallest, number(parts.get(1)));
                largest = Math.min(largest, number(parts.get(2)));
            } else {
                add(operator, text(parts.get(1)), text(parts.get(2)));
            }
        } else {
            throw invalid("Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.");
        }
    }

    private void add(String operator, String field, String value) {
        boolean known = operator.equals("eq") || operator.equals("starts-with");
        if (!known || !field.startsWith("$")) {
            throw invalid("Invalid Condition: unknown operation '" + operator + "'.");
        }
        conditions.add(new Condition(
                operator,
                field.substring(1).toLowerCase(Locale.ROOT),
                value,
                "[\"" + operator + "\", \"" + field + "\", \"" + value + "\"]"));
    }

    private static String text(JsonNode node) {
        if (!node.isString()) {
            throw invalid("Invalid JSON.");
        }
        return node.asString();
    }

    private static long number(JsonNode node) {
        try {
            long value = Long.parseLong(node.isNumber() ? node.asNumber() : text(node));
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw invalid("Invalid JSON.");
        }
        throw invalid("Invalid JSON.");
    }

    /** The fewest bytes that the file may have. */
    long smallest() {
        return smallest;
    }

    /** The most bytes that the file may have. */
    long largest() {
        return largest;
    }

    /**
     * Checks the fields of a form.
     *
     * @param fields by lower-case names, variables replaced, with the bucket among them
     * @throws S3Refusal when it is too late, a condition does not hold, or there is a field that no condition speaks of
     */
    void check(Map<String, String> fields, Instant now) {
        if (now.isAfter(expiration)) {
            throw denied("Policy expired.");
        }
        Set<String> mentioned = new HashSet<>(FREE);
        mentioned.add("bucket");
        for (Condition condition : conditions) {
            if (!condition.holds(fields)) {
                throw denied("Policy Condition failed: " + condition.shown);
            }
            mentioned.add(condition.field);
        }
        for (String field : fields.keySet()) {
            if (!mentioned.contains(field) && !field.startsWith("x-ignore-")) {
                throw denied("Extra input fields: " + field);
            }
        }
    }

    private static S3Refusal denied(String why) {
        return new S3Refusal(403, "AccessDenied", "Invalid according to Policy: " + why);
    }

    private static S3Refusal invalid(String why) {
        return new S3Refusal(400, "InvalidPolicyDocument", "Invalid Policy: " + why);
    }
}
