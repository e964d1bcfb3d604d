package io.brume.kernel.object;

import io.brume.kernel.database.Database;
import io.brume.kernel.database.Remembered;
import io.brume.kernel.database.Transaction;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What resources hold of bytes, each content a list of segments of blobs. Small bodies are kept in the database with the row that
 * refers to them, which costs no flush of their own; larger ones in an object store. Blobs are counted by the segments that refer
 * to them, so that copies and joins move no bytes; the last reference that goes takes the blob along, after the commit.
 */
public final class Contents {

    private static final Logger log = LoggerFactory.getLogger(Contents.class);

    /** Up to here a body in the database is written and read faster than a file. */
    static final int SMALL = 16 << 10;

    private static final String IN_DATABASE = "i";
    private static final int SWEPT_AT_ONCE = 500;
    private static final int REMEMBERED = 4096;

    private final Database database;
    private final Objects objects;

    /** Blobs that somebody reads, with how many do. */
    private final Map<String, Integer> read = new HashMap<>();

    private final Set<String> doomed = new HashSet<>();

    /** Bodies in the database that were read last. An id is never used for another body, so none has to be forgotten. */
    private final Remembered<String, byte[]> small;

    public Contents(Database database, Objects objects) {
        this.small = new Remembered<>(database, REMEMBERED);
        this.database = database;
        this.objects = objects;
    }

    /** The content is gone: whoever referred to it was changed in the meantime. */
    public static final class Gone extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Gone(String id) {
            super("the blob " + id + " is gone", null, false, false);
        }
    }

    /**
     * Takes a body in, to its end. It is durable when this returns or, when it is small, with the transaction that keeps it.
     *
     * @param digests sees every byte, in order
     */
    public Stored receive(InputStream in, Digests digests) throws IOException {
        byte[] begin = in.readNBytes(SMALL + 1);
        if (begin.length <= SMALL) {
            digests.update(begin, 0, begin.length);
            return begin.length == 0
                    ? new Stored(List.of(), 0, null)
                    : new Stored(List.of(new Segment(IN_DATABASE + Ids.next(), 0, begin.length)), begin.length, begin);
        }
        try (Objects.Writer writer = objects.create()) {
            long length = Intake.run(begin, in, writer, digests);
            return new Stored(List.of(new Segment(writer.finish(), 0, length)), length, null);
        }
    }

    /** Drops a body that no transaction kept. */
    public void discard(Stored stored) {
        if (stored.bytes() == null) {
            stored.segments().forEach(segment -> delete(segment.id()));
        }
    }

    /** Keeps a body with a transaction, which refers to it once. */
    public void keep(Transaction transaction, Stored stored) throws SQLException {
        for (Segment segment : stored.segments()) {
            transaction.update("INSERT INTO blob (id, refs, bytes) VALUES (?, 1, ?)", segment.id(), stored.bytes());
        }
    }

    /** Keeps a body in the place of what a thing has referred to so far: of small ones the row is used again, which costs fewer pages. */
    public void replace(Transaction transaction, List<Segment> before, Stored stored) throws SQLException {
        boolean small = stored.bytes() != null
                && before.size() == 1
                && before.getFirst().id().startsWith(IN_DATABASE);
        boolean replaced = small
                && transaction.update(
                                "UPDATE blob SET id = ?, bytes = ? WHERE id = ? AND refs = 1",
                                stored.segments().getFirst().id(),
                                stored.bytes(),
                                before.getFirst().id())
                        == 1;
        if (!replaced) {
            keep(transaction, stored);
            release(transaction, before);
        }
    }

    /**
     * Lets one more thing refer to segments.
     *
     * @throws Gone when nothing refers to them any more
     */
    public void share(Transaction transaction, List<Segment> segments) throws SQLException {
        for (Segment segment : segments) {
            if (transaction.update("UPDATE blob SET refs = refs + 1 WHERE id = ?", segment.id()) == 0) {
                throw new Gone(segment.id());
            }
        }
    }

    /** Ends one thing's references to segments. */
    public void release(Transaction transaction, List<Segment> segments) throws SQLException {
        List<String> dead = new ArrayList<>();
        for (Segment segment : segments) {
            if (transaction.update("DELETE FROM blob WHERE id = ? AND refs = 1", segment.id()) == 0) {
                transaction.update("UPDATE blob SET refs = refs - 1 WHERE id = ?", segment.id());
            } else if (!segment.id().startsWith(IN_DATABASE)) {
                dead.add(segment.id());
            }
        }
        if (!dead.isEmpty()) {
            transaction.afterCommit(() -> Thread.ofVirtual().name("delete").start(() -> dead.forEach(this::delete)));
        }
    }

    private void delete(String id) {
        synchronized (read) {
            if (read.containsKey(id)) {
                doomed.add(id);
                return;
            }
        }
        try {
            objects.delete(id);
        } catch (IOException | RuntimeException e) {
            log.warn("the blob {} is left to be swept: {}", id, e.toString());
        }
    }

    /**
     * A content's bytes. They stay readable when the content is released meanwhile.
     *
     * @throws Gone when the content has been released before
     */
    public InputStream open(List<Segment> segments) {
        try {
            if (segments.size() == 1) {
                return open(segments.getFirst());
            }
            segments.forEach(segment -> pin(segment.id()));
            try {
                return new SegmentStream(segments, this::open, () -> unpin(segments));
            } catch (IOException | RuntimeException e) {
                unpin(segments);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private InputStream open(Segment segment) throws IOException {
        if (segment.id().startsWith(IN_DATABASE)) {
            byte[] bytes = small.get(segment.id(), () -> bytes(segment.id()));
            return new ByteArrayInputStream(bytes, (int) segment.offset(), (int) segment.length());
        }
        try {
            return objects.open(segment.id(), segment.offset(), segment.length());
        } catch (NoSuchFileException e) {
            throw new Gone(segment.id());
        }
    }

    private byte[] bytes(String id) {
        return database.read(transaction ->
                        transaction.first("SELECT bytes FROM blob WHERE id = ?", row -> row.bytes("bytes"), id))
                .orElseThrow(() -> new Gone(id));
    }

    private void pin(String id) {
        synchronized (read) {
            read.merge(id, 1, Integer::sum);
        }
    }

    private void unpin(List<Segment> segments) {
        List<String> dead = new ArrayList<>();
        synchronized (read) {
            for (Segment segment : segments) {
                String id = segment.id();
                if (read.merge(id, -1, (known, less) -> known + less == 0 ? null : known + less) == null
                        && doomed.remove(id)) {
                    dead.add(id);
                }
            }
        }
        dead.forEach(this::delete);
    }

    /**
     * Removes the blobs that nothing refers to and that were finished before a moment: what a crash left behind.
     *
     * @param before no later than this process began, and a day ago where others use the same object store
     * @return how many there were
     */
    public int sweep(Instant before) throws IOException {
        var swept = new Sweep();
        objects.each(before, swept::consider);
        swept.flush();
        return swept.count;
    }

    private final class Sweep {
        private final List<String> batch = new ArrayList<>();
        private int count;

        void consider(String id) throws IOException {
            batch.add(id);
            if (batch.size() == SWEPT_AT_ONCE) {
                flush();
            }
        }

        void flush() throws IOException {
            List<String> orphans = database.read(transaction -> {
                List<String> unknown = new ArrayList<>();
                for (String id : batch) {
                    if (transaction.number("SELECT refs FROM blob WHERE id = ?", id) == 0) {
                        unknown.add(id);
                    }
                }
                return unknown;
            });
            batch.clear();
            for (String orphan : orphans) {
                objects.delete(orphan);
                count++;
            }
        }
    }
}
