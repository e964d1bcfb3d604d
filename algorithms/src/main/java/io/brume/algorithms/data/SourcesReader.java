package io.brume.algorithms.data;

import io.brume.algorithms.BadDataException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads sources one after the other, as one dataset. */
final class SourcesReader implements BatchReader {
    private final List<Source> sources;
    private final Format format;
    private final Width width = new Width();
    private final long size;
    private int opened;
    private long before;
    private @Nullable BatchReader current;
    private boolean any;

    SourcesReader(List<Source> sources, Format format, long size) {
        this.sources = sources;
        this.format = format;
        this.size = size;
    }

    @Override
    public @Nullable Batch next() throws IOException {
        while (true) {
            if (current == null) {
                if (opened == sources.size()) {
                    if (!any) {
                        throw nothing();
                    }
                    return null;
                }
                current = format.read(sources.get(opened++), width);
            }
            Batch batch = current.next();
            if (batch != null) {
                any = true;
                return batch;
            }
            current.close();
            current = null;
            before += Math.max(0, sources.get(opened - 1).size());
        }
    }

    private BadDataException nothing() {
        return sources.size() == 1
                ? BadDataException.inFile(sources.getFirst().name(), "the file has no rows")
                : new BadDataException(sources.isEmpty() ? "there are no files" : "none of the files has a row");
    }

    @Override
    public double fraction() {
        if (size <= 0) {
            return 0;
        }
        double within = current == null ? 0 : current.fraction() * Math.max(0, sizeOfCurrent());
        return Math.min(1, (before + within) / size);
    }

    private long sizeOfCurrent() {
        try {
            return sources.get(opened - 1).size();
        } catch (IOException e) {
            return 0;
        }
    }

    @Override
    public void close() throws IOException {
        if (current != null) {
            current.close();
            current = null;
        }
        opened = sources.size();
    }
}
