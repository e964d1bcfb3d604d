package io.brume.algorithms.kernel;

import java.util.Arrays;
import java.util.Objects;

/**
 * Products of many rows with many columns in vector instructions, the columns packed as {@link Panels}; for matrices of some
 * dozen rows and columns on. {@link Kernels} says when the scalar twins answer. Bounds are checked once, before the loops.
 */
public final class MatrixKernels {
    static final int WIDTH = Kernels.vectorised() ? 3 * VectorLoops.SPECIES.length() : 24;

    private static final MatrixLoops LOOPS = Kernels.vectorised() ? new VectorMatrixLoops() : new ScalarMatrixLoops();
    private static final int ROWS = MatrixLoops.ROWS;
    /** Depth over which products are summed at once: so much of a panel, and of the rows that meet it, stays in a core's first cache. */
    private static final int DEPTH = 256;
    /** Floats of panels that all rows meet before the next ones are looked at, in the first cache. */
    private static final int CACHED = 1 << 12;
    /** The same where rows meet whole columns: in the second cache. */
    private static final int CACHED_WHOLE = 1 << 16;

    private MatrixKernels() {}

    /**
     * {@code c[cFrom + r cStride + j] = Σ_i a[aFrom + r aStride + i] b[i][j]}. Rows of c are written up to
     * {@link Panels#paddedColumns}.
     */
    public static void products(
            float[] a, int aFrom, int aStride, int rows, Panels b, float[] c, int cFrom, int cStride) {
        run(a, aFrom, aStride, rows, b, false, MatrixLoops.Mode.SET, c, cFrom, cStride);
    }

    /** {@link #products}, added to what is in c. */
    public static void addProducts(
            float[] a, int aFrom, int aStride, int rows, Panels b, float[] c, int cFrom, int cStride) {
        run(a, aFrom, aStride, rows, b, false, MatrixLoops.Mode.ADD, c, cFrom, cStride);
    }

    /**
     * Each column's bias less its {@link #products product}. With {@link Panels#withHalfSquares} the column with the least score
     * is the nearest to the row: the squared distance is the row's square and twice the score.
     */
    public static void scores(
            float[] a, int aFrom, int aStride, int rows, Panels b, float[] c, int cFrom, int cStride) {
        run(a, aFrom, aStride, rows, b, false, MatrixLoops.Mode.SCORE, c, cFrom, cStride);
    }

    /**
     * {@link #addProducts} of a matrix with itself, {@code Aᵀ A}, where only what is on and above the diagonal is wanted.
     *
     * @param a the transposed matrix: a row for each of b's columns
     * @param b the same matrix, packed as it is
     */
    public static void addGram(float[] a, int aFrom, int aStride, Panels b, float[] c, int cFrom, int cStride) {
        int rows = b.columns();
        check(a, aFrom, aStride, rows, b.depth());
        check(c, cFrom, cStride, rows, b.paddedColumns());
        run(a, aFrom, aStride, rows, b, true, MatrixLoops.Mode.ADD, c, cFrom, cStride);
    }

    private static void run(
            float[] a,
            int aFrom,
            int aStride,
            int rows,
            Panels b,
            boolean triangle,
            MatrixLoops.Mode mode,
            float[] c,
            int cFrom,
            int cStride) {
        check(a, aFrom, aStride, rows, b.depth());
        check(c, cFrom, cStride, rows, b.paddedColumns());
        int panels = b.paddedColumns() / WIDTH;
        int step = Math.max(1, CACHED / (WIDTH * Math.clamp(b.depth(), 1, DEPTH)));
        var starts = new int[ROWS];
        var sums = new float[ROWS * WIDTH];
        for (int p = 0; p < panels; p += step) {
            int to = Math.min(panels, p + step);
            int last = triangle ? Math.min(rows, to * WIDTH) : rows;
            for (int i = 0; i == 0 || i < b.depth(); i += DEPTH) {
                int end = Math.min(b.depth(), i + DEPTH);
                MatrixLoops.Mode how = i == 0 ? mode : next(mode);
                for (int r = 0; r < last; r += ROWS) {
                    begin(starts, aFrom, aStride, r, rows);
                    int some = Math.min(ROWS, rows - r);
                    int from = triangle ? Math.max(p, r / WIDTH) : p;
                    LOOPS.products(a, starts, some, b, from, to, i, end, sums, how, c, cFrom + r * cStride, cStride);
                }
            }
        }
    }

    /** How sums over further depths go to what is there. */
    private static MatrixLoops.Mode next(MatrixLoops.Mode mode) {
        return mode == MatrixLoops.Mode.SCORE ? MatrixLoops.Mode.SUBTRACT : MatrixLoops.Mode.ADD;
    }

    /**
     * For each row of a the column with the least {@link #scores score}, the first of equals, and that score.
     *
     * @param columns and {@code scores}: a row's answer is written at {@code from} and its number
     */
    public static void nearest(
            float[] a, int aFrom, int aStride, int rows, Panels b, int[] columns, float[] scores, int from) {
        check(a, aFrom, aStride, rows, b.depth());
        Objects.checkFromIndexSize(from, rows, Math.min(columns.length, scores.length));
        int panels = b.paddedColumns() / WIDTH;
        int step = Math.max(1, CACHED_WHOLE / (WIDTH * Math.max(1, b.depth())));
        var starts = new int[ROWS];
        int tiles = (rows + ROWS - 1) / ROWS;
        int tile = ROWS * WIDTH;
        // A group of tiles meets each stretch of panels while that is in the cache.
        int group = Math.min(tiles, step >= panels ? 1 : 64);
        var best = new float[group * tile];
        var panel = new float[group * tile];
        var bestOfTile = new float[tile];
        var panelOfTile = new float[tile];
        for (int t = 0; t < tiles; t += group) {
            Arrays.fill(best, Float.POSITIVE_INFINITY);
            Arrays.fill(panel, 0);
            int count = Math.min(group, tiles - t);
            for (int p = 0; p < panels; p += step) {
                for (int g = 0; g < count; g++) {
                    begin(starts, aFrom, aStride, (t + g) * ROWS, rows);
                    System.arraycopy(best, g * tile, bestOfTile, 0, tile);
                    System.arraycopy(panel, g * tile, panelOfTile, 0, tile);
                    LOOPS.nearest(a, starts, b, p, Math.min(panels, p + step), bestOfTile, panelOfTile);
                    System.arraycopy(bestOfTile, 0, best, g * tile, tile);
                    System.arraycopy(panelOfTile, 0, panel, g * tile, tile);
                }
            }
            for (int r = t * ROWS; r < Math.min(rows, (t + count) * ROWS); r++) {
                pick(best, panel, (r - t * ROWS) * WIDTH, columns, scores, from + r);
            }
        }
    }

    private static void pick(float[] best, float[] panel, int lanes, int[] columns, float[] scores, int at) {
        float least = Float.POSITIVE_INFINITY;
        int column = 0;
        for (int j = 0; j < WIDTH; j++) {
            int candidate = (int) panel[lanes + j] * WIDTH + j;
            if (best[lanes + j] < least || best[lanes + j] == least && candidate < column) {
                least = best[lanes + j];
                column = candidate;
            }
        }
        columns[at] = column;
        scores[at] = least;
    }

    /**
     * Writes the numbers i below n, ascending, for which {@code c[from + i] < threshold} into out.
     *
     * @return how many there are
     */
    public static int below(float[] c, int from, int n, float threshold, int[] out) {
        Objects.checkFromIndexSize(from, n, c.length);
        Objects.checkFromIndexSize(0, n, out.length);
        return LOOPS.below(c, from, n, threshold, out);
    }

    /** Where three rows begin; those behind the last are the last again. */
    private static void begin(int[] starts, int aFrom, int aStride, int row, int rows) {
        for (int i = 0; i < ROWS; i++) {
            starts[i] = aFrom + Math.min(row + i, rows - 1) * aStride;
        }
    }

    private static void check(float[] array, int from, int stride, int rows, int n) {
        if (rows > 0) {
            long last = from + (long) (rows - 1) * stride;
            if (stride < n || n < 0 || from < 0 || last + n > array.length) {
                throw new IndexOutOfBoundsException(rows + " rows of " + n + " with stride " + stride + " from " + from
                        + " do not fit into " + array.length);
            }
        }
    }
}
