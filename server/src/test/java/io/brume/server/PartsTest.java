package io.brume.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brume.engines.tensor.TensorModelLoader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartsTest {

    private static final String SERVICE = "META-INF/services/" + TensorModelLoader.class.getName();

    @TempDir
    private Path folder;

    @Test
    void aPartThatIsInstalledMeanwhileIsFoundAndLoadedOnce() throws IOException {
        var parts = new Parts(folder);
        assertThat(parts.find("mist", TensorModelLoader.class)).isEmpty();

        install("mist", Map.of(SERVICE, bytes("mist.Loader"), "mist/Loader.class", loader()));

        TensorModelLoader found = parts.find("mist", TensorModelLoader.class).orElseThrow();
        assertThat(found.getClass().getClassLoader()).isNotSameAs(Parts.class.getClassLoader());
        assertThat(new Parts(folder)
                        .find("mist", TensorModelLoader.class)
                        .orElseThrow()
                        .getClass())
                .as("another server in this process")
                .isSameAs(found.getClass());
        assertThat(parts.find("fog", TensorModelLoader.class)).isEmpty();
    }

    @Test
    void aPartThatDoesNotFitSaysWhatToDo() throws IOException {
        install("broken", Map.of(SERVICE, bytes("mist.Gone")));

        assertThatThrownBy(() -> new Parts(folder).find("broken", TensorModelLoader.class))
                .hasMessageContaining("run `./brume install broken`");
    }

    private void install(String part, Map<String, byte[]> entries) throws IOException {
        Path jar = Files.createDirectories(folder.resolve(part)).resolve("part.jar");
        try (var zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (var entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
    }

    private byte[] loader() throws IOException {
        Path source = Files.createDirectories(folder.resolve("source")).resolve("Loader.java");
        Files.writeString(source, """
                package mist;
                import io.brume.engines.tensor.*;
                public class Loader implements TensorModelLoader {
                    public TensorModel load(java.nio.file.Path file) throws TensorModelException {
                        throw new TensorModelException("mist");
                    }
                }
                """);
        int code = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        List.of("-proc:none", "-cp", System.getProperty("java.class.path"), source.toString())
                                .toArray(String[]::new));
        assertThat(code).isZero();
        return Files.readAllBytes(source.resolveSibling("Loader.class"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
