package io.brume.kernel.job;

import com.github.kagkarlsson.scheduler.TaskResolver;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.brume.kernel.database.Database;
import io.brume.kernel.job.JobState.Status;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Durable asynchronous work. A job is submitted once per kind and id, and what its success writes is written once, however often
 * its server is killed and however many servers share the database. Kinds take turns, so none starves another. Thread-safe.
 *
 * <p>Kinds and housekeeping are told before {@link #start}, which first takes up what an earlier process left.
 */
public final class Jobs implements AutoCloseable {

    /**
     * How fast things go.
     *
     * @param poll how often the queue is looked at for what other servers submitted and what is tried again
     * @param heartbeat how often a server that shares its database says that it lives; four missed ones are a death
     * @param grace how long a handler may take to heed a request to stop, and then its interruption
     * @param closing how long handlers may take to heed their interruption when the server closes
     */
    record Pace(Duration poll, Duration heartbeat, Duration grace, Duration closing) {

        static final Pace NORMAL =
                new Pace(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(10));

        /** Who has a database of its own needs no signs of life. */
        Pace alone() {
            return new Pace(poll, Duration.ofDays(1), grace, closing);
        }
    }

    private final Database database;
    private final Clock clock;
    private final int atOnce;
    private final Pace pace;
    private final String server = UUID.randomUUID().toString();
    private final Map<String, JobKind> kinds = new LinkedHashMap<>();
    private final Map<String, RecurringTask<Void>> housekeeping = new LinkedHashMap<>();
    private final Slots slots;
    private final Runner runner;
    private final Runs runs;
    private volatile @Nullable JobScheduler scheduler;

    /** @param atOnce how many jobs this server runs at once */
    public Jobs(Database database, Clock clock, int atOnce) {
        this(database, clock, atOnce, Pace.NORMAL);
    }

    Jobs(Database database, Clock clock, int atOnce, Pace pace) {
        this.database = database;
        this.clock = clock;
        this.atOnce = atOnce;
        this.pace = database.isShared() ? pace : pace.alone();
        slots = new Slots(atOnce);
        runner = new Runner(database, clock);
        runs = new Runs(database, runner, pace.grace());
    }

    /** Says who does the jobs of a kind; before {@link #start}. */
    public void define(JobKind kind) {
        checkNew(kind.name());
        kinds.put(kind.name(), kind);
    }

    /**
     * Has something done again and again, by one of the servers that share the database; before {@link #start}.
     *
     * @param name never to be changed
     * @param period from the end of one time to the beginning of the next
     * @param work short; it is interrupted when the server closes
     */
    public void every(String name, Duration period, Runnable work) {
        checkNew(name);
        housekeeping.put(
                name, Tasks.recurring(name, FixedDelay.of(period)).execute((_, _) -> runs.interruptibly(work)));
    }

    private void checkNew(String name) {
        if (scheduler != null || kinds.containsKey(name) || housekeeping.containsKey(name)) {
            throw new IllegalStateException("'" + name + "' comes twice, or after the start");
        }
    }

    /** Begins to run jobs, first of all what an earlier process left. */
    public void start() {
        if (!database.isShared()) {
            takeUp();
        }
        List<Task<?>> tasks = new ArrayList<>(housekeeping.values());
        kinds.values().forEach(kind -> tasks.add(task(kind)));
        TaskResolver resolver = JobScheduler.resolver(clock, tasks);
        var queue = new JobQueue(database, clock, server, resolver, kinds, List.copyOf(housekeeping.keySet()), slots);
        int threads = atOnce
                + housekeeping.size()
                + kinds.values().stream()
                        .filter(JobKind::coordinates)
                        .mapToInt(JobKind::atOnce)
                        .sum();
        var started =
                JobScheduler.of(clock, queue, resolver, server, threads, pace, List.copyOf(housekeeping.values()));
        scheduler = started;
        if (database.isShared()) {
            runs.watch(pace.poll());
        }
        started.start();
    }

    /** Nobody else uses this database: whatever is picked was so by a process that is no more. */
    private void takeUp() {
        database.change(transaction -> {
            for (JobKind kind : kinds.values()) {
                for (JobTable.Interrupted job : JobTable.interrupted(transaction, kind.name())) {
                    runner.crashed(transaction, kind, job);
                }
            }
            for (String name : housekeeping.keySet()) {
                JobTable.unpick(transaction, name);
            }
        });
    }

    private Task<Taken> task(JobKind kind) {
        return Tasks.custom(kind.name(), Taken.class)
                .onDeadExecution((dead, _) -> revive(kind, dead.getExecution()))
                .execute((instance, _) -> {
                    try {
                        runs.run(instance.getData());
                    } finally {
                        slots.release(kind);
                        wake();
                    }
                    return (_, _) -> {}; // the end is recorded already, with its effect
                });
    }

    private void revive(JobKind kind, Execution dead) {
        database.change(transaction -> {
            Optional<JobTable.Interrupted> job =
                    JobTable.interrupted(transaction, kind.name(), dead.getId(), dead.version);
            if (job.isPresent()) {
                runner.crashed(transaction, kind, job.get());
                transaction.afterCommit(this::wake);
            }
        });
    }

    private void wake() {
        JobScheduler started = scheduler;
        if (started != null) {
            started.triggerCheckForDueExecutions();
        }
    }

    /**
     * Submits a job when, and only if, the transaction that this is called in is committed. It begins at once if there is room.
     *
     * @param id unique within the kind, such as an ARN
     * @param data whatever its handler needs to know
     * @return whether it is new; a job of that kind and id that was submitted before, ended or not, is left as it is
     * @throws IllegalArgumentException when there is no such kind
     */
    public boolean submit(String kind, String id, String data) {
        defined(kind);
        return database.write(transaction -> {
            boolean inserted = JobTable.insert(transaction, kind, id, data, clock.instant());
            if (inserted) {
                transaction.afterCommit(this::wake);
            }
            return inserted;
        });
    }

    private JobKind defined(String kind) {
        JobKind found = kinds.get(kind);
        if (found == null) {
            throw new IllegalArgumentException("no kind of job: " + kind);
        }
        return found;
    }

    /** How a job stands; empty when there is none. */
    public Optional<JobState> find(String kind, String id) {
        return database.read(transaction -> JobTable.find(transaction, kind, id))
                .map(this::withLatestProgress);
    }

    private JobState withLatestProgress(JobState state) {
        Run.Progress latest =
                state.status().isFinal() ? null : runs.progress(state.kind(), state.id(), state.attempt());
        return latest == null ? state : state.with(latest.fraction(), latest.message());
    }

    /**
     * Stops a job when the transaction that this is called in is committed: a queued one at once; a running one is asked to, and
     * interrupted when it does not heed that.
     *
     * @return whether it was there and had not ended
     */
    public boolean stop(String kind, String id) {
        JobKind defined = defined(kind);
        Instant now = clock.instant();
        return database.write(transaction -> {
            Optional<JobState> state = JobTable.stop(transaction, kind, id, now);
            if (state.isPresent() && state.get().status() == Status.STOPPED) {
                defined.unsuccessful().ended(transaction, state.get());
            }
            transaction.afterCommit(() -> runs.stop(kind, id));
            return state.isPresent();
        });
    }

    /**
     * Forgets a job that has ended, so that its id can be used again: for when the resource that it belongs to is deleted.
     *
     * @return whether there was one that had ended
     */
    public boolean forget(String kind, String id) {
        return database.write(transaction -> JobTable.remove(transaction, kind, id));
    }

    /** Interrupts what runs, which goes back to the queue and is resumed by the next process. */
    @Override
    public void close() {
        runs.interruptAll();
        JobScheduler started = scheduler;
        if (started != null) {
            started.stop();
        }
        runs.close();
    }
}
