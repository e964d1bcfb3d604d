package io.brume.serverless.sns;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;

/** The attributes of a message: what they may be, and how they travel. */
final class MessageAttributes {

    private static final Pattern NAME = Pattern.compile("(?!\\.)(?!.*\\.\\.)[A-Za-z0-9_.-]{1,256}(?<!\\.)");
    private static final Pattern TYPE = Pattern.compile("(String|Number|Binary)(\\.[^.].{0,248})?");
    private static final String QUEUE_ATTRIBUTE = "MessageAttribute.";

    private MessageAttributes() {}

    /** @throws RuntimeException when a name, a type or a value is not allowed */
    static void check(Map<String, MessageAttributeValue> attributes) {
        attributes.forEach((name, attribute) -> {
            if (!NAME.matcher(name).matches()) {
                throw SnsErrors.invalidValue("The message attribute name '" + name
                        + "' is invalid. Attribute name can contain A-Z, a-z, 0-9, underscore (_), hyphen (-), and period"
                        + " (.) characters.");
            }
            String type = attribute.dataType();
            if (!TYPE.matcher(type).matches()) {
                throw SnsErrors.invalidValue("The message attribute '" + name
                        + "' has an invalid message attribute type, the set of supported type prefixes is Binary, Number,"
                        + " and String.");
            }
            checkValue(name, type, attribute);
        });
    }

    private static void checkValue(String name, String type, MessageAttributeValue attribute) {
        boolean binary = type.startsWith("Binary");
        String value = attribute.stringValue();
        if (binary ? attribute.binaryValue() == null : value == null) {
            if (binary ? value != null : attribute.binaryValue() != null) {
                throw SnsErrors.invalidValue("The message attribute '" + name + "' with type '" + type
                        + "' must use field '" + (binary ? "Binary" : "String") + "'.");
            }
            throw noValue(name, type);
        }
        if (binary ? attribute.binaryValue().asByteArrayUnsafe().length == 0 : value.isEmpty()) {
            throw noValue(name, type);
        }
        if (type.startsWith("Number") && !isNumber(value)) {
            throw SnsErrors.invalidValue("Could not cast message attribute '" + name + "' value to number.");
        }
        if (type.equals("String.Array")) {
            JsonNode array = FilterPolicy.array(value);
            if (array == null) {
                throw SnsErrors.invalidValue(
                        "The message attribute '" + name + "' with type 'String.Array' must be a JSON array.");
            }
            for (JsonNode element : array) {
                if (element.isContainerNode()) {
                    throw SnsErrors.invalidValue("The message attribute '" + name
                            + "' with type 'String.Array' may hold strings, numbers, booleans and null only.");
                }
            }
        }
    }

    private static RuntimeException noValue(String name, String type) {
        return SnsErrors.invalidValue("The message attribute '" + name
                + "' must contain non-empty message attribute value for message attribute type '" + type + "'.");
    }

    private static boolean isNumber(String value) {
        try {
            return value.length() <= 128 && Math.abs(new BigDecimal(value).scale()) <= 128;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Bytes that attributes count for in a message's size. */
    static long size(Map<String, MessageAttributeValue> attributes) {
        long size = 0;
        for (var entry : attributes.entrySet()) {
            MessageAttributeValue attribute = entry.getValue();
            size += bytes(entry.getKey()) + bytes(attribute.dataType()) + bytes(attribute.stringValue());
            size += attribute.binaryValue() == null
                    ? 0
                    : attribute.binaryValue().asByteArrayUnsafe().length;
        }
        return size;
    }

    static long bytes(@Nullable String text) {
        return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** As notifications show them. */
    static ObjectNode json(Map<String, MessageAttributeValue> attributes) {
        var json = Json.object();
        attributes.forEach((name, attribute) ->
                json.set(name, Json.object().put("Type", attribute.dataType()).put("Value", value(attribute))));
        return json;
    }

    /** As queues take them, for raw delivery: the period of a type such as {@code String.Array} is a colon there. */
    static Map<String, String> forQueue(Map<String, MessageAttributeValue> attributes) {
        Map<String, String> all = new LinkedHashMap<>();
        attributes.forEach((name, attribute) ->
                all.put(QUEUE_ATTRIBUTE + attribute.dataType().replace('.', ':') + "." + name, value(attribute)));
        return all;
    }

    private static String value(MessageAttributeValue attribute) {
        return attribute.binaryValue() != null
                ? Base64.getEncoder().encodeToString(attribute.binaryValue().asByteArrayUnsafe())
                : attribute.stringValue();
    }
}
