package io.brume.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.brume.conformance.workflow.Archive;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A workflow as people publish them, of an upload, a rule, a state machine, functions in three languages, a table, a topic and a queue: the AWS CLI
 * sets it up, boto3 uses it. The programs in {@code src/test/clients/workflow} say what they assert.
 */
class WorkflowIT {

    @RegisterExtension
    static final RunningBrume BRUME = new RunningBrume();

    private static final Path SOURCES = Path.of("src", "test", "clients", "workflow");

    /** What a build tool packs with a function that uses the SDK's client of S3. */
    private static final Set<String> SDK = Set.of(
            "annotations",
            "arns",
            "auth",
            "aws-core",
            "aws-query-protocol",
            "aws-xml-protocol",
            "checksums",
            "checksums-spi",
            "crt-core",
            "endpoints-spi",
            "http-auth",
            "http-auth-aws",
            "http-auth-aws-eventstream",
            "http-auth-spi",
            "http-client-spi",
            "identity-spi",
            "json-utils",
            "metrics-spi",
            "profiles",
            "protocol-core",
            "regions",
            "retries",
            "retries-spi",
            "s3",
            "sdk-core",
            "third-party-jackson-core",
            "url-connection-client",
            "utils",
            "utils-lite");

    @TempDir
    Path folder;

    @Test
    void anUploadRunsThroughFunctionsStatesAndATableToAQueue() throws IOException {
        Program.require("aws", "--version");
        Program.require("python3", "-c", "import boto3");
        Program.require("npm", "--version");
        zip("look", "index.js");
        zip("entities", "index.mjs");
        zip("sentiment", "app.py");
        zipArchive();
        String endpoint = BRUME.endpoint().toString();

        Program.Result setUp = Program.run(
                folder,
                "sh",
                SOURCES.resolve("set-up.sh").toAbsolutePath().toString(),
                endpoint,
                "eu-west-3",
                SOURCES.resolve("state-machine.asl.json").toAbsolutePath().toString());
        assertThat(setUp.exitCode()).as(setUp.output()).isZero();
        Program.Result used = Program.run(SOURCES, "python3", "-B", "use.py", endpoint, "eu-west-3");

        assertThat(used.exitCode()).as(used.output()).isZero();
        assertThat(used.output()).contains("Ran 5 tests", "OK").doesNotContain("skipped");
    }

    private void zip(String function, String file) throws IOException {
        try (var zip = new ZipOutputStream(Files.newOutputStream(folder.resolve(function + ".zip")))) {
            add(zip, file, SOURCES.resolve(function).resolve(file));
        }
    }

    /** The class, and the libraries that it is compiled with. */
    private void zipArchive() throws IOException {
        try (var zip = new ZipOutputStream(Files.newOutputStream(folder.resolve("archive.zip")))) {
            String name = Archive.class.getName().replace('.', '/') + ".class";
            zip.putNextEntry(new ZipEntry(name));
            try (InputStream in =
                    Objects.requireNonNull(Archive.class.getClassLoader().getResourceAsStream(name))) {
                in.transferTo(zip);
            }
            for (Path jar : Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                    .map(Path::of)
                    .filter(WorkflowIT::belongsToArchive)
                    .toList()) {
                add(zip, "lib/" + jar.getFileName(), jar);
            }
        }
    }

    private static boolean belongsToArchive(Path jar) {
        String name = jar.getFileName().toString();
        String artifact = name.replaceFirst("-[0-9][^-]*\\.jar$", "");
        boolean ofSdk = jar.toString().contains("awssdk") && SDK.contains(artifact);
        return ofSdk
                || List.of("aws-lambda-java-core", "eventstream", "reactive-streams", "slf4j-api")
                        .contains(artifact);
    }

    private static void add(ZipOutputStream zip, String name, Path file) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        Files.copy(file, (OutputStream) zip);
    }
}
