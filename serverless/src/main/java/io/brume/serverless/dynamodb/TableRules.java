package io.brume.serverless.dynamodb;

import io.brume.serverless.dynamodb.item.Refusal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.LocalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughput;

/** What a table and its indexes have to be like, beyond what the model says. */
final class TableRules {

    static final int MOST_GLOBAL_INDEXES = 20;
    private static final int MOST_LOCAL_INDEXES = 5;
    private static final int MOST_PROJECTED = 100;

    private TableRules() {}

    static void check(CreateTableRequest request) {
        TableName.requireName(request.tableName());
        checkThroughput(request.billingMode(), request.provisionedThroughput());
        List<AttributeDefinition> definitions = request.attributeDefinitions();
        checkDefinitions(definitions);
        checkKey(request.keySchema(), definitions);
        Set<String> names = new HashSet<>();
        Set<String> used = new HashSet<>(names(request.keySchema()));
        if (request.hasLocalSecondaryIndexes()) {
            requireSome("LocalSecondaryIndexes", request.localSecondaryIndexes());
            if (request.keySchema().size() != 2) {
                throw Refusal.invalidValues("Table KeySchema does not have a range key, which is required when"
                        + " specifying a LocalSecondaryIndex");
            }
            for (LocalSecondaryIndex index : request.localSecondaryIndexes()) {
                checkLocal(index, request.keySchema(), definitions);
                requireNew(names, index.indexName());
                used.addAll(names(index.keySchema()));
            }
            if (request.localSecondaryIndexes().size() > MOST_LOCAL_INDEXES) {
                throw Refusal.invalidValues("Number of LocalSecondaryIndexes exceeds per-table limit of 5");
            }
        }
        if (request.hasGlobalSecondaryIndexes()) {
            requireSome("GlobalSecondaryIndexes", request.globalSecondaryIndexes());
            for (GlobalSecondaryIndex index : request.globalSecondaryIndexes()) {
                checkGlobal(index.indexName(), index.keySchema(), index.projection(), definitions);
                checkThroughput(index.indexName(), request.billingMode(), index.provisionedThroughput());
                requireNew(names, index.indexName());
                used.addAll(names(index.keySchema()));
            }
            if (request.globalSecondaryIndexes().size() > MOST_GLOBAL_INDEXES) {
                throw Refusal.invalidValues("GlobalSecondaryIndex count exceeds the per-table limit of 20");
            }
        }
        requireUsed(used, definitions);
        if (request.streamSpecification() != null) {
            Boolean enabled = request.streamSpecification().streamEnabled();
            if (enabled != null && enabled && request.streamSpecification().streamViewType() == null) {
                throw Refusal.invalidValues("StreamViewType is required when StreamEnabled is true");
            }
        }
    }

    /** Every attribute that is defined must be one of a key. */
    static void requireUsed(Set<String> used, List<AttributeDefinition> definitions) {
        if (definitions.size() != used.size()) {
            throw Refusal.invalidValues(
                    "Number of attributes in KeySchema does not exactly match number of attributes defined in"
                            + " AttributeDefinitions");
        }
    }

    private static void requireSome(String member, List<?> indexes) {
        if (indexes.isEmpty()) {
            throw Refusal.invalidValues("List of " + member + " is empty");
        }
    }

    private static void requireNew(Set<String> names, String name) {
        if (!names.add(name)) {
            throw Refusal.invalidValues("Duplicate index name: " + name);
        }
    }

    static void checkThroughput(@Nullable BillingMode mode, @Nullable ProvisionedThroughput throughput) {
        if (mode == BillingMode.PAY_PER_REQUEST) {
            if (throughput != null) {
                throw Refusal.invalidValues("Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when"
                        + " BillingMode is PAY_PER_REQUEST");
            }
        } else if (throughput == null) {
            throw Refusal.invalidValues("ReadCapacityUnits and WriteCapacityUnits must both be specified when"
                    + " BillingMode is PROVISIONED");
        }
    }

    static void checkThroughput(String index, @Nullable BillingMode mode, @Nullable ProvisionedThroughput throughput) {
        boolean onDemand = mode == BillingMode.PAY_PER_REQUEST;
        if (onDemand && throughput != null) {
            throw Refusal.invalidValues("ProvisionedThroughput should not be specified for index: " + index
                    + " when BillingMode is PAY_PER_REQUEST");
        }
        if (!onDemand && throughput == null) {
            throw Refusal.invalidValues("ProvisionedThroughput must be specified for index: " + index);
        }
    }

    static void checkDefinitions(List<AttributeDefinition> definitions) {
        Set<String> names = new HashSet<>();
        for (AttributeDefinition definition : definitions) {
            if (!names.add(definition.attributeName())) {
                throw Refusal.invalidValues(
                        "Duplicate AttributeName in AttributeDefinitions: " + definition.attributeName());
            }
        }
    }

    private static List<String> names(List<KeySchemaElement> schema) {
        return schema.stream().map(KeySchemaElement::attributeName).toList();
    }

    private static void checkKey(List<KeySchemaElement> schema, List<AttributeDefinition> definitions) {
        if (schema.getFirst().keyType() != KeyType.HASH) {
            throw Refusal.invalid("Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
        }
        List<String> keys = names(schema);
        if (schema.size() == 2) {
            if (schema.get(1).keyType() != KeyType.RANGE) {
                throw Refusal.invalid("Invalid KeySchema: The second KeySchemaElement is not a RANGE key type");
            }
            if (keys.getFirst().equals(keys.getLast())) {
                throw Refusal.invalid(
                        "Both the Hash Key and the Range Key element in the KeySchema have the same name");
            }
        }
        List<String> defined =
                definitions.stream().map(AttributeDefinition::attributeName).toList();
        if (!defined.containsAll(keys)) {
            throw Refusal.invalidValues("Some index key attributes are not defined in AttributeDefinitions. Keys: "
                    + keys + ", AttributeDefinitions: " + defined);
        }
    }

    private static void checkLocal(
            LocalSecondaryIndex index, List<KeySchemaElement> table, List<AttributeDefinition> definitions) {
        TableName.requireName(index.indexName());
        checkKey(index.keySchema(), definitions);
        if (index.keySchema().size() != 2) {
            throw Refusal.invalidValues("Index KeySchema does not have a range key for index: " + index.indexName());
        }
        String hash = index.keySchema().getFirst().attributeName();
        if (!hash.equals(table.getFirst().attributeName())) {
            throw Refusal.invalidValues(
                    "Index KeySchema does not have the same leading hash key as table KeySchema for index: "
                            + index.indexName() + ". index hash key: " + hash + ", table hash key: "
                            + table.getFirst().attributeName());
        }
        checkProjection(index.projection());
    }

    static void checkGlobal(
            String name, List<KeySchemaElement> schema, Projection projection, List<AttributeDefinition> definitions) {
        TableName.requireName(name);
        checkKey(schema, definitions);
        checkProjection(projection);
    }

    private static void checkProjection(Projection projection) {
        ProjectionType type = projection.projectionType();
        if (type == null) {
            throw Refusal.invalidValues("Unknown ProjectionType: null");
        }
        if (projection.hasNonKeyAttributes() && type != ProjectionType.INCLUDE) {
            throw Refusal.invalidValues("ProjectionType is " + type + ", but NonKeyAttributes is specified");
        }
        if (!projection.hasNonKeyAttributes() && type == ProjectionType.INCLUDE) {
            throw Refusal.invalidValues("ProjectionType is INCLUDE, but NonKeyAttributes is not specified");
        }
        if (projection.nonKeyAttributes().size() > MOST_PROJECTED) {
            throw Refusal.invalidValues("The number of NonKeyAttributes exceeds the limit of " + MOST_PROJECTED);
        }
    }
}
