package io.brume.algorithms.kernel;

/**
 * A matrix B laid out for {@link MatrixKernels}: columns of the product {@code A B} lie in panels of {@link #WIDTH}, and a panel
 * has its columns' numbers of one depth side by side. The last panel is filled up with zeros.
 */
public final class Panels {
    /** Columns in a panel: three vectors. */
    public static final int WIDTH = MatrixKernels.WIDTH;

    final float[] values;
    final float[] biases;
    private final int depth;
    private final int columns;

    private Panels(int depth, int columns) {
        this.depth = depth;
        this.columns = columns;
        int padded = Math.multiplyExact(panels(columns), WIDTH);
        values = new float[Math.multiplyExact(padded, Math.max(1, depth))];
        biases = new float[padded];
    }

    private static int panels(int columns) {
        return Math.addExact(columns, WIDTH - 1) / WIDTH;
    }

    /** Floats that so many rows of so many numbers take. */
    public static long size(int rows, int depth) {
        return (long) panels(rows) * WIDTH * depth;
    }

    /**
     * Rows as columns, for products {@code A Bᵀ}. Row {@code j} begins at {@code from + j stride} and has {@code depth} numbers.
     */
    public static Panels ofRows(float[] b, int from, int stride, int rows, int depth) {
        var panels = new Panels(depth, rows);
        for (int j = 0; j < rows; j++) {
            int row = from + j * stride;
            int to = j / WIDTH * WIDTH * depth + j % WIDTH;
            for (int i = 0; i < depth; i++) {
                panels.values[to + i * WIDTH] = b[row + i];
            }
        }
        return panels;
    }

    /** Columns as they are, for products {@code A B}. Number {@code j} of depth {@code i} is {@code b[from + i stride + j]}. */
    public static Panels ofColumns(float[] b, int from, int stride, int depth, int columns) {
        var panels = new Panels(depth, columns);
        for (int p = 0; p * WIDTH < columns; p++) {
            int count = Math.min(WIDTH, columns - p * WIDTH);
            for (int i = 0; i < depth; i++) {
                System.arraycopy(b, from + i * stride + p * WIDTH, panels.values, (p * depth + i) * WIDTH, count);
            }
        }
        return panels;
    }

    /** Gives each column half the square of its length as bias, which makes scores order columns by distance; see {@link MatrixKernels#scores}. */
    public Panels withHalfSquares() {
        for (int j = 0; j < columns; j++) {
            int at = j / WIDTH * WIDTH * depth + j % WIDTH;
            float sum = 0;
            for (int i = 0; i < depth; i++) {
                float value = values[at + i * WIDTH];
                sum += value * value;
            }
            biases[j] = sum / 2;
        }
        for (int j = columns; j < biases.length; j++) {
            biases[j] = Float.POSITIVE_INFINITY;
        }
        return this;
    }

    /** Numbers in a column. */
    public int depth() {
        return depth;
    }

    /** Columns of the product. */
    public int columns() {
        return columns;
    }

    /** {@link #columns} up to whole panels: what a row of a product needs. */
    public int paddedColumns() {
        return biases.length;
    }
}
