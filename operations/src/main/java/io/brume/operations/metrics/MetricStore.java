package io.brume.operations.metrics;

import io.brume.kernel.database.Database;
import io.brume.kernel.resource.Scope;
import io.brume.kernel.telemetry.Datum;
import io.brume.kernel.telemetry.MetricSink;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Metric data: for each metric, unit and minute or second a summary that knows every value. */
final class MetricStore implements MetricSink {

    static final int MINUTE = 60;
    static final int SECOND = 1;

    private final Database database;

    MetricStore(Database database) {
        this.database = database;
    }

    /**
     * What came for a metric.
     *
     * @param resolution in seconds: {@link #SECOND} or {@link #MINUTE}
     */
    record Observation(Metric metric, Instant at, int resolution, String unit, Summary summary) {}

    /** One row of data. */
    record Row(Metric metric, long happened, int period, String unit) {}

    /** A summary of a period that began then. */
    record Point(long happened, String unit, Summary summary) {}

    void put(List<Observation> observations) {
        Map<Row, Summary> rows = new LinkedHashMap<>();
        for (Observation observation : observations) {
            long step = observation.resolution * 1000L;
            long happened = Math.floorDiv(observation.at.toEpochMilli(), step) * step;
            rows.computeIfAbsent(
                            new Row(observation.metric, happened, observation.resolution, observation.unit),
                            _ -> new Summary())
                    .merge(observation.summary);
        }
        if (rows.isEmpty()) {
            return;
        }
        database.change(transaction -> {
            Map<Metric, Long> ids = new LinkedHashMap<>();
            for (var row : rows.entrySet()) {
                Metric metric = row.getKey().metric;
                Long id = ids.get(metric);
                if (id == null) {
                    id = register(metric, row.getKey().happened);
                    ids.put(metric, id);
                }
                insert(id, row.getKey().happened, row.getKey().period, row.getKey().unit, row.getValue());
            }
        });
    }

    private long register(Metric metric, long happened) {
        return database.write(transaction -> transaction.query(
                        "INSERT INTO metric (account, region, namespace, name, dimensions, last_data)"
                                + " VALUES (?, ?, ?, ?, ?, ?)"
                                + " ON CONFLICT (account, region, namespace, name, dimensions) DO UPDATE SET last_data ="
                                + " CASE WHEN excluded.last_data > metric.last_data THEN excluded.last_data"
                                + " ELSE metric.last_data END RETURNING id",
                        row -> row.number("id"),
                        metric.scope().account(),
                        metric.scope().region(),
                        metric.namespace(),
                        metric.name(),
                        metric.key(),
                        happened))
                .getFirst();
    }

    void insert(long metric, long happened, int period, String unit, Summary summary) {
        database.change(transaction -> transaction.update(
                "INSERT INTO metric_data (metric_id, happened, period, unit, samples, total, low, high, distribution)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                metric,
                happened,
                period,
                unit,
                summary.samples(),
                summary.sum(),
                summary.low(),
                summary.high(),
                summary.distribution()));
    }

    @Override
    public void put(Scope scope, String namespace, List<Datum> data) {
        List<Observation> observations = new ArrayList<>();
        for (Datum datum : data) {
            if (Double.isFinite(datum.value())) {
                observations.add(new Observation(
                        Metric.of(scope, namespace, datum.metric(), datum.dimensions()),
                        datum.at(),
                        MINUTE,
                        datum.unit(),
                        new Summary().add(datum.value(), datum.count())));
            }
        }
        put(observations);
    }

    /**
     * A metric's data in periods of one length, in their order; periods without data are left out.
     *
     * @param from when the first period begins
     * @param until a moment after all of them
     * @param period in seconds
     * @param unit null for all, each apart
     * @param values whether the statistics that are wanted of it need to know each value
     */
    List<Point> read(Metric metric, Instant from, Instant until, int period, @Nullable String unit, boolean values) {
        Optional<Long> id = id(metric);
        if (id.isEmpty()) {
            return List.of();
        }
        long start = from.toEpochMilli();
        long step = period * 1000L;
        record Key(long bucket, String unit) {}
        Map<Key, Summary> summaries = new LinkedHashMap<>();
        database.read(transaction -> {
            transaction.each(
                    "SELECT happened, unit, samples, total, low, high" + (values ? ", distribution" : "")
                            + " FROM metric_data WHERE metric_id = ? AND happened >= ? AND happened < ?"
                            + " ORDER BY happened, id",
                    row -> {
                        if (unit == null || unit.equals(row.text("unit"))) {
                            var key = new Key((row.number("happened") - start) / step, row.text("unit"));
                            summaries
                                    .computeIfAbsent(key, _ -> new Summary())
                                    .addSaved(
                                            row.real("samples"),
                                            row.real("total"),
                                            row.real("low"),
                                            row.real("high"),
                                            values ? row.bytesOrNull("distribution") : null);
                        }
                    },
                    id.get(),
                    start,
                    until.toEpochMilli());
            return summaries;
        });
        List<Point> points = new ArrayList<>();
        summaries.forEach((key, summary) -> points.add(new Point(start + key.bucket * step, key.unit, summary)));
        return points;
    }

    private Optional<Long> id(Metric metric) {
        return database.read(transaction -> transaction.first(
                "SELECT id FROM metric WHERE account = ? AND region = ? AND namespace = ? AND name = ?"
                        + " AND dimensions = ?",
                row -> row.number("id"),
                metric.scope().account(),
                metric.scope().region(),
                metric.namespace(),
                metric.name(),
                metric.key()));
    }

    /** A metric with the number of its row. */
    record Listed(long id, Metric metric) {}

    /** Metrics with data since a moment, in the order in which they first came. */
    List<Listed> list(
            Scope scope,
            @Nullable String namespace,
            @Nullable String name,
            Duration age,
            Instant now,
            long after,
            int most) {
        List<Object> arguments = new ArrayList<>(List.of(scope.account(), scope.region(), now.minus(age), after));
        String conditions = "account = ? AND region = ? AND last_data >= ? AND id > ?";
        if (namespace != null) {
            conditions += " AND namespace = ?";
            arguments.add(namespace);
        }
        if (name != null) {
            conditions += " AND name = ?";
            arguments.add(name);
        }
        String where = conditions;
        return database.read(transaction -> transaction.query(
                "SELECT * FROM metric WHERE " + where + " ORDER BY id LIMIT " + most,
                row -> new Listed(
                        row.number("id"),
                        new Metric(
                                scope,
                                row.text("namespace"),
                                row.text("name"),
                                Metric.dimensions(row.text("dimensions")))),
                arguments.toArray()));
    }
}
