package io.brume.serverless.dynamodb.expression;

import io.brume.serverless.dynamodb.item.Refusal;
import io.brume.serverless.dynamodb.item.Values;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A request's {@code ExpressionAttributeNames} and {@code ExpressionAttributeValues}, and its expressions, which are read with
 * them: each must be used by one of them.
 */
public final class StandIns {

    private static final String NAMES = "ExpressionAttributeNames";
    private static final String VALUES = "ExpressionAttributeValues";

    private final Map<String, String> names;
    private final Map<String, AttributeValue> values = new HashMap<>();
    private final Set<String> unusedNames;
    private final Set<String> unusedValues;
    private boolean expressions;

    /** @param names as the request's member says, or null where requests have no such member; so with the values */
    public StandIns(@Nullable Map<String, String> names, @Nullable Map<String, AttributeValue> values) {
        this.names = given(NAMES, names);
        Map<String, AttributeValue> givenValues = given(VALUES, values);
        requireKeys(NAMES, this.names, '#');
        requireKeys(VALUES, givenValues, ':');
        givenValues.forEach((key, value) -> this.values.put(key, checked(key, value)));
        unusedNames = new HashSet<>(this.names.keySet());
        unusedValues = new HashSet<>(this.values.keySet());
    }

    private static <T> Map<String, T> given(String member, @Nullable Map<String, T> map) {
        if (map == null || map instanceof SdkAutoConstructMap) {
            return Map.of();
        }
        if (map.isEmpty()) {
            throw Refusal.invalid(member + " must not be empty");
        }
        return map;
    }

    private static void requireKeys(String member, Map<String, ?> map, char first) {
        for (String key : map.keySet()) {
            if (!Tokens.isStandIn(key, first)) {
                throw Refusal.invalid(member + " contains invalid key: Syntax error; key: \"" + key + "\"");
            }
        }
    }

    private static AttributeValue checked(String key, AttributeValue value) {
        try {
            return Values.checked(value);
        } catch (RuntimeException e) {
            if (!Refusal.isInvalid(e)) {
                throw e;
            }
            throw Refusal.invalid(VALUES + " contains invalid value: " + Refusal.message(e) + " for key " + key);
        }
    }

    /** The criterion that a member of the request is; null when it is not set. */
    public @Nullable Criterion criterion(String member, @Nullable String text) {
        return text == null ? null : new CriterionParser(tokens(member, text), this).parse();
    }

    /** The {@code ProjectionExpression}; null when it is not set. */
    public @Nullable Projection projection(@Nullable String text) {
        if (text == null) {
            return null;
        }
        Tokens tokens = tokens("ProjectionExpression", text);
        return new Projection(new PathParser(tokens, this).list());
    }

    /** The {@code UpdateExpression}; null when it is not set. */
    public @Nullable Update update(@Nullable String text) {
        return text == null ? null : new UpdateParser(tokens("UpdateExpression", text), this).parse();
    }

    private Tokens tokens(String member, String text) {
        expressions = true;
        return new Tokens(member, text);
    }

    String name(String standIn, Tokens tokens) {
        String name = names.get(standIn);
        if (name == null) {
            throw tokens.error("An expression attribute name used in the document path is not defined; attribute name: "
                    + standIn);
        }
        unusedNames.remove(standIn);
        return name;
    }

    AttributeValue value(String standIn, Tokens tokens) {
        AttributeValue value = values.get(standIn);
        if (value == null) {
            throw tokens.error(
                    "An expression attribute value used in expression is not defined; attribute value: " + standIn);
        }
        unusedValues.remove(standIn);
        return value;
    }

    /**
     * To be called when all expressions have been read.
     *
     * @param members the request's members that may be expressions
     */
    public void requireAllUsed(String members) {
        if (!expressions && !names.isEmpty()) {
            throw Refusal.invalid(NAMES + " can only be specified when using expressions");
        }
        if (!expressions && !values.isEmpty()) {
            throw Refusal.invalid(VALUES + " can only be specified when using expressions: " + members);
        }
        requireUsed(NAMES, unusedNames);
        requireUsed(VALUES, unusedValues);
    }

    private static void requireUsed(String member, Set<String> unused) {
        if (!unused.isEmpty()) {
            throw Refusal.invalid("Value provided in " + member + " unused in expressions: keys: {"
                    + String.join(", ", new TreeSet<>(unused)) + "}");
        }
    }
}
