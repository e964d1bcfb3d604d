package io.brume.algorithms.lda;

import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.kernel.Kernels;
import java.util.Random;

/**
 * Expected counts of words in topics, and the probabilities that follow from them: {@code φ(k, w) = (N(k, w) + η) / (N(k) + V η)}.
 * Matrices hold a row of topics for each word, {@link #stride()} apart.
 */
final class TopicCounts {
    /** The prior of words in topics. */
    static final float ETA = 0.05f;

    private final int vocabulary;
    private final int topics;
    private final int stride;
    private final float[] counts;
    private final float[] phi;

    TopicCounts(int vocabulary, int topics) {
        this.vocabulary = vocabulary;
        this.topics = topics;
        stride = DenseBatch.stride(topics);
        counts = new float[Math.multiplyExact(vocabulary, stride)];
        phi = new float[counts.length];
    }

    int stride() {
        return stride;
    }

    int size() {
        return counts.length;
    }

    float[] phi() {
        return phi;
    }

    /** Spreads every word's occurrences over the topics by chance. */
    void scatter(double[] words, Random random, TrainingContext context) {
        for (int word = 0; word < vocabulary; word++) {
            for (int k = 0; k < topics; k++) {
                counts[word * stride + k] = (float) (words[word] / topics * -Math.log(1 - random.nextDouble()));
            }
        }
        normalise(context);
    }

    /** Takes counts as a {@link GibbsChain} has them. */
    void set(float[] withPrior, TrainingContext context) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] = Math.max(0, withPrior[i] - ETA);
        }
        normalise(context);
    }

    /** {@code N = keep N + scale (the sum of what was gathered)}. */
    void step(float[][] gathered, float scale, float keep, TrainingContext context) {
        context.parallel(counts.length, (from, to) -> {
            Kernels.axpby(scale, gathered[0], from, keep, counts, from, to - from);
            for (int other = 1; other < gathered.length; other++) {
                Kernels.axpy(scale, gathered[other], from, counts, from, to - from);
            }
        });
        normalise(context);
    }

    private void normalise(TrainingContext context) {
        var factors = new float[stride];
        var base = new float[stride];
        float[] sums = sums();
        for (int k = 0; k < topics; k++) {
            factors[k] = 1 / (sums[k] + vocabulary * ETA);
            base[k] = ETA * factors[k];
        }
        context.parallel(vocabulary, (from, to) -> {
            for (int word = from; word < to; word++) {
                System.arraycopy(counts, word * stride, phi, word * stride, stride);
                Kernels.multiply(factors, 0, phi, word * stride, stride);
                Kernels.axpy(1, base, 0, phi, word * stride, stride);
            }
        });
    }

    private float[] sums() {
        var sums = new double[stride];
        var part = new float[stride];
        for (int word = 0; word < vocabulary; word++) {
            Kernels.axpy(1, counts, word * stride, part, 0, stride);
            if (word % 256 == 255 || word == vocabulary - 1) {
                for (int k = 0; k < stride; k++) {
                    sums[k] += part[k];
                    part[k] = 0;
                }
            }
        }
        for (int k = 0; k < stride; k++) {
            part[k] = (float) sums[k];
        }
        return part;
    }
}
