package io.brume.algorithms.kernel;

import java.util.Objects;

/**
 * Finds which of some rows is the nearest to others. The rows that ask lie side by side in a panel, a lane for each, so that no
 * lanes have to be compared with one another, and a row gets the same bits whatever others ask with it.
 */
public final class NearestRow {
    private static final int WIDTH = MatrixKernels.WIDTH;
    private static final MatrixLoops LOOPS = MatrixKernels.LOOPS;

    final float[] rows;
    final int from;
    final int stride;
    final int count;
    final int columns;
    final float[] halfSquares;

    /**
     * @param rows row {@code j} begins at {@code from + j stride}; must not change later
     * @param count at least 1
     */
    public NearestRow(float[] rows, int from, int stride, int count, int columns) {
        MatrixKernels.check(rows, from, stride, count, columns);
        this.rows = rows;
        this.from = from;
        this.stride = stride;
        this.count = count;
        this.columns = columns;
        halfSquares = new float[count];
        for (int c = 0; c < count; c++) {
            halfSquares[c] = Kernels.dot(rows, at(c), rows, at(c), columns) / 2;
        }
    }

    int at(int row) {
        return from + row * stride;
    }

    /**
     * Finds for each row of a the nearest row, the first of equals, and its squared distance, which is computed from products and
     * so exact to the digits of the squares of both.
     *
     * @param nearest and {@code distances}: a row's answer is written at {@code to} and its number
     */
    public void of(float[] a, int aFrom, int aStride, int aRows, int[] nearest, float[] distances, int to) {
        MatrixKernels.check(a, aFrom, aStride, aRows, columns);
        Objects.checkFromIndexSize(to, aRows, Math.min(nearest.length, distances.length));
        var panel = new float[WIDTH * columns];
        var scores = new float[WIDTH];
        var winners = new float[WIDTH];
        for (int r = 0; r < aRows; r += WIDTH) {
            int some = Math.min(WIDTH, aRows - r);
            pack(a, aFrom + r * aStride, aStride, some, panel);
            LOOPS.nearest(this, panel, winners, scores);
            for (int j = 0; j < some; j++) {
                nearest[to + r + j] = (int) winners[j];
            }
            System.arraycopy(scores, 0, distances, to + r, some);
        }
    }

    /** Lanes without a row keep what they had. */
    private void pack(float[] a, int aFrom, int aStride, int some, float[] panel) {
        for (int j = 0; j < some; j++) {
            int row = aFrom + j * aStride;
            for (int i = 0; i < columns; i++) {
                panel[i * WIDTH + j] = a[row + i];
            }
        }
    }
}
