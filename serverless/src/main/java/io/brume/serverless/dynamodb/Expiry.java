package io.brume.serverless.dynamodb;

import io.brume.kernel.database.Database;
import io.brume.serverless.dynamodb.item.Refusal;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveSpecification;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/** Whether a table's items expire, and by which attribute: a table whose items do has an index by it. */
final class Expiry {

    private final Database database;
    private final Tables tables;

    Expiry(Database database, Tables tables) {
        this.database = database;
        this.tables = tables;
    }

    TimeToLiveDescription describe(TableName name) {
        return described(tables.described(name).timeToLive());
    }

    private static TimeToLiveDescription described(@Nullable TimeToLiveDescription kept) {
        return kept != null
                ? kept
                : TimeToLiveDescription.builder()
                        .timeToLiveStatus(TimeToLiveStatus.DISABLED)
                        .build();
    }

    void update(TableName name, TimeToLiveSpecification wanted) {
        database.change(transaction -> {
            Table table = tables.described(name);
            TimeToLiveDescription now = described(table.timeToLive());
            boolean enabled = now.timeToLiveStatus() == TimeToLiveStatus.ENABLED;
            if (enabled == wanted.enabled()) {
                throw Refusal.invalid("TimeToLive is already " + (enabled ? "enabled" : "disabled"));
            }
            if (enabled && !wanted.attributeName().equals(now.attributeName())) {
                throw Refusal.invalid("TimeToLive is active on a different AttributeName: current AttributeName is "
                        + now.attributeName());
            }
            if (wanted.enabled()) {
                Tables.addIndex(transaction, table.id(), Index.EXPIRY_NAME, false);
            } else {
                for (Index index : table.indexes()) {
                    if (index.type() == Index.Type.EXPIRY) {
                        Tables.removeIndex(transaction, index);
                    }
                }
            }
            tables.changeTimeToLive(
                    transaction,
                    table,
                    TimeToLiveDescription.builder()
                            .attributeName(wanted.attributeName())
                            .timeToLiveStatus(wanted.enabled() ? TimeToLiveStatus.ENABLED : TimeToLiveStatus.DISABLED)
                            .build());
        });
    }
}
