package io.brume.algorithms.blazingtext;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of the input matrix make up a word: its own, which has the word's number, and those of its subwords, where these
 * are learnt. Their mean is the word's vector.
 */
final class InputRows {
    private final @Nullable Subwords subwords;
    private final int words;
    private final BucketRows buckets;
    /** Rows of word w from starts[w] to starts[w + 1]. */
    private final int[] starts;

    private final int[] rows;

    private InputRows(@Nullable Subwords subwords, int words, BucketRows buckets, int[] starts, int[] rows) {
        this.subwords = subwords;
        this.words = words;
        this.buckets = buckets;
        this.starts = starts;
        this.rows = rows;
    }

    static InputRows of(WordTable words, @Nullable Subwords subwords, BucketRows buckets) {
        var starts = new int[words.size() + 1];
        var rows = new Ints();
        for (int word = 0; word < words.size(); word++) {
            rows.add(word);
            if (subwords != null) {
                subwords.of(words.word(word).getBytes(StandardCharsets.UTF_8), hash -> rows.add(buckets.add(hash)));
            }
            starts[word + 1] = rows.size();
        }
        return new InputRows(subwords, words.size(), buckets, starts, rows.toArray());
    }

    boolean subworded() {
        return subwords != null;
    }

    int rowCount() {
        return words + buckets.size();
    }

    BucketRows buckets() {
        return buckets;
    }

    int from(int word) {
        return starts[word];
    }

    int to(int word) {
        return starts[word + 1];
    }

    /** The rows of all words, as places in the matrix. */
    int[] places(Matrix matrix) {
        var places = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            places[i] = matrix.at(rows[i]);
        }
        return places;
    }

    /** The places of an unknown word's subwords that have been learnt. */
    int[] unknown(byte[] word, Matrix matrix) {
        var places = new Ints();
        if (subwords != null) {
            subwords.of(word, hash -> {
                int row = buckets.find(hash);
                if (row >= 0) {
                    places.add(matrix.at(row));
                }
            });
        }
        return places.toArray();
    }
}
