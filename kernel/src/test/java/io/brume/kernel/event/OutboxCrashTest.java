package io.brume.kernel.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.brume.kernel.database.Database;
import io.brume.kernel.job.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server in a process of its own, killed while it sends and delivers. */
@Tag("slow")
class OutboxCrashTest {

    @TempDir
    Path folder;

    @Test
    void whatWasSentBeforeAKillIsDeliveredAfterIt() throws Exception {
        String file = folder.resolve("brume.db").toString();
        Set<String> sent = new HashSet<>();
        var random = new Random(3);
        for (int kill = 0; kill < 5; kill++) {
            sent.addAll(sendUntilKilled(file, "round" + kill, random.nextInt(50, 400)));
        }

        try (Database database = CrashingOutbox.database(file);
                Outbox outbox = CrashingOutbox.delivering(database)) {
            outbox.start();
            Await.until(() -> database.read(transaction -> transaction.number("SELECT count(*) FROM outbox")) == 0);
            List<String> delivered = database.read(
                    transaction -> transaction.query("SELECT message FROM delivered", row -> row.text("message")));

            assertThat(new HashSet<>(delivered)).containsAll(sent);
            assertThat(sent).hasSizeGreaterThan(20);
        }
    }

    /** What the server said that it had sent. */
    private List<String> sendUntilKilled(String file, String round, int millis) throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path said = folder.resolve(round);
        Process server = new ProcessBuilder(
                        java.toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashingOutbox.class.getName(),
                        file,
                        round)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        Await.until(() -> Files.readString(said).contains(round + "-0\n"));
        Thread.sleep(millis);
        server.destroyForcibly();
        server.waitFor();
        String all = Files.readString(said);
        return all.substring(0, all.lastIndexOf('\n') + 1)
                .lines()
                .filter(line -> line.startsWith(round + "-"))
                .toList();
    }
}
