package io.brume.serverless.lambda.runtime;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The languages and tools that this machine has, looked for once. Thread-safe. */
final class Machine {

    private static final Logger log = LoggerFactory.getLogger(Machine.class);

    /** A program that runs a language, by its real path rather than by a script that looks for it. */
    record Interpreter(Path program, String version) {}

    private static final String ASK_PYTHON =
            "import sys; print(sys.executable); print('.'.join(map(str, sys.version_info[:3])))";
    private static final String ASK_NODE = "console.log(process.execPath + '\\n' + process.versions.node)";

    private final Map<String, Optional<Interpreter>> known = new ConcurrentHashMap<>();

    Optional<Interpreter> node() {
        return known.computeIfAbsent("node", name -> ask(List.of(name, "-e", ASK_NODE)));
    }

    /** Where Node.js packages of the whole machine are. */
    List<String> nodeModules() {
        List<String> places = new ArrayList<>();
        node().ifPresent(node -> places.add(
                node.program().resolveSibling("../lib/node_modules").normalize().toString()));
        places.addAll(List.of("/usr/local/lib/node_modules", "/usr/share/nodejs"));
        return places;
    }

    /** The Python of a version such as {@code 3.12} if there is one, else the machine's usual one. */
    Optional<Interpreter> python(String version) {
        return known.computeIfAbsent("python" + version, name -> ask(List.of(name, "-c", ASK_PYTHON)))
                .or(() -> known.computeIfAbsent("python3", name -> ask(List.of(name, "-c", ASK_PYTHON))));
    }

    /** The JDK that runs this server. */
    static Interpreter java() {
        return new Interpreter(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                Runtime.version().toString());
    }

    /** Bubblewrap, where it is installed and may be used. */
    Optional<Path> bubblewrap() {
        return known.computeIfAbsent(
                        "bwrap", name -> onPath(name).filter(Machine::works).map(path -> new Interpreter(path, "")))
                .map(Interpreter::program);
    }

    private static boolean works(Path bwrap) {
        return run(List.of(
                        bwrap.toString(),
                        "--unshare-pid",
                        "--ro-bind",
                        "/",
                        "/",
                        "--dev",
                        "/dev",
                        "--proc",
                        "/proc",
                        "--tmpfs",
                        "/tmp",
                        "sh",
                        "-c",
                        "echo fine"))
                .filter(said -> said.equals(List.of("fine")))
                .isPresent();
    }

    private static Optional<Path> onPath(String name) {
        for (String folder : String.valueOf(System.getenv("PATH")).split(File.pathSeparator, -1)) {
            Path candidate = Path.of(folder, name);
            if (Files.isExecutable(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private static Optional<Interpreter> ask(List<String> command) {
        return run(command)
                .filter(said -> said.size() >= 2)
                .map(said -> new Interpreter(Path.of(said.get(said.size() - 2)), said.getLast()));
    }

    /** The lines that a command writes; empty when it is not there or fails. */
    static Optional<List<String>> run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readNBytes(1 << 20), StandardCharsets.UTF_8);
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            return process.exitValue() == 0 ? Optional.of(said.lines().toList()) : Optional.empty();
        } catch (IOException e) {
            log.debug("{} cannot be run", command.getFirst(), e);
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
