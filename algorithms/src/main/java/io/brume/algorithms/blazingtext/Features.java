package io.brume.algorithms.blazingtext;

/**
 * What a line looks like to the classifier: the rows of its words, and those of the buckets that its word n-grams hash to. An
 * end mark, which n-grams take in, is the last word of each line.
 */
final class Features {
    /** The end mark, as fastText calls it. */
    private static final int END_HASH = WordTable.hash(new byte[] {'<', '/', 's', '>'}, 0, 4);

    private static final long STEP = 116049371L;

    final WordTable words;
    final BucketRows buckets;
    private final int ngrams;
    private int[] hashes = new int[64];
    private int length;

    /** Row {@code words.size()} is that of the end mark. */
    Features(WordTable words, BucketRows buckets, int ngrams) {
        this.words = words;
        this.buckets = buckets;
        this.ngrams = ngrams;
    }

    static int endRow(WordTable words) {
        return words.size();
    }

    /** How many rows words and end mark have, before those of buckets. */
    static int wordRows(WordTable words) {
        return words.size() + 1;
    }

    /** Begins the next line. */
    void begin() {
        length = 0;
    }

    /** Adds a word by its row, or -1, and its hash. */
    void word(int row, int hash, Ints rows) {
        if (row >= 0) {
            rows.add(row);
        }
        if (length == hashes.length) {
            hashes = java.util.Arrays.copyOf(hashes, 2 * length);
        }
        hashes[length++] = hash;
    }

    /** Ends the line. With {@code learn}, buckets that have not occurred get rows; otherwise they count for nothing. */
    void end(Ints rows, boolean learn) {
        word(endRow(words), END_HASH, rows);
        for (int from = 0; from < length; from++) {
            long hash = hashes[from];
            for (int to = from + 1; to < length && to < from + ngrams; to++) {
                hash = hash * STEP + hashes[to];
                int row = learn ? buckets.add(hash) : buckets.find(hash);
                if (row >= 0) {
                    rows.add(row);
                }
            }
        }
    }

    /** The rows of a line of text. */
    int[] of(String line) {
        var rows = new Ints();
        begin();
        var tokens = new Tokens().over(line);
        while (tokens.next()) {
            int row = words.find(tokens.bytes(), tokens.from(), tokens.to(), tokens.hash());
            word(row, tokens.hash(), rows);
        }
        end(rows, false);
        return rows.toArray();
    }
}
