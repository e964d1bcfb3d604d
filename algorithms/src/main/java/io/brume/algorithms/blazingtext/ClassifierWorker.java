package io.brume.algorithms.blazingtext;

import io.brume.algorithms.kernel.Kernels;
import io.brume.algorithms.kernel.RowKernels;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One thread's part in a {@link ClassifierTrainer}. */
final class ClassifierWorker {
    /** A logarithm. */
    private static final float NEGLIGIBLE = -10;

    private final ClassifierTrainer trainer;
    private final LabelledFeatures lines;
    private final float[] in;
    private final float[] out;
    private final int stride;
    private final @Nullable LabelTree tree;
    private final float[] hidden;
    private final float[] gradient;
    private final float[] scores;
    private final int[] outputs;
    private final float[] truth;
    private final float[] errors;
    private final int[] likely;
    private final int[] likelyRows;
    private long random;
    private float learningRate;

    ClassifierWorker(ClassifierTrainer trainer, long seed) {
        this.trainer = trainer;
        lines = trainer.lines;
        in = trainer.input.values;
        out = trainer.output.values;
        stride = trainer.input.stride;
        tree = trainer.tree;
        hidden = new float[stride];
        gradient = new float[stride];
        scores = new float[trainer.output.rows];
        outputs = new int[trainer.output.rows];
        truth = new float[tree == null ? scores.length : 0];
        errors = new float[truth.length];
        likely = new int[truth.length];
        likelyRows = new int[truth.length];
        Arrays.setAll(outputs, trainer.output::at);
        random = seed;
    }

    void lines(int from, int to) {
        learningRate = trainer.pace.learningRate();
        long words = 0;
        for (int line = from; line < to; line++) {
            words += line(line);
        }
        trainer.pace.advance(words);
    }

    /** The words of the line, as the pace counts them. */
    private long line(int line) {
        int from = lines.rowStarts()[line];
        int to = lines.rowStarts()[line + 1];
        float share = 1f / (to - from);
        RowKernels.sum(in, lines.rows(), from, to, hidden, 0, stride);
        for (int j = 0; j < stride; j++) {
            hidden[j] *= share;
            gradient[j] = 0;
        }
        if (tree == null) {
            flat(lines.labelStarts()[line], lines.labelStarts()[line + 1]);
        } else {
            ways(tree, lines.labelStarts()[line], lines.labelStarts()[line + 1]);
        }
        Kernels.scale(share, gradient, 0, stride);
        RowKernels.add(gradient, 0, in, lines.rows(), from, to, stride);
        return Math.round(lines.words() / (double) lines.lines());
    }

    /**
     * Softmax over all labels; those of the line have equal shares of the truth. Labels less than {@link #NEGLIGIBLE} times as
     * probable as the first one are taken to be impossible, which spares most of the work once training has got somewhere.
     */
    private void flat(int from, int to) {
        int count = scores.length;
        RowKernels.scores(hidden, 0, out, outputs, count, stride, scores);
        float max = Kernels.max(scores, 0, count);
        for (int i = from; i < to; i++) {
            truth[lines.labels()[i]] += 1f / (to - from);
        }
        int size = 0;
        double sum = 0;
        for (int label = 0; label < count; label++) {
            float below = scores[label] - max;
            boolean possible = below > NEGLIGIBLE;
            if (possible || truth[label] != 0) {
                double value = possible ? Math.exp(below) : 0;
                sum += value;
                likely[size] = label;
                likelyRows[size] = outputs[label];
                errors[size++] = (float) value;
            }
        }
        float share = (float) (1 / sum);
        for (int i = 0; i < size; i++) {
            errors[i] = learningRate * (truth[likely[i]] - errors[i] * share);
        }
        for (int i = from; i < to; i++) {
            truth[lines.labels()[i]] = 0;
        }
        RowKernels.exchange(hidden, 0, out, likelyRows, size, stride, errors, gradient, 0);
    }

    /** The way to one of the line's labels, drawn at random. */
    private void ways(LabelTree labels, int from, int to) {
        random = Randoms.next(random);
        int label = lines.labels()[from + Randoms.below(to - from, random)];
        int[] nodes = labels.nodes[label];
        boolean[] right = labels.right[label];
        for (int i = 0; i < nodes.length; i++) {
            outputs[i] = trainer.output.at(nodes[i]);
        }
        RowKernels.scores(hidden, 0, out, outputs, nodes.length, stride, scores);
        for (int i = 0; i < nodes.length; i++) {
            scores[i] = learningRate * ((right[i] ? 1 : 0) - Sigmoid.of(scores[i]));
        }
        RowKernels.exchange(hidden, 0, out, outputs, nodes.length, stride, scores, gradient, 0);
    }
}
