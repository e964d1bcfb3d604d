package io.brume.operations.logs;

import io.brume.kernel.database.Database;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Removes the events that are past their group's retention, and those of what was deleted; a little at a time. */
final class LogHousekeeping {

    private static final int PORTION = 2_000;

    private final Database database;
    private final Clock clock;
    private final LogGroups groups;

    LogHousekeeping(Database database, Clock clock, LogGroups groups) {
        this.database = database;
        this.clock = clock;
        this.groups = groups;
    }

    void sweep() {
        for (Group group : groups.withRetention()) {
            remove(
                    new Where("group_id = ?", group.id()).and("happened < ?", group.oldestKept(clock.instant())),
                    group.id());
        }
        record Deleted(long id, long group, @Nullable Long stream) {}
        List<Deleted> all = database.read(transaction -> transaction.query(
                "SELECT * FROM log_deleted",
                row -> new Deleted(row.number("id"), row.number("group_id"), row.numberOrNull("stream_id"))));
        for (Deleted deleted : all) {
            remove(
                    deleted.stream == null
                            ? new Where("group_id = ?", deleted.group)
                            : new Where("stream_id = ?", deleted.stream),
                    deleted.group);
            database.change(transaction -> transaction.update("DELETE FROM log_deleted WHERE id = ?", deleted.id));
        }
    }

    private void remove(Where which, long group) {
        int removed;
        do {
            removed = database.write(transaction -> {
                List<Long> bytes = transaction.query(
                        "DELETE FROM log_event WHERE id IN (SELECT id FROM log_event" + which + " LIMIT " + PORTION
                                + ") RETURNING length(message) AS bytes",
                        row -> row.number("bytes") + Event.OVERHEAD,
                        which.arguments());
                long sum = bytes.stream().mapToLong(Long::longValue).sum();
                transaction.update("UPDATE log_group SET stored = stored - ? WHERE id = ?", sum, group);
                return bytes.size();
            });
        } while (removed == PORTION);
    }
}
