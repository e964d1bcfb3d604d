package io.brume.operations.metrics;

import io.brume.kernel.database.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Makes old data smaller, as CloudWatch does: seconds are put together to minutes after three hours, minutes to five after 15
 * days, those to hours after 63 days, and after 455 days all is gone. Values stay known.
 */
final class DataRollUp {

    private static final int PORTION = 200;

    /** From which age on data is kept in periods of how many seconds. */
    private record Tier(Duration age, int period) {}

    private static final List<Tier> TIERS = List.of(
            new Tier(Duration.ofHours(3), 60), new Tier(Duration.ofDays(15), 300), new Tier(Duration.ofDays(63), 3600));
    private static final Duration KEPT = Duration.ofDays(455);

    private final Database database;
    private final Clock clock;
    private final MetricStore store;

    DataRollUp(Database database, Clock clock, MetricStore store) {
        this.database = database;
        this.clock = clock;
        this.store = store;
    }

    void sweep() {
        for (Tier tier : TIERS) {
            boolean more;
            do {
                more = rollUp(tier);
            } while (more);
        }
        int removed;
        do {
            removed = database.write(transaction -> transaction.update(
                    "DELETE FROM metric_data WHERE id IN (SELECT id FROM metric_data WHERE happened < ? AND period > 0"
                            + " LIMIT " + PORTION + ")",
                    clock.instant().minus(KEPT)));
        } while (removed == PORTION);
    }

    /** A metric's data of a longer period, which shorter ones are to become. */
    private record Bucket(long metric, long start, String unit) {}

    /** Rolls some data up; returns whether there may be more. */
    private boolean rollUp(Tier tier) {
        long step = tier.period * 1000L;
        long before = Math.floorDiv(clock.instant().minus(tier.age).toEpochMilli(), step) * step;
        return database.write(transaction -> {
            List<Bucket> buckets = transaction.query(
                    "SELECT DISTINCT metric_id, happened / " + step + " AS bucket, unit FROM metric_data"
                            + " WHERE period < ? AND happened < ? LIMIT " + PORTION,
                    row -> new Bucket(row.number("metric_id"), row.number("bucket") * step, row.text("unit")),
                    tier.period,
                    before);
            for (Bucket bucket : buckets) {
                var summary = new Summary();
                transaction
                        .query(
                                "DELETE FROM metric_data WHERE metric_id = ? AND happened >= ? AND happened < ? AND unit = ?"
                                        + " RETURNING samples, total, low, high, distribution",
                                row -> summary.addSaved(
                                        row.real("samples"),
                                        row.real("total"),
                                        row.real("low"),
                                        row.real("high"),
                                        row.bytesOrNull("distribution")),
                                bucket.metric,
                                bucket.start,
                                bucket.start + step,
                                bucket.unit)
                        .clear();
                store.insert(bucket.metric, bucket.start, tier.period, bucket.unit, summary);
            }
            return buckets.size() == PORTION;
        });
    }
}
