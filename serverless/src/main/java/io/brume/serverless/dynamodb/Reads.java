package io.brume.serverless.dynamodb;

import io.brume.kernel.database.Database;
import io.brume.kernel.database.Transaction;
import io.brume.serverless.dynamodb.expression.Legacy;
import io.brume.serverless.dynamodb.expression.Projection;
import io.brume.serverless.dynamodb.expression.StandIns;
import io.brume.serverless.dynamodb.item.Refusal;
import io.brume.serverless.dynamodb.item.Sizes;
import io.brume.serverless.dynamodb.item.Values;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.Get;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsResponse;

/** Requests for items by their keys. Every read is consistent, whether or not it asks for that. */
final class Reads {

    private static final int MOST_IN_BATCH = 100;
    private static final long LARGEST_ANSWER = 16 << 20;

    private final Database database;
    private final Tables tables;

    Reads(Database database, Tables tables) {
        this.database = database;
        this.tables = tables;
    }

    /** One item that is wanted: where it is, and what of it. */
    private record Wanted(
            Table table, ItemKey place, @Nullable Projection projection) {

        @Nullable
        Map<String, AttributeValue> find(Transaction transaction) throws SQLException {
            return ItemRows.find(transaction, table, place)
                    .map(ItemRows.Kept::item)
                    .orElse(null);
        }

        Map<String, AttributeValue> part(Map<String, AttributeValue> item) {
            return projection == null ? item : projection.of(item);
        }
    }

    private static long size(@Nullable Map<String, AttributeValue> item) {
        return item == null ? 0 : Sizes.of(item);
    }

    GetItemResponse get(GetItemRequest request) {
        Projection projection = projection(
                request.projectionExpression(),
                request.expressionAttributeNames(),
                request.hasAttributesToGet() ? request.attributesToGet() : null);
        Map<String, AttributeValue> key = Values.checked(request.key());
        Table table = tables.get(TableName.of(request.tableName()));
        var wanted = new Wanted(table, table.key().ofKey(key), projection);
        Map<String, AttributeValue> item = database.read(transaction -> ItemRows.find(transaction, table, wanted.place))
                .map(ItemRows.Kept::item)
                .orElse(null);
        var capacity = new Capacity(request.returnConsumedCapacity(), false);
        capacity.read(table, null, size(item), Boolean.TRUE.equals(request.consistentRead()));
        return GetItemResponse.builder()
                .item(item == null ? null : wanted.part(item))
                .consumedCapacity(capacity.ofOne())
                .build();
    }

    /** What of an item a request wants; null when it wants all. */
    static @Nullable Projection projection(
            @Nullable String expression, @Nullable Map<String, String> names, @Nullable List<String> attributes) {
        Legacy.requireOneWay(
                Map.of("AttributesToGet", attributes != null), Map.of("ProjectionExpression", expression != null));
        var standIns = new StandIns(names, null);
        Projection projection = standIns.projection(expression);
        standIns.requireAllUsed("ProjectionExpression is null");
        return attributes == null ? projection : ofAttributes(attributes);
    }

    static Projection ofAttributes(List<String> attributes) {
        Set<String> names = new HashSet<>();
        for (String attribute : attributes) {
            if (!names.add(attribute)) {
                throw Refusal.invalidValues("Duplicate value in attribute name: " + attribute);
            }
        }
        return Projection.of(attributes);
    }

    BatchGetItemResponse get(BatchGetItemRequest request) {
        int asked = request.requestItems().values().stream()
                .mapToInt(keys -> keys.keys().size())
                .sum();
        if (asked > MOST_IN_BATCH) {
            throw Refusal.invalid("Too many items requested for the BatchGetItem call");
        }
        Map<String, List<Wanted>> wanted = new LinkedHashMap<>();
        request.requestItems().forEach((table, keys) -> wanted.put(table, wanted(table, keys)));
        var capacity = new Capacity(request.returnConsumedCapacity(), false);
        Map<String, List<Map<String, AttributeValue>>> answers = new LinkedHashMap<>();
        Map<String, KeysAndAttributes> left = new LinkedHashMap<>();
        database.read(transaction -> {
            long size = 0;
            for (var ofTable : wanted.entrySet()) {
                KeysAndAttributes keys =
                        Objects.requireNonNull(request.requestItems().get(ofTable.getKey()));
                boolean consistent = Boolean.TRUE.equals(keys.consistentRead());
                List<Map<String, AttributeValue>> found = new ArrayList<>();
                List<Map<String, AttributeValue>> unprocessed = new ArrayList<>();
                for (int i = 0; i < keys.keys().size(); i++) {
                    if (size >= LARGEST_ANSWER) {
                        unprocessed.add(keys.keys().get(i));
                        continue;
                    }
                    Wanted one = ofTable.getValue().get(i);
                    Map<String, AttributeValue> item = one.find(transaction);
                    capacity.read(one.table, null, size(item), consistent);
                    if (item != null) {
                        size += Sizes.of(item);
                        found.add(one.part(item));
                    }
                }
                answers.put(ofTable.getKey(), found);
                if (!unprocessed.isEmpty()) {
                    left.put(
                            ofTable.getKey(), keys.toBuilder().keys(unprocessed).build());
                }
            }
            return size;
        });
        return BatchGetItemResponse.builder()
                .responses(answers)
                .unprocessedKeys(left)
                .consumedCapacity(capacity.ofAll())
                .build();
    }

    private List<Wanted> wanted(String tableName, KeysAndAttributes keys) {
        Projection projection = projection(
                keys.projectionExpression(),
                keys.expressionAttributeNames(),
                keys.hasAttributesToGet() ? keys.attributesToGet() : null);
        Table table = tables.get(TableName.of(tableName));
        List<Wanted> wanted = keys.keys().stream()
                .map(key -> new Wanted(table, table.key().ofKey(Values.checked(key)), projection))
                .toList();
        if (wanted.stream().map(Wanted::place).distinct().count() < wanted.size()) {
            throw Refusal.invalid("Provided list of item keys contains duplicates");
        }
        return wanted;
    }

    TransactGetItemsResponse get(TransactGetItemsRequest request) {
        List<Wanted> wanted = request.transactItems().stream()
                .map(TransactGetItem::get)
                .map(this::wanted)
                .toList();
        if (wanted.stream()
                        .map(one -> List.of(one.table.id(), one.place))
                        .distinct()
                        .count()
                < wanted.size()) {
            throw Refusal.invalid("Transaction request cannot include multiple operations on one item");
        }
        var capacity = new Capacity(request.returnConsumedCapacity(), true);
        List<ItemResponse> responses = database.read(transaction -> {
            List<ItemResponse> found = new ArrayList<>();
            for (Wanted one : wanted) {
                Map<String, AttributeValue> item = one.find(transaction);
                capacity.read(one.table, null, size(item), true);
                found.add(ItemResponse.builder()
                        .item(item == null ? null : one.part(item))
                        .build());
            }
            return found;
        });
        return TransactGetItemsResponse.builder()
                .responses(responses)
                .consumedCapacity(capacity.ofAll())
                .build();
    }

    private Wanted wanted(Get get) {
        Projection projection = projection(get.projectionExpression(), get.expressionAttributeNames(), null);
        Table table = tables.get(TableName.of(get.tableName()));
        return new Wanted(table, table.key().ofKey(Values.checked(get.key())), projection);
    }
}
