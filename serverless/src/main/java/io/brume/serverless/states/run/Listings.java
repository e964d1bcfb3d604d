package io.brume.serverless.states.run;

import io.brume.kernel.database.Database;
import io.brume.kernel.database.Row;
import io.brume.kernel.database.Transaction;
import io.brume.kernel.shape.Shapes;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sfn.model.DescribeMapRunResponse;
import software.amazon.awssdk.services.sfn.model.MapRunExecutionCounts;
import software.amazon.awssdk.services.sfn.model.MapRunItemCounts;
import software.amazon.awssdk.services.sfn.model.MapRunListItem;

/** Executions and map runs as lists. */
public final class Listings {

    private final Database database;

    public Listings(Database database) {
        this.database = database;
    }

    /** @param next the place where the next page begins; null when there is none */
    public record Page(List<Execution> executions, @Nullable List<String> next) {}

    /**
     * Executions, the last that was started first.
     *
     * @param machine the ARN of a state machine, a version or an alias; null for a map run's
     * @param place that an earlier page ended at
     */
    public Page executions(
            @Nullable String machine,
            @Nullable String mapRun,
            @Nullable String status,
            @Nullable String redrive,
            @Nullable List<String> place,
            int most) {
        List<@Nullable Object> arguments = new ArrayList<>();
        var where = new StringBuilder();
        if (machine != null) {
            where.append("(machine = ? OR version = ? OR alias = ?) AND map_run IS NULL");
            arguments.addAll(List.of(machine, machine, machine));
        } else {
            where.append("map_run = ?");
            arguments.add(mapRun);
        }
        if (status != null) {
            where.append(" AND status = ?");
            arguments.add(status);
        }
        if (redrive != null) {
            where.append(redrive.equals("REDRIVEN") ? " AND redrives > 0" : " AND redrives = 0");
        }
        if (place != null) {
            where.append(" AND (started, arn) < (?, ?)");
            arguments.add(Long.valueOf(place.getFirst()));
            arguments.add(place.getLast());
        }
        arguments.add(most + 1);
        List<Execution> found = database.read(transaction -> transaction.query(
                "SELECT * FROM states_execution WHERE " + where + " ORDER BY started DESC, arn DESC LIMIT ?",
                Execution::of,
                arguments.toArray()));
        if (found.size() <= most) {
            return new Page(found, null);
        }
        Execution last = found.get(most - 1);
        return new Page(
                found.subList(0, most), List.of(String.valueOf(last.started().toEpochMilli()), last.arn()));
    }

    public List<MapRunListItem> mapRuns(String execution, String machine) {
        return database.read(transaction -> transaction.query(
                "SELECT * FROM states_map_run WHERE execution = ? ORDER BY started DESC",
                row -> MapRunListItem.builder()
                        .executionArn(execution)
                        .mapRunArn(row.text("arn"))
                        .stateMachineArn(machine)
                        .startDate(row.instant("started"))
                        .stopDate(row.instantOrNull("stopped"))
                        .build(),
                execution));
    }

    public Optional<DescribeMapRunResponse> mapRun(String arn) {
        return database.read(transaction -> {
            Map<String, Integer> counts = counts(transaction, arn);
            return transaction.first("SELECT * FROM states_map_run WHERE arn = ?", row -> described(row, counts), arn);
        });
    }

    private static Map<String, Integer> counts(Transaction transaction, String arn) throws SQLException {
        Map<String, Integer> counts = new HashMap<>();
        transaction.each(
                "SELECT status, count(*) AS n FROM states_execution WHERE map_run = ? GROUP BY status",
                row -> counts.put(row.text("status"), row.integer("n")),
                arn);
        return counts;
    }

    private static DescribeMapRunResponse described(Row row, Map<String, Integer> counts) throws SQLException {
        int total = row.integer("items");
        int begun = counts.values().stream().mapToInt(Integer::intValue).sum();
        int succeeded = counts.getOrDefault("SUCCEEDED", 0);
        int failed = counts.getOrDefault("FAILED", 0);
        int aborted = counts.getOrDefault("ABORTED", 0);
        int late = counts.getOrDefault("TIMED_OUT", 0);
        int running = counts.getOrDefault("RUNNING", 0);
        int written = row.text("status").equals("SUCCEEDED") ? succeeded : 0;
        var items = MapRunItemCounts.builder()
                .total((long) total)
                .pending((long) total - begun)
                .running((long) running)
                .succeeded((long) succeeded)
                .failed((long) failed)
                .aborted((long) aborted)
                .timedOut((long) late)
                .resultsWritten((long) written)
                .build();
        return DescribeMapRunResponse.builder()
                .mapRunArn(row.text("arn"))
                .executionArn(row.text("execution"))
                .status(row.text("status"))
                .startDate(row.instant("started"))
                .stopDate(row.instantOrNull("stopped"))
                .maxConcurrency(row.integer("concurrency"))
                .toleratedFailureCount((long) Math.max(0, row.integer("tolerated_count")))
                .toleratedFailurePercentage((float) Math.max(0, row.real("tolerated_percentage")))
                .itemCounts(items)
                .executionCounts(
                        Shapes.copy(items, MapRunExecutionCounts.builder()).build())
                .redriveCount(0)
                .build();
    }

    /** Whether there is such a run; what is null stays. */
    public boolean updateMapRun(
            String arn, @Nullable Integer concurrency, @Nullable Long count, @Nullable Float percentage) {
        return database.write(transaction -> transaction.update(
                        "UPDATE states_map_run SET concurrency = coalesce(?, concurrency),"
                                + " tolerated_count = coalesce(?, tolerated_count),"
                                + " tolerated_percentage = coalesce(?, tolerated_percentage) WHERE arn = ?",
                        concurrency,
                        count == null ? null : (Integer) count.intValue(),
                        percentage == null ? null : (Double) percentage.doubleValue(),
                        arn))
                == 1;
    }
}
