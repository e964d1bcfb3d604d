package io.brume.serverless.dynamodb;

import io.brume.serverless.dynamodb.expression.Criterion;
import io.brume.serverless.dynamodb.expression.Update;
import io.brume.serverless.dynamodb.item.Refusal;
import io.brume.serverless.dynamodb.item.Sizes;
import io.brume.serverless.dynamodb.item.Values;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What is to be done with one item.
 *
 * @param key the key's attributes
 * @param condition what the item must be like before; null when anything will do
 * @param tells whether a refusal tells what the item is like
 */
record ItemWrite(
        Table table,
        ItemKey place,
        Map<String, AttributeValue> key,
        Effect effect,
        @Nullable Criterion condition,
        boolean tells) {

    /** What becomes of an item. */
    sealed interface Effect {

        /** It is this one. */
        record Put(Map<String, AttributeValue> item) implements Effect {}

        /** It is gone. */
        record Delete() implements Effect {}

        /** Nothing: it was only to be looked at. */
        record Check() implements Effect {}

        /**
         * Some of its values are changed; where there is none, it begins with its key.
         *
         * @param creates whether it does that
         */
        record Change(Update update, boolean creates) implements Effect {}
    }

    static ItemWrite put(Table table, Map<String, AttributeValue> item, @Nullable Criterion condition, boolean tells) {
        ItemKey place = table.key().ofItem(item);
        requireSize(item, "Item size has exceeded the maximum allowed size");
        for (Index index : table.indexes()) {
            ItemKey unused = index.entry(item); // refuses keys of a wrong type
        }
        return new ItemWrite(table, place, table.key().attributes(item), new Effect.Put(item), condition, tells);
    }

    static ItemWrite of(
            Table table, Map<String, AttributeValue> key, Effect effect, @Nullable Criterion condition, boolean tells) {
        if (effect instanceof Effect.Change(var update, var _)) {
            update.paths().stream()
                    .filter(path -> table.key().has(path.attribute()))
                    .findFirst()
                    .ifPresent(path -> {
                        throw Refusal.invalidValues(
                                "Cannot update attribute " + path.attribute() + ". This attribute is part of the key");
                    });
        }
        return new ItemWrite(table, table.key().ofKey(key), key, effect, condition, tells);
    }

    /** The same of the table as it is now. */
    ItemWrite with(Table current) {
        return new ItemWrite(current, place, key, effect, condition, tells);
    }

    /** What the item is like afterwards; null when it is gone. */
    @Nullable
    Map<String, AttributeValue> after(@Nullable Map<String, AttributeValue> before) {
        return switch (effect) {
            case Effect.Put(var item) -> item;
            case Effect.Delete _ -> null;
            case Effect.Check _ -> before;
            case Effect.Change(var update, var creates) -> {
                if (before == null && !creates) {
                    yield null;
                }
                Map<String, AttributeValue> after = Values.checked(update.of(before == null ? key : before));
                requireSize(after, "Item size to update has exceeded the maximum allowed size");
                yield after;
            }
        };
    }

    private static void requireSize(Map<String, AttributeValue> item, String message) {
        if (Sizes.of(item) > Sizes.LARGEST) {
            throw Refusal.invalid(message);
        }
    }
}
