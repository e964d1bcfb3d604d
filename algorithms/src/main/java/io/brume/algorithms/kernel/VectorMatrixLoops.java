package io.brume.algorithms.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link MatrixLoops} in vector instructions. Three rows meet a panel of three vectors at a time: every number that is loaded
 * serves three multiplications (Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication", 2008). The nine sums
 * and all six operands fit into sixteen registers. Larger tiles do so only where the compiler loads operands late, and it loads
 * them early: six rows with two vectors ran at half the speed.
 */
final class VectorMatrixLoops implements MatrixLoops {
    private static final VectorSpecies<Float> SPECIES = VectorLoops.SPECIES;
    private static final int LANES = SPECIES.length();
    private static final int WIDTH = 3 * LANES;

    private static FloatVector load(float[] array, int from) {
        return FloatVector.fromArray(SPECIES, array, from);
    }

    /** The sums of products of three rows with a panel, a panel's width for each row. */
    private static void tile(float[] a, int a0, int a1, int a2, float[] b, int bFrom, int n, float[] sums) {
        FloatVector s00 = FloatVector.zero(SPECIES);
        FloatVector s01 = s00;
        FloatVector s02 = s00;
        FloatVector s10 = s00;
        FloatVector s11 = s00;
        FloatVector s12 = s00;
        FloatVector s20 = s00;
        FloatVector s21 = s00;
        FloatVector s22 = s00;
        for (int i = 0; i < n; i++) {
            int at = bFrom + i * WIDTH;
            FloatVector y0 = load(b, at);
            FloatVector y1 = load(b, at + LANES);
            FloatVector y2 = load(b, at + 2 * LANES);
            FloatVector x = VectorLoops.all(a[a0 + i]);
            s00 = x.fma(y0, s00);
            s01 = x.fma(y1, s01);
            s02 = x.fma(y2, s02);
            x = VectorLoops.all(a[a1 + i]);
            s10 = x.fma(y0, s10);
            s11 = x.fma(y1, s11);
            s12 = x.fma(y2, s12);
            x = VectorLoops.all(a[a2 + i]);
            s20 = x.fma(y0, s20);
            s21 = x.fma(y1, s21);
            s22 = x.fma(y2, s22);
        }
        s00.intoArray(sums, 0);
        s01.intoArray(sums, LANES);
        s02.intoArray(sums, 2 * LANES);
        s10.intoArray(sums, WIDTH);
        s11.intoArray(sums, WIDTH + LANES);
        s12.intoArray(sums, WIDTH + 2 * LANES);
        s20.intoArray(sums, 2 * WIDTH);
        s21.intoArray(sums, 2 * WIDTH + LANES);
        s22.intoArray(sums, 2 * WIDTH + 2 * LANES);
    }

    private static void tile(float[] a, int[] rows, Panels b, int panel, int from, int to, float[] sums) {
        int at = (panel * b.depth() + from) * WIDTH;
        tile(a, rows[0] + from, rows[1] + from, rows[2] + from, b.values, at, to - from, sums);
    }

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
        for (int p = fromPanel; p < toPanel; p++) {
            tile(a, aRows, b, p, from, to, sums);
            int at = cFrom + p * WIDTH;
            for (int r = 0; r < rows; r++) {
                for (int j = 0; j < WIDTH; j += LANES) {
                    write(load(sums, r * WIDTH + j), mode, b.biases, p * WIDTH + j, c, at + r * cStride + j);
                }
            }
        }
    }

    private static void write(FloatVector sum, Mode mode, float[] biases, int biasFrom, float[] c, int at) {
        switch (mode) {
            case SET -> sum.intoArray(c, at);
            case ADD -> load(c, at).add(sum).intoArray(c, at);
            case SCORE -> load(biases, biasFrom).sub(sum).intoArray(c, at);
            case SUBTRACT -> load(c, at).sub(sum).intoArray(c, at);
        }
    }

    @Override
    public void nearest(NearestRow rows, float[] panel, float[] winners, float[] distances) {
        var sums = new float[ROWS * WIDTH];
        Arrays.fill(distances, Float.POSITIVE_INFINITY);
        for (int c = 0; c < rows.count; c += ROWS) {
            int second = Math.min(c + 1, rows.count - 1);
            int third = Math.min(c + 2, rows.count - 1);
            tile(rows.rows, rows.at(c), rows.at(second), rows.at(third), panel, 0, rows.columns, sums);
            lower(sums, 0, rows.halfSquares[c], c, distances, winners);
            lower(sums, WIDTH, rows.halfSquares[second], second, distances, winners);
            lower(sums, 2 * WIDTH, rows.halfSquares[third], third, distances, winners);
        }
        for (int j = 0; j < WIDTH; j += LANES) {
            FloatVector square = FloatVector.zero(SPECIES);
            for (int i = j; i < rows.columns * WIDTH; i += WIDTH) {
                square = load(panel, i).fma(load(panel, i), square);
            }
            load(distances, j).fma(VectorLoops.all(2), square).max(0).intoArray(distances, j);
        }
    }

    private static void lower(float[] sums, int from, float halfSquare, int row, float[] best, float[] winner) {
        FloatVector half = VectorLoops.all(halfSquare);
        FloatVector number = VectorLoops.all(row);
        for (int j = 0; j < WIDTH; j += LANES) {
            FloatVector score = half.sub(load(sums, from + j));
            FloatVector before = load(best, j);
            VectorMask<Float> better = score.lt(before);
            before.blend(score, better).intoArray(best, j);
            load(winner, j).blend(number, better).intoArray(winner, j);
        }
    }

    @Override
    public int below(float[] c, int from, int n, float threshold, int[] out) {
        int count = 0;
        int i = 0;
        FloatVector limit = VectorLoops.all(threshold);
        for (; i <= n - 2 * LANES; i += 2 * LANES) {
            boolean any =
                    load(c, from + i).min(load(c, from + i + LANES)).lt(limit).anyTrue();
            for (int j = i; any && j < i + 2 * LANES; j++) {
                if (c[from + j] < threshold) {
                    out[count++] = j;
                }
            }
        }
        for (; i < n; i++) {
            if (c[from + i] < threshold) {
                out[count++] = i;
            }
        }
        return count;
    }
}
