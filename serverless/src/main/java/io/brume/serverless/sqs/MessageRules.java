package io.brume.serverless.sqs;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** What a message may hold. */
final class MessageRules {

    private static final int MOST_ATTRIBUTES = 10;
    private static final Pattern ATTRIBUTE_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,256}");
    private static final Pattern RESERVED = Pattern.compile("(?i)(aws|amazon)\\..*");
    private static final Pattern DATA_TYPE = Pattern.compile("(String|Number|Binary)(\\..+)?");
    private static final Pattern NUMBER = Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]{1,3})?");
    private static final int MOST_DIGITS = 38;
    private static final BigDecimal LARGEST = BigDecimal.TEN.pow(126);
    private static final BigDecimal SMALLEST = BigDecimal.TEN.pow(128).negate();

    /** Of groups, deduplication and attempts. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9!\"#$%&'()*+,./:;<=>?@\\[\\\\\\]^_`{|}~-]{1,128}");

    private MessageRules() {}

    static void checkBody(String body) {
        if (body.isEmpty()) {
            throw Refusal.missing("MessageBody");
        }
        checkText(body, "the message body");
    }

    /** Texts are made of the characters that XML can carry. */
    private static void checkText(String text, String where) {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            boolean good = c >= 0x20 && c <= 0xD7FF
                    || c == '\t'
                    || c == '\n'
                    || c == '\r'
                    || c >= 0xE000 && c <= 0xFFFD
                    || c >= 0x10000;
            if (!good) {
                throw Refusal.contents(
                        "Invalid binary character '#x" + Integer.toHexString(c) + "' was found in " + where
                                + ", the set of allowed characters is #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD |"
                                + " #x10000 to #x10FFFF");
            }
            i += Character.charCount(c);
        }
    }

    static void checkAttributes(Map<String, MessageAttributeValue> attributes) {
        if (attributes.size() > MOST_ATTRIBUTES) {
            throw Refusal.parameter("Number of message attributes [" + attributes.size()
                    + "] exceeds the allowed maximum [" + MOST_ATTRIBUTES + "].");
        }
        attributes.forEach((name, value) -> {
            checkName(name);
            checkValue(name, value);
        });
    }

    private static void checkName(String name) {
        if (!ATTRIBUTE_NAME.matcher(name).matches()
                || name.startsWith(".")
                || name.endsWith(".")
                || name.contains("..")) {
            throw Refusal.parameter(
                    "The message attribute name '" + name + "' is invalid. It is made of up to 256 letters,"
                            + " digits, underscores, hyphens and periods, neither starts nor ends with a period, and has no"
                            + " successive periods.");
        }
        if (RESERVED.matcher(name).matches()) {
            throw Refusal.parameter("The message attribute name '" + name
                    + "' is invalid. Attribute names must not start with the reserved prefixes AWS. and Amazon.");
        }
    }

    private static void checkValue(String name, MessageAttributeValue value) {
        String type = value.dataType();
        if (type == null || type.isEmpty()) {
            throw Refusal.parameter(
                    "The message attribute '" + name + "' must contain non-empty message attribute type.");
        }
        if (value.hasStringListValues() || value.hasBinaryListValues()) {
            throw Refusal.unsupported("Message attribute list values in SendMessage operation are not supported.");
        }
        if (!DATA_TYPE.matcher(type).matches() || type.length() > 256) {
            throw Refusal.parameter(
                    "The message attribute '" + name + "' has an invalid message attribute type, the set"
                            + " of supported type prefixes is Binary, Number, and String.");
        }
        boolean binary = type.startsWith("Binary");
        if (value.stringValue() != null && value.binaryValue() != null) {
            throw Refusal.parameter("The message attribute '" + name + "' must contain only one value.");
        }
        if (binary ? value.stringValue() != null : value.binaryValue() != null) {
            throw Refusal.parameter("The message attribute '" + name + "' with type '" + type + "' must use field '"
                    + (binary ? "Binary" : "String") + "'.");
        }
        if (binary
                ? value.binaryValue() == null || value.binaryValue().asByteArrayUnsafe().length == 0
                : value.stringValue() == null || value.stringValue().isEmpty()) {
            throw Refusal.parameter("The message attribute '" + name
                    + "' must contain non-empty message attribute value for message attribute type '" + type + "'.");
        }
        if (!binary) {
            checkText(value.stringValue(), "the message attribute '" + name + "'");
        }
        if (type.startsWith("Number") && !isNumber(value.stringValue())) {
            throw Refusal.parameter("Can't cast the value of message attribute '" + name + "' to a number.");
        }
    }

    private static boolean isNumber(String text) {
        if (text.length() > 300 || !NUMBER.matcher(text).matches()) {
            return false;
        }
        BigDecimal number = new BigDecimal(text);
        return number.stripTrailingZeros().precision() <= MOST_DIGITS
                && number.compareTo(SMALLEST) >= 0
                && number.compareTo(LARGEST) <= 0;
    }

    static void checkId(String parameter, String id) {
        if (!ID.matcher(id).matches()) {
            throw Refusal.value(
                    id,
                    parameter,
                    parameter + " can only include alphanumeric and punctuation characters. 1 to 128 in length.");
        }
    }

    /** A message's size as SQS counts it: its body and its attributes' names, types and values, in bytes. */
    static int size(String body, Map<String, MessageAttributeValue> attributes) {
        int size = bytes(body);
        for (var attribute : attributes.entrySet()) {
            MessageAttributeValue value = attribute.getValue();
            size += bytes(attribute.getKey()) + bytes(value.dataType());
            if (value.stringValue() != null) {
                size += bytes(value.stringValue());
            }
            if (value.binaryValue() != null) {
                size += value.binaryValue().asByteArrayUnsafe().length;
            }
        }
        return size;
    }

    private static int bytes(@Nullable String text) {
        return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
    }
}
