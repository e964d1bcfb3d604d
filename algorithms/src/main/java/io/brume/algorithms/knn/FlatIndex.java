package io.brume.algorithms.knn;

import io.brume.algorithms.kernel.MatrixKernels;
import io.brume.algorithms.kernel.Panels;
import io.brume.algorithms.model.ModelFolder;

/** Looks at every row. */
final class FlatIndex implements Index {
    /** Rows and queries whose scores a core's second cache holds together with the rows. */
    private static final int ROWS = 512 / Panels.WIDTH * Panels.WIDTH;

    private static final int QUERIES = 48;

    private final Panels[] parts;

    FlatIndex(Vectors vectors) {
        parts = new Panels[Math.ceilDiv(vectors.rows(), ROWS)];
        for (int p = 0; p < parts.length; p++) {
            int count = Math.min(ROWS, vectors.rows() - p * ROWS);
            parts[p] = Vectors.pack(
                    vectors.values(),
                    p * ROWS * vectors.stride(),
                    vectors.stride(),
                    count,
                    vectors.columns(),
                    vectors.metric());
        }
    }

    @Override
    public void search(float[] queries, int from, int stride, int count, Candidates[] found) {
        var scores = new float[QUERIES * ROWS];
        var below = new int[ROWS];
        for (int q = 0; q < count; q += QUERIES) {
            int some = Math.min(QUERIES, count - q);
            for (int p = 0; p < parts.length; p++) {
                MatrixKernels.scores(queries, from + q * stride, stride, some, parts[p], scores, 0, ROWS);
                for (int i = 0; i < some; i++) {
                    Candidates best = found[q + i];
                    int taken = MatrixKernels.below(scores, i * ROWS, parts[p].columns(), best.limit(), below);
                    for (int j = 0; j < taken; j++) {
                        best.offer(p * ROWS + below[j], scores[i * ROWS + below[j]]);
                    }
                }
            }
        }
    }

    @Override
    public boolean exact() {
        return false;
    }

    @Override
    public void save(ModelFolder.Writer model) {}
}
