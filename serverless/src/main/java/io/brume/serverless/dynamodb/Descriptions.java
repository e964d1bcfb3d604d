package io.brume.serverless.dynamodb;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.BillingModeSummary;
import software.amazon.awssdk.services.dynamodb.model.CreateGlobalSecondaryIndexAction;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.IndexStatus;
import software.amazon.awssdk.services.dynamodb.model.LocalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.LocalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughput;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputDescription;
import software.amazon.awssdk.services.dynamodb.model.SSEDescription;
import software.amazon.awssdk.services.dynamodb.model.SSESpecification;
import software.amazon.awssdk.services.dynamodb.model.SSEStatus;
import software.amazon.awssdk.services.dynamodb.model.SSEType;
import software.amazon.awssdk.services.dynamodb.model.TableClass;
import software.amazon.awssdk.services.dynamodb.model.TableClassSummary;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;

/** What is said of tables and indexes. */
final class Descriptions {

    private Descriptions() {}

    /** Of a new table, as it is once it can be used. */
    static TableDescription of(TableName name, CreateTableRequest request, Instant now) {
        var description = TableDescription.builder()
                .tableName(name.name())
                .tableArn(name.arn())
                .tableId(UUID.randomUUID().toString())
                .tableStatus(TableStatus.ACTIVE)
                .creationDateTime(now)
                .attributeDefinitions(request.attributeDefinitions())
                .keySchema(request.keySchema())
                .provisionedThroughput(throughput(request.provisionedThroughput(), null, now))
                .deletionProtectionEnabled(Boolean.TRUE.equals(request.deletionProtectionEnabled()))
                .onDemandThroughput(request.onDemandThroughput())
                .sseDescription(encryption(request.sseSpecification(), name));
        if (request.billingMode() == BillingMode.PAY_PER_REQUEST) {
            description.billingModeSummary(onDemand(now));
        }
        if (request.tableClass() != null && request.tableClass() != TableClass.STANDARD) {
            description.tableClassSummary(
                    TableClassSummary.builder().tableClass(request.tableClass()).build());
        }
        if (request.hasGlobalSecondaryIndexes()) {
            description.globalSecondaryIndexes(request.globalSecondaryIndexes().stream()
                    .map(index -> of(name, index, now))
                    .toList());
        }
        if (request.hasLocalSecondaryIndexes()) {
            description.localSecondaryIndexes(request.localSecondaryIndexes().stream()
                    .map(index -> of(name, index))
                    .toList());
        }
        return description.build();
    }

    /** Of a table with how many items it and its indexes have. */
    static TableDescription measured(Table table, Tables tables) {
        TableDescription description = table.description();
        Tables.Extent whole = tables.extent(table);
        var measured = description.toBuilder().itemCount(whole.items()).tableSizeBytes(whole.bytes());
        if (description.hasGlobalSecondaryIndexes()) {
            measured.globalSecondaryIndexes(description.globalSecondaryIndexes().stream()
                    .map(index -> {
                        Tables.Extent extent = tables.extent(table.index(index.indexName()), table);
                        return index.toBuilder()
                                .itemCount(extent.items())
                                .indexSizeBytes(extent.bytes())
                                .build();
                    })
                    .toList());
        }
        if (description.hasLocalSecondaryIndexes()) {
            measured.localSecondaryIndexes(description.localSecondaryIndexes().stream()
                    .map(index -> {
                        Tables.Extent extent = tables.extent(table.index(index.indexName()), table);
                        return index.toBuilder()
                                .itemCount(extent.items())
                                .indexSizeBytes(extent.bytes())
                                .build();
                    })
                    .toList());
        }
        return measured.build();
    }

    static BillingModeSummary onDemand(Instant now) {
        return BillingModeSummary.builder()
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .lastUpdateToPayPerRequestDateTime(now)
                .build();
    }

    /** @param before what was provisioned; null where that is new */
    static ProvisionedThroughputDescription throughput(
            @Nullable ProvisionedThroughput wanted, @Nullable ProvisionedThroughputDescription before, Instant now) {
        var description = ProvisionedThroughputDescription.builder()
                .numberOfDecreasesToday(before == null ? 0 : before.numberOfDecreasesToday())
                .readCapacityUnits(wanted == null ? 0 : wanted.readCapacityUnits())
                .writeCapacityUnits(wanted == null ? 0 : wanted.writeCapacityUnits());
        if (before != null && wanted != null) {
            description.lastIncreaseDateTime(now);
        }
        return description.build();
    }

    static @Nullable SSEDescription encryption(@Nullable SSESpecification wanted, TableName name) {
        if (wanted == null || !Boolean.TRUE.equals(wanted.enabled())) {
            return null;
        }
        return SSEDescription.builder()
                .status(SSEStatus.ENABLED)
                .sseType(SSEType.KMS)
                .kmsMasterKeyArn(
                        wanted.kmsMasterKeyId() == null
                                ? name.scope().arn("kms", "alias/aws/dynamodb")
                                : wanted.kmsMasterKeyId())
                .build();
    }

    private static GlobalSecondaryIndexDescription of(TableName table, GlobalSecondaryIndex index, Instant now) {
        return GlobalSecondaryIndexDescription.builder()
                .indexName(index.indexName())
                .indexArn(indexArn(table, index.indexName()))
                .indexStatus(IndexStatus.ACTIVE)
                .keySchema(index.keySchema())
                .projection(index.projection())
                .provisionedThroughput(throughput(index.provisionedThroughput(), null, now))
                .onDemandThroughput(index.onDemandThroughput())
                .build();
    }

    /** Of an index that has not all the items yet. */
    static GlobalSecondaryIndexDescription of(TableName table, CreateGlobalSecondaryIndexAction index, Instant now) {
        return GlobalSecondaryIndexDescription.builder()
                .indexName(index.indexName())
                .indexArn(indexArn(table, index.indexName()))
                .indexStatus(IndexStatus.CREATING)
                .backfilling(true)
                .keySchema(index.keySchema())
                .projection(index.projection())
                .provisionedThroughput(throughput(index.provisionedThroughput(), null, now))
                .onDemandThroughput(index.onDemandThroughput())
                .build();
    }

    private static LocalSecondaryIndexDescription of(TableName table, LocalSecondaryIndex index) {
        return LocalSecondaryIndexDescription.builder()
                .indexName(index.indexName())
                .indexArn(indexArn(table, index.indexName()))
                .keySchema(index.keySchema())
                .projection(index.projection())
                .build();
    }

    private static String indexArn(TableName table, String index) {
        return table.arn() + "/index/" + index;
    }
}
