package io.brume.kernel.object;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Blobs as files: written under {@code incoming}, flushed, then renamed to their id in a folder of a folder, which is flushed too.
 * Folders stand for times of 65 seconds in ones of three days, so that writers of one moment share a folder's flush.
 */
public final class FileObjects implements Objects {

    private final Path root;
    private final Path incoming;
    private final FolderSync folders = new FolderSync();
    private final int alignment;

    /** @param root made where it does not exist */
    public FileObjects(Path root) {
        this.root = root.toAbsolutePath();
        incoming = this.root.resolve("incoming");
        try {
            Files.createDirectories(this.root);
            folders.make(incoming);
            alignment = FileWriter.alignment(incoming);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Writer create() throws IOException {
        return new FileWriter(this, Ids.next());
    }

    /** The size of the disk's blocks in bytes; 1 where that is not known. */
    int alignment() {
        return alignment;
    }

    Path incoming(String id) {
        return incoming.resolve(id);
    }

    /** Gives a written and flushed file its place. */
    void place(String id) throws IOException {
        Path target = path(id);
        Path folder = target.getParent();
        if (folder == null) {
            throw new IllegalStateException(id);
        }
        folders.make(folder);
        try {
            Files.move(incoming(id), target);
        } catch (NoSuchFileException e) {
            folders.forget(folder); // swept as empty in between
            folders.make(folder);
            Files.move(incoming(id), target);
        }
        folders.flush(folder);
    }

    /** @throws IllegalArgumentException when the text is no id: ids come from the database, but never from a caller */
    private Path path(String id) {
        if (!Ids.isId(id)) {
            throw new IllegalArgumentException("'" + id + "' is no id");
        }
        return root.resolve(id.substring(0, 4)).resolve(id.substring(4, 7)).resolve(id);
    }

    @Override
    public InputStream open(String id, long offset, long length) throws IOException {
        return new FileRange(FileChannel.open(path(id), StandardOpenOption.READ), offset, length);
    }

    @Override
    public void delete(String id) throws IOException {
        Files.deleteIfExists(path(id));
    }

    @Override
    public void each(Instant before, IdAction action) throws IOException {
        try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(incoming)) {
            for (Path file : unfinished) {
                if (isOlder(file, before)) {
                    Files.deleteIfExists(file);
                }
            }
        }
        try (DirectoryStream<Path> spans = Files.newDirectoryStream(root, "[0-9a-f][0-9a-f][0-9a-f][0-9a-f]")) {
            for (Path span : spans) {
                try (DirectoryStream<Path> leaves = Files.newDirectoryStream(span)) {
                    for (Path leaf : leaves) {
                        eachIn(leaf, before, action);
                    }
                }
                dropIfEmpty(span, before);
            }
        }
    }

    private void eachIn(Path leaf, Instant before, IdAction action) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(leaf)) {
            for (Path file : files) {
                String id = String.valueOf(file.getFileName());
                if (Ids.isId(id) && isOlder(file, before)) {
                    action.accept(id);
                }
            }
        }
        dropIfEmpty(leaf, before);
    }

    private void dropIfEmpty(Path folder, Instant before) throws IOException {
        if (isOlder(folder, before)) {
            try {
                Files.delete(folder);
                folders.forget(folder);
            } catch (DirectoryNotEmptyException e) {
                // It is in use.
            }
        }
    }

    private static boolean isOlder(Path file, Instant moment) throws IOException {
        @Nullable Instant modified;
        try {
            modified = Files.getLastModifiedTime(file).toInstant();
        } catch (NoSuchFileException e) {
            return false;
        }
        return modified.isBefore(moment);
    }
}
