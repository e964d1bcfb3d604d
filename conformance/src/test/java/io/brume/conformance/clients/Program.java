package io.brume.conformance.clients;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Programs of this machine that a test runs: with AWS credentials that nobody checks, and no configuration of the user's. */
final class Program {

    private static final long MINUTES = 5;

    /** @param output what it wrote, errors among it */
    record Result(int exitCode, String output) {}

    private Program() {}

    /** Skips a test whose program this machine lacks; where {@code CI} is set, a lacking program fails it instead. */
    static void require(String... probe) {
        String ci = System.getProperty("CI", System.getenv().getOrDefault("CI", ""));
        assumeTrue(
                ci.equals("true") || isThere(probe),
                () -> "`" + String.join(" ", probe) + "` does not work on this machine");
    }

    private static boolean isThere(String... probe) {
        try {
            return run(Path.of(""), probe).exitCode() == 0;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    static Result run(Path folder, String... command) {
        try {
            var builder = new ProcessBuilder(List.of(command))
                    .directory(folder.toAbsolutePath().toFile())
                    .redirectErrorStream(true);
            builder.environment().put("AWS_ACCESS_KEY_ID", "AKIDTEST");
            builder.environment().put("AWS_SECRET_ACCESS_KEY", "secret");
            builder.environment().put("AWS_DEFAULT_REGION", "eu-west-3");
            builder.environment().put("AWS_CONFIG_FILE", "none");
            builder.environment().put("AWS_SHARED_CREDENTIALS_FILE", "none");
            builder.environment().put("AWS_PAGER", "");
            builder.environment().put("PYTHONIOENCODING", "utf-8");
            builder.environment().put("LC_ALL", "C.UTF-8");
            Process process = builder.start();
            process.getOutputStream().close();
            var output =
                    new FutureTask<>(() -> new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            Thread.ofVirtual().start(output);
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError(String.join(" ", command) + " still ran after " + MINUTES + " minutes");
            }
            return new Result(process.exitValue(), output.get());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }
}
