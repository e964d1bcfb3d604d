package io.brume.algorithms.kernel;

/** {@link MatrixLoops} without vector instructions. */
final class ScalarMatrixLoops implements MatrixLoops {
    @Override
    public void products(
            float[] a,
            int[] aRows,
            int rows,
            Panels b,
            int fromPanel,
            int toPanel,
            int from,
            int to,
            float[] sums,
            Mode mode,
            float[] c,
            int cFrom,
            int cStride) {
        for (int r = 0; r < rows; r++) {
            for (int j = fromPanel * Panels.WIDTH; j < toPanel * Panels.WIDTH; j++) {
                float sum = product(a, aRows[r], b, j, from, to);
                int at = cFrom + r * cStride + j;
                c[at] = switch (mode) {
                    case SET -> sum;
                    case ADD -> c[at] + sum;
                    case SCORE -> b.biases[j] - sum;
                    case SUBTRACT -> c[at] - sum;
                };
            }
        }
    }

    private static float product(float[] a, int row, Panels b, int column, int from, int to) {
        int first = column / Panels.WIDTH * Panels.WIDTH * b.depth() + column % Panels.WIDTH;
        float sum = 0;
        for (int i = from; i < to; i++) {
            sum += a[row + i] * b.values[first + i * Panels.WIDTH];
        }
        return sum;
    }

    @Override
    public void nearest(NearestRow rows, float[] panel, float[] winners, float[] distances) {
        for (int j = 0; j < Panels.WIDTH; j++) {
            float square = 0;
            for (int i = 0; i < rows.columns; i++) {
                square += panel[i * Panels.WIDTH + j] * panel[i * Panels.WIDTH + j];
            }
            float least = Float.POSITIVE_INFINITY;
            for (int c = 0; c < rows.count; c++) {
                float product = 0;
                for (int i = 0; i < rows.columns; i++) {
                    product += rows.rows[rows.at(c) + i] * panel[i * Panels.WIDTH + j];
                }
                float score = rows.halfSquares[c] - product;
                if (score < least) {
                    least = score;
                    winners[j] = c;
                }
            }
            distances[j] = Math.max(0, square + 2 * least);
        }
    }

    @Override
    public int below(float[] c, int from, int n, float threshold, int[] out) {
        int count = 0;
        for (int i = 0; i < n; i++) {
            if (c[from + i] < threshold) {
                out[count++] = i;
            }
        }
        return count;
    }
}
