package io.brume.algorithms.knn;

import io.brume.algorithms.kernel.MatrixKernels;
import io.brume.algorithms.kernel.Panels;
import io.brume.algorithms.model.ModelFolder;

/** Looks into the rows of some {@link Lists}. Queries that look into the same list do so together. */
final class IvfIndex implements Index {
    private static final int TOGETHER = 48;
    /** Rows of a part of a list. */
    private static final int ROWS = 512 / Panels.WIDTH * Panels.WIDTH;

    private final Vectors vectors;
    private final Lists lists;
    /** A list's parts. */
    private final Panels[][] parts;

    IvfIndex(Vectors vectors, Lists lists) {
        this.vectors = vectors;
        this.lists = lists;
        parts = new Panels[lists.count][];
        var rows = new float[ROWS * vectors.stride()];
        for (int l = 0; l < lists.count; l++) {
            int size = lists.starts[l + 1] - lists.starts[l];
            parts[l] = new Panels[Math.ceilDiv(size, ROWS)];
            for (int p = 0; p < parts[l].length; p++) {
                int count = Math.min(ROWS, size - p * ROWS);
                for (int i = 0; i < count; i++) {
                    int row = lists.rows[lists.starts[l] + p * ROWS + i];
                    System.arraycopy(
                            vectors.values(), row * vectors.stride(), rows, i * vectors.stride(), vectors.columns());
                }
                parts[l][p] = Vectors.pack(rows, 0, vectors.stride(), count, vectors.columns(), vectors.metric());
            }
        }
    }

    @Override
    public void search(float[] queries, int from, int stride, int count, Candidates[] found) {
        var gathered = new float[TOGETHER * stride];
        var scores = new float[TOGETHER * ROWS];
        var below = new int[ROWS];
        lists.eachProbe(queries, from, stride, count, TOGETHER, (list, those) -> {
            for (int i = 0; i < those.length; i++) {
                System.arraycopy(queries, from + those[i] * stride, gathered, i * stride, vectors.columns());
            }
            look(list, those, gathered, stride, scores, below, found);
        });
    }

    private void look(
            int list, int[] those, float[] gathered, int stride, float[] scores, int[] below, Candidates[] found) {
        for (int p = 0; p < parts[list].length; p++) {
            Panels part = parts[list][p];
            MatrixKernels.scores(gathered, 0, stride, those.length, part, scores, 0, ROWS);
            for (int i = 0; i < those.length; i++) {
                Candidates best = found[those[i]];
                int taken = MatrixKernels.below(scores, i * ROWS, part.columns(), best.limit(), below);
                for (int j = 0; j < taken; j++) {
                    int row = lists.rows[lists.starts[list] + p * ROWS + below[j]];
                    best.offer(row, scores[i * ROWS + below[j]]);
                }
            }
        }
    }

    @Override
    public boolean exact() {
        return false;
    }

    @Override
    public void save(ModelFolder.Writer model) {
        lists.save(model, vectors);
    }
}
