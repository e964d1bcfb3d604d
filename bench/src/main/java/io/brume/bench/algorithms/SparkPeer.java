package io.brume.bench.algorithms;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Spark in a JVM of its own, {@code bench/peers/SparkFactorization.java}. Its jars, which {@code bench/peers/spark.xml} names, come
 * from Maven Central when they are first needed.
 */
final class SparkPeer implements AutoCloseable {
    private static final Path CLASS_PATH = Path.of("bench/target/spark.txt");

    private final LinePeer spark;

    SparkPeer(Path train, Path others, int features) throws IOException {
        if (!Files.exists(CLASS_PATH)) {
            fetch();
        }
        spark = LinePeer.logging(
                "Spark",
                List.of(
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
                        String.valueOf(features)),
                Path.of("bench/target/spark.log"));
        var _ = spark.answer();
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
        return Arrays.copyOf(spark.ask(how), 2);
    }

    @Override
    public void close() throws IOException {
        spark.close();
    }
}
