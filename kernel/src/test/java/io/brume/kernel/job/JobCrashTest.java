package io.brume.kernel.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.brume.kernel.database.Database;
import io.brume.kernel.job.JobState.Status;
import io.brume.testing.PostgreSql;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers in processes of their own, killed while they run jobs. */
@Tag("slow")
class JobCrashTest {

    private static final int KILLS = 6;

    /** Jobs of each kind that are submitted for each kill. */
    private static final int QUICK = 400;

    private static final int STEPS = 8;
    private static final int ONCE = 10;

    @TempDir
    Path folder;

    @Test
    void killedAgainAndAgainAServerOnSqliteDoesEachJobOnce() throws Exception {
        String file = folder.resolve("brume.db").toString();
        try (Database database = CrashingServer.database(file);
                Jobs jobs = client(database)) {
            for (int kill = 0; kill < KILLS; kill++) {
                submit(database, jobs, kill);
            }
        }
        var random = new Random(1);
        for (int kill = 0; kill < KILLS; kill++) {
            Process server = start(file);
            Thread.sleep(random.nextInt(50, 600));
            kill(server);
        }

        finish(file);
    }

    @Test
    void serversThatShareADatabaseTakeUpWhatAKilledOneLeft() throws Exception {
        Assumptions.assumeTrue(PostgreSql.shared().isPresent(), "PostgreSQL is not installed");
        String url = PostgreSql.shared().orElseThrow().newDatabase();
        try (Database database = CrashingServer.database(url);
                Jobs jobs = client(database)) {
            var random = new Random(2);
            Process survivor = start(url);
            for (int kill = 0; kill < KILLS; kill++) {
                Process server = start(url);
                submit(database, jobs, kill);
                Thread.sleep(random.nextInt(50, 400));
                kill(kill % 2 == 0 ? server : survivor);
                survivor = kill % 2 == 0 ? survivor : server;
            }
            kill(survivor);
        }

        finish(url);
    }

    /** Submits jobs and runs none. */
    private static Jobs client(Database database) {
        Effects.createIn(database);
        var jobs = new Jobs(database, Clock.systemUTC(), 8, JobsTest.QUICK);
        CrashingServer.define(jobs);
        return jobs;
    }

    private static void submit(Database database, Jobs jobs, int round) {
        database.change(_ -> {
            for (int i = round * QUICK; i < (round + 1) * QUICK; i++) {
                assertThat(jobs.submit("quick", "quick" + i, "")).isTrue();
            }
            for (int i = round * STEPS; i < (round + 1) * STEPS; i++) {
                assertThat(jobs.submit("steps", "steps" + i, "")).isTrue();
            }
            for (int i = round * ONCE; i < (round + 1) * ONCE; i++) {
                assertThat(jobs.submit("once", "once" + i, "")).isTrue();
            }
        });
    }

    /** Runs what is left, and looks at what all of them did. */
    private static void finish(String where) throws Exception {
        try (Database database = CrashingServer.database(where);
                Jobs jobs = new Jobs(database, Clock.systemUTC(), 8, JobsTest.QUICK)) {
            CrashingServer.define(jobs);
            jobs.start();
            Await.until(() -> number(database, "SELECT count(*) FROM job WHERE status IN ('QUEUED', 'RUNNING')") == 0);

            List<String> expected = new ArrayList<>();
            for (int i = 0; i < KILLS * QUICK; i++) {
                expected.add("quick" + i);
            }
            for (int i = 0; i < KILLS * STEPS; i++) {
                expected.add("steps" + i);
                for (int step = 0; step < 20; step++) {
                    expected.add("steps" + i + " step " + step);
                }
            }
            for (int i = 0; i < KILLS * ONCE; i++) {
                JobState state = jobs.find("once", "once" + i).orElseThrow();
                assertThat(state.attempt()).isEqualTo(1);
                expected.add(state.status() == Status.SUCCEEDED ? "once" + i : "once" + i + " FAILED");
            }
            assertThat(Effects.in(database)).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(number(database, "SELECT max(attempt) FROM job")).isGreaterThan(1);
            assertThat(number(database, "SELECT count(*) FROM job WHERE kind = 'once' AND status = 'FAILED'"))
                    .isPositive();
            assertThat(number(database, "SELECT count(*) FROM scheduled_tasks")).isZero();
        }
    }

    private static long number(Database database, String query) {
        return database.read(transaction -> transaction.number(query));
    }

    private Process start(String where) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path log = Files.createTempFile(folder, "server", ".log");
        Process server = new ProcessBuilder(
                        java.toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashingServer.class.getName(),
                        where)
                .redirectError(log.toFile())
                .start();
        var output = new BufferedReader(server.inputReader(StandardCharsets.UTF_8));
        String line = output.readLine();
        while (line != null && !line.equals("started")) {
            line = output.readLine();
        }
        if (line == null) {
            throw new IllegalStateException("the server did not start: " + Files.readString(log));
        }
        return server;
    }

    private static void kill(Process server) throws InterruptedException {
        server.destroyForcibly();
        server.waitFor();
    }
}
