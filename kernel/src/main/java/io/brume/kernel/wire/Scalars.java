package io.brume.kernel.wire;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.traits.JsonValueTrait;

/** Single values as text: in headers, paths, queries, forms and XML. */
final class Scalars {

    private Scalars() {}

    /** A member's value from text. */
    static Object read(SdkField<?> field, String text) {
        try {
            return switch (field.marshallingType().getKnownType()) {
                case STRING -> text;
                case INTEGER -> Integer.valueOf(text.trim());
                case LONG -> Long.valueOf(text.trim());
                case SHORT -> Short.valueOf(text.trim());
                case BYTE -> Byte.valueOf(text.trim());
                case FLOAT -> Float.valueOf(text.trim());
                case DOUBLE -> Double.valueOf(text.trim());
                case BIG_DECIMAL -> new BigDecimal(text.trim());
                case BOOLEAN -> bool(field, text.trim());
                case INSTANT -> Timestamps.read(text.trim());
                case SDK_BYTES ->
                    SdkBytes.fromByteArrayUnsafe(Base64.getDecoder().decode(text.trim()));
                default -> throw Fault.serialization(field.locationName() + " is not a single value");
            };
        } catch (IllegalArgumentException e) {
            throw Fault.serialization("The value of " + field.locationName() + " is not a valid "
                    + field.marshallingType().getTargetClass().getSimpleName());
        }
    }

    private static Boolean bool(SdkField<?> field, String text) {
        if (text.equalsIgnoreCase("true")) {
            return Boolean.TRUE;
        }
        if (text.equalsIgnoreCase("false")) {
            return Boolean.FALSE;
        }
        throw Fault.serialization("The value of " + field.locationName() + " must be true or false");
    }

    /**
     * A member's value as text.
     *
     * @param protocol how the protocol writes moments here
     */
    static String write(SdkField<?> field, Object value, Timestamps protocol) {
        if (value instanceof Instant moment) {
            return Timestamps.of(field, protocol).write(moment);
        }
        if (value instanceof SdkBytes bytes) {
            return Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe());
        }
        if (field.containsTrait(JsonValueTrait.class)) {
            return Base64.getEncoder().encodeToString(value.toString().getBytes(StandardCharsets.UTF_8));
        }
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        return value.toString();
    }
}
