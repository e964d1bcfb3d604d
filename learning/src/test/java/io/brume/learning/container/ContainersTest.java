package io.brume.learning.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainersTest {

    @TempDir
    Path folder;

    private WorkFolder work;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @BeforeEach
    void make() throws IOException {
        work = new WorkFolder(folder.resolve("opt-ml"));
        work.make();
    }

    private Path script(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    private Contract contract(String image, List<String> entrypoint, OptionalInt port) {
        return new Contract(
                "brume-test",
                Image.of(image),
                entrypoint,
                List.of("train"),
                Map.of("EPOCHS", "3"),
                work,
                Map.of("/checkpoints", work.checkpoints()),
                port);
    }

    @Test
    void anyOtherImageIsRunByTheContainerEngineThatAnswers() throws Exception {
        Path engine = script("engine", "echo \"$@\" >> '" + folder.resolve("calls") + "'; echo \"epochs $EPOCHS\"");
        var containers = new Containers(new ContainerEngine(List.of("/no/such/engine", engine.toString())));

        try (var running =
                containers.start(contract("mine:1", List.of("python3", "-u"), OptionalInt.of(4000)), lines::add)) {
            assertThat(running.waitFor(Duration.ofSeconds(30))).isTrue();
            assertThat(running.exitCode()).isZero();
        }

        assertThat(lines).containsExactly("epochs 3");
        assertThat(Files.readAllLines(folder.resolve("calls")))
                .startsWith(
                        "info",
                        "rm -f brume-test",
                        "run --rm --name brume-test -v " + work.root() + ":/opt/ml -v " + work.checkpoints()
                                + ":/checkpoints -e EPOCHS -p 127.0.0.1:4000:8080 --entrypoint python3 mine:1 -u train");
    }

    @Test
    void withoutAContainerEngineTheReasonSaysWhatToDo() {
        var containers = new Containers(new ContainerEngine(List.of("/no/such/engine")));

        assertThatThrownBy(() -> containers.check(Image.of("123456789012.dkr.ecr.us-east-1.amazonaws.com/mine:1")))
                .isInstanceOf(Containers.CannotRunException.class)
                .hasMessageContaining("neither Docker nor Podman answers")
                .hasMessageContaining("local:///path/to/program");
    }

    @Test
    void whatIsKilledTakesAllThatItStartedWithIt() throws Exception {
        Path program = script("parent", "sleep 1000 & echo $!; wait");
        var containers = new Containers(new ContainerEngine(List.of()));
        var running = containers.start(contract("local://" + program, List.of(), OptionalInt.empty()), lines::add);
        io.brume.learning.World.until("its child", () -> !lines.isEmpty());
        ProcessHandle child = ProcessHandle.of(Long.parseLong(lines.getFirst())).orElseThrow();

        running.close();

        io.brume.learning.World.until("the child's end", () -> !child.isAlive());
        assertThat(running.isAlive()).isFalse();
    }

    @Test
    void aProgramSeesOnlyWhatItNeedsOfTheServersEnvironment() throws Exception {
        Path program = script("environment", "env | cut -d= -f1");
        var containers = new Containers(new ContainerEngine(List.of()));

        try (var running =
                containers.start(contract("local://" + program, List.of(), OptionalInt.empty()), lines::add)) {
            assertThat(running.waitFor(Duration.ofSeconds(30))).isTrue();
            assertThat(running.exitCode()).isZero();
        }

        assertThat(lines).contains("PATH", "EPOCHS");
        assertThat(lines).doesNotContain("BRUME_KEYS", "AWS_SECRET_ACCESS_KEY");
    }
}
