package io.brume.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server of this machine, started once for a test JVM on a free port and stopped with it. Its cluster lies in a
 * temporary folder and is not flushed to disk: no test kills it. PostgreSQL refuses to run as root, so root hands it to the user {@code postgres}.
 */
public final class PostgreSql {

    private static final long LIMIT_SECONDS = 60;
    private static @Nullable PostgreSql running;
    private static boolean tried;

    private final Path bin;
    private final Path folder;
    private final int port;
    private final AtomicInteger databases = new AtomicInteger();

    private PostgreSql(Path bin, Path folder, int port) {
        this.bin = bin;
        this.folder = folder;
        this.port = port;
    }

    /** The server; empty where PostgreSQL is not installed, which is an error where {@code CI} is set. */
    public static synchronized Optional<PostgreSql> shared() {
        if (!tried) {
            tried = true;
            running = installed().map(PostgreSql::start).orElse(null);
        }
        if (running == null && "true".equals(System.getenv("CI"))) {
            throw new IllegalStateException("PostgreSQL is not installed: `apt-get install postgresql`");
        }
        return Optional.ofNullable(running);
    }

    /** A new, empty database: its JDBC URL, user included. */
    public String newDatabase() {
        String name = "test" + databases.incrementAndGet();
        run(as(List.of(
                bin.resolve("createdb").toString(),
                "-h",
                "127.0.0.1",
                "-p",
                String.valueOf(port),
                "-U",
                "postgres",
                name)));
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + name + "?user=postgres";
    }

    private static Optional<Path> installed() {
        Path versions = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(versions)) {
            return Optional.empty();
        }
        try (Stream<Path> found = Files.list(versions)) {
            return found.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.comparing(Path::toString));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PostgreSql start(Path bin) {
        try {
            Path folder = Files.createTempDirectory("brume-postgresql");
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
            int port;
            try (var free = new ServerSocket(0)) {
                port = free.getLocalPort();
            }
            var server = new PostgreSql(bin, folder, port);
            server.run(as(List.of(
                    bin.resolve("initdb").toString(),
                    "-D",
                    server.cluster(),
                    "-U",
                    "postgres",
                    "-A",
                    "trust",
                    "-E",
                    "UTF8",
                    "--locale=C.UTF-8",
                    "-N")));
            server.run(as(List.of(
                    bin.resolve("pg_ctl").toString(),
                    "-D",
                    server.cluster(),
                    "-w",
                    "-l",
                    folder.resolve("log").toString(),
                    "-o",
                    "-p " + port + " -h 127.0.0.1 -k " + folder
                            + " -c max_connections=200 -c fsync=off -c full_page_writes=off",
                    "start")));
            Runtime.getRuntime().addShutdownHook(new Thread(server::stop, "postgresql-stop"));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String cluster() {
        return folder.resolve("cluster").toString();
    }

    private void stop() {
        run(as(List.of(bin.resolve("pg_ctl").toString(), "-D", cluster(), "-m", "immediate", "stop")));
        run(as(List.of("rm", "-rf", cluster(), folder.resolve("log").toString())));
        folder.toFile().delete();
    }

    private static List<String> as(List<String> command) {
        if (!"root".equals(System.getProperty("user.name"))) {
            return command;
        }
        List<String> asPostgres =
                new ArrayList<>(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        asPostgres.addAll(command);
        return asPostgres;
    }

    private void run(List<String> command) {
        try {
            Path output = Files.createTempFile("brume-postgresql", ".out");
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            String said = Files.readString(output, StandardCharsets.UTF_8);
            Files.delete(output);
            if (!ended || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(String.join(" ", command) + " failed: " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
