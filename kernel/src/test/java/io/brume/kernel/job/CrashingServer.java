package io.brume.kernel.job;

import io.brume.kernel.database.Database;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** A server to be killed, in a process of its own: it runs jobs of three kinds until its input ends. */
final class CrashingServer {

    private CrashingServer() {}

    static Database database(String where) {
        return where.startsWith("jdbc:") ? Database.postgres(where) : Database.file(Path.of(where));
    }

    /** {@code quick} jobs end at once, {@code steps} go on from checkpoints, {@code once} fail when their server dies. */
    static void define(Jobs jobs) {
        jobs.define(JobKind.of("quick", job -> {
            Thread.sleep(2);
            return Effects.of(job);
        }));
        jobs.define(JobKind.of("steps", job -> {
            int first = job.checkpoint().map(Integer::parseInt).orElse(0);
            for (int step = first; step < 20; step++) {
                Thread.sleep(10);
                String done = job.id() + " step " + step;
                job.checkpoint(
                        String.valueOf(step + 1),
                        transaction -> transaction.update("INSERT INTO effect (job) VALUES (?)", done));
            }
            return Effects.of(job);
        }));
        jobs.define(JobKind.of("once", job -> {
                    Thread.sleep(200);
                    return Effects.of(job);
                })
                .failsAfterCrash()
                .whenUnsuccessful((transaction, state) ->
                        transaction.update("INSERT INTO effect (job) VALUES (?)", state.id() + " " + state.status())));
    }

    public static void main(String[] arguments) throws Exception {
        try (Database database = database(arguments[0]);
                Jobs jobs = new Jobs(database, Clock.systemUTC(), 8, JobsTest.QUICK)) {
            define(jobs);
            jobs.start();
            System.out.println("started");
            while (System.in.read() >= 0) {
                Thread.sleep(Duration.ofMillis(1));
            }
        }
    }
}
