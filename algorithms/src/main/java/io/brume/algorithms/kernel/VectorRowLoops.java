package io.brume.algorithms.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link RowLoops} in vector instructions; columns that do not fill a vector are done one by one. */
final class VectorRowLoops implements RowLoops {
    private static final VectorSpecies<Float> SPECIES = VectorLoops.SPECIES;
    private static final int LANES = SPECIES.length();

    private static FloatVector load(float[] array, int from) {
        return FloatVector.fromArray(SPECIES, array, from);
    }

    /** Four rows at a time, so that the sum is loaded and stored a quarter as often. */
    @Override
    public void sum(float[] matrix, int[] rows, int from, int to, float[] sum, int sumFrom, int n) {
        for (int j = 0; j < n; j++) {
            sum[sumFrom + j] = 0;
        }
        int whole = n - n % LANES;
        int i = from;
        for (; i + 3 < to; i += 4) {
            int a = rows[i];
            int b = rows[i + 1];
            int c = rows[i + 2];
            int d = rows[i + 3];
            for (int j = 0; j < whole; j += LANES) {
                load(matrix, a + j)
                        .add(load(matrix, b + j))
                        .add(load(matrix, c + j).add(load(matrix, d + j)))
                        .add(load(sum, sumFrom + j))
                        .intoArray(sum, sumFrom + j);
            }
            for (int j = whole; j < n; j++) {
                sum[sumFrom + j] += matrix[a + j] + matrix[b + j] + matrix[c + j] + matrix[d + j];
            }
        }
        for (; i < to; i++) {
            int a = rows[i];
            for (int j = 0; j < whole; j += LANES) {
                load(matrix, a + j).add(load(sum, sumFrom + j)).intoArray(sum, sumFrom + j);
            }
            for (int j = whole; j < n; j++) {
                sum[sumFrom + j] += matrix[a + j];
            }
        }
    }

    @Override
    public void add(float[] x, int xFrom, float[] matrix, int[] rows, int from, int to, int n) {
        int whole = n - n % LANES;
        for (int i = from; i < to; i++) {
            int row = rows[i];
            for (int j = 0; j < whole; j += LANES) {
                load(matrix, row + j).add(load(x, xFrom + j)).intoArray(matrix, row + j);
            }
            for (int j = whole; j < n; j++) {
                matrix[row + j] += x[xFrom + j];
            }
        }
    }

    @Override
    public void scoresBlock(float[] in, int inRow, float[] out, int[] outRows, int b, int n, float[] scores) {
        int p0 = outRows[b];
        int p1 = outRows[b + 1];
        int p2 = outRows[b + 2];
        int p3 = outRows[b + 3];
        int p4 = outRows[b + 4];
        int p5 = outRows[b + 5];
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        FloatVector s4 = s0;
        FloatVector s5 = s0;
        int whole = n - n % LANES;
        for (int j = 0; j < whole; j += LANES) {
            FloatVector v = load(in, inRow + j);
            s0 = v.fma(load(out, p0 + j), s0);
            s1 = v.fma(load(out, p1 + j), s1);
            s2 = v.fma(load(out, p2 + j), s2);
            s3 = v.fma(load(out, p3 + j), s3);
            s4 = v.fma(load(out, p4 + j), s4);
            s5 = v.fma(load(out, p5 + j), s5);
        }
        scores[b] = VectorLoops.total(s0);
        scores[b + 1] = VectorLoops.total(s1);
        scores[b + 2] = VectorLoops.total(s2);
        scores[b + 3] = VectorLoops.total(s3);
        scores[b + 4] = VectorLoops.total(s4);
        scores[b + 5] = VectorLoops.total(s5);
        for (int j = whole; j < n; j++) {
            for (int k = 0; k < RowKernels.BLOCK; k++) {
                scores[b + k] += in[inRow + j] * out[outRows[b + k] + j];
            }
        }
    }

    /** Six rows of out are read once for what they give and what they gain. */
    @Override
    public void exchangeBlock(
            float[] in, int inRow, float[] out, int[] outRows, int b, int n, float[] errors, float[] to, int toRow) {
        int p0 = outRows[b];
        int p1 = outRows[b + 1];
        int p2 = outRows[b + 2];
        int p3 = outRows[b + 3];
        int p4 = outRows[b + 4];
        int p5 = outRows[b + 5];
        FloatVector e0 = VectorLoops.all(errors[b]);
        FloatVector e1 = VectorLoops.all(errors[b + 1]);
        FloatVector e2 = VectorLoops.all(errors[b + 2]);
        FloatVector e3 = VectorLoops.all(errors[b + 3]);
        FloatVector e4 = VectorLoops.all(errors[b + 4]);
        FloatVector e5 = VectorLoops.all(errors[b + 5]);
        int whole = n - n % LANES;
        for (int j = 0; j < whole; j += LANES) {
            FloatVector v = load(in, inRow + j);
            FloatVector gain = load(to, toRow + j);
            FloatVector o = load(out, p0 + j);
            v.fma(e0, o).intoArray(out, p0 + j);
            gain = o.fma(e0, gain);
            o = load(out, p1 + j);
            v.fma(e1, o).intoArray(out, p1 + j);
            gain = o.fma(e1, gain);
            o = load(out, p2 + j);
            v.fma(e2, o).intoArray(out, p2 + j);
            gain = o.fma(e2, gain);
            o = load(out, p3 + j);
            v.fma(e3, o).intoArray(out, p3 + j);
            gain = o.fma(e3, gain);
            o = load(out, p4 + j);
            v.fma(e4, o).intoArray(out, p4 + j);
            gain = o.fma(e4, gain);
            o = load(out, p5 + j);
            v.fma(e5, o).intoArray(out, p5 + j);
            gain = o.fma(e5, gain);
            gain.intoArray(to, toRow + j);
        }
        if (whole < n) {
            ScalarRowLoops.exchangeColumns(in, inRow, out, outRows, b, whole, n, errors, to, toRow);
        }
    }

    @Override
    public void exchange(float[] in, int inRow, float[] out, int outRow, int n, float error, float[] to, int toRow) {
        FloatVector errors = VectorLoops.all(error);
        int j = 0;
        for (; j <= n - LANES; j += LANES) {
            FloatVector v = load(in, inRow + j);
            FloatVector o = load(out, outRow + j);
            o.fma(errors, load(to, toRow + j)).intoArray(to, toRow + j);
            v.fma(errors, o).intoArray(out, outRow + j);
        }
        ScalarRowLoops.exchangeRow(in, inRow + j, out, outRow + j, n - j, error, to, toRow + j);
    }
}
