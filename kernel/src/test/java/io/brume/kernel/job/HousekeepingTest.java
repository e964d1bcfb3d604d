package io.brume.kernel.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.brume.kernel.database.Database;
import io.brume.testing.PostgreSql;
import io.brume.testing.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HousekeepingTest {

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void housekeepingComesAgainAfterEachPeriodEvenWhenItFailedAndAllSlotsAreTaken(Database database) throws Exception {
        var clock = new SettableClock("2026-01-01T00:00:00Z");
        try (database;
                Jobs jobs = new Jobs(database, clock, 1, JobsTest.QUICK)) {
            var times = new AtomicInteger();
            var full = new CountDownLatch(1);
            jobs.define(JobKind.of("work", _ -> {
                full.countDown();
                Thread.sleep(Duration.ofHours(1));
                return Outcome.done();
            }));
            jobs.every("sweep", Duration.ofHours(1), () -> {
                if (times.incrementAndGet() == 2) {
                    throw new IllegalStateException("on purpose");
                }
            });
            jobs.start();
            assertThat(jobs.submit("work", "one", "")).isTrue();
            Await.open(full);

            for (int time = 1; time <= 4; time++) {
                int expected = time;
                Await.until(() -> times.get() == expected && isScheduled(database));
                clock.advance(Duration.ofMinutes(61));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void housekeepingIsNotDoneAgainBecauseTheServerWasStartedAgain(Database database) throws Exception {
        try (database) {
            var times = new AtomicInteger();
            for (int start = 0; start < 3; start++) {
                try (Jobs jobs = JobsTest.jobs(database, 1)) {
                    jobs.every("sweep", Duration.ofHours(1), times::incrementAndGet);
                    jobs.start();
                    Await.until(() -> times.get() > 0 && isScheduled(database));
                }
            }

            assertThat(times).hasValue(1);
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void housekeepingIsInterruptedWhenTheServerCloses(Database database) throws Exception {
        try (database) {
            var begun = new CountDownLatch(1);
            var ended = new CountDownLatch(1);
            try (Jobs jobs = JobsTest.jobs(database, 1)) {
                jobs.every("sweep", Duration.ofHours(1), () -> {
                    begun.countDown();
                    try {
                        Thread.sleep(Duration.ofHours(1));
                    } catch (InterruptedException e) {
                        ended.countDown();
                    }
                });
                jobs.start();
                Await.open(begun);
            }
            assertThat(ended.getCount()).isZero();
            assertThat(isScheduled(database)).isTrue();
        }
    }

    @Test
    void twoServersDoItOncePerPeriod() throws Exception {
        Assumptions.assumeTrue(PostgreSql.shared().isPresent(), "PostgreSQL is not installed");
        String url = PostgreSql.shared().orElseThrow().newDatabase();
        var clock = new SettableClock("2026-01-01T00:00:00Z");
        var times = new AtomicInteger();
        try (Database database = Database.postgres(url);
                Database other = Database.postgres(url);
                Jobs first = new Jobs(database, clock, 1, JobsTest.QUICK);
                Jobs second = new Jobs(other, clock, 1, JobsTest.QUICK)) {
            first.every("sweep", Duration.ofHours(1), times::incrementAndGet);
            second.every("sweep", Duration.ofHours(1), times::incrementAndGet);
            first.start();
            second.start();

            for (int period = 1; period <= 20; period++) {
                int expected = period;
                Await.until(() -> times.get() == expected && isScheduled(database));
                clock.advance(Duration.ofMinutes(61));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void anIdleServerWritesNothing(Database database) throws Exception {
        try (database;
                Jobs jobs = JobsTest.jobs(database, 4)) {
            Effects.createIn(database);
            jobs.define(JobKind.of("work", Effects::of));
            jobs.every("sweep", Duration.ofHours(1), () -> {});
            jobs.start();
            assertThat(jobs.submit("work", "one", "")).isTrue();
            Await.until(() -> Effects.in(database).size() == 1 && isScheduled(database));
            String before = writes(database);

            Thread.sleep(QUIET);

            assertThat(writes(database)).isEqualTo(before);
        }
    }

    /** Forty polls, two heartbeats. */
    private static final Duration QUIET = JobsTest.QUICK.poll().multipliedBy(40);

    /** What changes with every write: SQLite's log, the versions of PostgreSQL's rows. */
    private static String writes(Database database) throws IOException {
        String seen = database.read(transaction -> transaction.first(
                        database.isShared()
                                ? "SELECT string_agg(xmin::text || ctid::text, ',') AS seen FROM"
                                        + " (SELECT xmin, ctid FROM scheduled_tasks UNION ALL SELECT xmin, ctid FROM job) AS r"
                                : "SELECT file AS seen FROM pragma_database_list",
                        row -> row.text("seen")))
                .orElseThrow();
        return database.isShared()
                ? seen
                : Arrays.hashCode(Files.readAllBytes(Path.of(seen))) + " "
                        + Arrays.hashCode(Files.readAllBytes(Path.of(seen + "-wal")));
    }

    private static boolean isScheduled(Database database) {
        return database.read(
                        transaction -> transaction.number(
                                "SELECT count(*) FROM scheduled_tasks WHERE task_name = 'sweep' AND picked = FALSE"
                                        + " AND last_heartbeat IS NULL AND (last_success IS NOT NULL OR last_failure IS NOT NULL)"))
                == 1;
    }
}
