package io.brume.learning.container;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Docker or Podman, whichever answers first. Thread-safe. */
public final class ContainerEngine {

    private static final int PATIENCE_SECONDS = 10;
    /** Where images of SageMaker listen. */
    private static final int PORT = 8080;

    private final List<String> candidates;
    private volatile @Nullable Program found;

    /** @param candidates command lines' first words, in the order in which they are tried */
    public ContainerEngine(List<String> candidates) {
        this.candidates = List.copyOf(candidates);
    }

    public static ContainerEngine ofThisMachine() {
        return new ContainerEngine(List.of("docker", "podman"));
    }

    /** The one that answers; looked for again each time until one does. */
    Optional<Program> find() throws IOException {
        Program known = found;
        if (known != null) {
            return Optional.of(known);
        }
        for (String candidate : candidates) {
            if (succeeds(List.of(candidate, "info"))) {
                found = new Program(candidate);
                return Optional.ofNullable(found);
            }
        }
        return Optional.empty();
    }

    private static boolean succeeds(List<String> command) throws IOException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (IOException e) {
            return false; // there is no such program
        }
    }

    /** The command line of an engine. */
    record Program(String command) {

        /** What runs a container and ends with it. */
        List<String> run(Contract contract) {
            List<String> words = new ArrayList<>(List.of(command, "run", "--rm", "--name", contract.name()));
            words.addAll(List.of("-v", contract.folder().root() + ":/opt/ml"));
            for (Map.Entry<String, Path> mount : contract.mounts().entrySet()) {
                words.addAll(List.of("-v", mount.getValue() + ":" + mount.getKey()));
            }
            contract.environment().keySet().stream().sorted().forEach(name -> words.addAll(List.of("-e", name)));
            contract.port().ifPresent(port -> words.addAll(List.of("-p", "127.0.0.1:" + port + ":" + PORT)));
            List<String> entrypoint = contract.entrypoint();
            if (!entrypoint.isEmpty()) {
                words.addAll(List.of("--entrypoint", entrypoint.getFirst()));
            }
            words.add(contract.image().name());
            words.addAll(entrypoint.subList(Math.min(1, entrypoint.size()), entrypoint.size()));
            words.addAll(contract.arguments());
            return words;
        }

        /** Removes a container of that name, if there is one. */
        void forget(String name) throws IOException {
            var _ = succeeds(List.of(command, "rm", "-f", name));
        }
    }
}
