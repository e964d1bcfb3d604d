package io.brume.learning.container;

import io.brume.kernel.process.Supervision;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs what images mean: built-in algorithms in JVMs of their own, programs of this machine, and other images by Docker or
 * Podman. None outlives the server that started it, however that ends. Thread-safe.
 */
public final class Containers {

    /** What a program inherits of the server's environment, which may hold secrets. */
    private static final List<String> INHERITED = List.of(
            "PATH", "HOME", "USER", "LANG", "LC_ALL", "TZ", "TMPDIR", "JAVA_HOME", "LD_LIBRARY_PATH", "SystemRoot");

    /** What every JVM with vector instructions says first. */
    private static final String INCUBATOR = "WARNING: Using incubator modules: jdk.incubator.vector";

    private final ContainerEngine engine;

    public Containers(ContainerEngine engine) {
        this.engine = engine;
    }

    /** An image that cannot be run here, with a sentence that says what to do. */
    public static final class CannotRunException extends IOException {
        private static final long serialVersionUID = 1L;

        CannotRunException(String message) {
            super(message);
        }
    }

    /**
     * Starts a container.
     *
     * @param output hears of each line that it writes, one after the other
     * @throws CannotRunException when the image cannot be run here
     */
    public RunningContainer start(Contract contract, Consumer<String> output) throws IOException {
        return switch (contract.image()) {
            case Image.OfBuiltIn _ ->
                RunningContainer.start(builtIn(contract), line -> {
                    if (!line.equals(INCUBATOR)) {
                        output.accept(line);
                    }
                });
            case Image.OfProgram local -> RunningContainer.start(program(contract, local.program()), output);
            case Image.OfContainer _ -> RunningContainer.start(engine(contract), output);
        };
    }

    /** Checks that an image can be run, before its data is fetched. */
    public void check(Image image) throws IOException {
        switch (image) {
            case Image.OfBuiltIn _ -> {}
            case Image.OfProgram local -> executable(local.program());
            case Image.OfContainer container -> engine(container);
        }
    }

    private static ProcessBuilder builtIn(Contract contract) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseParallelGC",
                "-XX:MaxRAMPercentage=50",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "-XX:+UseTransparentHugePages",
                "-cp",
                classPath(),
                BuiltInMain.class.getName(),
                contract.folder().root().toString(),
                "train",
                contract.image().name()));
        return builder(command, contract);
    }

    /** The server's own, which may be relative to its working folder. */
    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static ProcessBuilder program(Contract contract, Path program) throws IOException {
        List<String> command = new ArrayList<>(Supervision.COMMAND);
        if (contract.entrypoint().isEmpty()) {
            command.add(executable(program).toString());
        } else {
            command.addAll(contract.entrypoint());
        }
        command.addAll(contract.arguments());
        return builder(command, contract);
    }

    private static Path executable(Path program) throws IOException {
        if (!program.isAbsolute() || !Files.isRegularFile(program) || !Files.isExecutable(program)) {
            throw new CannotRunException("The image " + Image.LOCAL + program
                    + " is to be the absolute path of a program on this machine that can be executed, and it is none.");
        }
        return program;
    }

    private ContainerEngine.Program engine(Image.OfContainer image) throws IOException {
        Optional<ContainerEngine.Program> found = engine.find();
        return found.orElseThrow(() -> new CannotRunException("The image " + image.name()
                + " is none of the built-in algorithms, and neither Docker nor Podman answers on this machine. Start one"
                + " of them, or name a program that follows the container contract as the image:"
                + " local:///path/to/program."));
    }

    private ProcessBuilder engine(Contract contract) throws IOException {
        ContainerEngine.Program program = engine((Image.OfContainer) contract.image());
        List<String> command = new ArrayList<>(Supervision.COMMAND);
        command.addAll(program.run(contract));
        ProcessBuilder builder = builder(command, contract);
        program.forget(contract.name()); // of an attempt whose server died
        builder.environment().put(Supervision.ENGINE, program.command());
        builder.environment().put(Supervision.CONTAINER, contract.name());
        return builder;
    }

    private static ProcessBuilder builder(List<String> command, Contract contract) {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.directory(contract.folder().root().toFile());
        Map<String, String> environment = new TreeMap<>(builder.environment());
        environment.keySet().retainAll(INHERITED);
        environment.putAll(contract.environment());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder;
    }
}
