package io.brume.serverless.dynamodb.item;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * How many bytes an item has, as DynamoDB counts them.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html">Item sizes and
 *     formats</a>
 */
public final class Sizes {

    /** The largest item. */
    public static final int LARGEST = 400 * 1024;

    private static final int CONTAINER = 3;

    private Sizes() {}

    /** The bytes of attributes with their names. */
    public static long of(Map<String, AttributeValue> attributes) {
        long size = 0;
        for (var attribute : attributes.entrySet()) {
            size += utf8(attribute.getKey()) + of(attribute.getValue());
        }
        return size;
    }

    private static long of(AttributeValue value) {
        return switch (Kind.of(value)) {
            case S -> utf8(value.s());
            case N -> Numbers.size(value.n());
            case B -> value.b().asByteArrayUnsafe().length;
            case SS -> value.ss().stream().mapToLong(Sizes::utf8).sum();
            case NS -> value.ns().stream().mapToLong(Numbers::size).sum();
            case BS ->
                value.bs().stream().mapToLong(b -> b.asByteArrayUnsafe().length).sum();
            case M -> CONTAINER + value.m().size() + of(value.m());
            case L ->
                CONTAINER + value.l().stream().mapToLong(item -> 1 + of(item)).sum();
            case BOOL, NULL -> 1;
        };
    }

    /** The length of a text in UTF-8. */
    public static long utf8(String text) {
        long length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                length++;
            } else if (c < 0x800) {
                length += 2;
            } else if (Character.isHighSurrogate(c) && i + 1 < text.length()) {
                length += 4;
                i++;
            } else {
                length += 3;
            }
        }
        return length;
    }
}
