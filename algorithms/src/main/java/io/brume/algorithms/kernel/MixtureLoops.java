package io.brume.algorithms.kernel;

/** What {@link MixtureKernels} lets through, its arguments checked. */
sealed interface MixtureLoops permits ScalarMixtureLoops, VectorMixtureLoops {
    float shares(
            float[] document, float left, float[] own, int ownFrom, float[] topics, int topicsFrom, float[] out, int n);

    void replace(float[] fresh, float scale, float count, float[] own, int ownFrom, float[] document, int n);
}
