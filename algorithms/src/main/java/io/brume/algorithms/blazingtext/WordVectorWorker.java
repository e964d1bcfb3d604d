package io.brume.algorithms.blazingtext;

import io.brume.algorithms.blazingtext.BlazingTextHyperparameters.Mode;
import io.brume.algorithms.kernel.Kernels;
import io.brume.algorithms.kernel.RowKernels;
import java.util.Arrays;

/** One thread's part in a {@link WordVectorTrainer}: its room to work in, and what it does with a chunk of text. */
final class WordVectorWorker {
    private static final int SENTENCE = 1000;
    /** So many words are predicted at once, or one more or less: vectors are the worse the more they are. */
    private static final int GROUP = 3;

    /** How many of the negative samples that a group's words would have by themselves are drawn at least. */
    private static final double GROUP_SHARE = 0.1;
    /** How much a sample counts of those that it stands for: with all of it vectors were 0.1 points worse. */
    private static final float STANDS_FOR = 0.5f;
    /** Most that a negative sample's error counts: with high learning rates, one that stands for many would run away. */
    private static final float LARGEST_STEP = 0.5f;

    private final WordVectorTrainer trainer;
    private final int[] tokens;
    private final float[] in;
    private final float[] out;
    private final int[] places;
    private final InputRows inputs;
    private final int stride;
    private final Mode mode;
    private final int window;
    private final int samples;
    /** How many of the words around it a word predicts at once at most. */
    private final int most;

    private final int[] sentence = new int[SENTENCE];
    /** What is to be predicted and, behind it, negative samples, as places in the output matrix; none is there twice. */
    private final int[] targets;

    private final float[] scores;
    /** Places in the input matrix that a hidden vector is the mean of. */
    private int[] rows;
    /** A mean of rows, and how it was before a step or what it has gained. */
    private final float[] hidden;

    private final float[] before;
    private final NegativeSampler negatives;
    /** Which of the negative samples was the last. */
    private int drawn;

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
        samples = settings.negativeSamples();
        most = mode == Mode.BATCH_SKIPGRAM ? settings.batchSize() : 1;
        targets = new int[GROUP + 1 + samples + RowKernels.BLOCK];
        scores = new float[targets.length];
        rows = new int[2 * window];
        hidden = new float[stride];
        before = new float[stride];
        negatives = trainer.negatives;
    }

    /** Learns from the tokens of a chunk. */
    void chunk(int from, int to, long seed) {
        random = seed;
        drawn = Randoms.below(negatives.size(), Randoms.next(~seed));
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
                case SKIPGRAM, BATCH_SKIPGRAM -> skipGram(centre, from, to);
                case CBOW, SUPERVISED -> bagOfWords(centre, from, to);
            }
        }
    }

    /** The word in the middle predicts the words around it, in groups of about the same size that share negative samples. */
    private void skipGram(int centre, int from, int to) {
        int word = sentence[centre];
        if (inputs.subworded()) {
            average(places, inputs.from(word), inputs.to(word));
            System.arraycopy(hidden, 0, before, 0, stride);
        }
        int words = to - from - 1;
        int groups = Math.max(Math.ceilDiv(words, most), (words + GROUP / 2) / GROUP);
        for (int first = 0; first < groups; first++) {
            int wanted = 0;
            for (int context = from + first; context < to - 1; context += groups) {
                wanted = target(sentence[context < centre ? context : context + 1], wanted);
            }
            if (inputs.subworded()) {
                // The mean of rows that all gain the same gains that, too, so it need not be taken anew.
                step(wanted, hidden, 0, hidden, 0);
            } else {
                step(wanted, in, places[word], in, places[word]);
            }
        }
        if (inputs.subworded()) {
            Kernels.axpby(1, hidden, 0, -1, before, 0, stride);
            RowKernels.add(before, 0, in, places, inputs.from(word), inputs.to(word), stride);
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
                    rows = Arrays.copyOf(rows, 2 * (size + count));
                }
                System.arraycopy(places, first, rows, size, count);
                size += count;
            }
        }
        average(rows, 0, size);
        Arrays.fill(before, 0);
        step(target(sentence[centre], 0), hidden, 0, before, 0);
        RowKernels.add(before, 0, in, rows, 0, size, stride);
    }

    /** Makes the hidden vector the mean of rows of the input matrix. */
    private void average(int[] of, int from, int to) {
        RowKernels.sum(in, of, from, to, hidden, 0, stride);
        Kernels.scale(1f / (to - from), hidden, 0, stride);
    }

    /** Adds a target to the first {@code width}, unless it is one of them; how many there are then. */
    private int target(int word, int width) {
        int place = trainer.output.at(word);
        targets[width] = place;
        int i = 0;
        while (targets[i] != place) {
            i++;
        }
        return i == width ? width + 1 : width;
    }

    /**
     * Adds negative samples to the targets that are wanted; how many targets there are then. A row that was there twice would lose
     * one of its two changes. What cannot be found among few words is left out.
     */
    private int draw(int wanted) {
        int end = wanted + samples;
        if (most > 1) {
            end = wanted + (int) Math.ceil(GROUP_SHARE * wanted * samples);
            end += RowKernels.BLOCK - 1 - (end - 1) % RowKernels.BLOCK;
        }
        int width = wanted;
        for (int tries = 4 * (end - wanted); width < end && tries > 0; tries--) {
            drawn = drawn + 1 < negatives.size() ? drawn + 1 : 0;
            width = target(negatives.drawn(drawn), width);
        }
        return width;
    }

    /** Learns that a vector predicts the wanted targets, which are the first ones, and not words drawn at random. */
    private void step(int wanted, float[] vectors, int at, float[] to, int toAt) {
        int width = draw(wanted);
        RowKernels.scores(vectors, at, out, targets, width, stride, scores);
        float weight = learningRate;
        if (most > 1 && width > wanted) {
            weight *= STANDS_FOR * wanted * samples / (width - wanted);
            weight = Math.min(weight, Math.max(learningRate, LARGEST_STEP));
        }
        for (int k = 0; k < width; k++) {
            float probability = Sigmoid.of(scores[k]);
            scores[k] = k < wanted ? learningRate * (1 - probability) : -weight * probability;
        }
        RowKernels.exchange(vectors, at, out, targets, width, stride, scores, to, toAt);
    }
}
