package io.brume.algorithms.kernel;

import java.util.Objects;

/**
 * Products of many rows with many columns in vector instructions, the columns packed as {@link Panels}; for matrices of some
 * dozen rows and columns on. {@link Kernels} says when the scalar twins answer. Bounds are checked once, before the loops.
 */
public final class MatrixKernels {
    static final int WIDTH = Kernels.vectorised() ? 3 * VectorLoops.SPECIES.length() : 24;

    static final MatrixLoops LOOPS = Kernels.vectorised() ? new VectorMatrixLoops() : new ScalarMatrixLoops();
    private static final int ROWS = MatrixLoops.ROWS;
    /** Depth over which products are summed at once: so much of a panel, and of the rows that meet it, stays in a core's first cache. */
    private static final int DEPTH = 256;
    /** Floats of panels that all rows meet before the next ones are looked at, in the first cache. */
    private static final int CACHED = 1 << 12;

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
     * is the nearest to the row: the squared distance is the row's square and twice the score. Where no more is asked,
     * {@link NearestRow} is faster.
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

    static void check(float[] array, int from, int stride, int rows, int n) {
        if (rows > 0) {
            long last = from + (long) (rows - 1) * stride;
            if (stride < n || n < 0 || from < 0 || last + n > array.length) {
                throw new IndexOutOfBoundsException(rows + " rows of " + n + " with stride " + stride + " from " + from
                        + " do not fit into " + array.length);
            }
        }
    }
}
