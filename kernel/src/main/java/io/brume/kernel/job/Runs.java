package io.brume.kernel.job;

import io.brume.kernel.database.Database;
import io.brume.kernel.database.DatabaseException;
import io.brume.kernel.job.JobState.Status;
import io.brume.kernel.job.Run.Cut;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this server runs just now: it interrupts what takes too long, was stopped, or went to another server. */
final class Runs {

    private static final Logger log = LoggerFactory.getLogger(Runs.class);

    private final Database database;
    private final Runner runner;
    private final Duration grace;
    private final Map<String, Run> running = new ConcurrentHashMap<>();
    private final Set<Thread> others = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofVirtual().name("job-timer").factory());
    private volatile boolean closing;

    /** @param grace how long a handler may take to heed a request to stop, and then its interruption */
    Runs(Database database, Runner runner, Duration grace) {
        this.database = database;
        this.runner = runner;
        this.grace = grace;
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Begins to look for stops and take-overs by other servers. */
    void watch(Duration pause) {
        Future<?> unused =
                timer.scheduleWithFixedDelay(this::look, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        for (Run run : running.values()) {
            try {
                Optional<Status> status = database.read(transaction -> JobTable.status(transaction, run.taken));
                if (status.isEmpty() && running.containsValue(run)) {
                    run.cut(Cut.LOST);
                } else if (status.isPresent() && status.get() == Status.STOPPING) {
                    stop(run);
                }
            } catch (DatabaseException e) {
                log.warn("the state of {} cannot be read: {}", run.taken.key(), e.getMessage());
            }
        }
    }

    /** Runs an attempt to its end, on this thread. */
    void run(Taken taken) {
        var run = new Run(taken, database);
        running.put(taken.key(), run);
        Future<?> timeOut = after(taken.kind().timeOut(), () -> interrupt(run, Cut.TIME_OUT));
        try {
            if (closing) {
                run.cut(Cut.CLOSE);
            }
            runner.run(run);
        } finally {
            running.remove(taken.key(), run);
            timeOut.cancel(false);
        }
    }

    /** Does something that is interrupted when the server closes. */
    void interruptibly(Runnable work) {
        Thread thread = Thread.currentThread();
        others.add(thread);
        try {
            if (!closing) {
                work.run();
            }
        } finally {
            others.remove(thread);
            boolean unused = Thread.interrupted();
        }
    }

    /** Asks a job to stop, if it runs here. */
    void stop(String kind, String id) {
        Run run = running.get(Taken.key(kind, id));
        if (run != null) {
            stop(run);
        }
    }

    private void stop(Run run) {
        if (run.requestStop()) {
            Future<?> unused = after(grace, () -> interrupt(run, Cut.STOP));
        }
    }

    /** Interrupts a handler; when it does not heed that, the job's end is recorded without it. */
    private void interrupt(Run run, Cut reason) {
        run.cut(reason);
        Future<?> unused = after(grace, () -> {
            if (running.containsValue(run)) {
                log.warn("the handler of {} does not heed its interruption", run.taken.key());
                Thread.startVirtualThread(() -> {
                    if (reason == Cut.TIME_OUT) {
                        runner.timedOut(run);
                    } else {
                        runner.stopped(run);
                    }
                });
            }
        });
    }

    private Future<?> after(Duration pause, Runnable action) {
        return timer.schedule(action, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    Run.@Nullable Progress progress(String kind, String id, int attempt) {
        Run run = running.get(Taken.key(kind, id));
        return run == null || run.taken.attempt() != attempt ? null : run.progress();
    }

    /** Interrupts everything, so that it goes back to the queue. */
    void interruptAll() {
        closing = true;
        running.values().forEach(run -> run.cut(Cut.CLOSE));
        others.forEach(Thread::interrupt);
    }

    /** Puts back what did not heed its interruption. */
    void close() {
        timer.shutdown();
        for (Run run : List.copyOf(running.values())) {
            log.warn("the handler of {} does not heed its interruption", run.taken.key());
            runner.abandoned(run);
        }
    }
}
