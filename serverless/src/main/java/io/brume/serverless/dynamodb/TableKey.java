package io.brume.serverless.dynamodb;

import static java.util.Objects.requireNonNull;

import io.brume.serverless.dynamodb.item.Kind;
import io.brume.serverless.dynamodb.item.Numbers;
import io.brume.serverless.dynamodb.item.Refusal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;

/** The key of a table or an index: the attribute by which items are spread, and perhaps the one by which they are sorted. */
record TableKey(Part hash, @Nullable Part range) {

    private static final int LONGEST_HASH = 2048;
    private static final int LONGEST_RANGE = 1024;
    private static final byte[] NONE = {};

    /** An attribute of a key: its name and what its values are. */
    record Part(String name, Kind kind) {}

    static TableKey of(List<KeySchemaElement> schema, List<AttributeDefinition> definitions) {
        return new TableKey(
                part(schema.getFirst(), definitions), schema.size() == 1 ? null : part(schema.get(1), definitions));
    }

    private static Part part(KeySchemaElement element, List<AttributeDefinition> definitions) {
        return definitions.stream()
                .filter(definition -> definition.attributeName().equals(element.attributeName()))
                .map(definition ->
                        new Part(definition.attributeName(), Kind.valueOf(definition.attributeTypeAsString())))
                .findFirst()
                .orElseThrow();
    }

    List<Part> parts() {
        return range == null ? List.of(hash) : List.of(hash, range);
    }

    List<String> names() {
        return parts().stream().map(Part::name).toList();
    }

    boolean has(String attribute) {
        return names().contains(attribute);
    }

    /** The key's attributes of an item that has them. */
    Map<String, AttributeValue> attributes(Map<String, AttributeValue> item) {
        Map<String, AttributeValue> attributes = new LinkedHashMap<>();
        for (Part part : parts()) {
            AttributeValue value = item.get(part.name);
            if (value != null) {
                attributes.put(part.name, value);
            }
        }
        return attributes;
    }

    /** Where the item with these attributes is, which must be the key's and no others. */
    ItemKey ofKey(Map<String, AttributeValue> key) {
        if (key.size() != parts().size()) {
            throw DynamoDbErrors.wrongKey();
        }
        for (Part part : parts()) {
            AttributeValue value = key.get(part.name);
            if (value == null || Kind.of(value) != part.kind) {
                throw DynamoDbErrors.wrongKey();
            }
            requireContent(part, value);
        }
        return place(key);
    }

    /** Where an item is that is to be written. */
    ItemKey ofItem(Map<String, AttributeValue> item) {
        for (Part part : parts()) {
            AttributeValue value = item.get(part.name);
            if (value == null) {
                throw Refusal.invalidValues("Missing the key " + part.name + " in the item");
            }
            if (Kind.of(value) != part.kind) {
                throw Refusal.invalidValues("Type mismatch for key " + part.name + " expected: " + part.kind
                        + " actual: " + Kind.of(value));
            }
            requireContent(part, value);
        }
        return place(item);
    }

    private static void requireContent(Part part, AttributeValue value) {
        boolean empty = part.kind == Kind.S && value.s().isEmpty()
                || part.kind == Kind.B && value.b().asByteArrayUnsafe().length == 0;
        if (empty) {
            throw Refusal.invalid("One or more parameter values are not valid. The AttributeValue for a key attribute"
                    + " cannot contain an empty " + (part.kind == Kind.S ? "string" : "binary") + " value. Key: "
                    + part.name);
        }
    }

    private ItemKey place(Map<String, AttributeValue> attributes) {
        byte[] hashed = hashBytes(requireNonNull(attributes.get(hash.name)));
        if (hashed.length - Integer.BYTES > LONGEST_HASH) {
            throw Refusal.invalidValues("Size of hashkey has exceeded the maximum size limit of2048 bytes");
        }
        byte[] sorted = range == null ? NONE : bytes(requireNonNull(attributes.get(range.name)));
        if (sorted.length > LONGEST_RANGE) {
            throw Refusal.invalidValues("Aggregated size of all range keys has exceeded the size limit of 1024 bytes");
        }
        return ItemKey.of(hashed, sorted);
    }

    /**
     * Where an index that this is the key of has an item; null when it has not, since the item lacks an attribute of the key.
     *
     * @param index its name, for errors
     */
    @Nullable
    ItemKey ofIndex(String index, Map<String, AttributeValue> item) {
        boolean whole = true;
        for (Part part : parts()) {
            AttributeValue value = item.get(part.name);
            if (value == null) {
                whole = false;
                continue;
            }
            if (Kind.of(value) != part.kind) {
                throw Refusal.invalidValues("Type mismatch for Index Key " + part.name + " Expected: " + part.kind
                        + " Actual: " + Kind.of(value) + " IndexName: " + index);
            }
            boolean empty = part.kind == Kind.S && value.s().isEmpty()
                    || part.kind == Kind.B && value.b().asByteArrayUnsafe().length == 0;
            if (empty) {
                throw Refusal.invalid("One or more parameter values are not valid. A value specified for a secondary"
                        + " index key is not supported. The AttributeValue for a key attribute cannot contain an empty "
                        + (part.kind == Kind.S ? "string" : "binary") + " value. IndexName: " + index
                        + ", IndexKey: " + part.name);
            }
        }
        return whole ? place(item) : null;
    }

    /** A hash key's bytes. */
    static byte[] hashBytes(AttributeValue value) {
        byte[] bytes = bytes(value);
        var checksum = new CRC32C();
        checksum.update(bytes);
        return ByteBuffer.allocate(Integer.BYTES + bytes.length)
                .putInt((int) checksum.getValue())
                .put(bytes)
                .array();
    }

    /** A range key's bytes. */
    static byte[] bytes(AttributeValue value) {
        return switch (Kind.of(value)) {
            case S -> value.s().getBytes(StandardCharsets.UTF_8);
            case N -> Numbers.key(value.n());
            case B -> value.b().asByteArrayUnsafe();
            default -> throw DynamoDbErrors.wrongKey();
        };
    }
}
