package io.brume.algorithms.metric;

import io.brume.algorithms.data.SparseBatch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Measures of topics and language models. */
public final class Topics {
    private Topics() {}

    /** {@code e^(-logLikelihood / words)}: as surprised as by so many equally probable words. Natural logarithms. */
    public static double perplexity(double logLikelihood, double words) {
        return Math.exp(-logLikelihood / words);
    }

    /**
     * Coherence by normalised pointwise mutual information (Bouma 2009; Lau, Newman and Baldwin 2014), from -1 to 1: how
     * often a topic's words stand in the same documents. The mean over pairs, then over topics; a pair that is never together
     * has -1.
     *
     * @param topics each topic's most important words, by their index
     * @param documents words by document; counts above 0 count once
     */
    public static double npmi(int[][] topics, List<SparseBatch> documents) {
        Map<Integer, Integer> slots = new HashMap<>();
        for (int[] topic : topics) {
            for (int word : topic) {
                slots.putIfAbsent(word, slots.size());
            }
        }
        var together = new double[slots.size()][slots.size()];
        long total = 0;
        for (SparseBatch batch : documents) {
            for (int r = 0; r < batch.rows(); r++) {
                count(batch, r, slots, together);
            }
            total += batch.rows();
        }
        double sum = 0;
        for (int[] topic : topics) {
            sum += npmi(topic, slots, together, total);
        }
        return sum / topics.length;
    }

    private static void count(SparseBatch batch, int row, Map<Integer, Integer> slots, double[][] together) {
        var present = new int[batch.starts()[row + 1] - batch.starts()[row]];
        int found = 0;
        for (int i = batch.starts()[row]; i < batch.starts()[row + 1]; i++) {
            Integer slot = batch.values()[i] > 0 ? slots.get(batch.indices()[i]) : null;
            if (slot != null) {
                present[found++] = slot;
            }
        }
        for (int i = 0; i < found; i++) {
            for (int j = 0; j < found; j++) {
                together[present[i]][present[j]]++;
            }
        }
    }

    private static double npmi(int[] topic, Map<Integer, Integer> slots, double[][] together, double total) {
        double sum = 0;
        int pairs = 0;
        for (int i = 0; i < topic.length; i++) {
            for (int j = i + 1; j < topic.length; j++) {
                int a = slots.getOrDefault(topic[i], 0);
                int b = slots.getOrDefault(topic[j], 0);
                double both = together[a][b] / total;
                if (both == 0) {
                    sum -= 1;
                } else if (both == 1) {
                    sum += 1;
                } else {
                    sum += Math.log(both / (together[a][a] / total) / (together[b][b] / total)) / -Math.log(both);
                }
                pairs++;
            }
        }
        return pairs == 0 ? 0 : sum / pairs;
    }
}
