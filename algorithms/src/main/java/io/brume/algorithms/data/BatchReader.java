package io.brume.algorithms.data;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads rows once, from the first to the last; for one thread at a time. */
public interface BatchReader extends Closeable {
    /**
     * The next rows, at least one, or null after the last.
     *
     * @throws io.brume.algorithms.BadDataException where a row cannot be read; the reader cannot go on after it
     */
    @Nullable
    Batch next() throws IOException;

    /** How much has been read, from 0 to 1, by the bytes of the files; 0 where the size is not known. */
    double fraction();
}
