package io.brume.kernel.job;

import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.TaskResolver;
import com.github.kagkarlsson.scheduler.jdbc.JdbcTaskRepository;
import com.github.kagkarlsson.scheduler.serializer.Serializer;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import io.brume.kernel.database.Database;
import io.brume.kernel.database.Row;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The scheduler's table, asked for what this server has {@link Slots} for rather than for whatever is due first. Picking an entry
 * begins the job in the same transaction. Housekeeping and jobs that coordinate others need no slot. An idle poll reads and writes nothing.
 */
final class JobQueue extends JdbcTaskRepository {

    private static final String DUE =
            "SELECT * FROM (SELECT task_name, task_instance, execution_time, version FROM scheduled_tasks"
                    + " WHERE task_name = ? AND picked = FALSE AND execution_time <= ?"
                    + " ORDER BY execution_time, task_instance LIMIT ?) AS due";

    private final Database database;
    private final String server;
    private final Map<String, JobKind> kinds;
    private final List<String> housekeeping;
    private final Slots slots;

    JobQueue(
            Database database,
            Clock clock,
            String server,
            TaskResolver tasks,
            Map<String, JobKind> kinds,
            List<String> housekeeping,
            Slots slots) {
        super(
                database.dataSource(),
                true,
                new EpochMillis(),
                DEFAULT_TABLE_NAME,
                tasks,
                new SchedulerName.Fixed(server),
                new NoData(),
                false,
                clock::instant);
        this.database = database;
        this.server = server;
        this.kinds = kinds;
        this.housekeeping = housekeeping;
        this.slots = slots;
    }

    @Override
    public List<Execution> getDue(Instant now, int limit) {
        Map<String, Integer> wanted = new LinkedHashMap<>();
        housekeeping.forEach(name -> wanted.put(name, 1));
        kinds.values().forEach(kind -> wanted.put(kind.name(), slots.room(kind)));
        wanted.values().removeIf(count -> count == 0);
        if (wanted.isEmpty()) {
            return List.of();
        }
        List<Object> arguments = new ArrayList<>();
        wanted.forEach((name, most) -> arguments.addAll(List.of(name, now, most)));
        String query = wanted.keySet().stream().map(_ -> DUE).collect(Collectors.joining(" UNION ALL "));
        List<Execution> due =
                database.read(transaction -> transaction.query(query, JobQueue::execution, arguments.toArray()));
        List<Execution> chosen = due.stream()
                .filter(execution -> !needsSlot(execution))
                .collect(Collectors.toCollection(ArrayList::new));
        chosen.addAll(slots.next(due.stream()
                .filter(this::needsSlot)
                .sorted(Comparator.comparing(Execution::getExecutionTime).thenComparing(Execution::getId))
                .collect(Collectors.groupingBy(Execution::getTaskName))));
        return chosen;
    }

    private boolean needsSlot(Execution execution) {
        JobKind kind = kinds.get(execution.getTaskName());
        return kind != null && !kind.coordinates();
    }

    private static Execution execution(Row row) throws SQLException {
        return new Execution(
                row.instant("execution_time"),
                new TaskInstance<>(row.text("task_name"), row.text("task_instance")),
                false,
                null,
                null,
                null,
                0,
                null,
                row.number("version"));
    }

    @Override
    public Optional<Execution> pick(Execution candidate, Instant now) {
        JobKind kind = kinds.get(candidate.getTaskName());
        if (kind == null) {
            return super.pick(candidate, now);
        }
        if (!slots.take(kind)) {
            return Optional.empty();
        }
        Optional<Execution> picked = Optional.empty();
        try {
            picked = Optional.of(begin(kind, candidate, now));
        } catch (JobTable.Missed e) {
            // Another server was faster, or the job was stopped.
        } finally {
            if (picked.isEmpty()) {
                slots.release(kind);
            }
        }
        return picked;
    }

    private Execution begin(JobKind kind, Execution candidate, Instant now) {
        JobTable.Begun begun =
                database.write(transaction -> JobTable.begin(transaction, kind, candidate.getId(), server, now));
        return new Execution(
                candidate.getExecutionTime(),
                new TaskInstance<>(candidate.getTaskName(), candidate.getId(), begun.taken()),
                true,
                server,
                null,
                null,
                0,
                now,
                begun.version());
    }

    /** Jobs keep their data in their own table, and housekeeping has none: nothing is ever deserialized. */
    private static final class NoData implements Serializer {
        @Override
        public byte @Nullable [] serialize(@Nullable Object data) {
            return null;
        }

        @Override
        public <T> @Nullable T deserialize(Class<T> type, byte @Nullable [] serialized) {
            return null;
        }
    }
}
