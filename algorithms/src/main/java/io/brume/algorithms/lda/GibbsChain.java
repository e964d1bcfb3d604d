package io.brume.algorithms.lda;

import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.kernel.Kernels;
import io.brume.algorithms.kernel.MixtureKernels;
import java.util.Arrays;
import java.util.Random;

/**
 * Collapsed Gibbs sampling (Griffiths and Steyvers, "Finding scientific topics", PNAS 2004): each occurrence of a word is in one
 * topic, which is drawn anew given all others. It leaves poor topics that steps up a slope stay in, but takes many sweeps. For
 * one thread.
 */
final class GibbsChain {
    /** A word that occurs more often in a document is drawn in so many parts. */
    private static final int MOST_PARTS = 8;

    private final Documents documents;
    private final int topics;
    private final int stride;
    private final float[] alpha;
    private final Random random;
    /** Counts of words in topics and the prior's share. */
    private final float[] counts;
    /** One by the sum of a topic's counts. */
    private final float[] inverse;

    private final double[] sums;
    private final int[] chosen;
    private final float[] document;
    private final float[] fresh;
    private final float[] none;
    private double logLikelihood;

    GibbsChain(Documents documents, int vocabulary, int topics, int stride, float[] alpha, Random random) {
        this.documents = documents;
        this.topics = topics;
        this.stride = stride;
        this.alpha = alpha;
        this.random = random;
        counts = new float[Math.multiplyExact(vocabulary, stride)];
        Arrays.fill(counts, TopicCounts.ETA);
        inverse = new float[stride];
        sums = new double[topics];
        Arrays.fill(sums, vocabulary * (double) TopicCounts.ETA);
        document = new float[stride];
        fresh = new float[stride];
        none = new float[stride];
        int parts = 0;
        for (int i = 0; i < documents.starts()[documents.size()]; i++) {
            parts += parts(documents.counts()[i]);
        }
        chosen = new int[parts];
        int part = 0;
        for (int i = 0; i < documents.starts()[documents.size()]; i++) {
            float count = documents.counts()[i];
            for (int left = parts(count); left > 0; left--) {
                chosen[part] = random.nextInt(topics);
                put(documents.words()[i], chosen[part++], count / parts(count));
            }
        }
    }

    private static int parts(float count) {
        return (int) Math.min(MOST_PARTS, Math.ceil(count));
    }

    private void put(int word, int topic, float count) {
        counts[word * stride + topic] += count;
        sums[topic] += count;
        inverse[topic] = (float) (1 / sums[topic]);
    }

    /** Draws all topics anew so many times. */
    void sweep(int sweeps, TrainingContext context) {
        for (int sweep = 0; sweep < sweeps && !context.stopped(); sweep++) {
            logLikelihood = 0;
            int part = 0;
            for (int d = 0; d < documents.size(); d++) {
                part = sweep(d, part);
            }
        }
    }

    private int sweep(int d, int firstPart) {
        int from = documents.starts()[d];
        int to = documents.starts()[d + 1];
        System.arraycopy(alpha, 0, document, 0, topics);
        int part = firstPart;
        double length = 0;
        for (int i = from; i < to; i++) {
            float count = documents.counts()[i];
            length += count;
            for (int left = parts(count); left > 0; left--) {
                document[chosen[part++]] += count / parts(count);
            }
        }
        double norm = Math.log(length + alpha[0] * topics);
        part = firstPart;
        for (int i = from; i < to; i++) {
            float count = documents.counts()[i] / parts(documents.counts()[i]);
            for (int left = parts(documents.counts()[i]); left > 0; left--) {
                double probability = draw(documents.words()[i], part++, count);
                logLikelihood += count * (Math.log(Math.max(probability, 1e-40)) - norm);
            }
        }
        return part;
    }

    private float draw(int word, int part, float count) {
        document[chosen[part]] -= count;
        put(word, chosen[part], -count);
        MixtureKernels.shares(document, 0, none, 0, counts, word * stride, fresh, topics);
        Kernels.multiply(inverse, 0, fresh, 0, topics);
        float sum = 0;
        for (int k = 0; k < topics; k++) {
            sum += Math.max(0, fresh[k]);
        }
        float left = random.nextFloat() * sum;
        int topic = 0;
        while (topic < topics - 1 && (left -= Math.max(0, fresh[topic])) >= 0) {
            topic++;
        }
        chosen[part] = topic;
        document[topic] += count;
        put(word, topic, count);
        return sum;
    }

    /** How probable the words were in the last sweep, each given the others. */
    double logLikelihood() {
        return logLikelihood;
    }

    /** Counts of words in topics, a row of topics for each word. */
    float[] counts() {
        return counts;
    }
}
