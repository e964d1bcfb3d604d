package io.brume.algorithms.blazingtext;

import java.util.function.LongConsumer;

/**
 * Character n-grams of a word between {@code <} and {@code >}, as Bojanowski et al. define them in "Enriching Word Vectors with
 * Subword Information", 2017, https://arxiv.org/abs/1607.04606.
 *
 * @param fewest characters of an n-gram
 * @param most characters of an n-gram
 */
record Subwords(int fewest, int most) {
    /** Hands on the hash of each n-gram of a word in UTF-8; the lone marks are none. */
    void of(byte[] word, LongConsumer hashes) {
        var marked = new byte[word.length + 2];
        marked[0] = '<';
        System.arraycopy(word, 0, marked, 1, word.length);
        marked[word.length + 1] = '>';
        for (int from = 0; from < marked.length; from++) {
            if (continues(marked[from])) {
                continue;
            }
            int to = from;
            for (int length = 1; length <= most && to < marked.length; length++) {
                to++;
                while (to < marked.length && continues(marked[to])) {
                    to++;
                }
                boolean lone = length == 1 && (from == 0 || to == marked.length);
                if (length >= fewest && !lone) {
                    hashes.accept(Integer.toUnsignedLong(WordTable.hash(marked, from, to)));
                }
            }
        }
    }

    private static boolean continues(byte b) {
        return (b & 0xC0) == 0x80;
    }
}
