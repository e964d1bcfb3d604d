package io.brume.algorithms.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Loops in vector instructions, of at most 256 bits: wider ones are no faster here and slow some processors down. What does
 * not fill a vector is done one by one.
 *
 * <p>The same input gives the same bits, run after run. So lanes are added up by {@link #total} and powers are computed here:
 * the Vector API's own reductions and functions give other bits once a loop is compiled, and when that happens is chance.
 */
final class VectorLoops implements Loops {
    static final VectorSpecies<Float> SPECIES =
            FloatVector.SPECIES_PREFERRED.length() >= 8 ? FloatVector.SPECIES_256 : FloatVector.SPECIES_128;

    private static final int LANES = SPECIES.length();
    private static final VectorShuffle<Float> HALVES = VectorShuffle.fromOp(SPECIES, lane -> lane ^ 4);
    private static final VectorShuffle<Float> PAIRS = VectorShuffle.fromOp(SPECIES, lane -> lane ^ 2);
    private static final VectorShuffle<Float> ONES = VectorShuffle.fromOp(SPECIES, lane -> lane ^ 1);

    /** Adding it to a float of less than 2²² and taking it away again rounds to a whole number. */
    private static final float ROUND = 0x1.8p23f;

    private static final float LOG_2_OF_E = (float) (1 / Math.log(2));

    /** Of few digits, so that its multiples can be taken from a float without rounding. */
    private static final float LN_2 = 0x1.62ep-1f;

    private static final float LN_2_REST = (float) (Math.log(2) - LN_2);

    private static FloatVector load(float[] array, int from) {
        return FloatVector.fromArray(SPECIES, array, from);
    }

    /** The sum of the lanes. Such short methods the compiler inlines outside of loops, too. */
    static float total(FloatVector vector) {
        FloatVector four = LANES == 8 ? fold(vector, HALVES) : vector;
        return fold(fold(four, PAIRS), ONES).lane(0);
    }

    /**
     * The totals of vectors that lie one behind the other in {@code sums}, in its first places. A method with many vectors leaves
     * them in memory: the compiler makes little of it when it adds up their lanes as well.
     */
    static void totals(float[] sums, int count) {
        for (int i = 0; i < count; i++) {
            int at = i * LANES;
            float total = (sums[at] + sums[at + 2]) + (sums[at + 1] + sums[at + 3]);
            if (LANES == 8) {
                total += (sums[at + 4] + sums[at + 6]) + (sums[at + 5] + sums[at + 7]);
            }
            sums[i] = total;
        }
    }

    private static FloatVector fold(FloatVector vector, VectorShuffle<Float> others) {
        return vector.add(vector.rearrange(others));
    }

    /** e^x as 2^n e^r, where |r| is at most half of ln 2: seven terms of e^r's series are exact to less than a float's rounding. */
    private static FloatVector exp(FloatVector any) {
        FloatVector x = any.min(89).max(-104);
        FloatVector rounded = x.fma(all(LOG_2_OF_E), all(ROUND));
        FloatVector n = rounded.sub(ROUND);
        FloatVector r = n.fma(all(-LN_2_REST), n.fma(all(-LN_2), x));
        // In two steps, as 2^n alone would not be a normal number where e^x is not, or is almost infinite.
        IntVector power = rounded.reinterpretAsInts().sub(Float.floatToRawIntBits(ROUND));
        IntVector first = power.lanewise(VectorOperators.ASHR, 1);
        return series(r).mul(powerOfTwo(first)).mul(powerOfTwo(power.sub(first)));
    }

    private static FloatVector series(FloatVector r) {
        return all(1f / 5040)
                .fma(r, all(1f / 720))
                .fma(r, all(1f / 120))
                .fma(r, all(1f / 24))
                .fma(r, all(1f / 6))
                .fma(r, all(1f / 2))
                .fma(r.mul(r), r)
                .add(1);
    }

    private static FloatVector powerOfTwo(IntVector power) {
        return power.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
    }

    static FloatVector all(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }

    /** Four sums, since each fused multiplication and addition takes four cycles and two can begin in each. */
    @Override
    public float dot(float[] a, int aFrom, float[] b, int bFrom, int n) {
        int i = 0;
        float sum = 0;
        if (n >= LANES) {
            FloatVector s0 = FloatVector.zero(SPECIES);
            FloatVector s1 = s0;
            FloatVector s2 = s0;
            FloatVector s3 = s0;
            for (; i <= n - 4 * LANES; i += 4 * LANES) {
                s0 = load(a, aFrom + i).fma(load(b, bFrom + i), s0);
                s1 = load(a, aFrom + i + LANES).fma(load(b, bFrom + i + LANES), s1);
                s2 = load(a, aFrom + i + 2 * LANES).fma(load(b, bFrom + i + 2 * LANES), s2);
                s3 = load(a, aFrom + i + 3 * LANES).fma(load(b, bFrom + i + 3 * LANES), s3);
            }
            for (; i <= n - LANES; i += LANES) {
                s0 = load(a, aFrom + i).fma(load(b, bFrom + i), s0);
            }
            sum = total(s0.add(s1).add(s2.add(s3)));
        }
        for (; i < n; i++) {
            sum += a[aFrom + i] * b[bFrom + i];
        }
        return sum;
    }

    @Override
    public float squaredDistance(float[] a, int aFrom, float[] b, int bFrom, int n) {
        int i = 0;
        float sum = 0;
        if (n >= LANES) {
            FloatVector s0 = FloatVector.zero(SPECIES);
            FloatVector s1 = s0;
            for (; i <= n - 2 * LANES; i += 2 * LANES) {
                FloatVector d0 = load(a, aFrom + i).sub(load(b, bFrom + i));
                FloatVector d1 = load(a, aFrom + i + LANES).sub(load(b, bFrom + i + LANES));
                s0 = d0.fma(d0, s0);
                s1 = d1.fma(d1, s1);
            }
            for (; i <= n - LANES; i += LANES) {
                FloatVector d0 = load(a, aFrom + i).sub(load(b, bFrom + i));
                s0 = d0.fma(d0, s0);
            }
            sum = total(s0.add(s1));
        }
        for (; i < n; i++) {
            float difference = a[aFrom + i] - b[bFrom + i];
            sum += difference * difference;
        }
        return sum;
    }

    @Override
    public float absoluteDistance(float[] a, int aFrom, float[] b, int bFrom, int n) {
        int i = 0;
        float sum = 0;
        if (n >= LANES) {
            FloatVector s0 = FloatVector.zero(SPECIES);
            for (; i <= n - LANES; i += LANES) {
                s0 = s0.add(load(a, aFrom + i).sub(load(b, bFrom + i)).abs());
            }
            sum = total(s0);
        }
        for (; i < n; i++) {
            sum += Math.abs(a[aFrom + i] - b[bFrom + i]);
        }
        return sum;
    }

    @Override
    public void axpy(float alpha, float[] x, int xFrom, float[] y, int yFrom, int n) {
        int i = 0;
        if (n >= LANES) {
            FloatVector factor = all(alpha);
            for (; i <= n - LANES; i += LANES) {
                load(x, xFrom + i).fma(factor, load(y, yFrom + i)).intoArray(y, yFrom + i);
            }
        }
        for (; i < n; i++) {
            y[yFrom + i] += alpha * x[xFrom + i];
        }
    }

    @Override
    public void axpby(float alpha, float[] x, int xFrom, float beta, float[] y, int yFrom, int n) {
        int i = 0;
        if (n >= LANES) {
            FloatVector factor = all(alpha);
            for (; i <= n - LANES; i += LANES) {
                load(x, xFrom + i).fma(factor, load(y, yFrom + i).mul(beta)).intoArray(y, yFrom + i);
            }
        }
        for (; i < n; i++) {
            y[yFrom + i] = alpha * x[xFrom + i] + beta * y[yFrom + i];
        }
    }

    @Override
    public void scale(float alpha, float[] x, int xFrom, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            load(x, xFrom + i).mul(alpha).intoArray(x, xFrom + i);
        }
        for (; i < n; i++) {
            x[xFrom + i] *= alpha;
        }
    }

    @Override
    public void multiply(float[] x, int xFrom, float[] y, int yFrom, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            load(x, xFrom + i).mul(load(y, yFrom + i)).intoArray(y, yFrom + i);
        }
        for (; i < n; i++) {
            y[yFrom + i] *= x[xFrom + i];
        }
    }

    @Override
    public float sum(float[] x, int xFrom, int n) {
        int i = 0;
        float sum = 0;
        if (n >= LANES) {
            FloatVector s0 = FloatVector.zero(SPECIES);
            FloatVector s1 = s0;
            for (; i <= n - 2 * LANES; i += 2 * LANES) {
                s0 = s0.add(load(x, xFrom + i));
                s1 = s1.add(load(x, xFrom + i + LANES));
            }
            sum = total(s0.add(s1));
        }
        for (; i < n; i++) {
            sum += x[xFrom + i];
        }
        return sum;
    }

    @Override
    public float max(float[] x, int xFrom, int n) {
        int i = 0;
        float max = Float.NEGATIVE_INFINITY;
        if (n >= LANES) {
            FloatVector greatest = load(x, xFrom);
            for (i = LANES; i <= n - LANES; i += LANES) {
                greatest = greatest.max(load(x, xFrom + i));
            }
            max = greatest.reduceLanes(VectorOperators.MAX);
        }
        for (; i < n; i++) {
            max = Math.max(max, x[xFrom + i]);
        }
        return max;
    }

    @Override
    public void exp(float[] x, int xFrom, int n) {
        int i = xFrom;
        for (; i <= xFrom + n - LANES; i += LANES) {
            exp(load(x, i)).intoArray(x, i);
        }
        for (; i < xFrom + n; i++) {
            x[i] = (float) Math.exp(x[i]);
        }
    }

    @Override
    public void sigmoid(float[] x, int xFrom, int n) {
        FloatVector one = all(1);
        int i = xFrom;
        for (; i <= xFrom + n - LANES; i += LANES) {
            one.div(exp(load(x, i).neg()).add(one)).intoArray(x, i);
        }
        for (; i < xFrom + n; i++) {
            x[i] = Kernels.sigmoid(x[i]);
        }
    }

    @Override
    public void adam(
            float[] w,
            float[] m,
            float[] v,
            int from,
            float[] g,
            int gFrom,
            int n,
            float beta1,
            float beta2,
            float rate,
            float epsilon,
            float l2) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector weight = load(w, from + i);
            FloatVector slope = weight.mul(l2).add(load(g, gFrom + i));
            FloatVector first = load(m, from + i).mul(beta1).add(slope.mul(1 - beta1));
            FloatVector second =
                    load(v, from + i).mul(beta2).add(slope.mul(slope).mul(1 - beta2));
            first.intoArray(m, from + i);
            second.intoArray(v, from + i);
            weight.sub(first.mul(rate).div(second.sqrt().add(epsilon))).intoArray(w, from + i);
        }
        for (; i < n; i++) {
            float slope = g[gFrom + i] + l2 * w[from + i];
            m[from + i] = beta1 * m[from + i] + (1 - beta1) * slope;
            v[from + i] = beta2 * v[from + i] + (1 - beta2) * slope * slope;
            w[from + i] -= rate * m[from + i] / ((float) Math.sqrt(v[from + i]) + epsilon);
        }
    }

    /** Sums stay in registers while the rows go by: four vectors wide, then one vector wide with four rows under way. */
    @Override
    public void combine(
            float[] a, int aFrom, int aStep, int rows, float[] x, int xFrom, int xStride, float[] y, int yFrom, int n) {
        int j = 0;
        for (; j <= n - 4 * LANES; j += 4 * LANES) {
            combineFour(a, aFrom, aStep, rows, x, xFrom + j, xStride, y, yFrom + j);
        }
        for (; j <= n - LANES; j += LANES) {
            combineOne(a, aFrom, aStep, rows, x, xFrom + j, xStride, y, yFrom + j);
        }
        for (; j < n; j++) {
            float sum = 0;
            for (int r = 0; r < rows; r++) {
                sum += a[aFrom + r * aStep] * x[xFrom + r * xStride + j];
            }
            y[yFrom + j] += sum;
        }
    }

    private static void combineFour(
            float[] a, int aFrom, int aStep, int rows, float[] x, int xFrom, int xStride, float[] y, int yFrom) {
        FloatVector s0 = load(y, yFrom);
        FloatVector s1 = load(y, yFrom + LANES);
        FloatVector s2 = load(y, yFrom + 2 * LANES);
        FloatVector s3 = load(y, yFrom + 3 * LANES);
        for (int r = 0; r < rows; r++) {
            FloatVector factor = all(a[aFrom + r * aStep]);
            int row = xFrom + r * xStride;
            s0 = load(x, row).fma(factor, s0);
            s1 = load(x, row + LANES).fma(factor, s1);
            s2 = load(x, row + 2 * LANES).fma(factor, s2);
            s3 = load(x, row + 3 * LANES).fma(factor, s3);
        }
        s0.intoArray(y, yFrom);
        s1.intoArray(y, yFrom + LANES);
        s2.intoArray(y, yFrom + 2 * LANES);
        s3.intoArray(y, yFrom + 3 * LANES);
    }

    private static void combineOne(
            float[] a, int aFrom, int aStep, int rows, float[] x, int xFrom, int xStride, float[] y, int yFrom) {
        FloatVector s0 = load(y, yFrom);
        FloatVector s1 = FloatVector.zero(SPECIES);
        FloatVector s2 = s1;
        FloatVector s3 = s1;
        int r = 0;
        for (; r <= rows - 4; r += 4) {
            int at = aFrom + r * aStep;
            int row = xFrom + r * xStride;
            s0 = load(x, row).fma(all(a[at]), s0);
            s1 = load(x, row + xStride).fma(all(a[at + aStep]), s1);
            s2 = load(x, row + 2 * xStride).fma(all(a[at + 2 * aStep]), s2);
            s3 = load(x, row + 3 * xStride).fma(all(a[at + 3 * aStep]), s3);
        }
        for (; r < rows; r++) {
            s0 = load(x, xFrom + r * xStride).fma(all(a[aFrom + r * aStep]), s0);
        }
        s0.add(s1).add(s2.add(s3)).intoArray(y, yFrom);
    }

    /** Blocks of two rows by four: eight sums in registers, each loaded vector used more than once. */
    @Override
    public void products(
            float[] a,
            int aFrom,
            int aStride,
            int aRows,
            float[] b,
            int bFrom,
            int bStride,
            int bRows,
            int n,
            float[] c,
            int cFrom,
            int cStride) {
        int wholeA = n < LANES ? 0 : aRows & ~1;
        int wholeB = n < LANES ? 0 : bRows & ~3;
        var sums = new float[8 * LANES];
        for (int j = 0; j < wholeB; j += 4) {
            for (int i = 0; i < wholeA; i += 2) {
                block(
                        a,
                        aFrom + i * aStride,
                        aStride,
                        b,
                        bFrom + j * bStride,
                        bStride,
                        n,
                        c,
                        cFrom + i * cStride + j,
                        cStride,
                        sums);
            }
        }
        for (int i = 0; i < aRows; i++) {
            for (int j = i < wholeA ? wholeB : 0; j < bRows; j++) {
                c[cFrom + i * cStride + j] = dot(a, aFrom + i * aStride, b, bFrom + j * bStride, n);
            }
        }
    }

    private static void block(
            float[] a,
            int a0,
            int aStride,
            float[] b,
            int b0,
            int bStride,
            int n,
            float[] c,
            int c0,
            int cStride,
            float[] sums) {
        FloatVector s00 = FloatVector.zero(SPECIES);
        FloatVector s01 = s00;
        FloatVector s02 = s00;
        FloatVector s03 = s00;
        FloatVector s10 = s00;
        FloatVector s11 = s00;
        FloatVector s12 = s00;
        FloatVector s13 = s00;
        int a1 = a0 + aStride;
        int b1 = b0 + bStride;
        int b2 = b1 + bStride;
        int b3 = b2 + bStride;
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector x0 = load(a, a0 + i);
            FloatVector x1 = load(a, a1 + i);
            FloatVector y = load(b, b0 + i);
            s00 = x0.fma(y, s00);
            s10 = x1.fma(y, s10);
            y = load(b, b1 + i);
            s01 = x0.fma(y, s01);
            s11 = x1.fma(y, s11);
            y = load(b, b2 + i);
            s02 = x0.fma(y, s02);
            s12 = x1.fma(y, s12);
            y = load(b, b3 + i);
            s03 = x0.fma(y, s03);
            s13 = x1.fma(y, s13);
        }
        int c1 = c0 + cStride;
        s00.intoArray(sums, 0);
        s01.intoArray(sums, LANES);
        s02.intoArray(sums, 2 * LANES);
        s03.intoArray(sums, 3 * LANES);
        s10.intoArray(sums, 4 * LANES);
        s11.intoArray(sums, 5 * LANES);
        s12.intoArray(sums, 6 * LANES);
        s13.intoArray(sums, 7 * LANES);
        totals(sums, 8);
        System.arraycopy(sums, 0, c, c0, 4);
        System.arraycopy(sums, 4, c, c1, 4);
        for (; i < n; i++) {
            for (int j = 0; j < 4; j++) {
                c[c0 + j] += a[a0 + i] * b[b0 + j * bStride + i];
                c[c1 + j] += a[a1 + i] * b[b0 + j * bStride + i];
            }
        }
    }

    @Override
    public float outside(float[] x, int xFrom, float[] low, int lowFrom, float[] high, int highFrom, int n) {
        int i = 0;
        float sum = 0;
        if (n >= LANES) {
            FloatVector zero = FloatVector.zero(SPECIES);
            FloatVector below = zero;
            FloatVector above = zero;
            for (; i <= n - LANES; i += LANES) {
                FloatVector value = load(x, xFrom + i);
                below = below.add(load(low, lowFrom + i).sub(value).max(zero));
                above = above.add(value.sub(load(high, highFrom + i)).max(zero));
            }
            sum = total(below.add(above));
        }
        for (; i < n; i++) {
            float value = x[xFrom + i];
            sum += Math.max(0, low[lowFrom + i] - value) + Math.max(0, value - high[highFrom + i]);
        }
        return sum;
    }
}
