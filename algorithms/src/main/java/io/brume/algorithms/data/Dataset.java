package io.brume.algorithms.data;

import io.brume.algorithms.BadDataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows that can be read, once or, where {@link #rereadable()}, any number of times. */
public abstract sealed class Dataset permits Dataset.Files, Dataset.Memory {
    private Dataset() {}

    /** The rows of a file, or of a folder's files in the order of their names. */
    public static Dataset of(Path fileOrFolder, Format format) throws IOException {
        return of(Source.at(fileOrFolder), format);
    }

    public static Dataset of(List<Source> sources, Format format) {
        return new Files(List.copyOf(sources), format);
    }

    /** Rows in memory. */
    public static Dataset of(Batch... batches) {
        return new Memory(List.of(batches));
    }

    /**
     * Starts reading from the first row.
     *
     * @throws BadDataException where there are no rows at all (from the reader, at the end)
     */
    public abstract BatchReader read() throws IOException;

    /** Starts reading from the first line, for data that is text. */
    public abstract LineReader lines() throws IOException;

    /** Whether it can be read more than once. */
    public abstract boolean rereadable();

    /** Bytes in all, as stored; -1 where that is not known. */
    public abstract long size() throws IOException;

    /** All rows, in memory: about four bytes a number, eight a sparse entry. */
    public List<Batch> load() throws IOException {
        var batches = new ArrayList<Batch>();
        try (var reader = read()) {
            for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                batches.add(batch);
            }
        }
        return batches;
    }

    /** This, or its rows in memory where it cannot be read twice. */
    public Dataset forManyReadings() throws IOException {
        return rereadable() ? this : new Memory(load());
    }

    /** Rows in files and streams. */
    static final class Files extends Dataset {
        private final List<Source> sources;
        private final Format format;

        private Files(List<Source> sources, Format format) {
            this.sources = sources;
            this.format = format;
        }

        @Override
        public BatchReader read() throws IOException {
            return new SourcesReader(sources, format, size());
        }

        @Override
        public LineReader lines() throws IOException {
            return new LineReader(sources);
        }

        @Override
        public boolean rereadable() {
            return sources.stream().allMatch(Source::rereadable);
        }

        @Override
        public long size() throws IOException {
            long size = 0;
            for (Source source : sources) {
                long more = source.size();
                if (more < 0) {
                    return -1;
                }
                size += more;
            }
            return size;
        }
    }

    /** Rows in memory. */
    static final class Memory extends Dataset {
        private final List<Batch> batches;

        private Memory(List<Batch> batches) {
            this.batches = batches;
        }

        @Override
        public List<Batch> load() {
            return batches;
        }

        @Override
        public BatchReader read() {
            return new BatchReader() {
                private int next;

                @Override
                public @Nullable Batch next() {
                    if (batches.isEmpty()) {
                        throw new BadDataException("there are no rows");
                    }
                    return next < batches.size() ? batches.get(next++) : null;
                }

                @Override
                public double fraction() {
                    return (double) next / Math.max(1, batches.size());
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public LineReader lines() {
            var text = new StringBuilder();
            for (Batch batch : batches) {
                if (!(batch instanceof TextBatch rows)) {
                    throw new BadDataException("the rows are numbers, and the algorithm takes text");
                }
                rows.lines().forEach(line -> text.append(line).append('\n'));
            }
            byte[] bytes = text.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
            return new LineReader(List.of(Source.bytes("memory", bytes)));
        }

        @Override
        public boolean rereadable() {
            return true;
        }

        @Override
        public long size() {
            return -1;
        }
    }
}
