package io.brume.serverless.dynamodb;

import io.brume.serverless.dynamodb.item.Kind;
import io.brume.serverless.dynamodb.item.Numbers;
import io.brume.serverless.dynamodb.item.Refusal;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;

/**
 * A second order of a table's items.
 *
 * @param name the name that users have for it; of an {@link Type#EXPIRY} nothing
 * @param projection which attributes it has
 * @param ready whether it has all the items
 */
record Index(long id, String name, Type type, TableKey key, Projection projection, boolean ready) {

    /** Whose idea it was. */
    enum Type {
        GLOBAL,
        LOCAL,
        /** Made by DynamoDB itself: by the time when items expire. */
        EXPIRY
    }

    /** What a table's index by expiry is called in the database. */
    static final String EXPIRY_NAME = "";

    private static final byte[] NOTHING = {};
    private static final int LONGEST_SECOND = 18;

    static Index expiry(long id, String attribute, boolean ready) {
        var part = new TableKey.Part(attribute, Kind.N);
        return new Index(
                id,
                EXPIRY_NAME,
                Type.EXPIRY,
                new TableKey(part, null),
                Projection.builder().projectionType(ProjectionType.KEYS_ONLY).build(),
                ready);
    }

    boolean isGlobal() {
        return type == Type.GLOBAL;
    }

    boolean hasAll() {
        return projection.projectionType() == ProjectionType.ALL;
    }

    /** The attributes that it has of items of a table with this key. */
    Set<String> attributes(TableKey table) {
        Set<String> names = new LinkedHashSet<>(table.names());
        names.addAll(key.names());
        if (projection.projectionType() == ProjectionType.INCLUDE) {
            names.addAll(projection.nonKeyAttributes());
        }
        return names;
    }

    /** Where it has an item; null when it has not. */
    @Nullable
    ItemKey entry(Map<String, AttributeValue> item) {
        if (type != Type.EXPIRY) {
            return key.ofIndex(name, item);
        }
        AttributeValue second = item.get(key.hash().name());
        return second == null || second.n() == null || second.n().length() > LONGEST_SECOND
                ? null
                : ItemKey.of(NOTHING, Numbers.key(second.n()));
    }

    /** The same of an item that is there already: what the index cannot have, it has not. */
    @Nullable
    ItemKey entryOfKept(Map<String, AttributeValue> item) {
        try {
            return entry(item);
        } catch (RuntimeException e) {
            if (Refusal.isInvalid(e)) {
                return null;
            }
            throw e;
        }
    }

    /** Where an index by expiry has what expires at a second. */
    static ItemKey at(long second) {
        return ItemKey.of(NOTHING, Numbers.key(String.valueOf(second)));
    }
}
