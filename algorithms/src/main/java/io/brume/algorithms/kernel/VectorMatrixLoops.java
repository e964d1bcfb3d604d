package io.brume.algorithms.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link MatrixLoops} in vector instructions. Six rows meet a panel of two vectors at a time: the twelve sums stay in registers,
 * and every number that is loaded serves several multiplications (Goto and van de Geijn, "Anatomy of High-Performance Matrix
 * Multiplication", 2008).
 */
final class VectorMatrixLoops implements MatrixLoops {
    private static final VectorSpecies<Float> SPECIES = VectorLoops.SPECIES;
    private static final int LANES = SPECIES.length();
    private static final int WIDTH = 2 * LANES;

    private static FloatVector load(float[] array, int from) {
        return FloatVector.fromArray(SPECIES, array, from);
    }

    private static FloatVector all(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }

    /** The sums of products of six rows with a panel, a panel's width for each row. */
    private static void tile(
            float[] a, int a0, int a1, int a2, int a3, int a4, int a5, float[] b, int bFrom, int n, float[] sums) {
        FloatVector s00 = FloatVector.zero(SPECIES);
        FloatVector s01 = s00;
        FloatVector s10 = s00;
        FloatVector s11 = s00;
        FloatVector s20 = s00;
        FloatVector s21 = s00;
        FloatVector s30 = s00;
        FloatVector s31 = s00;
        FloatVector s40 = s00;
        FloatVector s41 = s00;
        FloatVector s50 = s00;
        FloatVector s51 = s00;
        for (int i = 0; i < n; i++) {
            FloatVector y = load(b, bFrom + i * WIDTH);
            FloatVector z = load(b, bFrom + i * WIDTH + LANES);
            FloatVector x = all(a[a0 + i]);
            s00 = x.fma(y, s00);
            s01 = x.fma(z, s01);
            x = all(a[a1 + i]);
            s10 = x.fma(y, s10);
            s11 = x.fma(z, s11);
            x = all(a[a2 + i]);
            s20 = x.fma(y, s20);
            s21 = x.fma(z, s21);
            x = all(a[a3 + i]);
            s30 = x.fma(y, s30);
            s31 = x.fma(z, s31);
            x = all(a[a4 + i]);
            s40 = x.fma(y, s40);
            s41 = x.fma(z, s41);
            x = all(a[a5 + i]);
            s50 = x.fma(y, s50);
            s51 = x.fma(z, s51);
        }
        s00.intoArray(sums, 0);
        s01.intoArray(sums, LANES);
        s10.intoArray(sums, WIDTH);
        s11.intoArray(sums, WIDTH + LANES);
        s20.intoArray(sums, 2 * WIDTH);
        s21.intoArray(sums, 2 * WIDTH + LANES);
        s30.intoArray(sums, 3 * WIDTH);
        s31.intoArray(sums, 3 * WIDTH + LANES);
        s40.intoArray(sums, 4 * WIDTH);
        s41.intoArray(sums, 4 * WIDTH + LANES);
        s50.intoArray(sums, 5 * WIDTH);
        s51.intoArray(sums, 5 * WIDTH + LANES);
    }

    private static void tile(float[] a, int[] rows, Panels b, int panel, float[] sums) {
        int n = b.depth();
        tile(a, rows[0], rows[1], rows[2], rows[3], rows[4], rows[5], b.values, panel * n * WIDTH, n, sums);
    }

    @Override
    public void products(
            float[] a,
            int[] aRows,
            int rows,
            Panels b,
            int fromPanel,
            int toPanel,
            Mode mode,
            float[] c,
            int cFrom,
            int cStride) {
        var sums = new float[ROWS * WIDTH];
        for (int p = fromPanel; p < toPanel; p++) {
            tile(a, aRows, b, p, sums);
            switch (mode) {
                case SET -> set(sums, rows, c, cFrom + p * WIDTH, cStride);
                case ADD -> add(sums, rows, c, cFrom + p * WIDTH, cStride);
                case SCORE -> score(sums, rows, b.biases, p * WIDTH, c, cFrom + p * WIDTH, cStride);
            }
        }
    }

    private static void set(float[] sums, int rows, float[] c, int cFrom, int cStride) {
        for (int r = 0; r < rows; r++) {
            load(sums, r * WIDTH).intoArray(c, cFrom + r * cStride);
            load(sums, r * WIDTH + LANES).intoArray(c, cFrom + r * cStride + LANES);
        }
    }

    private static void add(float[] sums, int rows, float[] c, int cFrom, int cStride) {
        for (int r = 0; r < rows; r++) {
            int at = cFrom + r * cStride;
            load(sums, r * WIDTH).add(load(c, at)).intoArray(c, at);
            load(sums, r * WIDTH + LANES).add(load(c, at + LANES)).intoArray(c, at + LANES);
        }
    }

    private static void score(float[] sums, int rows, float[] biases, int biasFrom, float[] c, int cFrom, int cStride) {
        FloatVector first = load(biases, biasFrom);
        FloatVector second = load(biases, biasFrom + LANES);
        for (int r = 0; r < rows; r++) {
            first.sub(load(sums, r * WIDTH)).intoArray(c, cFrom + r * cStride);
            second.sub(load(sums, r * WIDTH + LANES)).intoArray(c, cFrom + r * cStride + LANES);
        }
    }

    @Override
    public void nearest(float[] a, int[] aRows, Panels b, int fromPanel, int toPanel, float[] best, float[] panel) {
        var sums = new float[ROWS * WIDTH];
        for (int p = fromPanel; p < toPanel; p++) {
            tile(a, aRows, b, p, sums);
            lower(sums, b.biases, p, 0, best, panel);
            lower(sums, b.biases, p, LANES, best, panel);
        }
    }

    private static void lower(float[] sums, float[] biases, int p, int half, float[] best, float[] panel) {
        FloatVector bias = load(biases, p * WIDTH + half);
        FloatVector number = all(p);
        for (int at = half; at < ROWS * WIDTH; at += WIDTH) {
            FloatVector score = bias.sub(load(sums, at));
            FloatVector before = load(best, at);
            VectorMask<Float> better = score.lt(before);
            before.blend(score, better).intoArray(best, at);
            load(panel, at).blend(number, better).intoArray(panel, at);
        }
    }

    @Override
    public int below(float[] c, int from, int n, float threshold, int[] out) {
        int count = 0;
        int i = 0;
        FloatVector limit = all(threshold);
        for (; i <= n - WIDTH; i += WIDTH) {
            boolean any =
                    load(c, from + i).min(load(c, from + i + LANES)).lt(limit).anyTrue();
            for (int j = i; any && j < i + WIDTH; j++) {
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
