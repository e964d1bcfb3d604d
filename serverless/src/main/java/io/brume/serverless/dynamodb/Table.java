package io.brume.serverless.dynamodb;

import io.brume.serverless.dynamodb.item.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveDescription;

/**
 * A table as it is at some moment.
 *
 * @param version grows with every change of the table
 * @param indexes all of them, that by expiry too
 * @param stream where its changes are recorded; null when they are not
 */
record Table(
        long id,
        long version,
        TableName name,
        TableDescription description,
        @Nullable TimeToLiveDescription timeToLive,
        TableKey key,
        List<Index> indexes,
        @Nullable Stream stream) {

    /** The stream that its changes go to. */
    record Stream(long id, StreamViewType view) {}

    Table {
        indexes = List.copyOf(indexes);
    }

    /** The index that a request names. */
    Index index(String wanted) {
        return indexes.stream()
                .filter(index ->
                        index.type() != Index.Type.EXPIRY && index.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> Refusal.invalid("The table does not have the specified index: " + wanted));
    }

    boolean hasLocalIndexes() {
        return indexes.stream().anyMatch(index -> index.type() == Index.Type.LOCAL);
    }
}
