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
    public void exp(float[] x, int xFrom, int n) {
        for (int i = xFrom; i < xFrom + n; i++) {
            x[i] = (float) Math.exp(x[i]);
        }
    }

    @Override
    public void sigmoid(float[] x, int xFrom, int n) {
        for (int i = xFrom; i < xFrom + n; i++) {
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
        for (int i = 0; i < n; i++) {
            float slope = g[gFrom + i] + l2 * w[from + i];
            m[from + i] = beta1 * m[from + i] + (1 - beta1) * slope;
            v[from + i] = beta2 * v[from + i] + (1 - beta2) * slope * slope;
            w[from + i] -= rate * m[from + i] / ((float) Math.sqrt(v[from + i]) + epsilon);
        }
    }

    @Override
    public void combine(
            float[] a, int aFrom, int aStep, int rows, float[] x, int xFrom, int xStride, float[] y, int yFrom, int n) {
        for (int r = 0; r < rows; r++) {
            axpy(a[aFrom + r * aStep], x, xFrom + r * xStride, y, yFrom, n);
        }
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
