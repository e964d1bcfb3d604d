package io.brume.algorithms.lda;

import io.brume.algorithms.BadDataException;
import io.brume.algorithms.data.Batch;
import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.data.SparseBatch;
import io.brume.algorithms.data.TextBatch;
import java.io.IOException;
import java.util.Arrays;

/**
 * Documents as counts of words, in compressed sparse rows: document {@code d} has {@code counts[i]} of word {@code words[i]} for
 * {@code i} from {@code starts[d]} to {@code starts[d + 1]}.
 *
 * @param size how many documents there are; the arrays may be longer
 */
@SuppressWarnings("ArrayRecordComponent")
record Documents(int size, int[] starts, int[] words, float[] counts) {

    /**
     * Reads them all.
     *
     * @throws BadDataException where rows are text, of another width, or hold anything that is no count
     */
    static Documents read(Dataset dataset, int vocabulary) throws IOException {
        var gathered = new Builder(vocabulary);
        try (var reader = dataset.read()) {
            for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                gathered.add(batch, reader.fraction());
            }
        }
        return gathered.build();
    }

    /** The same for rows at hand. */
    static Documents of(Batch rows, int vocabulary) {
        var gathered = new Builder(vocabulary);
        gathered.add(rows, 1);
        return gathered.build();
    }

    /** Words in all, as often as they occur. */
    double total() {
        double total = 0;
        for (int i = 0; i < starts[size]; i++) {
            total += counts[i];
        }
        return total;
    }

    /** How often each word occurs in all of them. */
    double[] occurrences(int vocabulary) {
        var occurrences = new double[vocabulary];
        for (int i = 0; i < starts[size]; i++) {
            occurrences[words[i]] += counts[i];
        }
        return occurrences;
    }

    /** Words in one, as often as they occur. */
    float length(int document) {
        float length = 0;
        for (int i = starts[document]; i < starts[document + 1]; i++) {
            length += counts[i];
        }
        return length;
    }

    private static final class Builder {
        private final int vocabulary;
        private int[] starts = new int[1024];
        private int[] words = new int[1 << 14];
        private float[] counts = new float[1 << 14];
        private int size;
        private int entries;
        /** How much of the rows has been added with those that are being added; 0 where that is not known. */
        private double fraction;

        Builder(int vocabulary) {
            this.vocabulary = vocabulary;
        }

        void add(Batch batch, double fraction) {
            this.fraction = fraction;
            switch (batch) {
                case DenseBatch dense -> add(dense);
                case SparseBatch sparse -> add(sparse);
                case TextBatch text -> throw new BadDataException("the rows are text, and LDA takes counts of words");
            }
        }

        private void add(DenseBatch batch) {
            if (batch.columns() != vocabulary) {
                throw new BadDataException(
                        "the rows have " + batch.columns() + " columns, but feature_dim is " + vocabulary);
            }
            for (int r = 0; r < batch.rows(); r++) {
                for (int word = 0; word < vocabulary; word++) {
                    word(word, batch.values()[batch.offset(r) + word]);
                }
                end();
            }
        }

        private void add(SparseBatch batch) {
            for (int r = 0; r < batch.rows(); r++) {
                for (int i = batch.starts()[r]; i < batch.starts()[r + 1]; i++) {
                    word(batch.indices()[i], batch.values()[i]);
                }
                end();
            }
        }

        private void word(int word, float count) {
            if (count == 0) {
                return;
            } else if (!(count > 0) || count > 1e9f) {
                throw new BadDataException("document " + (size + 1) + " has " + count + " of word " + word
                        + ", which is no count: counts are from 0 to a thousand million");
            } else if (word < 0 || word >= vocabulary) {
                throw new BadDataException("document " + (size + 1) + " has a word " + word + ", but feature_dim is "
                        + vocabulary + ", and words are counted from 0");
            }
            if (entries == words.length) {
                grow();
            }
            words[entries] = word;
            counts[entries++] = count;
        }

        /** To what all rows may come to by what has been added so far, as a copy with room to spare takes memory. */
        private void grow() {
            double all = fraction == 0 ? 1.5 * entries : Math.min(1.02 * entries / fraction, 4.0 * entries);
            int longer = (int) Math.max(Math.addExact(entries, entries / 8), Math.min(all, Integer.MAX_VALUE - 8));
            words = Arrays.copyOf(words, longer);
            counts = Arrays.copyOf(counts, longer);
        }

        private void end() {
            if (size + 2 > starts.length) {
                starts = Arrays.copyOf(starts, 2 * starts.length);
            }
            starts[++size] = entries;
        }

        Documents build() {
            return new Documents(size, starts, words, counts);
        }
    }
}
