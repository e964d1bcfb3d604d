package io.brume.serverless.dynamodb;

import io.brume.kernel.database.Database;
import io.brume.serverless.dynamodb.expression.Criterion;
import io.brume.serverless.dynamodb.expression.Legacy;
import io.brume.serverless.dynamodb.expression.Path;
import io.brume.serverless.dynamodb.expression.Projection;
import io.brume.serverless.dynamodb.expression.StandIns;
import io.brume.serverless.dynamodb.item.Refusal;
import io.brume.serverless.dynamodb.item.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;

/** Requests for items by conditions. */
final class Searches {

    private final Database database;
    private final Tables tables;

    Searches(Database database, Tables tables) {
        this.database = database;
        this.tables = tables;
    }

    QueryResponse query(QueryRequest request) {
        Legacy.requireOneWay(
                Map.of(
                        "KeyConditions", request.hasKeyConditions(),
                        "QueryFilter", request.hasQueryFilter(),
                        "ConditionalOperator", request.conditionalOperator() != null,
                        "AttributesToGet", request.hasAttributesToGet()),
                Map.of(
                        "KeyConditionExpression", request.keyConditionExpression() != null,
                        "FilterExpression", request.filterExpression() != null,
                        "ProjectionExpression", request.projectionExpression() != null));
        var standIns = new StandIns(request.expressionAttributeNames(), request.expressionAttributeValues());
        Criterion conditions = standIns.criterion("KeyConditionExpression", request.keyConditionExpression());
        Criterion filter = standIns.criterion("FilterExpression", request.filterExpression());
        Projection projection = standIns.projection(request.projectionExpression());
        standIns.requireAllUsed("FilterExpression and KeyConditionExpression are null");
        if (conditions == null) {
            if (!request.hasKeyConditions()) {
                throw Refusal.invalid(
                        "Either the KeyConditions or KeyConditionExpression parameter must be specified in"
                                + " the request.");
            }
            conditions = Legacy.conditions(request.keyConditions(), null);
        }
        if (request.hasQueryFilter()) {
            filter = Legacy.conditions(request.queryFilter(), request.conditionalOperator());
        }
        if (request.hasAttributesToGet()) {
            projection = Reads.ofAttributes(request.attributesToGet());
        }
        Table table = tables.get(TableName.of(request.tableName()));
        Index index = index(table, request.indexName(), request.consistentRead());
        TableKey key = index == null ? table.key() : index.key();
        KeyCondition condition = KeyCondition.of(conditions, key);
        requireNoKey(filter, key, request.hasQueryFilter() ? "QueryFilter" : "Filter Expression");
        Walk.Place after = request.hasExclusiveStartKey() ? place(table, index, request.exclusiveStartKey()) : null;
        requireWithin(condition, after);
        boolean forward = !Boolean.FALSE.equals(request.scanIndexForward());
        Search search = search(table, index, filter, projection, request.select(), request.limit());
        Search.Page page = search.page(database, () -> Walk.query(table, index, condition, forward, after));
        return QueryResponse.builder()
                .items(request.select() == Select.COUNT ? null : page.items())
                .count(page.count())
                .scannedCount(page.scanned())
                .lastEvaluatedKey(page.last())
                .consumedCapacity(capacity(search, page, request.consistentRead(), request.returnConsumedCapacity())
                        .ofOne())
                .build();
    }

    ScanResponse scan(ScanRequest request) {
        Legacy.requireOneWay(
                Map.of(
                        "ScanFilter", request.hasScanFilter(),
                        "ConditionalOperator", request.conditionalOperator() != null,
                        "AttributesToGet", request.hasAttributesToGet()),
                Map.of(
                        "FilterExpression", request.filterExpression() != null,
                        "ProjectionExpression", request.projectionExpression() != null));
        var standIns = new StandIns(request.expressionAttributeNames(), request.expressionAttributeValues());
        Criterion filter = standIns.criterion("FilterExpression", request.filterExpression());
        Projection projection = standIns.projection(request.projectionExpression());
        standIns.requireAllUsed("FilterExpression is null");
        if (request.hasScanFilter() && !request.scanFilter().isEmpty()) {
            filter = Legacy.conditions(request.scanFilter(), request.conditionalOperator());
        }
        if (request.hasAttributesToGet()) {
            projection = Reads.ofAttributes(request.attributesToGet());
        }
        Walk.Segment segment = segment(request.segment(), request.totalSegments());
        Table table = tables.get(TableName.of(request.tableName()));
        Index index = index(table, request.indexName(), request.consistentRead());
        Walk.Place after = request.hasExclusiveStartKey() ? place(table, index, request.exclusiveStartKey()) : null;
        if (segment != null && after != null && !segment.contains(after.entry())) {
            throw Refusal.invalid("The provided starting key is invalid: Invalid ExclusiveStartKey. Please use"
                    + " ExclusiveStartKey with correct Segment. TotalSegments: " + segment.total() + " Segment: "
                    + segment.number());
        }
        Search search = search(table, index, filter, projection, request.select(), request.limit());
        Search.Page page = search.page(database, () -> Walk.scan(table, index, segment, after));
        return ScanResponse.builder()
                .items(request.select() == Select.COUNT ? null : page.items())
                .count(page.count())
                .scannedCount(page.scanned())
                .lastEvaluatedKey(page.last())
                .consumedCapacity(capacity(search, page, request.consistentRead(), request.returnConsumedCapacity())
                        .ofOne())
                .build();
    }

    private static Capacity capacity(
            Search search,
            Search.Page page,
            @Nullable Boolean consistent,
            software.amazon.awssdk.services.dynamodb.model.@Nullable ReturnConsumedCapacity wanted) {
        var capacity = new Capacity(wanted, false);
        capacity.read(search.table(), search.index(), page.bytes(), Boolean.TRUE.equals(consistent));
        return capacity;
    }

    private static Walk.@Nullable Segment segment(@Nullable Integer number, @Nullable Integer total) {
        if (number == null && total == null) {
            return null;
        }
        if (total == null) {
            throw Refusal.invalid("The TotalSegments parameter is required but was not present in the request when"
                    + " Segment parameter is present");
        }
        if (number == null) {
            throw Refusal.invalid("The Segment parameter is required but was not present in the request when parameter"
                    + " TotalSegments is present");
        }
        if (number >= total) {
            throw Refusal.invalid("The Segment parameter is zero-based and must be less than parameter TotalSegments:"
                    + " Segment: " + number + " is not less than TotalSegments: " + total);
        }
        return new Walk.Segment(number, total);
    }

    private static @Nullable Index index(Table table, @Nullable String name, @Nullable Boolean consistent) {
        if (name == null) {
            return null;
        }
        TableName.requireName(name);
        Index index = table.index(name);
        if (index.isGlobal() && Boolean.TRUE.equals(consistent)) {
            throw Refusal.invalid("Consistent reads are not supported on global secondary indexes");
        }
        if (!index.ready()) {
            throw Refusal.invalid("Cannot read from backfilling global secondary index: " + name);
        }
        return index;
    }

    private static void requireNoKey(@Nullable Criterion filter, TableKey key, String member) {
        if (filter == null) {
            return;
        }
        for (Path path : filter.paths()) {
            if (key.has(path.attribute())) {
                throw Refusal.invalid(member + " can only contain non-primary key attributes: Primary key attribute: "
                        + path.attribute());
            }
        }
    }

    /** Where a start key is. */
    private static Walk.Place place(Table table, @Nullable Index index, Map<String, AttributeValue> start) {
        try {
            Map<String, AttributeValue> key = Values.checked(start);
            Map<String, AttributeValue> ofItem = new LinkedHashMap<>(key);
            if (index != null) {
                ofItem.keySet()
                        .removeIf(name -> index.key().has(name) && !table.key().has(name));
            }
            ItemKey item = table.key().ofKey(ofItem);
            ItemKey entry = index == null ? item : index.key().ofIndex(index.name(), key);
            if (entry == null) {
                throw DynamoDbErrors.wrongKey();
            }
            return new Walk.Place(entry, item);
        } catch (RuntimeException e) {
            if (!Refusal.isInvalid(e)) {
                throw e;
            }
            throw Refusal.invalid("The provided starting key is invalid: " + Refusal.message(e));
        }
    }

    private static void requireWithin(KeyCondition condition, Walk.@Nullable Place after) {
        if (after == null) {
            return;
        }
        if (!condition.hash().equals(after.entry().hash())) {
            throw Refusal.invalid("The provided starting key is outside query boundaries based on provided conditions");
        }
        if (!condition.range().contains(after.entry().rangeBytes())) {
            throw Refusal.invalid("The provided starting key does not match the range key predicate");
        }
    }

    private static Search search(
            Table table,
            @Nullable Index index,
            @Nullable Criterion filter,
            @Nullable Projection projection,
            @Nullable Select select,
            @Nullable Integer limit) {
        return new Search(table, index, filter, attributes(table, index, projection, select), limit);
    }

    private static Search.Attributes attributes(
            Table table, @Nullable Index index, @Nullable Projection projection, @Nullable Select select) {
        if (projection != null) {
            if (select != null && select != Select.SPECIFIC_ATTRIBUTES) {
                throw Refusal.invalid("Cannot specify the AttributesToGet when choosing to get " + select);
            }
            requireProjected(table, index, projection);
            return new Search.Attributes.Some(projection);
        }
        return switch (select) {
            case null -> index == null ? new Search.Attributes.All() : new Search.Attributes.Projected();
            case COUNT -> new Search.Attributes.Count();
            case ALL_ATTRIBUTES -> {
                if (index != null && index.isGlobal() && !index.hasAll()) {
                    throw Refusal.invalidValues(
                            "Select type ALL_ATTRIBUTES is not supported for global secondary index " + index.name()
                                    + " because its projection type is not ALL");
                }
                yield new Search.Attributes.All();
            }
            case ALL_PROJECTED_ATTRIBUTES -> {
                if (index == null) {
                    throw Refusal.invalid("ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName");
                }
                yield new Search.Attributes.Projected();
            }
            case SPECIFIC_ATTRIBUTES ->
                throw Refusal.invalid("Must specify the AttributesToGet or ProjectionExpression when choosing to get"
                        + " SPECIFIC_ATTRIBUTES");
            case UNKNOWN_TO_SDK_VERSION -> throw Refusal.invalid("Unknown Select");
        };
    }

    private static void requireProjected(Table table, @Nullable Index index, Projection projection) {
        if (index == null || !index.isGlobal() || index.hasAll()) {
            return;
        }
        Set<String> has = index.attributes(table.key());
        List<String> lacking = projection.paths().stream()
                .map(Path::attribute)
                .filter(attribute -> !has.contains(attribute))
                .distinct()
                .toList();
        if (!lacking.isEmpty()) {
            throw Refusal.invalidValues("Global secondary index " + index.name() + " does not project " + lacking);
        }
    }
}
