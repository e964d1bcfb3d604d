package io.brume.kernel.job;

import com.github.kagkarlsson.scheduler.PollingStrategyConfig;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.TaskResolver;
import com.github.kagkarlsson.scheduler.Waiter;
import com.github.kagkarlsson.scheduler.event.SchedulerListeners;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.OnStartup;
import com.github.kagkarlsson.scheduler.task.Task;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** db-scheduler on our own queue and on virtual threads. */
final class JobScheduler extends Scheduler {

    /** The least that db-scheduler takes. */
    private static final int MISSED_HEARTBEATS = 4;

    /** Jobs of a kind that is gone are kept: it may come back with the next version. */
    private static final Duration KEPT_UNKNOWN = Duration.ofDays(36_500);

    private JobScheduler(
            Clock clock,
            JobQueue queue,
            TaskResolver tasks,
            String server,
            int threads,
            Jobs.Pace pace,
            List<OnStartup> housekeeping) {
        super(
                clock::instant,
                queue,
                queue,
                tasks,
                threads,
                threads("job-"),
                new SchedulerName.Fixed(server),
                new Waiter(pace.poll()),
                pace.heartbeat(),
                MISSED_HEARTBEATS,
                List.of(),
                List.of(),
                new PollingStrategyConfig(PollingStrategyConfig.Type.FETCH, 0.5, 1),
                KEPT_UNKNOWN,
                pace.closing(),
                LogLevel.WARN,
                true,
                housekeeping,
                Executors.newSingleThreadExecutor(
                        Thread.ofVirtual().name("job-queue").factory()),
                Executors.newScheduledThreadPool(
                        2, Thread.ofVirtual().name("job-heartbeat-", 0).factory()));
    }

    static JobScheduler of(
            Clock clock,
            JobQueue queue,
            TaskResolver tasks,
            String server,
            int threads,
            Jobs.Pace pace,
            List<? extends Task<?>> housekeeping) {
        return new JobScheduler(
                clock,
                queue,
                tasks,
                server,
                threads,
                pace,
                housekeeping.stream().map(OnStartup.class::cast).toList());
    }

    private static ExecutorService threads(String name) {
        return Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name(name, 0).factory());
    }

    static TaskResolver resolver(Clock clock, List<Task<?>> tasks) {
        return new TaskResolver(new SchedulerListeners(), clock::instant, tasks);
    }
}
