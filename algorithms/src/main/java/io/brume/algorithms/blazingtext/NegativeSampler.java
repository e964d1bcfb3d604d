package io.brume.algorithms.blazingtext;

/**
 * Words in proportion to the power 3/4 of their counts, as in Mikolov et al., "Distributed Representations of Words and Phrases
 * and their Compositionality", 2013, https://arxiv.org/abs/1310.4546. They are drawn beforehand, in an order of chance, as to look
 * at the next one costs less than to draw it.
 */
final class NegativeSampler {
    private static final double POWER = 0.75;
    /** Draws for each word, so that rare ones are among them. */
    private static final int DRAWS_PER_WORD = 16;

    private static final int LEAST = 1 << 20;
    private static final int MOST = 1 << 26;

    private final int[] drawn;

    NegativeSampler(WordTable words, long seed) {
        int n = words.size();
        drawn = new int[(int) Math.clamp((long) DRAWS_PER_WORD * n, LEAST, MOST)];
        double sum = 0;
        for (int word = 0; word < n; word++) {
            sum += Math.pow(words.count(word), POWER);
        }
        double share = 0;
        long random = seed;
        int filled = 0;
        for (int word = 0; word < n; word++) {
            share += Math.pow(words.count(word), POWER) / sum;
            int end = word == n - 1 ? drawn.length : (int) (share * drawn.length);
            for (; filled < end; filled++) {
                // Into a place of chance, whose word moves to the end: a shuffled array is shuffled again with one
                // more.
                random = Randoms.next(random);
                int place = Randoms.below(filled + 1, random);
                drawn[filled] = drawn[place];
                drawn[place] = word;
            }
        }
    }

    /** How many were drawn. */
    int size() {
        return drawn.length;
    }

    /** A word that was drawn, by its number. */
    int drawn(int number) {
        return drawn[number];
    }
}
