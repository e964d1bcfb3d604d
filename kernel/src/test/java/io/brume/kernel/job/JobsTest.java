package io.brume.kernel.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brume.kernel.database.Database;
import io.brume.kernel.job.JobState.Status;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JobsTest {

    static final Jobs.Pace QUICK =
            new Jobs.Pace(Duration.ofMillis(50), Duration.ofSeconds(1), Duration.ofMillis(200), Duration.ofSeconds(5));

    static Jobs jobs(Database database, int atOnce) {
        return new Jobs(database, Clock.systemUTC(), atOnce, QUICK);
    }

    static Status status(Jobs jobs, String kind, String id) {
        return jobs.find(kind, id).orElseThrow().status();
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void aJobRunsAndItsEffectIsWrittenWithItsSuccess(Database database) throws Exception {
        try (database;
                Jobs jobs = jobs(database, 2)) {
            Effects.createIn(database);
            jobs.define(JobKind.of("work", job -> {
                assertThat(job.data()).isEqualTo("data of one");
                assertThat(job.attempt()).isEqualTo(1);
                assertThat(job.checkpoint()).isEmpty();
                return Effects.of(job);
            }));
            jobs.start();

            assertThat(jobs.submit("work", "one", "data of one")).isTrue();
            Await.until(() -> status(jobs, "work", "one") == Status.SUCCEEDED);

            assertThat(Effects.in(database)).containsExactly("one");
            JobState state = jobs.find("work", "one").orElseThrow();
            assertThat(state.progress()).isEqualTo(1);
            assertThat(state.attempt()).isEqualTo(1);
            assertThat(state.started()).isNotNull().isAfterOrEqualTo(state.submitted());
            assertThat(state.ended()).isNotNull().isAfterOrEqualTo(state.started());
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void aJobOfATransactionThatFailsNeverWas(Database database) throws Exception {
        try (database;
                Jobs jobs = jobs(database, 1)) {
            Effects.createIn(database);
            jobs.define(JobKind.of("work", Effects::of));
            jobs.start();

            assertThatThrownBy(() -> database.change(_ -> {
                        assertThat(jobs.submit("work", "never", "")).isTrue();
                        throw new IllegalArgumentException("on purpose");
                    }))
                    .hasMessage("on purpose");
            database.change(_ -> assertThat(jobs.submit("work", "one", "")).isTrue());
            Await.until(() -> status(jobs, "work", "one") == Status.SUCCEEDED);

            assertThat(jobs.find("work", "never")).isEmpty();
            assertThat(Effects.in(database)).containsExactly("one");
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void aJobThatIsSubmittedAgainRunsOnce(Database database) throws Exception {
        try (database;
                Jobs jobs = jobs(database, 2)) {
            Effects.createIn(database);
            jobs.define(JobKind.of("work", Effects::of));
            assertThat(jobs.submit("work", "one", "")).isTrue();
            assertThat(jobs.submit("work", "one", "")).isFalse();
            jobs.start();
            Await.until(() -> status(jobs, "work", "one") == Status.SUCCEEDED);

            assertThat(jobs.submit("work", "one", "")).isFalse();
            assertThat(jobs.submit("work", "two", "")).isTrue();
            Await.until(() -> status(jobs, "work", "two") == Status.SUCCEEDED);

            assertThat(Effects.in(database)).containsExactly("one", "two");
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void aForgottenJobsIdCanBeUsedAgain(Database database) throws Exception {
        try (database;
                Jobs jobs = jobs(database, 2)) {
            Effects.createIn(database);
            jobs.define(JobKind.of("work", Effects::of));
            boolean unused = jobs.submit("work", "one", "");
            assertThat(jobs.forget("work", "one")).isFalse();
            jobs.start();
            Await.until(() -> status(jobs, "work", "one") == Status.SUCCEEDED);

            assertThat(jobs.forget("work", "one")).isTrue();
            assertThat(jobs.find("work", "one")).isEmpty();
            assertThat(jobs.submit("work", "one", "")).isTrue();
            Await.until(() -> status(jobs, "work", "one") == Status.SUCCEEDED);

            assertThat(Effects.in(database)).containsExactly("one", "one");
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void progressIsSeenAtOnceAndCheckpointsAreThereForTheNextAttempt(Database database) throws Exception {
        try (database;
                Jobs jobs = jobs(database, 2)) {
            var said = new CountDownLatch(1);
            var seen = new CountDownLatch(1);
            Effects.createIn(database);
            jobs.define(JobKind.of("work", job -> {
                        if (job.attempt() == 1) {
                            job.progress(0.25, "a quarter");
                            job.progress(0.5, "half\0 of it");
                            job.checkpoint(
                                    "half",
                                    transaction ->
                                            transaction.update("INSERT INTO effect (job) VALUES ('first half')"));
                            said.countDown();
                            Await.open(seen);
                            throw new IllegalStateException("on purpose");
                        }
                        assertThat(job.checkpoint()).contains("half");
                        return Effects.of(job);
                    })
                    .retries(1, Duration.ofMillis(1)));
            jobs.start();
            boolean unused = jobs.submit("work", "one", "");
            Await.open(said);

            JobState running = jobs.find("work", "one").orElseThrow();
            assertThat(running.status()).isEqualTo(Status.RUNNING);
            assertThat(running.progress()).isEqualTo(0.5);
            assertThat(running.message()).isEqualTo("half of it");
            seen.countDown();
            Await.until(() -> status(jobs, "work", "one") == Status.SUCCEEDED);

            assertThat(jobs.find("work", "one").orElseThrow().attempt()).isEqualTo(2);
            assertThat(Effects.in(database)).containsExactly("first half", "one");
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void aJobBeginsAtOnceAndNotWithTheNextPoll(Database database) throws Exception {
        var slow = new Jobs.Pace(Duration.ofMinutes(10), Duration.ofMinutes(1), QUICK.grace(), QUICK.closing());
        try (database;
                Jobs jobs = new Jobs(database, Clock.systemUTC(), 2, slow)) {
            Effects.createIn(database);
            jobs.define(JobKind.of("work", Effects::of));
            jobs.start();
            List<String> ids = IntStream.range(0, 50).mapToObj(i -> "job" + i).toList();
            for (String id : ids) {
                assertThat(jobs.submit("work", id, "")).isTrue();
            }

            Await.until(() -> Effects.in(database).size() == ids.size());

            assertThat(Effects.in(database)).containsExactlyInAnyOrderElementsOf(ids);
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void noMoreJobsRunAtOnceThanConfigured(Database database) throws Exception {
        try (database;
                Jobs jobs = jobs(database, 5)) {
            var all = new AtomicInteger();
            var rare = new AtomicInteger();
            var mostOfAll = new AtomicInteger();
            var mostOfRare = new AtomicInteger();
            Effects.createIn(database);
            jobs.define(JobKind.of("often", job -> {
                mostOfAll.accumulateAndGet(all.incrementAndGet(), Math::max);
                Thread.sleep(5);
                all.decrementAndGet();
                return Effects.of(job);
            }));
            jobs.define(JobKind.of("rare", job -> {
                        mostOfAll.accumulateAndGet(all.incrementAndGet(), Math::max);
                        mostOfRare.accumulateAndGet(rare.incrementAndGet(), Math::max);
                        Thread.sleep(5);
                        rare.decrementAndGet();
                        all.decrementAndGet();
                        return Effects.of(job);
                    })
                    .atOnce(2)
                    .computing());
            database.change(_ -> {
                for (int i = 0; i < 100; i++) {
                    assertThat(jobs.submit("often", "often" + i, "")).isTrue();
                    assertThat(jobs.submit("rare", "rare" + i, "")).isTrue();
                }
            });
            jobs.start();

            Await.until(() -> Effects.in(database).size() == 200);

            assertThat(mostOfAll.get()).isBetween(2, 5);
            assertThat(mostOfRare.get()).isBetween(1, 2);
            assertThat(Effects.in(database)).doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void aThousandQueuedJobsOfOneKindDoNotStarveAnother(Database database) throws Exception {
        try (database;
                Jobs jobs = jobs(database, 1)) {
            var before = new AtomicInteger();
            Effects.createIn(database);
            jobs.define(JobKind.of("many", job -> {
                before.incrementAndGet();
                return Outcome.done();
            }));
            jobs.define(JobKind.of("other", Effects::of));
            database.change(_ -> {
                for (int i = 0; i < 1_000; i++) {
                    assertThat(jobs.submit("many", "many" + i, "")).isTrue();
                }
                assertThat(jobs.submit("other", "one", "")).isTrue();
                assertThat(jobs.submit("other", "two", "")).isTrue();
            });
            jobs.start();

            Await.until(() -> status(jobs, "other", "two") == Status.SUCCEEDED);

            assertThat(before.get()).isLessThan(50);
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void jobsThatRunWhenTheServerClosesAreResumedByTheNextAndHaveNotFailed(Database database) throws Exception {
        try (database) {
            Effects.createIn(database);
            var begun = new CountDownLatch(2);
            try (Jobs first = jobs(database, 2)) {
                JobHandler forever = job -> {
                    job.checkpoint("begun");
                    begun.countDown();
                    Thread.sleep(Duration.ofHours(1));
                    return Outcome.done();
                };
                first.define(JobKind.of("work", forever).failsAfterCrash());
                first.define(JobKind.of("computing", forever).computing());
                first.start();
                assertThat(first.submit("work", "one", "")).isTrue();
                assertThat(first.submit("computing", "two", "")).isTrue();
                Await.open(begun);
            }
            try (Jobs second = jobs(database, 2)) {
                second.define(JobKind.of("work", job -> {
                    assertThat(job.checkpoint()).contains("begun");
                    return Effects.of(job);
                }));
                second.define(JobKind.of("computing", Effects::of));
                assertThat(status(second, "work", "one")).isEqualTo(Status.QUEUED);
                second.start();

                Await.until(() -> Effects.in(database).size() == 2);
                Await.until(() -> status(second, "work", "one") == Status.SUCCEEDED);
                assertThat(second.find("work", "one").orElseThrow().attempt()).isEqualTo(2);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.brume.kernel.database.Databases#each")
    void whatIsUnknownOrLateIsRefused(Database database) {
        try (database;
                Jobs jobs = jobs(database, 2)) {
            jobs.define(JobKind.of("work", _ -> Outcome.done()));
            assertThatThrownBy(() -> jobs.submit("other", "one", "")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> jobs.define(JobKind.of("work", _ -> Outcome.done())))
                    .isInstanceOf(IllegalStateException.class);
            jobs.start();
            assertThatThrownBy(() -> jobs.define(JobKind.of("late", _ -> Outcome.done())))
                    .isInstanceOf(IllegalStateException.class);
        }
    }
}
