package io.brume.algorithms.kernel;

/** What {@link Kernels} lets through, its arguments checked. */
sealed interface Loops permits ScalarLoops, VectorLoops {
    float dot(float[] a, int aFrom, float[] b, int bFrom, int n);

    float squaredDistance(float[] a, int aFrom, float[] b, int bFrom, int n);

    float absoluteDistance(float[] a, int aFrom, float[] b, int bFrom, int n);

    void axpy(float alpha, float[] x, int xFrom, float[] y, int yFrom, int n);

    void axpby(float alpha, float[] x, int xFrom, float beta, float[] y, int yFrom, int n);

    void scale(float alpha, float[] x, int xFrom, int n);

    void multiply(float[] x, int xFrom, float[] y, int yFrom, int n);

    float sum(float[] x, int xFrom, int n);

    float max(float[] x, int xFrom, int n);

    void exp(float[] x, int xFrom, int n);

    void sigmoid(float[] x, int xFrom, int n);

    void adam(
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
            float l2);

    void combine(
            float[] a, int aFrom, int aStep, int rows, float[] x, int xFrom, int xStride, float[] y, int yFrom, int n);

    float outside(float[] x, int xFrom, float[] low, int lowFrom, float[] high, int highFrom, int n);

    void products(
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
            int cStride);
}
