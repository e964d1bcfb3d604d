package io.brume.algorithms.lda;

import io.brume.algorithms.kernel.MixtureKernels;
import java.util.Arrays;

/**
 * Which topics the words of a document come from, given the topics: the zeroth-order collapsed variational update (Asuncion,
 * Welling, Smyth and Teh, "On Smoothing and Inference for Topic Models", UAI 2009). A word's shares are
 *
 * <pre>γ(w, k) ∝ φ(k, w) (α(k) + N(k) without one of w itself)</pre>
 *
 * taken word after word, so that the next word sees what the one before has changed. For one thread.
 */
final class DocumentSweep {
    private static final double LEAST = 1e-40;

    private final int topics;
    private final int stride;
    private final float[] document;
    private final float[] fresh;
    private float[] own = {};
    private double logLikelihood;

    DocumentSweep(int topics, int stride) {
        this.topics = topics;
        this.stride = stride;
        document = new float[stride];
        fresh = new float[stride];
    }

    /** {@code α(k) + N(k)} of the document that was swept last. */
    float[] document() {
        return document;
    }

    /** How probable the last document's words were, each given the others; the natural logarithm. */
    double logLikelihood() {
        return logLikelihood;
    }

    /** Shares of the last document's words: the n-th distinct word's begin at n times the stride. */
    float[] shares() {
        return own;
    }

    /** Sweeps over one document so many times, at least twice. */
    void sweep(Documents documents, int index, float[] phi, float[] alpha, int sweeps) {
        int from = documents.starts()[index];
        int distinct = documents.starts()[index + 1] - from;
        int size = Math.multiplyExact(distinct, stride);
        if (own.length < size) {
            own = new float[Math.max(size, 64 * stride)];
        }
        Arrays.fill(own, 0, size, 0);
        System.arraycopy(alpha, 0, document, 0, topics);
        for (int n = 0; n < distinct; n++) {
            update(documents, from + n, n, phi, alpha, 0);
        }
        for (int sweep = 1; sweep < sweeps - 1; sweep++) {
            for (int n = 0; n < distinct; n++) {
                update(documents, from + n, n, phi, document, 1);
            }
        }
        logLikelihood = lastSweep(documents, from, distinct, phi)
                - documents.length(index) * Math.log(Math.max(documents.length(index) - 1, 0) + sum(alpha));
    }

    /** The last sweep, which adds up the logarithms of what the words' shares sum up to. */
    private double lastSweep(Documents documents, int from, int distinct, float[] phi) {
        double sum = 0;
        double product = 1;
        for (int n = 0; n < distinct; n++) {
            float count = documents.counts()[from + n];
            double probability = update(documents, from + n, n, phi, document, 1);
            // Few logarithms: most words occur once.
            if (count == 1 && product > 1e-250) {
                product *= Math.max(probability, LEAST);
            } else {
                sum += Math.log(product) + count * Math.log(Math.max(probability, LEAST));
                product = 1;
            }
        }
        return sum + Math.log(product);
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }

    private float update(Documents documents, int entry, int n, float[] phi, float[] mixture, float left) {
        float count = documents.counts()[entry];
        float sum = MixtureKernels.shares(
                mixture,
                left * Math.min(1, count),
                own,
                n * stride,
                phi,
                documents.words()[entry] * stride,
                fresh,
                topics);
        if (sum > 0) {
            MixtureKernels.replace(fresh, 1 / sum, count, own, n * stride, document, topics);
        }
        return sum;
    }
}
