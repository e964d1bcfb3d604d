package io.brume.kernel.object;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/** Makes the entries of folders durable. Those who ask while a folder is being flushed share the next flush. */
final class FolderSync {

    private final ConcurrentHashMap<Path, Shared> folders = new ConcurrentHashMap<>();
    private final Set<Path> known = ConcurrentHashMap.newKeySet();

    /** One folder's flushes, by how many had asked when each began. */
    private static final class Shared {
        private final AtomicLong asked = new AtomicLong();
        private final ReentrantLock flushing = new ReentrantLock();
        private long served;

        void flush(Path folder) throws IOException {
            long ticket = asked.incrementAndGet();
            flushing.lock();
            try {
                if (served < ticket) {
                    long all = asked.get();
                    force(folder);
                    served = all;
                }
            } finally {
                flushing.unlock();
            }
        }
    }

    /** Returns once every entry that was made in the folder before is on disk. */
    void flush(Path folder) throws IOException {
        if (folders.size() > 1_000) {
            folders.clear();
        }
        folders.computeIfAbsent(folder, _ -> new Shared()).flush(folder);
    }

    /** Makes a folder where there is none, durably. */
    void make(Path folder) throws IOException {
        if (known.contains(folder)) {
            return;
        }
        Path parent = folder.getParent();
        if (parent != null) {
            if (!Files.isDirectory(parent)) {
                make(parent);
            }
            try {
                Files.createDirectory(folder);
            } catch (FileAlreadyExistsException e) {
                // Somebody was first, whose flush may still be to come.
            }
            flush(parent);
        }
        if (known.size() > 10_000) {
            known.clear();
        }
        known.add(folder);
    }

    /** Forgets a folder that was removed. */
    void forget(Path folder) {
        known.remove(folder);
    }

    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
