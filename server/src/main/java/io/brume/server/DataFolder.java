package io.brume.server;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A data folder held by one server at a time. {@code brume.pid} in it has the process id on its first line and, once requests
 * are answered, the endpoint on its second. The lock on that file goes with the process, however it ends.
 */
final class DataFolder implements AutoCloseable {

    static final String PID_FILE = "brume.pid";

    /** Where the lock lies: past the text, since Windows lets nobody read what is locked. */
    private static final long LOCK_POSITION = 1L << 40;

    /**
     * The folders that this process holds. Their files must not be opened here a second time: POSIX gives a process's locks on a
     * file up when any of its descriptors of that file is closed.
     */
    private static final Map<Path, Holder> HELD = new ConcurrentHashMap<>();

    private final Path folder;
    private final FileChannel channel;

    private DataFolder(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * The server that holds a folder.
     *
     * @param endpoint null while it starts
     */
    record Holder(long pid, @Nullable URI endpoint) {}

    /**
     * Takes the folder, making it when it is not there.
     *
     * @throws Refused when it cannot be written, or another server holds it
     */
    static DataFolder take(Path folder) {
        requireWritable(folder);
        try {
            Path real = folder.toRealPath();
            var self = new Holder(ProcessHandle.current().pid(), null);
            var held = HELD.putIfAbsent(real, self);
            if (held != null) {
                throw used(folder, Optional.of(held));
            }
            return new DataFolder(real, lock(folder, real));
        } catch (IOException e) {
            throw unwritable(folder);
        }
    }

    private static FileChannel lock(Path folder, Path real) throws IOException {
        boolean locked = false;
        FileChannel channel = FileChannel.open(
                real.resolve(PID_FILE), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock(LOCK_POSITION, 1, false) == null) {
                throw used(folder, read(real));
            }
            write(channel, ProcessHandle.current().pid() + "\n");
            locked = true;
            return channel;
        } finally {
            if (!locked) {
                HELD.remove(real);
                channel.close();
            }
        }
    }

    private static Refused used(Path folder, Optional<Holder> holder) {
        return new Refused(
                "Another Brume" + holder.map(h -> " (pid " + h.pid() + ")").orElse("")
                        + " uses the data folder " + folder
                        + ": stop it with `brume down`, or start with another `--data`.");
    }

    /** Makes the folder when it is not there. */
    static void requireWritable(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw unwritable(folder);
        }
        if (!Files.isWritable(folder)) {
            throw unwritable(folder);
        }
    }

    private static Refused unwritable(Path folder) {
        return new Refused("The data folder " + folder
                + " cannot be written: change its permissions, or start with another `--data`.");
    }

    /**
     * The server that holds a folder now, if one does. The lock is tried only when a process of the written id lives, since a
     * server that starts at that moment would find it taken.
     */
    static Optional<Holder> holder(Path folder) {
        if (!Files.exists(folder.resolve(PID_FILE))) {
            return Optional.empty();
        }
        try {
            var held = HELD.get(folder.toRealPath());
            return held != null ? Optional.of(held) : announced(folder).filter(_ -> isLocked(folder));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** What the file says, when the process that it names lives; takes no lock. */
    static Optional<Holder> announced(Path folder) {
        return read(folder).filter(h -> ProcessHandle.of(h.pid()).isPresent());
    }

    private static boolean isLocked(Path folder) {
        try (var channel =
                FileChannel.open(folder.resolve(PID_FILE), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return channel.tryLock(LOCK_POSITION, 1, false) == null;
        } catch (IOException e) {
            return true; // someone else's folder: it cannot be locked, but its process can be seen
        }
    }

    private static Optional<Holder> read(Path folder) {
        try {
            List<String> lines = Files.readAllLines(folder.resolve(PID_FILE));
            return Optional.of(new Holder(
                    Long.parseLong(lines.getFirst().strip()), lines.size() > 1 ? URI.create(lines.get(1)) : null));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** Tells others where the server answers. */
    void answersAt(URI endpoint) {
        long pid = ProcessHandle.current().pid();
        HELD.put(folder, new Holder(pid, endpoint));
        try {
            write(channel, pid + "\n" + endpoint + "\n");
        } catch (IOException e) {
            throw unwritable(folder);
        }
    }

    private static void write(FileChannel channel, String text) throws IOException {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
    }

    /** Gives the folder back. The file stays, empty: to delete it would let two servers lock two files of that name. */
    @Override
    public void close() {
        try (channel) {
            channel.truncate(0);
        } catch (IOException e) {
            // The folder is gone; there is nothing left to give back.
        } finally {
            HELD.remove(folder);
        }
    }
}
