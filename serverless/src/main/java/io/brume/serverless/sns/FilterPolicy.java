package io.brume.serverless.sns;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.brume.serverless.pattern.Pattern;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;

/**
 * Which messages a subscription gets, by their attributes or by their body, on the rules engine that AWS published.
 *
 * <p>Source: "Amazon SNS subscription filter policies" and "Filter policy constraints" in the SNS developer guide. Thread-safe.
 */
final class FilterPolicy {

    static final String BY_ATTRIBUTES = "MessageAttributes";
    static final String BY_BODY = "MessageBody";

    private static final FilterPolicy EVERYTHING = new FilterPolicy(null, false);
    private static final int MOST_KEYS = 5;
    private static final int MOST_COMBINATIONS = 150;
    private static final int LONGEST = 256 << 10;
    private static final int COMPILED = 1_000;

    /** Compiled policies by their text: the same text means the same, whoever changed what. */
    private static final Map<String, FilterPolicy> KNOWN =
            Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, FilterPolicy> eldest) {
                    return size() > COMPILED;
                }
            });

    private final @Nullable Pattern pattern;
    private final boolean byBody;

    private FilterPolicy(@Nullable Pattern pattern, boolean byBody) {
        this.pattern = pattern;
        this.byBody = byBody;
    }

    /**
     * The policy of a subscription.
     *
     * @param json null for one that lets everything pass
     * @throws RuntimeException that the parameter is invalid, in AWS's wording
     */
    static FilterPolicy of(@Nullable String json, @Nullable String scope) {
        if (json == null || json.isEmpty()) {
            return EVERYTHING;
        }
        boolean byBody = BY_BODY.equals(scope);
        String key = (byBody ? "b" : "a") + json;
        FilterPolicy known = KNOWN.get(key);
        if (known == null) {
            known = compile(json, byBody);
            KNOWN.put(key, known);
        }
        return known;
    }

    private static FilterPolicy compile(String json, boolean byBody) {
        if (json.length() > LONGEST) {
            throw invalid("Filter policy is too long");
        }
        ObjectNode policy = Json.object(json).orElseThrow(() -> invalid("failed to parse JSON."));
        if (policy.isEmpty()) {
            return EVERYTHING;
        }
        if (policy.size() > MOST_KEYS) {
            throw invalid("Filter policy can not have more than 5 keys");
        }
        if (!byBody) {
            policy.forEachEntry((name, value) -> {
                if (value.isObject()) {
                    throw SnsErrors.invalid(
                            "Filter policy scope MessageAttributes does not support nested filter policy");
                }
            });
        }
        if (combinations(policy, 1) > MOST_COMBINATIONS) {
            throw invalid("Filter policy is too complex");
        }
        try {
            return new FilterPolicy(Pattern.compile(json), byBody);
        } catch (Pattern.InvalidPattern e) {
            throw invalid(e.reason());
        }
    }

    private static RuntimeException invalid(String reason) {
        return SnsErrors.invalid("FilterPolicy: " + reason);
    }

    /** The product of how many values each key has, each times how deep it lies; the alternatives of an {@code $or} add up. */
    private static long combinations(JsonNode policy, int depth) {
        long product = 1;
        for (Map.Entry<String, JsonNode> entry : policy.properties()) {
            JsonNode value = entry.getValue();
            long factor = 1;
            if (entry.getKey().equals("$or") && value.isArray()) {
                factor = 0;
                for (JsonNode branch : value) {
                    factor += combinations(branch, depth);
                }
            } else if (value.isArray()) {
                factor = (long) values(value) * depth;
            } else if (value.isObject()) {
                factor = combinations(value, depth + 1);
            }
            product = Math.min(product * Math.max(1, factor), Integer.MAX_VALUE);
        }
        return product;
    }

    private static int values(JsonNode array) {
        int values = 0;
        for (JsonNode value : array) {
            JsonNode but = value.path("anything-but");
            values += but.isArray() ? but.size() : 1;
        }
        return values;
    }

    /** Whether a message passes. */
    boolean accepts(String message, Map<String, MessageAttributeValue> attributes) {
        if (pattern == null) {
            return true;
        }
        JsonNode event = byBody ? Json.object(message).orElse(null) : event(attributes);
        return event != null && pattern.matches(event);
    }

    /** Attributes as the rules engine sees them; binary ones are not seen. */
    private static ObjectNode event(Map<String, MessageAttributeValue> attributes) {
        var event = Json.object();
        attributes.forEach((name, attribute) -> {
            String value = attribute.stringValue();
            switch (baseType(attribute.dataType())) {
                case "String" -> event.put(name, value);
                case "Number" -> event.put(name, new BigDecimal(value));
                case "String.Array" -> {
                    JsonNode array = array(value);
                    if (array != null) {
                        event.set(name, array);
                    }
                }
                default -> {}
            }
        });
        return event;
    }

    static @Nullable JsonNode array(@Nullable String value) {
        try {
            return value != null && Json.MAPPER.readTree(value) instanceof ArrayNode array ? array : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static String baseType(String type) {
        return type.equals("String.Array") ? type : type.split("\\.", 2)[0];
    }
}
