package io.brume.kernel.object;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;

/**
 * Immutable blobs of any size under opaque ids. Thread-safe. What {@link Writer#finish} returned the id of is durable; nothing else
 * is ever visible under an id. Ids consist of lower-case letters and digits.
 */
public interface Objects {

    /** Begins a blob. */
    Writer create() throws IOException;

    /** Takes a blob's bytes in their order; used by one thread at a time. */
    interface Writer extends AutoCloseable {

        void write(byte[] bytes, int offset, int length) throws IOException;

        /** Makes the blob durable; returns its id. */
        String finish() throws IOException;

        /** Drops what was written, unless it is finished. */
        @Override
        void close() throws IOException;
    }

    /**
     * A part of a blob. Once it is open it can be read to its end, whatever happens to the blob.
     *
     * @throws java.nio.file.NoSuchFileException when there is no such blob
     */
    InputStream open(String id, long offset, long length) throws IOException;

    /** Removes a blob; does nothing when there is none. */
    void delete(String id) throws IOException;

    /** What is done with an id. */
    @FunctionalInterface
    interface IdAction {
        void accept(String id) throws IOException;
    }

    /**
     * Passes over the blobs that were finished before a moment, in no order, without holding their ids. What was begun before it
     * and never finished is dropped on the way.
     */
    void each(Instant before, IdAction action) throws IOException;
}
