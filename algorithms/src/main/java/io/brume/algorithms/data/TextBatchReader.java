package io.brume.algorithms.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lines as batches, for scoring; training reads {@link Dataset#lines()}. */
final class TextBatchReader implements BatchReader {
    private static final int LINES = 1024;
    private final LineReader lines;

    TextBatchReader(Source source) {
        lines = new LineReader(List.of(source));
    }

    @Override
    public @Nullable Batch next() throws IOException {
        var texts = new ArrayList<String>();
        while (texts.size() < LINES && lines.next()) {
            texts.add(lines.text());
        }
        return texts.isEmpty() ? null : new TextBatch(texts);
    }

    @Override
    public double fraction() {
        return lines.fraction();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
