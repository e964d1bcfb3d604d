package io.brume.serverless.dynamodb;

import io.brume.kernel.database.Database;
import io.brume.kernel.database.Transaction;
import io.brume.kernel.resource.Idempotency;
import io.brume.kernel.resource.Scope;
import io.brume.serverless.dynamodb.expression.Criterion;
import io.brume.serverless.dynamodb.expression.StandIns;
import io.brume.serverless.dynamodb.expression.Update;
import io.brume.serverless.dynamodb.item.Refusal;
import io.brume.serverless.dynamodb.item.Values;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.IdempotentParameterMismatchException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Several items written together, or none of them. */
final class Transactions {

    private static final Duration TOKENS_KEPT = Duration.ofMinutes(10);

    private final Database database;
    private final Tables tables;
    private final Writing writing;
    private final Idempotency idempotency;

    Transactions(Database database, Clock clock, Tables tables, Writing writing) {
        this.database = database;
        this.tables = tables;
        this.writing = writing;
        idempotency = new Idempotency(database, clock, TOKENS_KEPT);
    }

    TransactWriteItemsResponse write(TransactWriteItemsRequest request) {
        // All is read before any table is looked at.
        List<Function<Table, ItemWrite>> wanted =
                request.transactItems().stream().map(Transactions::read).toList();
        List<ItemWrite> writes = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            String table = tableName(request.transactItems().get(i));
            writes.add(wanted.get(i).apply(tables.get(TableName.of(table))));
        }
        Writes.requireApart(writes, "Transaction request cannot include multiple operations on one item");
        boolean asked = CollectionSizes.isAsked(request.returnItemCollectionMetrics());
        return idempotency.once(
                Scope.current(),
                "dynamodb/TransactWriteItems",
                request.clientRequestToken(),
                request,
                TransactWriteItemsResponse.class,
                () -> IdempotentParameterMismatchException.builder()
                        .message("The request uses the same client token as a previous, but non-identical request.")
                        .build(),
                () -> {
                    List<Writing.Written> written = database.write(transaction -> write(transaction, writes, asked));
                    var capacity = new Capacity(request.returnConsumedCapacity(), true);
                    written.forEach(capacity::write);
                    return TransactWriteItemsResponse.builder()
                            .consumedCapacity(capacity.ofAll())
                            .itemCollectionMetrics(CollectionSizes.of(asked, written))
                            .build();
                });
    }

    private static String tableName(TransactWriteItem item) {
        if (item.put() != null) {
            return item.put().tableName();
        }
        if (item.update() != null) {
            return item.update().tableName();
        }
        return item.delete() != null
                ? item.delete().tableName()
                : item.conditionCheck().tableName();
    }

    /** Reads what is wanted of one item. */
    private static Function<Table, ItemWrite> read(TransactWriteItem item) {
        long said = Stream.of(item.put(), item.update(), item.delete(), item.conditionCheck())
                .filter(Objects::nonNull)
                .count();
        if (said != 1) {
            throw Refusal.invalid("TransactItems can only contain one of Check, Put, Update or Delete");
        }
        if (item.put() != null) {
            var put = item.put();
            var standIns = new StandIns(put.expressionAttributeNames(), put.expressionAttributeValues());
            Criterion condition = condition(standIns, put.conditionExpression());
            Map<String, AttributeValue> values = Values.checked(put.item());
            boolean tells = Writes.tells(put.returnValuesOnConditionCheckFailure());
            return table -> ItemWrite.put(table, values, condition, tells);
        }
        if (item.update() != null) {
            var change = item.update();
            var standIns = new StandIns(change.expressionAttributeNames(), change.expressionAttributeValues());
            Update update = Objects.requireNonNull(standIns.update(change.updateExpression()));
            Criterion condition = condition(standIns, change.conditionExpression());
            Map<String, AttributeValue> key = Values.checked(change.key());
            boolean tells = Writes.tells(change.returnValuesOnConditionCheckFailure());
            return table -> ItemWrite.of(table, key, new ItemWrite.Effect.Change(update, true), condition, tells);
        }
        if (item.delete() != null) {
            var delete = item.delete();
            var standIns = new StandIns(delete.expressionAttributeNames(), delete.expressionAttributeValues());
            Criterion condition = condition(standIns, delete.conditionExpression());
            Map<String, AttributeValue> key = Values.checked(delete.key());
            boolean tells = Writes.tells(delete.returnValuesOnConditionCheckFailure());
            return table -> ItemWrite.of(table, key, new ItemWrite.Effect.Delete(), condition, tells);
        }
        var check = item.conditionCheck();
        var standIns = new StandIns(check.expressionAttributeNames(), check.expressionAttributeValues());
        Criterion condition = condition(standIns, check.conditionExpression());
        Map<String, AttributeValue> key = Values.checked(check.key());
        boolean tells = Writes.tells(check.returnValuesOnConditionCheckFailure());
        return table -> ItemWrite.of(table, key, new ItemWrite.Effect.Check(), condition, tells);
    }

    private static @Nullable Criterion condition(StandIns standIns, @Nullable String expression) {
        Criterion condition = standIns.criterion("ConditionExpression", expression);
        standIns.requireAllUsed("ConditionExpression is null");
        return condition;
    }

    private List<Writing.Written> write(Transaction transaction, List<ItemWrite> writes, boolean measures)
            throws SQLException {
        List<Writing.Written> written = new ArrayList<>();
        List<CancellationReason> reasons = new ArrayList<>();
        boolean cancelled = false;
        for (ItemWrite write : writes) {
            CancellationReason reason =
                    CancellationReason.builder().code("None").build();
            try {
                written.add(writing.write(transaction, write, measures, null));
            } catch (ConditionalCheckFailedException e) {
                reason = CancellationReason.builder()
                        .code("ConditionalCheckFailed")
                        .message("The conditional request failed")
                        .item(e.hasItem() ? e.item() : null)
                        .build();
                cancelled = true;
            } catch (RuntimeException e) {
                if (!Refusal.isInvalid(e)) {
                    throw e;
                }
                reason = CancellationReason.builder()
                        .code("ValidationError")
                        .message(Refusal.message(e))
                        .build();
                cancelled = true;
            }
            reasons.add(reason);
        }
        if (cancelled) {
            throw TransactionCanceledException.builder()
                    .message("Transaction cancelled, please refer cancellation reasons for specific reasons "
                            + reasons.stream()
                                    .map(CancellationReason::code)
                                    .collect(Collectors.joining(", ", "[", "]")))
                    .cancellationReasons(reasons)
                    .writableStackTrace(false)
                    .build();
        }
        return written;
    }
}
