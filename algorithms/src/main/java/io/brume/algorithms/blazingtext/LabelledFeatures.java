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
     * @param order the lines in the order to have them in; rows of new n-grams then lie in the order in which they are used
     * @param learn whether n-grams that are new get rows
     */
    static LabelledFeatures of(LabelledText text, int[] order, int[] numbers, Features features, boolean learn) {
        var rows = new Ints();
        var rowStarts = new int[text.lines() + 1];
        var labelStarts = new int[text.lines() + 1];
        var labels = new Ints();
        for (int i = 0; i < order.length; i++) {
            int line = order[i];
            features.begin();
            for (int w = start(text.wordEnds, line); w < text.wordEnds.get(line); w++) {
                int word = text.wordNumbers.get(w);
                features.word(numbers[word], text.words.hash(word), rows);
            }
            features.end(rows, learn);
            for (int l = start(text.labelEnds, line); l < text.labelEnds.get(line); l++) {
                labels.add(text.labelNumbers.get(l));
            }
            rowStarts[i + 1] = rows.size();
            labelStarts[i + 1] = labels.size();
        }
        long words = (long) text.wordNumbers.size() + text.lines();
        return new LabelledFeatures(rows.toArray(), rowStarts, labels.toArray(), labelStarts, words);
    }

    private static int start(Ints ends, int line) {
        return line == 0 ? 0 : ends.get(line - 1);
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
