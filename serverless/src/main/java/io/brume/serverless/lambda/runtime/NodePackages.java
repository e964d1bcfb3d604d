package io.brume.serverless.lambda.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The AWS SDK for JavaScript, which AWS's Node.js runtimes bring along: those of its packages that a function's code names, and that are
 * neither in its package nor in a layer nor on the machine, are fetched by npm once, for all functions. Thread-safe.
 */
final class NodePackages {

    private static final Logger log = LoggerFactory.getLogger(NodePackages.class);

    private static final Pattern NAMED = Pattern.compile(
            "(?:\\brequire\\s*\\(|\\bfrom|\\bimport)\\s*\\(?\\s*['\"](aws-sdk|@aws-sdk/[a-z0-9][a-z0-9-]{0,80})(?:/[^'\"\\n]*)?['\"]");

    /** What AWS's runtimes have: version 2 up to Node.js 16, and version 3. */
    private static final String VERSION_2 = "aws-sdk";

    private static final int MOST_FILES = 2000;
    private static final long LARGEST_FILE = 8 << 20;
    private static final Duration LONGEST_INSTALL = Duration.ofMinutes(5);
    private static final Duration NEXT_TRY = Duration.ofMinutes(5);

    private final Path folder;
    private final Machine machine;
    private final Map<String, Long> failed = new HashMap<>();
    private final Map<Path, Set<String>> named = new ConcurrentHashMap<>();

    /** @param folder gets {@code node_modules}, where code in a folder below it finds them */
    NodePackages(Path folder, Machine machine) {
        this.folder = folder;
        this.machine = machine;
    }

    /** Makes the folder. Its list of packages also keeps Node.js from looking for one further up, which would decide what a .js file is. */
    void prepare() {
        Path list = folder.resolve("package.json");
        try {
            Files.createDirectories(folder);
            if (!Files.exists(list)) {
                Files.writeString(
                        list, "{\"private\":true,\"description\":\"What functions name and do not bring\"}\n");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path modules() {
        return folder.resolve("node_modules");
    }

    /** Fetches what a function needs; returns what its log is to say of that, or null. */
    @Nullable
    String provide(Program program) {
        if (!program.runtime().startsWith("nodejs")) {
            return null;
        }
        Set<String> wanted = new TreeSet<>(named.computeIfAbsent(program.code(), NodePackages::named));
        wanted.removeIf(name -> has(program, name));
        return wanted.isEmpty() ? null : install(wanted);
    }

    private boolean has(Program program, String name) {
        List<Path> places = new ArrayList<>(List.of(program.code().resolve("node_modules")));
        for (Path layer : program.layers()) {
            places.add(layer.resolve("nodejs/node_modules"));
            places.add(layer.resolve("nodejs/node" + program.runtime().replaceAll("\\D", "") + "/node_modules"));
        }
        machine.nodeModules().forEach(place -> places.add(Path.of(place)));
        return places.stream().anyMatch(place -> Files.isDirectory(place.resolve(name)));
    }

    private static Set<String> named(Path code) {
        Set<String> names = new TreeSet<>();
        int[] files = {0};
        try {
            Files.walkFileTree(code, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    return directory.endsWith("node_modules") ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    if (attributes.isRegularFile()
                            && attributes.size() <= LARGEST_FILE
                            && file.toString().matches(".*\\.[mc]?js")) {
                        Matcher found = NAMED.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
                        while (found.find()) {
                            names.add(found.group(1));
                        }
                        files[0]++;
                    }
                    return files[0] < MOST_FILES ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
                }
            });
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized @Nullable String install(Set<String> wanted) {
        wanted.removeIf(this::isInstalled);
        if (wanted.isEmpty()) {
            return null;
        }
        String names = String.join(", ", wanted);
        String advice = " Without it, put the packages into the function's package or a layer, or install them on this"
                + " machine by `npm install -g " + String.join(" ", wanted) + "`.";
        Long last = failed.get(names);
        if (last != null && System.nanoTime() - last < NEXT_TRY.toNanos()) {
            return "npm could not fetch " + names + "." + advice;
        }
        log.info("npm fetches {} for functions that name it and do not bring it", names);
        long start = System.nanoTime();
        String problem = npm(wanted);
        if (problem != null) {
            failed.put(names, System.nanoTime());
            log.warn("npm could not fetch {}: {}", names, problem);
            return "npm could not fetch " + names + ": " + problem + "." + advice;
        }
        return "npm has fetched " + names + " for all functions, in " + (System.nanoTime() - start) / 1_000_000 + " ms";
    }

    /** npm names a package there once it is whole. */
    private boolean isInstalled(String name) {
        Path list = folder.resolve("package.json");
        try {
            return Files.isRegularFile(list)
                    && Files.readString(list).contains('"' + name + '"')
                    && Files.isDirectory(modules().resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns what went wrong; null when nothing did. */
    private @Nullable String npm(Set<String> names) {
        Path output = folder.resolve("npm.log");
        List<String> command = new ArrayList<>(List.of(
                "npm",
                "install",
                "--prefix",
                folder.toString(),
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--omit=dev",
                "--fetch-retries=1",
                "--fetch-timeout=60000",
                "--loglevel=error"));
        names.forEach(name -> command.add(name + (name.equals(VERSION_2) ? "@2" : "@3")));
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(LONGEST_INSTALL.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "it took too long";
            }
            return process.exitValue() == 0 ? null : "it says in " + output + ": " + firstLine(output);
        } catch (IOException e) {
            return "it is not installed or cannot be run (" + e.getMessage() + ")";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "it was interrupted";
        }
    }

    private static String firstLine(Path output) throws IOException {
        try (var lines = Files.lines(output, StandardCharsets.ISO_8859_1)) {
            return lines.findFirst().orElse("nothing");
        }
    }
}
