package io.brume.kernel.job;

import io.brume.kernel.database.Database;
import io.brume.kernel.database.Transaction;
import io.brume.kernel.job.JobState.Status;
import io.brume.kernel.job.JobTable.Back;
import io.brume.kernel.job.Run.Cut;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one attempt of a job and records how it ended. Every record is conditional on the job still being the attempt's, so of two
 * servers that both believe to run a job only one is heard.
 */
final class Runner {

    private static final Logger log = LoggerFactory.getLogger(Runner.class);

    private static final int CRASHES = 10;

    private final Database database;
    private final Clock clock;

    Runner(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    void run(Run run) {
        Outcome outcome;
        try {
            outcome = handle(run);
        } catch (Throwable e) {
            endWithout(run, e);
            return;
        }
        if (run.cut() == Cut.TIME_OUT) {
            timedOut(run);
            return;
        }
        try {
            record(run, outcome);
        } catch (RuntimeException e) {
            failed(run, e);
        }
    }

    private static Outcome handle(Run run) throws Throwable {
        if (!run.taken.kind().computes()) {
            return run.handle();
        }
        var result = new CompletableFuture<Outcome>();
        Thread.ofPlatform().name("job " + run.taken.key()).daemon().start(() -> {
            try {
                result.complete(run.handle());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private void record(Run run, Outcome outcome) {
        Taken taken = run.taken;
        Persistently.write(() -> end(run, outcome.status, outcome.message, outcome.effect));
        log.debug("{} attempt {}: {}", taken.key(), taken.attempt(), outcome.status);
    }

    /** The handler threw something. */
    private void endWithout(Run run, Throwable thrown) {
        switch (run.cut()) {
            case TIME_OUT -> timedOut(run);
            case STOP -> stopped(run);
            case CLOSE -> putBack(run, Back.CLOSED, null, clock.instant());
            case LOST -> log.info("{} attempt {} was taken over", run.taken.key(), run.taken.attempt());
            case null -> {
                if (run.stopRequested()) {
                    stopped(run);
                } else {
                    failed(run, thrown);
                }
            }
        }
    }

    /** Also for a handler that does not heed its interruption. */
    void timedOut(Run run) {
        endUnsuccessfully(
                run, Status.FAILED, "timed out after " + spoken(run.taken.kind().timeOut()));
    }

    /** Also for a handler that does not heed its interruption. */
    void stopped(Run run) {
        endUnsuccessfully(run, Status.STOPPED, null);
    }

    /** For a handler that does not heed its interruption when the server closes. */
    void abandoned(Run run) {
        putBack(run, Back.CLOSED, null, clock.instant());
    }

    private void failed(Run run, Throwable failure) {
        JobKind kind = run.taken.kind();
        int failures = run.taken.failures() + 1;
        if (failures <= kind.retries()) {
            Duration pause = kind.pauseAfter(failures);
            log.info("{} failed and is tried again in {}", run.taken.key(), spoken(pause), failure);
            putBack(run, Back.FAILED, JobText.reason(failure), clock.instant().plus(pause));
        } else {
            log.warn("{} failed", run.taken.key(), failure);
            endUnsuccessfully(run, Status.FAILED, JobText.reason(failure));
        }
    }

    private void putBack(Run run, Back why, @Nullable String message, Instant due) {
        Taken taken = run.taken;
        try {
            Persistently.write(() -> database.change(transaction -> {
                writeProgress(transaction, run);
                boolean back = JobTable.putBack(
                        transaction, taken.kind().name(), taken.id(), taken.attempt(), why, message, due);
                if (!back) {
                    end(transaction, taken.kind(), taken.id(), taken.attempt(), Status.STOPPED, null);
                }
            }));
        } catch (RuntimeException e) {
            log.error("{} cannot be put back now; it will be found interrupted", taken.key(), e);
        }
    }

    private void endUnsuccessfully(Run run, Status status, @Nullable String message) {
        Taken taken = run.taken;
        try {
            Persistently.write(() -> end(run, status, message, _ -> {}));
        } catch (RuntimeException e) {
            log.error("what follows the end of {} failed", taken.key(), e);
            try {
                database.change(transaction -> JobTable.end(
                        transaction,
                        taken.kind().name(),
                        taken.id(),
                        taken.attempt(),
                        status,
                        message,
                        clock.instant()));
            } catch (RuntimeException again) {
                log.error("the end of {} cannot be recorded; it will be found interrupted", taken.key(), again);
            }
        }
    }

    private void end(Run run, Status status, @Nullable String message, Database.Action effect) {
        Taken taken = run.taken;
        database.change(transaction -> {
            writeProgress(transaction, run);
            if (end(transaction, taken.kind(), taken.id(), taken.attempt(), status, message)) {
                effect.in(transaction);
            }
        });
    }

    private static void writeProgress(Transaction transaction, Run run) throws SQLException {
        Run.Progress pending = run.pendingProgress();
        if (pending != null) {
            JobTable.progress(transaction, run.taken, pending.fraction(), pending.message());
        }
    }

    /** Whether the job was still the attempt's. */
    private boolean end(
            Transaction transaction, JobKind kind, String id, int attempt, Status status, @Nullable String message)
            throws SQLException {
        Optional<JobState> ended =
                JobTable.end(transaction, kind.name(), id, attempt, status, message, clock.instant());
        if (ended.isPresent() && status != Status.SUCCEEDED) {
            kind.unsuccessful().ended(transaction, ended.get());
        }
        return ended.isPresent();
    }

    /** Settles what becomes of a job whose server died. */
    void crashed(Transaction transaction, JobKind kind, JobTable.Interrupted job) throws SQLException {
        String id = job.id();
        if (kind.afterCrash() == JobKind.AfterCrash.RESUME && job.crashes() + 1 < CRASHES) {
            log.info("{} {} is resumed: its server died", kind.name(), id);
            if (JobTable.putBack(transaction, kind.name(), id, job.attempt(), Back.CRASHED, null, clock.instant())) {
                return;
            }
        }
        boolean stopping = JobTable.find(transaction, kind.name(), id)
                .filter(state -> state.status() == Status.STOPPING)
                .isPresent();
        end(
                transaction,
                kind,
                id,
                job.attempt(),
                stopping ? Status.STOPPED : Status.FAILED,
                stopping ? null : "the server died while the job ran");
    }

    private static String spoken(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
