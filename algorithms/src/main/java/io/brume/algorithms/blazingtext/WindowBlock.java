package io.brume.algorithms.blazingtext;

import io.brume.algorithms.kernel.RowKernels;
import java.util.Arrays;

/**
 * The windows around some words in a row, learnt with the same negative samples, so that products of vectors become a product of
 * matrices: Ji et al., https://arxiv.org/abs/1604.04661, for several windows, which overlap. The words of the windows are its rows; the
 * words in their middle and the negative samples are its columns, each word once.
 *
 * <p>A row predicts the words in whose windows it lies. A negative sample counts for each of these windows but its own.
 */
final class WindowBlock {
    /** Rows that step together: with more, steps for words that occur often in them would be too long. */
    private static final int TILE = 6;

    private final int batch;
    private final int window;
    private final int samples;
    private final NegativeSampler negatives;
    private final Matrix output;

    private int[] sentence = {};
    private int length;
    private final int[] reaches;

    private int first;
    private int end;
    private int from;
    private int to;
    private final float[] windows;

    private int width;
    private final int[] words;
    private final int[] columns;
    private final int[] columnOf;
    /** For how many negative samples of a window a column counts. */
    private final float[] against;

    private final float[] truths;
    private final int[] tileRows = new int[TILE];
    private final int[] tileColumns = new int[RowKernels.BLOCK];
    private final float[] scores = new float[TILE * RowKernels.BLOCK];

    /** @param longest words of a sentence, at most */
    WindowBlock(BlazingTextHyperparameters settings, NegativeSampler negatives, Matrix output, int longest) {
        window = Math.min(settings.windowSize(), longest);
        batch = Math.min(settings.batchSize(), longest);
        samples = settings.negativeSamples();
        this.negatives = negatives;
        this.output = output;
        int rows = Math.min(longest, Math.max(batch, 2 * window + 1));
        int most = whole(batch + samples);
        reaches = new int[longest];
        windows = new float[rows];
        words = new int[most];
        columns = new int[most];
        columnOf = new int[batch];
        against = new float[most];
        truths = new float[rows * most];
    }

    /** Columns are learnt fastest in whole blocks. */
    private static int whole(int columns) {
        return Math.ceilDiv(columns, RowKernels.BLOCK) * RowKernels.BLOCK;
    }

    /**
     * Opens a window of chance around each word of a sentence.
     *
     * @return the state of chance afterwards
     */
    long open(int[] sentence, int length, long state) {
        this.sentence = sentence;
        this.length = length;
        end = 0;
        long random = state;
        for (int i = 0; i < length; i++) {
            random = Randoms.next(random);
            reaches[i] = 1 + Randoms.below(window, random);
        }
        return random;
    }

    /** Whether there are words whose windows have not been taken. */
    boolean hasNext() {
        return end < length;
    }

    /**
     * Takes the windows around the next words, as many as have no more words than a batch but at least one, and negative samples to
     * fill whole blocks of columns.
     *
     * @return the state of chance afterwards
     */
    long next(long state) {
        first = end;
        from = start(first);
        to = stop(first);
        width = 0;
        do {
            from = Math.min(from, start(end));
            to = Math.max(to, stop(end));
            columnOf[end - first] = column(sentence[end]);
            end++;
        } while (end < length && end - first < batch && Math.max(to, stop(end)) - Math.min(from, start(end)) <= batch);
        return oppose(state);
    }

    /** Where the words of the windows begin in the sentence. */
    int from() {
        return from;
    }

    /** Where they end. */
    int to() {
        return to;
    }

    private int start(int centre) {
        return Math.max(0, centre - reaches[centre]);
    }

    private int stop(int centre) {
        return Math.min(length, centre + reaches[centre] + 1);
    }

    private long oppose(long state) {
        int wanted = whole(end - first + samples);
        // So many draws that are equal to earlier ones only come where there are few words.
        int most = 4 * wanted;
        int draws = 0;
        long random = state;
        for (; draws < samples || (width < wanted && draws < most); draws++) {
            random = Randoms.next(random);
            against[column(negatives.draw(random))]++;
        }
        for (int column = 0; column < width; column++) {
            against[column] *= (float) samples / draws;
        }
        return random;
    }

    private int column(int word) {
        for (int column = 0; column < width; column++) {
            if (words[column] == word) {
                return column;
            }
        }
        words[width] = word;
        against[width] = 0;
        columns[width] = output.at(word);
        return width++;
    }

    /** Steps down the gradient for the words' vectors, whose places are given for the whole sentence, and for those of the columns. */
    void learn(float[] vectors, int[] places, float learningRate) {
        count();
        for (int row = from; row < to; row += TILE) {
            int high = Math.min(TILE, to - row);
            System.arraycopy(places, row, tileRows, 0, high);
            for (int column = 0; column < width; column += RowKernels.BLOCK) {
                int wide = Math.min(RowKernels.BLOCK, width - column);
                System.arraycopy(columns, column, tileColumns, 0, wide);
                step(vectors, row - from, high, column, wide, learningRate);
            }
        }
    }

    private void step(float[] vectors, int row, int high, int column, int wide, float learningRate) {
        float[] out = output.values;
        int stride = output.stride;
        RowKernels.scores(vectors, tileRows, high, out, tileColumns, wide, stride, scores);
        Sigmoid.of(scores, high * wide);
        for (int r = 0, cell = 0; r < high; r++) {
            for (int c = 0; c < wide; c++, cell++) {
                float truth = truths[(row + r) * width + column + c];
                float tries = truth + against[column + c] * (windows[row + r] - truth);
                scores[cell] = learningRate * (truth - tries * scores[cell]);
            }
        }
        RowKernels.exchange(vectors, tileRows, high, out, tileColumns, wide, stride, scores, vectors, tileRows);
    }

    /** In how many windows each row lies, and how many of them are those of a column's word. */
    private void count() {
        Arrays.fill(windows, 0, to - from, 0);
        Arrays.fill(truths, 0, (to - from) * width, 0);
        for (int centre = first; centre < end; centre++) {
            for (int row = start(centre); row < stop(centre); row++) {
                if (row != centre) {
                    windows[row - from]++;
                    truths[(row - from) * width + columnOf[centre - first]]++;
                }
            }
        }
    }
}
