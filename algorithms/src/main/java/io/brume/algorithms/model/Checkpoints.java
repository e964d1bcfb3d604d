package io.brume.algorithms.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Unfinished models in a folder, {@code step-N} each; one that is there is whole, and only the last is kept. */
public final class Checkpoints {
    private static final Pattern STEP = Pattern.compile("step-([0-9]{1,18})");

    private final Path folder;

    public Checkpoints(Path folder) {
        this.folder = folder;
    }

    /** A checkpoint: the folder of its model, and after which step it was made. */
    public record Checkpoint(Path folder, long step) {}

    /** Writes a model into a folder. */
    @FunctionalInterface
    public interface Save {
        void to(Path folder) throws IOException;
    }

    /** The last one. */
    public Optional<Checkpoint> latest() throws IOException {
        List<Checkpoint> all = all();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    /** Saves one, after which those of earlier steps are deleted. */
    public void save(long step, Save model) throws IOException {
        Files.createDirectories(folder);
        Path writing = folder.resolve("writing");
        delete(writing);
        model.to(writing);
        Path done = folder.resolve("step-" + step);
        delete(done);
        Files.move(writing, done, StandardCopyOption.ATOMIC_MOVE);
        for (Checkpoint other : all()) {
            if (other.step() != step) {
                delete(other.folder());
            }
        }
    }

    private List<Checkpoint> all() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.flatMap(Checkpoints::checkpoint)
                    .sorted(Comparator.comparingLong(Checkpoint::step))
                    .toList();
        }
    }

    private static Stream<Checkpoint> checkpoint(Path entry) {
        var step = STEP.matcher(String.valueOf(entry.getFileName()));
        return step.matches() ? Stream.of(new Checkpoint(entry, Long.parseLong(step.group(1)))) : Stream.empty();
    }

    private static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> files = Files.walk(tree)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
