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

    /**
     * Two rows with six at a time: first all sums, a vector each, then their totals. A last row, and what is left of out, are done
     * by themselves.
     */
    @Override
    public void scores(
            float[] in, int[] inRows, int inCount, float[] out, int[] outRows, int outCount, int n, float[] scores) {
        int even = inCount - inCount % 2;
        int blocks = outCount - outCount % RowKernels.BLOCK;
        for (int a = 0; a < even; a += 2) {
            for (int b = 0; b < blocks; b += RowKernels.BLOCK) {
                sumsBlocks(in, inRows[a], inRows[a + 1], out, outRows, b, n, scores, a * outCount + b, outCount);
            }
        }
        VectorLoops.totals(scores, even * outCount);
        for (int a = 0; a < inCount; a++) {
            int at = a * outCount;
            for (int b = a < even ? blocks : 0; b < blocks; b += RowKernels.BLOCK) {
                scoresBlock(in, inRows[a], out, outRows, b, n, scores, at + b);
            }
            for (int b = blocks; b < outCount; b++) {
                scores[at + b] = dot(in, inRows[a], out, outRows[b], n);
            }
        }
    }

    /** The sums of two rows with six, a vector each: each load of the six serves two multiplications. */
    private static void sumsBlocks(
            float[] in,
            int row,
            int secondRow,
            float[] out,
            int[] outRows,
            int b,
            int n,
            float[] sums,
            int at,
            int stride) {
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
        FloatVector t0 = s0;
        FloatVector t1 = s0;
        FloatVector t2 = s0;
        FloatVector t3 = s0;
        FloatVector t4 = s0;
        FloatVector t5 = s0;
        int whole = n - n % LANES;
        for (int j = 0; j < whole; j += LANES) {
            FloatVector v = load(in, row + j);
            FloatVector w = load(in, secondRow + j);
            FloatVector o = load(out, p0 + j);
            s0 = v.fma(o, s0);
            t0 = w.fma(o, t0);
            o = load(out, p1 + j);
            s1 = v.fma(o, s1);
            t1 = w.fma(o, t1);
            o = load(out, p2 + j);
            s2 = v.fma(o, s2);
            t2 = w.fma(o, t2);
            o = load(out, p3 + j);
            s3 = v.fma(o, s3);
            t3 = w.fma(o, t3);
            o = load(out, p4 + j);
            s4 = v.fma(o, s4);
            t4 = w.fma(o, t4);
            o = load(out, p5 + j);
            s5 = v.fma(o, s5);
            t5 = w.fma(o, t5);
        }
        s0.intoArray(sums, at * LANES);
        s1.intoArray(sums, (at + 1) * LANES);
        s2.intoArray(sums, (at + 2) * LANES);
        s3.intoArray(sums, (at + 3) * LANES);
        s4.intoArray(sums, (at + 4) * LANES);
        s5.intoArray(sums, (at + 5) * LANES);
        int second = at + stride;
        t0.intoArray(sums, second * LANES);
        t1.intoArray(sums, (second + 1) * LANES);
        t2.intoArray(sums, (second + 2) * LANES);
        t3.intoArray(sums, (second + 3) * LANES);
        t4.intoArray(sums, (second + 4) * LANES);
        t5.intoArray(sums, (second + 5) * LANES);
        for (int j = whole; j < n; j++) {
            for (int k = 0; k < RowKernels.BLOCK; k++) {
                sums[(at + k) * LANES] += in[row + j] * out[outRows[b + k] + j];
                sums[(second + k) * LANES] += in[secondRow + j] * out[outRows[b + k] + j];
            }
        }
    }

    private static float dot(float[] a, int aFrom, float[] b, int bFrom, int n) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = s0;
        int j = 0;
        for (; j <= n - 2 * LANES; j += 2 * LANES) {
            s0 = load(a, aFrom + j).fma(load(b, bFrom + j), s0);
            s1 = load(a, aFrom + j + LANES).fma(load(b, bFrom + j + LANES), s1);
        }
        for (; j <= n - LANES; j += LANES) {
            s0 = load(a, aFrom + j).fma(load(b, bFrom + j), s0);
        }
        float sum = VectorLoops.total(s0.add(s1));
        for (; j < n; j++) {
            sum += a[aFrom + j] * b[bFrom + j];
        }
        return sum;
    }

    private static void scoresBlock(
            float[] in, int row, float[] out, int[] outRows, int b, int n, float[] scores, int at) {
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
            FloatVector v = load(in, row + j);
            s0 = v.fma(load(out, p0 + j), s0);
            s1 = v.fma(load(out, p1 + j), s1);
            s2 = v.fma(load(out, p2 + j), s2);
            s3 = v.fma(load(out, p3 + j), s3);
            s4 = v.fma(load(out, p4 + j), s4);
            s5 = v.fma(load(out, p5 + j), s5);
        }
        scores[at] = VectorLoops.total(s0);
        scores[at + 1] = VectorLoops.total(s1);
        scores[at + 2] = VectorLoops.total(s2);
        scores[at + 3] = VectorLoops.total(s3);
        scores[at + 4] = VectorLoops.total(s4);
        scores[at + 5] = VectorLoops.total(s5);
        for (int j = whole; j < n; j++) {
            for (int k = 0; k < RowKernels.BLOCK; k++) {
                scores[at + k] += in[row + j] * out[outRows[b + k] + j];
            }
        }
    }

    /** Six rows of out and what they gain stay in registers while the rows of in pass by. */
    @Override
    public void exchangeBlock(
            float[] in,
            int[] inRows,
            int inCount,
            float[] out,
            int[] outRows,
            int b,
            int stride,
            int n,
            float[] errors,
            float[] to,
            int[] toRows) {
        int p0 = outRows[b];
        int p1 = outRows[b + 1];
        int p2 = outRows[b + 2];
        int p3 = outRows[b + 3];
        int p4 = outRows[b + 4];
        int p5 = outRows[b + 5];
        int whole = n - n % LANES;
        for (int j = 0; j < whole; j += LANES) {
            FloatVector o0 = load(out, p0 + j);
            FloatVector o1 = load(out, p1 + j);
            FloatVector o2 = load(out, p2 + j);
            FloatVector o3 = load(out, p3 + j);
            FloatVector o4 = load(out, p4 + j);
            FloatVector o5 = load(out, p5 + j);
            FloatVector d0 = o0;
            FloatVector d1 = o1;
            FloatVector d2 = o2;
            FloatVector d3 = o3;
            FloatVector d4 = o4;
            FloatVector d5 = o5;
            for (int a = 0; a < inCount; a++) {
                int e = a * stride + b;
                FloatVector v = load(in, inRows[a] + j);
                FloatVector gain = load(to, toRows[a] + j);
                FloatVector e0 = FloatVector.broadcast(SPECIES, errors[e]);
                d0 = v.fma(e0, d0);
                gain = o0.fma(e0, gain);
                FloatVector e1 = FloatVector.broadcast(SPECIES, errors[e + 1]);
                d1 = v.fma(e1, d1);
                gain = o1.fma(e1, gain);
                FloatVector e2 = FloatVector.broadcast(SPECIES, errors[e + 2]);
                d2 = v.fma(e2, d2);
                gain = o2.fma(e2, gain);
                FloatVector e3 = FloatVector.broadcast(SPECIES, errors[e + 3]);
                d3 = v.fma(e3, d3);
                gain = o3.fma(e3, gain);
                FloatVector e4 = FloatVector.broadcast(SPECIES, errors[e + 4]);
                d4 = v.fma(e4, d4);
                gain = o4.fma(e4, gain);
                FloatVector e5 = FloatVector.broadcast(SPECIES, errors[e + 5]);
                d5 = v.fma(e5, d5);
                gain = o5.fma(e5, gain);
                gain.intoArray(to, toRows[a] + j);
            }
            d0.intoArray(out, p0 + j);
            d1.intoArray(out, p1 + j);
            d2.intoArray(out, p2 + j);
            d3.intoArray(out, p3 + j);
            d4.intoArray(out, p4 + j);
            d5.intoArray(out, p5 + j);
        }
        if (whole < n) {
            ScalarRowLoops.exchangeColumns(in, inRows, inCount, out, outRows, b, stride, whole, n, errors, to, toRows);
        }
    }

    @Override
    public void exchangeOne(
            float[] in,
            int[] inRows,
            int inCount,
            float[] out,
            int row,
            int b,
            int stride,
            int n,
            float[] errors,
            float[] to,
            int[] toRows) {
        int whole = n - n % LANES;
        for (int j = 0; j < whole; j += LANES) {
            FloatVector old = load(out, row + j);
            FloatVector gain = old;
            for (int a = 0; a < inCount; a++) {
                FloatVector error = FloatVector.broadcast(SPECIES, errors[a * stride + b]);
                gain = load(in, inRows[a] + j).fma(error, gain);
                old.fma(error, load(to, toRows[a] + j)).intoArray(to, toRows[a] + j);
            }
            gain.intoArray(out, row + j);
        }
        if (whole < n) {
            ScalarRowLoops.exchangeColumn(in, inRows, inCount, out, row, b, stride, whole, n, errors, to, toRows);
        }
    }
}
