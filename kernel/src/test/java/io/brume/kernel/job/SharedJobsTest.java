package io.brume.kernel.job;

import static io.brume.kernel.job.JobsTest.jobs;
import static io.brume.kernel.job.JobsTest.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.brume.kernel.database.Database;
import io.brume.kernel.job.JobState.Status;
import io.brume.testing.PostgreSql;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two servers on one PostgreSQL. */
class SharedJobsTest {

    private Database one;
    private Database other;

    @BeforeEach
    void connect() {
        Assumptions.assumeTrue(PostgreSql.shared().isPresent(), "PostgreSQL is not installed");
        String url = PostgreSql.shared().orElseThrow().newDatabase();
        one = Database.postgres(url);
        other = Database.postgres(url);
        Effects.createIn(one);
    }

    @AfterEach
    void disconnect() {
        one.close();
        other.close();
    }

    @Test
    void eachJobRunsOnceAndBothServersWork() throws Exception {
        var byFirst = new AtomicInteger();
        var bySecond = new AtomicInteger();
        try (Jobs first = jobs(one, 4);
                Jobs second = jobs(other, 4)) {
            first.define(JobKind.of("work", job -> {
                byFirst.incrementAndGet();
                Thread.sleep(2);
                return Effects.of(job);
            }));
            second.define(JobKind.of("work", job -> {
                bySecond.incrementAndGet();
                Thread.sleep(2);
                return Effects.of(job);
            }));
            first.start();
            second.start();
            List<String> ids = IntStream.range(0, 300).mapToObj(i -> "job" + i).toList();
            for (String id : ids) {
                assertThat(first.submit("work", id, "")).isTrue();
                assertThat(second.submit("work", id, "")).isFalse();
            }

            Await.until(() -> Effects.in(one).size() >= ids.size());

            assertThat(Effects.in(one)).containsExactlyInAnyOrderElementsOf(ids);
            assertThat(byFirst.get() + bySecond.get()).isEqualTo(ids.size());
            assertThat(byFirst).hasPositiveValue();
            assertThat(bySecond).hasPositiveValue();
        }
    }

    @Test
    void aJobIsStoppedByWhicheverServerIsAsked() throws Exception {
        var begun = new CountDownLatch(1);
        try (Jobs first = jobs(one, 4);
                Jobs second = jobs(other, 4)) {
            first.define(JobKind.of("work", job -> {
                begun.countDown();
                Await.until(job::stopRequested);
                return Outcome.stopped(_ -> {});
            }));
            second.define(JobKind.of("work", Effects::of));
            first.start();
            assertThat(first.submit("work", "one", "")).isTrue();
            Await.open(begun);

            assertThat(second.stop("work", "one")).isTrue();

            Await.until(() -> status(second, "work", "one") == Status.STOPPED);
            assertThat(Effects.in(one)).isEmpty();
        }
    }

    @Test
    void aServerThatLostAJobIsInterruptedAndNotHeardAnyMore() throws Exception {
        var begun = new CountDownLatch(1);
        var interrupted = new CountDownLatch(1);
        var neverDead =
                new Jobs.Pace(Duration.ofMillis(50), Duration.ofDays(1), Duration.ofSeconds(1), Duration.ofSeconds(5));
        try (Jobs first = new Jobs(one, Clock.systemUTC(), 4, neverDead);
                Jobs second = jobs(other, 4)) {
            first.define(JobKind.of("work", job -> {
                begun.countDown();
                try {
                    Thread.sleep(Duration.ofHours(1));
                } catch (InterruptedException e) {
                    interrupted.countDown();
                }
                return Effects.of(job);
            }));
            second.define(JobKind.of("work", job -> {
                Await.open(interrupted);
                return Effects.of(job);
            }));
            first.start();
            assertThat(first.submit("work", "one", "")).isTrue();
            Await.open(begun);

            second.start(); // in its eyes the first one, without a heartbeat for a second, is dead

            Await.until(() -> status(second, "work", "one") == Status.SUCCEEDED);
            assertThat(second.find("work", "one").orElseThrow().attempt()).isEqualTo(2);
        }
        assertThat(Effects.in(one)).containsExactly("one");
    }
}
