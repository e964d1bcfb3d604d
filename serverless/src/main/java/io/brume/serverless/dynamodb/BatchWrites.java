package io.brume.serverless.dynamodb;

import io.brume.serverless.dynamodb.item.Refusal;
import io.brume.serverless.dynamodb.item.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Requests that put and delete many items. All of them are done. */
final class BatchWrites {

    private static final int MOST = 25;

    private final Tables tables;
    private final Writing writing;

    BatchWrites(Tables tables, Writing writing) {
        this.tables = tables;
        this.writing = writing;
    }

    BatchWriteItemResponse write(BatchWriteItemRequest request) {
        int asked =
                request.requestItems().values().stream().mapToInt(List::size).sum();
        if (asked > MOST) {
            throw Refusal.invalid("Too many items requested for the BatchWriteItem call");
        }
        List<ItemWrite> writes = new ArrayList<>();
        request.requestItems().forEach((name, ofTable) -> {
            Table table = tables.get(TableName.of(name));
            ofTable.forEach(one -> writes.add(write(table, one)));
        });
        Writes.requireApart(writes, "Provided list of item keys contains duplicates");
        boolean sizes = CollectionSizes.isAsked(request.returnItemCollectionMetrics());
        List<Writing.Written> written = writing.writeAll(writes, sizes);
        var capacity = new Capacity(request.returnConsumedCapacity(), false);
        written.forEach(capacity::write);
        return BatchWriteItemResponse.builder()
                .unprocessedItems(Map.of())
                .consumedCapacity(capacity.ofAll())
                .itemCollectionMetrics(CollectionSizes.of(sizes, written))
                .build();
    }

    private static ItemWrite write(Table table, WriteRequest request) {
        if ((request.putRequest() == null) == (request.deleteRequest() == null)) {
            throw Refusal.invalid("Supplied WriteRequest must contain exactly one of" + " PutRequest or DeleteRequest");
        }
        return request.putRequest() != null
                ? ItemWrite.put(table, Values.checked(request.putRequest().item()), null, false)
                : ItemWrite.of(
                        table,
                        Values.checked(request.deleteRequest().key()),
                        new ItemWrite.Effect.Delete(),
                        null,
                        false);
    }
}
