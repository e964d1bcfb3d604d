package io.brume.serverless.dynamodb;

import io.brume.kernel.database.Database;
import io.brume.kernel.database.Transaction;
import io.brume.kernel.resource.Tags;
import io.brume.serverless.dynamodb.item.Refusal;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.BillingModeSummary;
import software.amazon.awssdk.services.dynamodb.model.CreateGlobalSecondaryIndexAction;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexUpdate;
import software.amazon.awssdk.services.dynamodb.model.IndexStatus;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;
import software.amazon.awssdk.services.dynamodb.model.TableClassSummary;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.Tag;
import software.amazon.awssdk.services.dynamodb.model.UpdateTableRequest;

/** Tables come, change and go. */
final class TableChanges {

    private static final int MOST_TAGS = 50;

    private final Database database;
    private final Clock clock;
    private final Tables tables;
    private final Streams streams;
    private final Tags tags;

    TableChanges(Database database, Clock clock, Tables tables, Streams streams, Tags tags) {
        this.database = database;
        this.clock = clock;
        this.tables = tables;
        this.streams = streams;
        this.tags = tags;
    }

    /** Makes a table; returns what is said of it while that goes on. */
    TableDescription create(CreateTableRequest request) {
        TableName name = TableName.of(request.tableName());
        TableRules.check(request);
        Instant now = clock.instant();
        Map<String, String> wanted = tags(request.tags());
        TableDescription made = database.write(transaction -> {
            TableDescription description = Descriptions.of(name, request, now);
            if (!tables.add(transaction, name, description)) {
                throw DynamoDbErrors.inUse("Table already exists: " + name.name());
            }
            if (!tags.add(name.arn(), wanted, MOST_TAGS)) {
                throw tooManyTags();
            }
            Table table = tables.find(name).orElseThrow();
            return isEnabled(request.streamSpecification())
                    ? stream(transaction, table, request.streamSpecification(), now)
                    : description;
        });
        return made.toBuilder()
                .tableStatus(TableStatus.CREATING)
                .itemCount(0L)
                .tableSizeBytes(0L)
                .build();
    }

    static Map<String, String> tags(List<Tag> tags) {
        Map<String, String> map = new LinkedHashMap<>();
        for (Tag tag : tags) {
            if ((tag.key() + tag.value()).indexOf(0) >= 0) {
                throw Refusal.invalidValues("Invalid tag " + tag.key());
            }
            map.put(tag.key(), tag.value());
        }
        return map;
    }

    static RuntimeException tooManyTags() {
        return Refusal.invalidValues("Too many tags: the limit is " + MOST_TAGS);
    }

    void tag(TableName name, List<Tag> added) {
        Table table = tables.find(name).orElseThrow(() -> noResource(name));
        if (!tags.add(table.name().arn(), tags(added), MOST_TAGS)) {
            throw tooManyTags();
        }
    }

    /** What there is to tag is not there. */
    static RuntimeException noResource(TableName name) {
        return DynamoDbErrors.notFound("Requested resource not found: ResourcArn: " + name.arn() + " not found");
    }

    private static boolean isEnabled(@Nullable StreamSpecification stream) {
        return stream != null && Boolean.TRUE.equals(stream.streamEnabled());
    }

    /** Begins to record what changes in a table. */
    private TableDescription stream(
            Transaction transaction, Table table, StreamSpecification specification, Instant now) throws SQLException {
        String label = streams.open(transaction, table, specification.streamViewType(), now);
        return tables.change(
                transaction,
                table,
                description -> description.toBuilder()
                        .streamSpecification(specification)
                        .latestStreamLabel(label)
                        .latestStreamArn(table.name().arn() + "/stream/" + label)
                        .build());
    }

    TableDescription delete(TableName name) {
        Table table = tables.described(name);
        if (Boolean.TRUE.equals(table.description().deletionProtectionEnabled())) {
            throw Refusal.invalid("Resource cannot be deleted as it is currently protected against deletion. Disable"
                    + " deletion protection first.");
        }
        database.change(transaction -> {
            Table now = tables.current(transaction, table);
            tables.remove(transaction, now);
            streams.close(transaction, now, clock.instant());
            tags.removeAll(name.arn());
        });
        return table.description().toBuilder().tableStatus(TableStatus.DELETING).build();
    }

    /** Changes a table; returns what is said of it while that goes on. */
    TableDescription update(UpdateTableRequest request) {
        TableName name = TableName.of(request.tableName());
        requireSomething(request);
        Instant now = clock.instant();
        TableDescription changed = database.write(transaction -> {
            Table table = tables.described(name);
            if (request.streamSpecification() != null) {
                changeStream(transaction, table, request.streamSpecification(), now);
                table = tables.described(name);
            }
            List<GlobalSecondaryIndexDescription> indexes = indexes(transaction, table, request, now);
            return tables.change(transaction, table, description -> changed(description, request, indexes, name, now));
        });
        return changed.toBuilder().tableStatus(TableStatus.UPDATING).build();
    }

    private static void requireSomething(UpdateTableRequest request) {
        boolean something = request.provisionedThroughput() != null
                || request.billingMode() != null
                || request.hasGlobalSecondaryIndexUpdates()
                || request.streamSpecification() != null
                || request.sseSpecification() != null
                || request.tableClass() != null
                || request.deletionProtectionEnabled() != null
                || request.onDemandThroughput() != null;
        if (!something) {
            throw Refusal.invalid("At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled,"
                    + " GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required");
        }
        if (request.billingMode() == BillingMode.PAY_PER_REQUEST && request.provisionedThroughput() != null) {
            TableRules.checkThroughput(request.billingMode(), request.provisionedThroughput());
        }
    }

    private void changeStream(Transaction transaction, Table table, StreamSpecification wanted, Instant now)
            throws SQLException {
        boolean open = table.stream() != null;
        if (isEnabled(wanted)) {
            if (open) {
                throw Refusal.invalid("Table already has an enabled stream: TableName: "
                        + table.name().name());
            }
            if (wanted.streamViewType() == null) {
                throw Refusal.invalidValues("StreamViewType is required when StreamEnabled is true");
            }
            stream(transaction, table, wanted, now);
        } else {
            if (!open) {
                throw Refusal.invalid(
                        "Table is already disabled: TableName: " + table.name().name());
            }
            streams.close(transaction, table, now);
            tables.change(
                    transaction,
                    table,
                    description -> description.toBuilder()
                            .streamSpecification((StreamSpecification) null)
                            .build());
        }
    }

    private static TableDescription changed(
            TableDescription before,
            UpdateTableRequest request,
            List<GlobalSecondaryIndexDescription> indexes,
            TableName name,
            Instant now) {
        var after = before.toBuilder().globalSecondaryIndexes(indexes.isEmpty() ? null : indexes);
        if (request.hasGlobalSecondaryIndexUpdates()) {
            after.attributeDefinitions(definitions(before, request, indexes));
        }
        if (request.billingMode() == BillingMode.PAY_PER_REQUEST) {
            after.billingModeSummary(Descriptions.onDemand(now))
                    .provisionedThroughput(Descriptions.throughput(null, before.provisionedThroughput(), now));
        } else if (request.billingMode() == BillingMode.PROVISIONED) {
            TableRules.checkThroughput(request.billingMode(), request.provisionedThroughput());
            after.billingModeSummary((BillingModeSummary) null);
        }
        if (request.provisionedThroughput() != null) {
            after.provisionedThroughput(
                    Descriptions.throughput(request.provisionedThroughput(), before.provisionedThroughput(), now));
        }
        if (request.deletionProtectionEnabled() != null) {
            after.deletionProtectionEnabled(request.deletionProtectionEnabled());
        }
        if (request.onDemandThroughput() != null) {
            after.onDemandThroughput(request.onDemandThroughput());
        }
        if (request.tableClass() != null) {
            after.tableClassSummary(TableClassSummary.builder()
                    .tableClass(request.tableClass())
                    .lastUpdateDateTime(now)
                    .build());
        }
        if (request.sseSpecification() != null) {
            after.sseDescription(Descriptions.encryption(request.sseSpecification(), name));
        }
        return after.build();
    }

    /** The attributes of all keys that there are afterwards. */
    private static List<AttributeDefinition> definitions(
            TableDescription before, UpdateTableRequest request, List<GlobalSecondaryIndexDescription> indexes) {
        Set<String> used = new HashSet<>();
        before.keySchema().stream().map(KeySchemaElement::attributeName).forEach(used::add);
        before.localSecondaryIndexes()
                .forEach(index -> index.keySchema().forEach(element -> used.add(element.attributeName())));
        indexes.forEach(index -> index.keySchema().forEach(element -> used.add(element.attributeName())));
        return all(before, request).stream()
                .filter(definition -> used.contains(definition.attributeName()))
                .toList();
    }

    private static List<AttributeDefinition> all(TableDescription before, UpdateTableRequest request) {
        Map<String, AttributeDefinition> all = new LinkedHashMap<>();
        before.attributeDefinitions().forEach(definition -> all.put(definition.attributeName(), definition));
        TableRules.checkDefinitions(request.attributeDefinitions());
        for (AttributeDefinition definition : request.attributeDefinitions()) {
            AttributeDefinition earlier = all.put(definition.attributeName(), definition);
            if (earlier != null && earlier.attributeType() != definition.attributeType()) {
                throw Refusal.invalidValues("Attributes cannot be redefined. Please check that your attribute has the"
                        + " same type as previously defined. Existing schema: " + earlier.attributeName() + ":"
                        + earlier.attributeType() + " New schema: " + definition.attributeName() + ":"
                        + definition.attributeType());
            }
        }
        return List.copyOf(all.values());
    }

    /** The global indexes that there are afterwards. */
    private static List<GlobalSecondaryIndexDescription> indexes(
            Transaction transaction, Table table, UpdateTableRequest request, Instant now) throws SQLException {
        List<GlobalSecondaryIndexDescription> indexes =
                new ArrayList<>(table.description().globalSecondaryIndexes());
        for (GlobalSecondaryIndexUpdate update : request.globalSecondaryIndexUpdates()) {
            if (update.create() != null) {
                create(transaction, table, request, update.create(), indexes, now);
            } else if (update.delete() != null) {
                String name = update.delete().indexName();
                indexes.removeIf(index -> index.indexName().equals(name));
                Tables.removeIndex(transaction, global(table, name));
            } else if (update.update() != null) {
                String name = update.update().indexName();
                Index unused = global(table, name);
                indexes.replaceAll(index -> !index.indexName().equals(name)
                        ? index
                        : index.toBuilder()
                                .provisionedThroughput(Descriptions.throughput(
                                        update.update().provisionedThroughput(), index.provisionedThroughput(), now))
                                .build());
            } else {
                throw Refusal.invalidValues("One of GlobalSecondaryIndexUpdate.Update, Create, Delete is required");
            }
        }
        return indexes;
    }

    private static Index global(Table table, String name) {
        return table.indexes().stream()
                .filter(index -> index.isGlobal() && index.name().equals(name))
                .findFirst()
                .orElseThrow(() -> DynamoDbErrors.notFound("Requested resource not found"));
    }

    private static void create(
            Transaction transaction,
            Table table,
            UpdateTableRequest request,
            CreateGlobalSecondaryIndexAction wanted,
            List<GlobalSecondaryIndexDescription> indexes,
            Instant now)
            throws SQLException {
        TableRules.checkGlobal(
                wanted.indexName(), wanted.keySchema(), wanted.projection(), all(table.description(), request));
        boolean onDemand = request.billingMode() == null
                ? table.description().billingModeSummary() != null
                : request.billingMode() == BillingMode.PAY_PER_REQUEST;
        TableRules.checkThroughput(
                wanted.indexName(),
                onDemand ? BillingMode.PAY_PER_REQUEST : BillingMode.PROVISIONED,
                wanted.provisionedThroughput());
        if (table.indexes().stream().anyMatch(index -> index.name().equals(wanted.indexName()))) {
            throw Refusal.invalid("Attempting to create an index which already exists");
        }
        if (indexes.stream().anyMatch(index -> index.indexStatus() == IndexStatus.CREATING)) {
            throw DynamoDbErrors.tooMany("Subscriber limit exceeded: Only 1 online index can be created or deleted"
                    + " simultaneously per table");
        }
        if (indexes.size() >= TableRules.MOST_GLOBAL_INDEXES) {
            throw Refusal.invalidValues("GlobalSecondaryIndex count exceeds the per-table limit of 20");
        }
        indexes.add(Descriptions.of(table.name(), wanted, now));
        Tables.addIndex(transaction, table.id(), wanted.indexName(), false);
    }
}
