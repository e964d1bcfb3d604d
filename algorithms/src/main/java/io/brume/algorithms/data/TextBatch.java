package io.brume.algorithms.data;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of text without labels: sentences, words, or whatever the algorithm documents. */
public record TextBatch(List<String> lines) implements Batch {
    private static final float[] NONE = {};

    public TextBatch {
        lines = List.copyOf(lines);
    }

    @Override
    public int rows() {
        return lines.size();
    }

    @Override
    public int columns() {
        return 0;
    }

    @Override
    public float[] labels() {
        return NONE;
    }

    @Override
    public int labelWidth() {
        return 0;
    }

    @Override
    public float @Nullable [] weights() {
        return null;
    }
}
