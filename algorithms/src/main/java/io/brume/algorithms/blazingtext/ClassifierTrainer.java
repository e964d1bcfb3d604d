package io.brume.algorithms.blazingtext;

import io.brume.algorithms.TrainingContext;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Learns a {@link TextClassifier} by stochastic gradient descent, without locks where there are several threads. */
final class ClassifierTrainer {
    /** With more labels the hierarchical softmax is faster by more than it loses in accuracy. */
    static final int MOST_FLAT_LABELS = 1000;

    private static final int BLOCK = 64;

    final BlazingTextHyperparameters settings;
    final TrainingContext context;
    final LabelledFeatures lines;
    final Matrix input;
    final Matrix output;
    final @Nullable LabelTree tree;
    final Pace pace;

    ClassifierTrainer(
            BlazingTextHyperparameters settings,
            TrainingContext context,
            LabelledFeatures lines,
            Matrix input,
            Matrix output,
            @Nullable LabelTree tree) {
        this.settings = settings;
        this.context = context;
        this.lines = lines;
        this.input = input;
        this.output = output;
        this.tree = tree;
        pace = new Pace(context, settings.learningRate(), lines.words() * settings.epochs());
    }

    /** One pass over the lines: blocks of them in an order of chance, since neighbours share what is in the cache. */
    void epoch(int epoch) {
        int count = lines.lines();
        int[] order = Randoms.permutation((count + BLOCK - 1) / BLOCK, Randoms.seed(context.seed(), -1L - epoch));
        var next = new AtomicInteger();
        context.parallel(thread -> {
            var worker = new ClassifierWorker(this, Randoms.seed(context.seed(), (long) epoch << 16 | thread));
            for (int i = next.getAndIncrement(); i < order.length && !context.stopped(); i = next.getAndIncrement()) {
                int from = order[i] * BLOCK;
                worker.lines(from, Math.min(count, from + BLOCK));
                if (thread == 0 && i % 64 == 0) {
                    pace.tell();
                }
            }
        });
    }

    /** The share of lines whose most probable label is one of theirs. */
    static double accuracy(TextClassifier classifier, LabelledFeatures lines, TrainingContext context) {
        var right = new LongAdder();
        context.parallel(lines.lines(), (from, to) -> {
            long hits = 0;
            for (int line = from; line < to; line++) {
                float[] probabilities =
                        classifier.probabilities(lines.rows(), lines.rowStarts()[line], lines.rowStarts()[line + 1]);
                int best = 0;
                for (int label = 1; label < probabilities.length; label++) {
                    if (probabilities[label] > probabilities[best]) {
                        best = label;
                    }
                }
                hits += lines.has(line, best) ? 1 : 0;
            }
            right.add(hits);
        });
        return right.sum() / (double) lines.lines();
    }
}
