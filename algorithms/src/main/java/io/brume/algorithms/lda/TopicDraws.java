package io.brume.algorithms.lda;

import io.brume.algorithms.kernel.MixtureKernels;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * How many words of a document come from which topic, drawn by Gibbs sampling given the topics. Expected counts would not do
 * to learn the prior from: they make every document seem to have a little of every topic. For one thread.
 */
final class TopicDraws {
    private static final int SWEEPS = 5;

    private final int topics;
    private final float[] document;
    private final float[] fresh;
    private final float[] none;
    private final RandomGenerator random;

    TopicDraws(int topics, int stride, RandomGenerator random) {
        this.topics = topics;
        this.random = random;
        document = new float[stride];
        fresh = new float[stride];
        none = new float[stride];
    }

    /** Words of each topic; a word that occurs several times is taken to be of one topic each time. */
    float[] draw(Documents documents, int index, float[] phi, int stride, float[] alpha) {
        int from = documents.starts()[index];
        int distinct = documents.starts()[index + 1] - from;
        var chosen = new int[distinct];
        Arrays.fill(chosen, -1);
        System.arraycopy(alpha, 0, document, 0, topics);
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            for (int n = 0; n < distinct; n++) {
                float count = documents.counts()[from + n];
                if (chosen[n] >= 0) {
                    document[chosen[n]] -= count;
                }
                float sum = MixtureKernels.shares(
                        document, 0, none, 0, phi, documents.words()[from + n] * stride, fresh, topics);
                chosen[n] = choose(sum);
                document[chosen[n]] += count;
            }
        }
        var counts = new float[topics];
        for (int n = 0; n < distinct; n++) {
            counts[chosen[n]] += documents.counts()[from + n];
        }
        return counts;
    }

    private int choose(float sum) {
        float left = random.nextFloat() * sum;
        int last = topics - 1;
        for (int k = 0; k < last; k++) {
            left -= fresh[k];
            if (left < 0) {
                return k;
            }
        }
        return last;
    }
}
