package io.brume.algorithms.kernel;

/** Plain loops: what the vector ones are compared with. */
final class ScalarLoops implements Loops {
    @Override
    public float dot(float[] a, int aFrom, float[] b, int bFrom, int n) {
        float sum = 0;
        for (int i = 0; i < n; i++) {
            sum += a[aFrom + i] * b[bFrom + i];
        }
        return sum;
    }

    @Override
    public float squaredDistance(float[] a, int aFrom, float[] b, int bFrom, int n) {
        float sum = 0;
        for (int i = 0; i < n; i++) {
            float difference = a[aFrom + i] - b[bFrom + i];
            sum += difference * difference;
        }
        return sum;
    }

    @Override
    public float absoluteDistance(float[] a, int aFrom, float[] b, int bFrom, int n) {
        float sum = 0;
        for (int i = 0; i < n; i++) {
            sum += Math.abs(a[aFrom + i] - b[bFrom + i]);
        }
        return sum;
    }

    @Override
    public void axpy(float alpha, float[] x, int xFrom, float[] y, int yFrom, int n) {
        for (int i = 0; i < n; i++) {
            y[yFrom + i] += alpha * x[xFrom + i];
        }
    }

    @Override
    public void axpby(float alpha, float[] x, int xFrom, float beta, float[] y, int yFrom, int n) {
        for (int i = 0; i < n; i++) {
            y[yFrom + i] = alpha * x[xFrom + i] + beta * y[yFrom + i];
        }
    }

    @Override
    public void scale(float alpha, float[] x, int xFrom, int n) {
        for (int i = 0; i < n; i++) {
            x[xFrom + i] *= alpha;
        }
    }

    @Override
    public void multiply(float[] x, int xFrom, float[] y, int yFrom, int n) {
        for (int i = 0; i < n; i++) {
            y[yFrom + i] *= x[xFrom + i];
        }
    }

    @Override
    public float sum(float[] x, int xFrom, int n) {
        float sum = 0;
        for (int i = 0; i < n; i++) {
            sum += x[xFrom + i];
        }
        return sum;
    }

    @Override
    public float max(float[] x, int xFrom, int n) {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            max = Math.max(max, x[xFrom + i]);
        }
        return max;
    }

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
        for (int i = 0; i < aRows; i++) {
            for (int j = 0; j < bRows; j++) {
                c[cFrom + i * cStride + j] = dot(a, aFrom + i * aStride, b, bFrom + j * bStride, n);
            }
        }
    }

    @Override
    public float outside(float[] x, int xFrom, float[] low, int lowFrom, float[] high, int highFrom, int n) {
        float sum = 0;
        for (int i = 0; i < n; i++) {
            float value = x[xFrom + i];
            sum += Math.max(0, low[lowFrom + i] - value) + Math.max(0, value - high[highFrom + i]);
        }
        return sum;
    }
}
