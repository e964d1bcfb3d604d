package io.brume.algorithms.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Bytes with a name: a file, an array or a stream. */
public sealed interface Source {
    /** What messages call it. */
    String name();

    /** Its bytes, from the first; a stream can be opened only once. */
    InputStream open() throws IOException;

    /** Bytes, or -1 where that is not known. */
    long size() throws IOException;

    /** Whether it can be opened more than once. */
    boolean rereadable();

    /** A file, or everything in a folder, see {@link #folder}. */
    static List<Source> at(Path path) throws IOException {
        return Files.isDirectory(path) ? folder(path) : List.of(file(path));
    }

    static Source file(Path path) {
        return new FileSource(path);
    }

    /** The regular files of a folder and its folders, in the order of their names, without those that begin with . or _. */
    static List<Source> folder(Path folder) throws IOException {
        var sources = new ArrayList<Source>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(file -> !hidden(folder.relativize(file)) && Files.isRegularFile(file))
                    .sorted()
                    .forEach(file -> sources.add(file(file)));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return sources;
    }

    static Source bytes(String name, byte[] bytes) {
        return new ByteSource(name, bytes.clone());
    }

    /** A stream, such as a named pipe, which is closed after it has been read. */
    static Source stream(String name, InputStream stream) {
        return new StreamSource(name, stream, new AtomicBoolean());
    }

    private static boolean hidden(Path path) {
        for (Path part : path) {
            String name = part.toString();
            if (name.startsWith(".") || name.startsWith("_")) {
                return true;
            }
        }
        return false;
    }

    /** A file; one that is not regular, such as a named pipe, can be read only once. */
    record FileSource(Path path) implements Source {
        @Override
        public String name() {
            Path file = path.getFileName();
            return file == null ? path.toString() : file.toString();
        }

        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(path);
        }

        @Override
        public long size() throws IOException {
            return rereadable() ? Files.size(path) : -1;
        }

        @Override
        public boolean rereadable() {
            return Files.isRegularFile(path);
        }
    }

    /** An array. */
    @SuppressWarnings("ArrayRecordComponent")
    record ByteSource(String name, byte[] bytes) implements Source {
        @Override
        public InputStream open() {
            return new ByteArrayInputStream(bytes);
        }

        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public boolean rereadable() {
            return true;
        }
    }

    /** A stream. */
    record StreamSource(String name, InputStream stream, AtomicBoolean opened) implements Source {
        @Override
        public InputStream open() throws IOException {
            if (opened.getAndSet(true)) {
                throw new IOException(name + " is a stream, which can be read only once");
            }
            return stream;
        }

        @Override
        public long size() {
            return -1;
        }

        @Override
        public boolean rereadable() {
            return false;
        }
    }

    /** The path of a file; null for what is none. */
    default @Nullable Path file() {
        return this instanceof FileSource source ? source.path() : null;
    }
}
