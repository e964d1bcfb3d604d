package io.brume.algorithms.blazingtext;

import io.brume.algorithms.blazingtext.BlazingTextHyperparameters.Mode;
import io.brume.algorithms.kernel.RowKernels;

/** One thread's part in a {@link WordVectorTrainer}: its room to work in, and what it does with a chunk of text. */
final class WordVectorWorker {
    private static final int SENTENCE = 1000;

    private final WordVectorTrainer trainer;
    private final int[] tokens;
    private final float[] in;
    private final float[] out;
    private final int[] places;
    private final InputRows inputs;
    private final int stride;
    private final Mode mode;
    private final int window;
    private final int batch;

    private final int[] sentence = new int[SENTENCE];
    /** The word to predict and its negative samples, as places in the output matrix. */
    private final int[] targets;

    private final float[] scores;
    /** Places in the input matrix, of a batch or of what a hidden vector is the mean of. */
    private int[] rows;
    /** Vectors that are means of rows, one behind the other; then, at the same places, how they were before a step. */
    private final float[] hidden;

    private final float[] before;
    private final int[] hiddenRows;
    private final int[] hiddenWords;
    private long random;
    private float learningRate;

    WordVectorWorker(WordVectorTrainer trainer) {
        this.trainer = trainer;
        var settings = trainer.settings;
        tokens = trainer.sentences.tokens();
        in = trainer.input.values;
        out = trainer.output.values;
        places = trainer.places;
        inputs = trainer.inputs;
        stride = trainer.input.stride;
        mode = settings.mode();
        window = settings.windowSize();
        batch = Math.min(settings.batchSize(), 2 * window);
        int vectors = mode == Mode.BATCH_SKIPGRAM ? batch : 1;
        targets = new int[1 + settings.negativeSamples()];
        scores = new float[RowKernels.room(vectors, targets.length)];
        rows = new int[2 * window];
        hidden = new float[vectors * stride];
        before = new float[vectors * stride];
        hiddenRows = new int[vectors];
        hiddenWords = new int[vectors];
        for (int i = 0; i < vectors; i++) {
            hiddenRows[i] = i * stride;
        }
    }

    /** Learns from the tokens of a chunk. */
    void chunk(int from, int to, long seed) {
        random = seed;
        learningRate = trainer.pace.learningRate();
        int length = 0;
        int seen = 0;
        for (int i = from; i < to; i++) {
            int word = tokens[i];
            if (word != Sentences.END) {
                seen++;
                random = Randoms.next(random);
                if (Randoms.unit(random) < trainer.keep[word]) {
                    sentence[length++] = word;
                }
            }
            if (word == Sentences.END || length == SENTENCE) {
                sentence(length);
                length = 0;
            }
        }
        sentence(length);
        trainer.pace.advance(seen);
    }

    private void sentence(int length) {
        for (int centre = 0; centre < length; centre++) {
            random = Randoms.next(random);
            int reach = 1 + Randoms.below(window, random);
            int from = Math.max(0, centre - reach);
            int to = Math.min(length, centre + reach + 1);
            if (to - from < 2) {
                continue;
            }
            switch (mode) {
                case SKIPGRAM -> skipGram(centre, from, to);
                case CBOW -> bagOfWords(centre, from, to);
                case BATCH_SKIPGRAM, SUPERVISED -> batches(centre, from, to);
            }
        }
    }

    /** The word in the middle predicts each word around it, each with negative samples of its own. */
    private void skipGram(int centre, int from, int to) {
        int word = sentence[centre];
        if (inputs.subworded()) {
            average(word, 0);
            System.arraycopy(hidden, 0, before, 0, stride);
        } else {
            rows[0] = places[word];
        }
        for (int context = from; context < to; context++) {
            if (context == centre) {
                continue;
            }
            draw(sentence[context]);
            if (inputs.subworded()) {
                // The mean of rows that all gain the same gains that, too, so it need not be taken anew.
                step(hidden, hiddenRows, 1, hidden, hiddenRows);
            } else {
                step(in, rows, 1, in, rows);
            }
        }
        if (inputs.subworded()) {
            passOn(word, 0);
        }
    }

    /** The mean of the words around it predicts the word in the middle. */
    private void bagOfWords(int centre, int from, int to) {
        int size = 0;
        for (int context = from; context < to; context++) {
            if (context != centre) {
                int word = sentence[context];
                int first = inputs.from(word);
                int count = inputs.to(word) - first;
                if (size + count > rows.length) {
                    rows = java.util.Arrays.copyOf(rows, 2 * (size + count));
                }
                System.arraycopy(places, first, rows, size, count);
                size += count;
            }
        }
        RowKernels.sum(in, rows, 0, size, hidden, 0, stride);
        float share = 1f / size;
        for (int j = 0; j < stride; j++) {
            hidden[j] *= share;
            before[j] = 0;
        }
        draw(sentence[centre]);
        step(hidden, hiddenRows, 1, before, hiddenRows);
        RowKernels.add(before, 0, in, rows, 0, size, stride);
    }

    /** The words around it, some at a time, all predict the word in the middle, with the same negative samples. */
    private void batches(int centre, int from, int to) {
        int size = 0;
        for (int context = from; context < to; context++) {
            if (context != centre) {
                hiddenWords[size] = sentence[context];
                size++;
            }
            if (size > 0 && (size == batch || context == to - 1)) {
                draw(sentence[centre]);
                batch(size);
                size = 0;
            }
        }
    }

    private void batch(int size) {
        if (!inputs.subworded()) {
            for (int i = 0; i < size; i++) {
                rows[i] = places[hiddenWords[i]];
            }
            step(in, rows, size, in, rows);
            return;
        }
        for (int i = 0; i < size; i++) {
            average(hiddenWords[i], i);
        }
        System.arraycopy(hidden, 0, before, 0, size * stride);
        step(hidden, hiddenRows, size, hidden, hiddenRows);
        for (int i = 0; i < size; i++) {
            passOn(hiddenWords[i], i);
        }
    }

    /** Makes hidden vector i the mean of a word's rows. */
    private void average(int word, int i) {
        int from = inputs.from(word);
        int to = inputs.to(word);
        RowKernels.sum(in, places, from, to, hidden, i * stride, stride);
        float share = 1f / (to - from);
        for (int j = i * stride; j < (i + 1) * stride; j++) {
            hidden[j] *= share;
        }
    }

    /** Adds to each of a word's rows what hidden vector i has gained. */
    private void passOn(int word, int i) {
        for (int j = i * stride; j < (i + 1) * stride; j++) {
            before[j] = hidden[j] - before[j];
        }
        RowKernels.add(before, i * stride, in, places, inputs.from(word), inputs.to(word), stride);
    }

    /** Makes a word and words drawn at random, other than it, the targets. */
    private void draw(int word) {
        targets[0] = trainer.output.at(word);
        for (int k = 1; k < targets.length; k++) {
            random = Randoms.next(random);
            int negative = trainer.negatives.draw(random);
            if (negative == word) {
                random = Randoms.next(random);
                negative = trainer.negatives.draw(random);
                if (negative == word) {
                    negative = word == 0 ? 1 : word - 1;
                }
            }
            targets[k] = trainer.output.at(negative);
        }
    }

    private void step(float[] vectors, int[] at, int count, float[] to, int[] toAt) {
        int width = targets.length;
        RowKernels.scores(vectors, at, count, out, targets, width, stride, scores);
        for (int a = 0; a < count; a++) {
            int first = a * width;
            for (int k = 0; k < width; k++) {
                float truth = k == 0 ? 1 : 0;
                scores[first + k] = learningRate * (truth - Sigmoid.of(scores[first + k]));
            }
        }
        RowKernels.exchange(vectors, at, count, out, targets, width, stride, scores, to, toAt);
    }
}
