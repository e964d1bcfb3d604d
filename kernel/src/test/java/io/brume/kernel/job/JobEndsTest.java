package io.brume.kernel.job;

import static io.brume.kernel.job.JobsTest.jobs;
import static io.brume.kernel.job.JobsTest.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.brume.kernel.database.Database;
import io.brume.kernel.job.JobState.Status;
import io.brume.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How jobs end that do not succeed. */
class JobEndsTest {

    /** Notes, in the transaction of the end, how it ended. */
    private static JobKind noting(JobKind kind) {
        return kind.whenUnsuccessful((transaction, state) -> transaction.update(
                "INSERT INTO effect (job) VALUES (?)", state.id() + " " + state.status() + " " + state.message()));
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void aFailureIsTriedAgainWithGrowingPausesAndThenTold(Database database) throws Exception {
        var clock = new SettableClock("2026-01-01T00:00:00Z");
        try (database;
                Jobs jobs = new Jobs(database, clock, 2, JobsTest.QUICK)) {
            Effects.createIn(database);
            List<Instant> begun = new CopyOnWriteArrayList<>();
            jobs.define(noting(JobKind.of("work", job -> {
                        begun.add(clock.instant());
                        throw new IllegalStateException("failure " + job.attempt());
                    })
                    .retries(3, Duration.ofMinutes(1))));
            jobs.start();
            Instant start = clock.instant();
            assertThat(jobs.submit("work", "one", "")).isTrue();

            for (int attempt = 1; attempt <= 3; attempt++) {
                int failures = attempt;
                Await.until(() -> jobs.find("work", "one")
                        .filter(state -> state.status() == Status.QUEUED && state.attempt() == failures)
                        .isPresent());
                assertThat(jobs.find("work", "one").orElseThrow().message()).isEqualTo("failure " + failures);
                clock.advance(Duration.ofMinutes(1L << (failures - 1)));
            }
            Await.until(() -> status(jobs, "work", "one") == Status.FAILED);

            assertThat(begun)
                    .containsExactly(
                            start,
                            start.plus(Duration.ofMinutes(1)),
                            start.plus(Duration.ofMinutes(3)),
                            start.plus(Duration.ofMinutes(7)));
            assertThat(Effects.in(database)).containsExactly("one FAILED failure 4");
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void whatItsHandlerCallsAFailureIsNotTriedAgain(Database database) throws Exception {
        try (database;
                Jobs jobs = jobs(database, 2)) {
            Effects.createIn(database);
            jobs.define(
                    noting(JobKind.of("work", _ -> Outcome.failed("bad input")).retries(3, Duration.ofMillis(1))));
            jobs.start();
            assertThat(jobs.submit("work", "one", "")).isTrue();

            Await.until(() -> status(jobs, "work", "one") == Status.FAILED);

            assertThat(jobs.find("work", "one").orElseThrow().attempt()).isEqualTo(1);
            assertThat(Effects.in(database)).containsExactly("one FAILED bad input");
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void aSuccessWhoseEffectFailsIsAFailureAndLeavesNothingOfIt(Database database) throws Exception {
        try (database;
                Jobs jobs = jobs(database, 2)) {
            Effects.createIn(database);
            jobs.define(noting(JobKind.of(
                    "work",
                    _ -> Outcome.done(transaction -> {
                        transaction.update("INSERT INTO effect (job) VALUES ('half')");
                        throw new IllegalStateException("on purpose");
                    }))));
            jobs.define(noting(JobKind.of(
                    "wrong",
                    _ -> Outcome.done(
                            transaction -> transaction.update("INSERT INTO no_such_table (job) VALUES ('half')")))));
            jobs.start();
            assertThat(jobs.submit("work", "one", "")).isTrue();
            assertThat(jobs.submit("wrong", "two", "")).isTrue();

            Await.until(() -> status(jobs, "work", "one") == Status.FAILED);
            Await.until(() -> status(jobs, "wrong", "two") == Status.FAILED);

            assertThat(Effects.in(database)).hasSize(2).first().isEqualTo("one FAILED on purpose");
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void aJobThatTakesTooLongIsInterruptedAndFails(Database database) throws Exception {
        try (database;
                Jobs jobs = jobs(database, 2)) {
            Effects.createIn(database);
            var interrupted = new CountDownLatch(1);
            jobs.define(noting(JobKind.of("work", _ -> {
                        try {
                            Thread.sleep(Duration.ofHours(1));
                        } catch (InterruptedException e) {
                            interrupted.countDown();
                            throw e;
                        }
                        return Outcome.done();
                    })
                    .timeOut(Duration.ofMillis(100))
                    .retries(3, Duration.ofMillis(1))));
            jobs.start();
            assertThat(jobs.submit("work", "one", "")).isTrue();

            Await.open(interrupted);
            Await.until(() -> status(jobs, "work", "one") == Status.FAILED);

            assertThat(Effects.in(database)).containsExactly("one FAILED timed out after 100 ms");
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void aHandlerThatDoesNotHeedItsInterruptionIsNotWaitedForAndNotHeardAnyMore(Database database) throws Exception {
        var release = new CountDownLatch(1);
        try (database) {
            Effects.createIn(database);
            try (Jobs jobs = jobs(database, 2)) {
                jobs.define(noting(JobKind.of("work", job -> {
                            while (release.getCount() > 0) {
                                Thread.onSpinWait();
                            }
                            return Effects.of(job);
                        })
                        .computing()
                        .timeOut(Duration.ofMillis(100))));
                jobs.start();
                assertThat(jobs.submit("work", "one", "")).isTrue();

                Await.until(() -> status(jobs, "work", "one") == Status.FAILED);
                release.countDown();
            }

            assertThat(Effects.in(database)).containsExactly("one FAILED timed out after 100 ms");
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void aQueuedJobStopsAtOnce(Database database) throws Exception {
        try (database;
                Jobs jobs = jobs(database, 2)) {
            Effects.createIn(database);
            jobs.define(noting(JobKind.of("work", Effects::of)));
            assertThat(jobs.submit("work", "one", "")).isTrue();

            assertThat(jobs.stop("work", "one")).isTrue();

            assertThat(status(jobs, "work", "one")).isEqualTo(Status.STOPPED);
            assertThat(jobs.stop("work", "one")).isFalse();
            assertThat(jobs.stop("work", "none")).isFalse();
            jobs.start();
            assertThat(jobs.submit("work", "two", "")).isTrue();
            Await.until(() -> status(jobs, "work", "two") == Status.SUCCEEDED);
            assertThat(Effects.in(database)).containsExactly("one STOPPED null", "two");
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void aRunningJobSeesThatItShouldStopAndKeepsWhatItHas(Database database) throws Exception {
        var begun = new CountDownLatch(1);
        try (database;
                Jobs jobs = jobs(database, 2)) {
            Effects.createIn(database);
            jobs.define(noting(JobKind.of("work", job -> {
                begun.countDown();
                Await.until(job::stopRequested);
                return Outcome.stopped(
                        transaction -> transaction.update("INSERT INTO effect (job) VALUES ('half of one')"));
            })));
            jobs.start();
            assertThat(jobs.submit("work", "one", "")).isTrue();
            Await.open(begun);

            assertThat(jobs.stop("work", "one")).isTrue();
            Await.until(() -> status(jobs, "work", "one") == Status.STOPPED);

            assertThat(Effects.in(database)).containsExactly("half of one", "one STOPPED null");
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void aRunningJobThatDoesNotLookIsInterruptedAfterAWhile(Database database) throws Exception {
        var begun = new CountDownLatch(1);
        try (database;
                Jobs jobs = jobs(database, 2)) {
            Effects.createIn(database);
            jobs.define(noting(JobKind.of("work", _ -> {
                begun.countDown();
                Thread.sleep(Duration.ofHours(1));
                return Outcome.done();
            })));
            jobs.start();
            assertThat(jobs.submit("work", "one", "")).isTrue();
            Await.open(begun);

            long asked = System.nanoTime();
            assertThat(jobs.stop("work", "one")).isTrue();
            assertThat(status(jobs, "work", "one")).isEqualTo(Status.STOPPING);
            Await.until(() -> status(jobs, "work", "one") == Status.STOPPED);

            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - asked))
                    .isGreaterThanOrEqualTo(JobsTest.QUICK.grace().toMillis());
            assertThat(Effects.in(database)).containsExactly("one STOPPED null");
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void aJobThatIsDoneBeforeItStopsHasSucceeded(Database database) throws Exception {
        var begun = new CountDownLatch(1);
        try (database;
                Jobs jobs = jobs(database, 2)) {
            Effects.createIn(database);
            jobs.define(noting(JobKind.of("work", job -> {
                begun.countDown();
                Await.until(job::stopRequested);
                return Effects.of(job);
            })));
            jobs.start();
            assertThat(jobs.submit("work", "one", "")).isTrue();
            Await.open(begun);

            assertThat(jobs.stop("work", "one")).isTrue();
            Await.until(() -> status(jobs, "work", "one") == Status.SUCCEEDED);

            assertThat(Effects.in(database)).containsExactly("one");
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void anEndIsRecordedEvenWhenWhatFollowsItFails(Database database) throws Exception {
        var calls = new AtomicInteger();
        try (database;
                Jobs jobs = jobs(database, 2)) {
            jobs.define(JobKind.of("work", _ -> Outcome.failed("on purpose")).whenUnsuccessful((transaction, _) -> {
                calls.incrementAndGet();
                transaction.update("INSERT INTO no_such_table (job) VALUES ('x')");
            }));
            jobs.start();
            assertThat(jobs.submit("work", "one", "")).isTrue();

            Await.until(() -> status(jobs, "work", "one") == Status.FAILED);

            assertThat(calls).hasPositiveValue();
        }
    }
}
