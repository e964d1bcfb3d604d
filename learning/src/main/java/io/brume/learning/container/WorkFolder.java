package io.brume.learning.container;

import io.brume.learning.platform.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder laid out as the container contract has {@code /opt/ml}.
 *
 * @param root what the container sees as {@code /opt/ml}
 */
public record WorkFolder(Path root) {

    private static final Logger log = LoggerFactory.getLogger(WorkFolder.class);
    private static final int LONGEST_REASON = 1024;

    public Path config() {
        return root.resolve("input/config");
    }

    public Path data() {
        return root.resolve("input/data");
    }

    public Path channel(String name) {
        return data().resolve(name);
    }

    public Path model() {
        return root.resolve("model");
    }

    public Path output() {
        return root.resolve("output");
    }

    public Path outputData() {
        return output().resolve("data");
    }

    public Path checkpoints() {
        return root.resolve("checkpoints");
    }

    /** Makes the folders that every job has. */
    public void make() throws IOException {
        for (Path folder : new Path[] {config(), data(), model(), outputData(), checkpoints()}) {
            Files.createDirectories(folder);
        }
    }

    /** Writes a file of the configuration, such as {@code hyperparameters.json}. */
    public void configure(String name, Object document) throws IOException {
        Files.writeString(config().resolve(name), Json.write(document));
    }

    /** What a failed program left in {@code output/failure}, as much as SageMaker keeps of it; empty when it left nothing. */
    public Optional<String> failure() {
        Path file = output().resolve("failure");
        try (var in = Files.newInputStream(file)) {
            String text =
                    new String(in.readNBytes(4 * LONGEST_REASON), java.nio.charset.StandardCharsets.UTF_8).strip();
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(text.substring(0, Math.min(text.length(), LONGEST_REASON)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Deletes everything but checkpoints: what is left of an earlier attempt. */
    public void clean() throws IOException {
        try (Stream<Path> children = Files.list(root)) {
            for (Path child : children.toList()) {
                if (!child.equals(checkpoints())) {
                    delete(child);
                }
            }
        } catch (NoSuchFileException e) {
            return; // there was no earlier attempt
        }
    }

    /** Deletes all of it, as far as that is possible: a container may have left what belongs to another user. */
    public void delete() {
        try {
            delete(root);
        } catch (IOException e) {
            log.warn("the work folder {} cannot be deleted: {}", root, e.toString());
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) {
            return;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
