package io.brume.bench.algorithms;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Spark in a JVM of its own, {@code bench/peers/SparkFactorization.java}. Its jars, which {@code bench/peers/spark.xml} names, come
 * from Maven Central when they are first needed.
 */
final class SparkPeer implements AutoCloseable {
    private static final Path CLASS_PATH = Path.of("bench/target/spark.txt");

    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter questions;

    SparkPeer(Path train, Path others, int features) throws IOException {
        if (!Files.exists(CLASS_PATH)) {
            fetch();
        }
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-opens=java.base/java.nio=ALL-UNNAMED",
                        "--add-opens=java.base/java.lang.invoke=ALL-UNNAMED",
                        "--add-opens=java.base/java.util=ALL-UNNAMED",
                        "-Xmx2g",
                        "-cp",
                        Files.readString(CLASS_PATH).strip(),
                        "bench/peers/SparkFactorization.java",
                        train.toString(),
                        others.toString(),
                        String.valueOf(features))
                .redirectError(Path.of("bench/target/spark.log").toFile())
                .start();
        answers = process.inputReader();
        questions = process.outputWriter();
        answer();
    }

    private static void fetch() throws IOException {
        System.err.println("Fetching Spark, 340 MB, from Maven Central");
        var maven = new ProcessBuilder(List.of(
                "./mvnw",
                "-q",
                "-B",
                "-f",
                "bench/peers/spark.xml",
                "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath",
                "-Dmdep.outputFile=" + CLASS_PATH.toAbsolutePath()));
        maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
        try {
            if (maven.inheritIO().start().waitFor() != 0) {
                throw new IOException("Spark could not be fetched from Maven Central");
            }
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }

    /** @param how iterations, step size, factors and seed */
    double[] fit(String how) throws IOException {
        questions.write(how + "\n");
        questions.flush();
        String[] words = answer().split(" ");
        return new double[] {Double.parseDouble(words[0]), Double.parseDouble(words[1])};
    }

    private String answer() throws IOException {
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("Spark has ended: see bench/target/spark.log");
        }
        return answer;
    }

    @Override
    public void close() throws IOException {
        questions.close();
        process.destroy();
    }
}
