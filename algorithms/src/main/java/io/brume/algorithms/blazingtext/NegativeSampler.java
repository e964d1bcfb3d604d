package io.brume.algorithms.blazingtext;

/**
 * Draws words in proportion to the power 3/4 of their counts, as in Mikolov et al., "Distributed Representations of Words and
 * Phrases and their Compositionality", 2013, https://arxiv.org/abs/1310.4546, by Walker's alias method: one random number and
 * one look into a small table a draw.
 */
final class NegativeSampler {
    private static final double POWER = 0.75;
    private final float[] keep;
    private final int[] alias;

    NegativeSampler(WordTable words) {
        int n = words.size();
        keep = new float[n];
        alias = new int[n];
        var share = new double[n];
        double sum = 0;
        for (int i = 0; i < n; i++) {
            share[i] = Math.pow(words.count(i), POWER);
            sum += share[i];
        }
        var small = new int[n];
        var large = new int[n];
        int smalls = 0;
        int larges = 0;
        for (int i = 0; i < n; i++) {
            share[i] *= n / sum;
            if (share[i] < 1) {
                small[smalls++] = i;
            } else {
                large[larges++] = i;
            }
        }
        while (smalls > 0 && larges > 0) {
            int less = small[--smalls];
            int more = large[larges - 1];
            keep[less] = (float) share[less];
            alias[less] = more;
            share[more] -= 1 - share[less];
            if (share[more] < 1) {
                larges--;
                small[smalls++] = more;
            }
        }
        while (larges > 0) {
            keep[large[--larges]] = 1;
        }
        while (smalls > 0) {
            keep[small[--smalls]] = 1;
        }
    }

    /** The word that a state of {@link Randoms} stands for; its upper bits choose the slot, its lower ones the word in it. */
    int draw(long state) {
        int slot = Randoms.below(keep.length, state);
        return (state & 0xFFFFFF) * 0x1p-24f < keep[slot] ? slot : alias[slot];
    }
}
