package io.brume.algorithms.blazingtext;

import java.util.Arrays;

/**
 * Labelled lines as rows of the input matrix.
 *
 * @param rows of line i from rowStarts[i] to rowStarts[i + 1]
 * @param labels of line i from labelStarts[i] to labelStarts[i + 1]
 * @param words in all lines together, end marks included
 */
@SuppressWarnings("ArrayRecordComponent")
record LabelledFeatures(int[] rows, int[] rowStarts, int[] labels, int[] labelStarts, long words) {
    /**
     * @param numbers of the words in the classifier's table, -1 for those that are not there, by their numbers in the text
     * @param learn whether n-grams that are new get rows
     */
    static LabelledFeatures of(LabelledText text, int[] numbers, Features features, boolean learn) {
        var rows = new Ints();
        var rowStarts = new int[text.lines() + 1];
        var labelStarts = new int[text.lines() + 1];
        int next = 0;
        for (int line = 0; line < text.lines(); line++) {
            features.begin();
            for (int end = text.wordEnds.get(line); next < end; next++) {
                int word = text.wordNumbers.get(next);
                features.word(numbers[word], text.words.hash(word), rows);
            }
            features.end(rows, learn);
            rowStarts[line + 1] = rows.size();
            labelStarts[line + 1] = text.labelEnds.get(line);
        }
        return new LabelledFeatures(
                rows.toArray(), rowStarts, text.labelNumbers.toArray(), labelStarts, (long) next + text.lines());
    }

    int lines() {
        return rowStarts.length - 1;
    }

    boolean has(int line, int label) {
        for (int i = labelStarts[line]; i < labelStarts[line + 1]; i++) {
            if (labels[i] == label) {
                return true;
            }
        }
        return false;
    }

    /** The rows as places in the matrix. */
    LabelledFeatures placedIn(Matrix matrix) {
        int[] places = Arrays.stream(rows).map(matrix::at).toArray();
        return new LabelledFeatures(places, rowStarts, labels, labelStarts, words);
    }
}
