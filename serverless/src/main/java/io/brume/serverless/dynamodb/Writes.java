package io.brume.serverless.dynamodb;

import io.brume.serverless.dynamodb.expression.Criterion;
import io.brume.serverless.dynamodb.expression.Legacy;
import io.brume.serverless.dynamodb.expression.Projection;
import io.brume.serverless.dynamodb.expression.StandIns;
import io.brume.serverless.dynamodb.expression.Update;
import io.brume.serverless.dynamodb.item.Refusal;
import io.brume.serverless.dynamodb.item.Values;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalOperator;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ExpectedAttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** Requests that write one item. */
final class Writes {

    private final Tables tables;
    private final Writing writing;

    Writes(Tables tables, Writing writing) {
        this.tables = tables;
        this.writing = writing;
    }

    PutItemResponse put(PutItemRequest request) {
        Legacy.requireOneWay(
                Map.of("Expected", request.hasExpected()),
                Map.of("ConditionExpression", request.conditionExpression() != null));
        requireOldOrNothing(request.returnValues());
        var standIns = new StandIns(request.expressionAttributeNames(), request.expressionAttributeValues());
        Criterion condition = condition(
                standIns,
                request.conditionExpression(),
                request.hasExpected() ? request.expected() : null,
                request.conditionalOperator());
        standIns.requireAllUsed("ConditionExpression is null");
        Map<String, AttributeValue> item = Values.checked(request.item());
        boolean asked = CollectionSizes.isAsked(request.returnItemCollectionMetrics());
        Writing.Written written = writing.write(
                ItemWrite.put(
                        tables.get(TableName.of(request.tableName())),
                        item,
                        condition,
                        tells(request.returnValuesOnConditionCheckFailure())),
                asked);
        var capacity = new Capacity(request.returnConsumedCapacity(), false);
        capacity.write(written);
        return PutItemResponse.builder()
                .attributes(request.returnValues() == ReturnValue.ALL_OLD ? written.before() : null)
                .consumedCapacity(capacity.ofOne())
                .itemCollectionMetrics(CollectionSizes.of(asked, written))
                .build();
    }

    DeleteItemResponse delete(DeleteItemRequest request) {
        Legacy.requireOneWay(
                Map.of("Expected", request.hasExpected()),
                Map.of("ConditionExpression", request.conditionExpression() != null));
        requireOldOrNothing(request.returnValues());
        var standIns = new StandIns(request.expressionAttributeNames(), request.expressionAttributeValues());
        Criterion condition = condition(
                standIns,
                request.conditionExpression(),
                request.hasExpected() ? request.expected() : null,
                request.conditionalOperator());
        standIns.requireAllUsed("ConditionExpression is null");
        Map<String, AttributeValue> key = Values.checked(request.key());
        boolean asked = CollectionSizes.isAsked(request.returnItemCollectionMetrics());
        Writing.Written written = writing.write(
                ItemWrite.of(
                        tables.get(TableName.of(request.tableName())),
                        key,
                        new ItemWrite.Effect.Delete(),
                        condition,
                        tells(request.returnValuesOnConditionCheckFailure())),
                asked);
        var capacity = new Capacity(request.returnConsumedCapacity(), false);
        capacity.write(written);
        return DeleteItemResponse.builder()
                .attributes(request.returnValues() == ReturnValue.ALL_OLD ? written.before() : null)
                .consumedCapacity(capacity.ofOne())
                .itemCollectionMetrics(CollectionSizes.of(asked, written))
                .build();
    }

    private static void requireOldOrNothing(@Nullable ReturnValue wanted) {
        if (wanted != null && wanted != ReturnValue.NONE && wanted != ReturnValue.ALL_OLD) {
            throw Refusal.invalid("Return values set to invalid value");
        }
    }

    UpdateItemResponse update(UpdateItemRequest request) {
        Legacy.requireOneWay(
                Map.of("AttributeUpdates", request.hasAttributeUpdates(), "Expected", request.hasExpected()),
                Map.of(
                        "UpdateExpression", request.updateExpression() != null,
                        "ConditionExpression", request.conditionExpression() != null));
        var standIns = new StandIns(request.expressionAttributeNames(), request.expressionAttributeValues());
        Update update = standIns.update(request.updateExpression());
        Criterion condition = condition(
                standIns,
                request.conditionExpression(),
                request.hasExpected() ? request.expected() : null,
                request.conditionalOperator());
        standIns.requireAllUsed("UpdateExpression and ConditionExpression are null");
        boolean creates = true;
        if (update == null) {
            update = Legacy.update(request.attributeUpdates());
            creates = update.actions().isEmpty() || Legacy.creates(update);
        }
        Map<String, AttributeValue> key = Values.checked(request.key());
        boolean asked = CollectionSizes.isAsked(request.returnItemCollectionMetrics());
        Writing.Written written = writing.write(
                ItemWrite.of(
                        tables.get(TableName.of(request.tableName())),
                        key,
                        new ItemWrite.Effect.Change(update, creates),
                        condition,
                        tells(request.returnValuesOnConditionCheckFailure())),
                asked);
        var capacity = new Capacity(request.returnConsumedCapacity(), false);
        capacity.write(written);
        return UpdateItemResponse.builder()
                .attributes(returned(request.returnValues(), update, written))
                .consumedCapacity(capacity.ofOne())
                .itemCollectionMetrics(CollectionSizes.of(asked, written))
                .build();
    }

    private static @Nullable Map<String, AttributeValue> returned(
            @Nullable ReturnValue wanted, Update update, Writing.Written written) {
        return switch (wanted) {
            case ALL_OLD -> written.before();
            case ALL_NEW -> written.after();
            case UPDATED_OLD -> updated(update, written.before());
            case UPDATED_NEW -> updated(update, written.after());
            case null, default -> null;
        };
    }

    private static @Nullable Map<String, AttributeValue> updated(
            Update update, @Nullable Map<String, AttributeValue> item) {
        if (item == null) {
            return null;
        }
        Map<String, AttributeValue> part = new Projection(update.paths()).of(item);
        return part.isEmpty() ? null : part;
    }

    static boolean tells(@Nullable ReturnValuesOnConditionCheckFailure wanted) {
        return wanted == ReturnValuesOnConditionCheckFailure.ALL_OLD;
    }

    /** What a request wants to be true before it writes; null when it does not say. */
    private static @Nullable Criterion condition(
            StandIns standIns,
            @Nullable String expression,
            @Nullable Map<String, ExpectedAttributeValue> expected,
            @Nullable ConditionalOperator operator) {
        if (expression != null) {
            return standIns.criterion("ConditionExpression", expression);
        }
        if (expected == null || expected.isEmpty()) {
            if (operator != null) {
                throw Refusal.invalid("ConditionalOperator cannot be used without Filter or Expected");
            }
            return null;
        }
        return Legacy.expected(expected, operator);
    }

    /** Refuses what is done twice with the same item. */
    static void requireApart(List<ItemWrite> writes, String message) {
        long apart = writes.stream()
                .map(write -> List.of(write.table().id(), write.place()))
                .distinct()
                .count();
        if (apart < writes.size()) {
            throw Refusal.invalid(message);
        }
    }
}
