package io.brume.algorithms.kernel;

import java.util.Objects;

/**
 * Vector instructions for mixtures of topics: a word's share in each topic, with what the word itself has added to the
 * document left out. {@link Kernels} says when the scalar twins answer.
 */
public final class MixtureKernels {
    private static final MixtureLoops LOOPS =
            Kernels.vectorised() ? new VectorMixtureLoops() : new ScalarMixtureLoops();

    private MixtureKernels() {}

    /**
     * {@code out[i] = max(0, document[i] - left own[ownFrom + i]) topics[topicsFrom + i]} for {@code i < n}.
     *
     * @return the sum of {@code out}
     */
    public static float shares(
            float[] document,
            float left,
            float[] own,
            int ownFrom,
            float[] topics,
            int topicsFrom,
            float[] out,
            int n) {
        Objects.checkFromIndexSize(0, n, Math.min(document.length, out.length));
        Objects.checkFromIndexSize(ownFrom, n, own.length);
        Objects.checkFromIndexSize(topicsFrom, n, topics.length);
        return LOOPS.shares(document, left, own, ownFrom, topics, topicsFrom, out, n);
    }

    /**
     * Replaces a word's shares by {@code scale fresh[i]}, and what it adds to the document with them: {@code document[i] +=
     * count (scale fresh[i] - own[ownFrom + i])}, then {@code own[ownFrom + i] = scale fresh[i]}.
     */
    public static void replace(
            float[] fresh, float scale, float count, float[] own, int ownFrom, float[] document, int n) {
        Objects.checkFromIndexSize(0, n, Math.min(document.length, fresh.length));
        Objects.checkFromIndexSize(ownFrom, n, own.length);
        LOOPS.replace(fresh, scale, count, own, ownFrom, document, n);
    }
}
