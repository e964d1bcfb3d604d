package io.brume.kernel.job;

import io.brume.kernel.database.Row;
import io.brume.kernel.database.Transaction;
import io.brume.kernel.job.JobState.Status;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of jobs, and the scheduler's queue beside it, always changed together: a job is queued when, and only when, the
 * queue has an entry of it that nobody has picked. A job's row is changed before its entry, so that two servers cannot wait for
 * each other.
 */
final class JobTable {

    private static final String OF_JOB = " WHERE kind = ? AND id = ?";
    private static final String OF_ATTEMPT = OF_JOB + " AND attempt = ? AND status IN ('RUNNING', 'STOPPING')";
    private static final String OF_ENTRY = " WHERE task_name = ? AND task_instance = ?";

    private JobTable() {}

    /** A candidate that turned out not to be queued. */
    static final class Missed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Missed() {
            super("no longer queued", null, false, false);
        }
    }

    /** Whether it is new: it is not when there is one of that kind and id already, ended or not. */
    static boolean insert(Transaction transaction, String kind, String id, String data, Instant now)
            throws SQLException {
        int inserted = transaction.update(
                "INSERT INTO job (kind, id, status, data, attempt, failures, crashes, progress, submitted)"
                        + " VALUES (?, ?, 'QUEUED', ?, 0, 0, 0, 0, ?) ON CONFLICT DO NOTHING",
                kind,
                id,
                data,
                now);
        if (inserted == 1) {
            transaction.update(
                    "INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, version)"
                            + " VALUES (?, ?, ?, FALSE, 1)",
                    kind,
                    id,
                    now);
        }
        return inserted == 1;
    }

    static Optional<JobState> find(Transaction transaction, String kind, String id) throws SQLException {
        return transaction.first("SELECT * FROM job" + OF_JOB, JobTable::state, kind, id);
    }

    /** Whether there was one to remove; one that has not ended stays. */
    static boolean remove(Transaction transaction, String kind, String id) throws SQLException {
        return transaction.update(
                        "DELETE FROM job" + OF_JOB + " AND status IN ('SUCCEEDED', 'FAILED', 'STOPPED')", kind, id)
                == 1;
    }

    /** A job that was begun, with the version of its entry. */
    record Begun(Taken taken, long version) {}

    /**
     * Begins a queued job.
     *
     * @throws Missed when it is not queued, or not due any more
     */
    static Begun begin(Transaction transaction, JobKind kind, String id, String server, Instant now)
            throws SQLException {
        Taken taken = transaction
                .first(
                        "UPDATE job SET status = 'RUNNING', attempt = attempt + 1, started = coalesce(started, ?)"
                                + OF_JOB + " AND status = 'QUEUED' RETURNING data, attempt, failures, checkpoint",
                        row -> new Taken(
                                kind,
                                id,
                                row.text("data"),
                                row.integer("attempt"),
                                row.integer("failures"),
                                Optional.ofNullable(row.textOrNull("checkpoint"))),
                        now,
                        kind.name(),
                        id)
                .orElseThrow(Missed::new);
        long version = transaction
                .first(
                        "UPDATE scheduled_tasks SET picked = TRUE, picked_by = ?, last_heartbeat = ?,"
                                + " version = version + 1" + OF_ENTRY + " AND picked = FALSE AND execution_time <= ?"
                                + " RETURNING version",
                        row -> row.number("version"),
                        server,
                        now,
                        kind.name(),
                        id,
                        now)
                .orElseThrow(Missed::new);
        return new Begun(taken, version);
    }

    /** Ends an attempt's job; empty when it is not that attempt's any more. */
    static Optional<JobState> end(
            Transaction transaction,
            String kind,
            String id,
            int attempt,
            Status status,
            @Nullable String message,
            Instant now)
            throws SQLException {
        Optional<JobState> ended = transaction.first(
                "UPDATE job SET status = ?, message = coalesce(?, message), ended = ?, checkpoint = NULL, progress ="
                        + (status == Status.SUCCEEDED ? " 1" : " progress") + OF_ATTEMPT + " RETURNING *",
                JobTable::state,
                status,
                message,
                now,
                kind,
                id,
                attempt);
        if (ended.isPresent()) {
            transaction.update("DELETE FROM scheduled_tasks" + OF_ENTRY, kind, id);
        }
        return ended;
    }

    /** Why a job goes back to the queue. */
    enum Back {
        CLOSED(""),
        FAILED(", failures = failures + 1"),
        CRASHED(", crashes = crashes + 1");

        private final String counted;

        Back(String counted) {
            this.counted = counted;
        }
    }

    /** Puts an attempt's job back; false when it is not that attempt's any more or has been asked to stop. */
    static boolean putBack(
            Transaction transaction,
            String kind,
            String id,
            int attempt,
            Back why,
            @Nullable String message,
            Instant due)
            throws SQLException {
        int back = transaction.update(
                "UPDATE job SET status = 'QUEUED', message = coalesce(?, message)" + why.counted + OF_JOB
                        + " AND attempt = ? AND status = 'RUNNING'",
                message,
                kind,
                id,
                attempt);
        if (back == 1) {
            transaction.update(
                    "UPDATE scheduled_tasks SET picked = FALSE, picked_by = NULL, last_heartbeat = NULL,"
                            + " execution_time = ?, version = version + 1" + OF_ENTRY,
                    due,
                    kind,
                    id);
        }
        return back == 1;
    }

    /** Stops a queued job, asks a running one to stop; its new state, empty when it had ended or there is none. */
    static Optional<JobState> stop(Transaction transaction, String kind, String id, Instant now) throws SQLException {
        Optional<JobState> state = transaction.first(
                "UPDATE job SET ended = CASE status WHEN 'QUEUED' THEN ? ELSE ended END,"
                        + " status = CASE status WHEN 'QUEUED' THEN 'STOPPED' ELSE 'STOPPING' END" + OF_JOB
                        + " AND status IN ('QUEUED', 'RUNNING', 'STOPPING') RETURNING *",
                JobTable::state,
                now,
                kind,
                id);
        if (state.isPresent() && state.get().status() == Status.STOPPED) {
            transaction.update("DELETE FROM scheduled_tasks" + OF_ENTRY, kind, id);
        }
        return state;
    }

    /** Whether the job is still the attempt's. */
    static boolean checkpoint(Transaction transaction, Taken taken, String checkpoint) throws SQLException {
        return transaction.update(
                        "UPDATE job SET checkpoint = ?, crashes = 0" + OF_ATTEMPT,
                        checkpoint,
                        taken.kind().name(),
                        taken.id(),
                        taken.attempt())
                == 1;
    }

    static void progress(Transaction transaction, Taken taken, double fraction, String message) throws SQLException {
        transaction.update(
                "UPDATE job SET progress = ?, message = ?" + OF_ATTEMPT,
                fraction,
                message,
                taken.kind().name(),
                taken.id(),
                taken.attempt());
    }

    /** The status of an attempt's job; empty when it is not that attempt's any more. */
    static Optional<Status> status(Transaction transaction, Taken taken) throws SQLException {
        return transaction.first(
                "SELECT status FROM job" + OF_ATTEMPT,
                row -> Status.valueOf(row.text("status")),
                taken.kind().name(),
                taken.id(),
                taken.attempt());
    }

    /** A job that some server was running, with how often its server died since its last checkpoint. */
    record Interrupted(String id, int attempt, int crashes) {}

    /**
     * The job of a picked entry.
     *
     * @return empty when the entry is not picked in that version any more
     */
    static Optional<Interrupted> interrupted(Transaction transaction, String kind, String id, long version)
            throws SQLException {
        return transaction.first(
                "SELECT id, attempt, crashes FROM job" + OF_JOB + " AND status IN ('RUNNING', 'STOPPING') AND EXISTS"
                        + " (SELECT 1 FROM scheduled_tasks" + OF_ENTRY + " AND version = ? AND picked = TRUE)",
                JobTable::interrupted,
                kind,
                id,
                kind,
                id,
                version);
    }

    /** All jobs of a kind that some server is running. */
    static List<Interrupted> interrupted(Transaction transaction, String kind) throws SQLException {
        return transaction.query(
                "SELECT id, attempt, crashes FROM job JOIN scheduled_tasks ON task_name = kind AND task_instance = id"
                        + " WHERE task_name = ? AND picked = TRUE",
                JobTable::interrupted,
                kind);
    }

    /** Takes housekeeping from whoever was at it. */
    static void unpick(Transaction transaction, String name) throws SQLException {
        transaction.update(
                "UPDATE scheduled_tasks SET picked = FALSE, picked_by = NULL, last_heartbeat = NULL, version = version + 1"
                        + " WHERE task_name = ? AND picked = TRUE",
                name);
    }

    private static Interrupted interrupted(Row row) throws SQLException {
        return new Interrupted(row.text("id"), row.integer("attempt"), row.integer("crashes"));
    }

    private static JobState state(Row row) throws SQLException {
        return new JobState(
                row.text("kind"),
                row.text("id"),
                row.text("data"),
                Status.valueOf(row.text("status")),
                row.real("progress"),
                row.textOrNull("message"),
                row.integer("attempt"),
                row.instant("submitted"),
                row.instantOrNull("started"),
                row.instantOrNull("ended"));
    }
}
