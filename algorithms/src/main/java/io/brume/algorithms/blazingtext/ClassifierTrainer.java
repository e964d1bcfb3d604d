package io.brume.algorithms.blazingtext;

import io.brume.algorithms.TrainingContext;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Learns a {@link TextClassifier} by stochastic gradient descent, without locks where there are several threads. */
final class ClassifierTrainer {
    /** With more labels the hierarchical softmax is faster by more than it loses in accuracy. */
    static final int MOST_FLAT_LABELS = 1000;

    private static final int LINES = 64;

    final BlazingTextHyperparameters settings;
    final TrainingContext context;
    final LabelledFeatures lines;
    final Matrix input;
    final Matrix output;
    final @Nullable LabelTree tree;
    final Pace pace;
    private final int[] order;

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
        order = new int[lines.lines()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
    }

    /** One pass over the lines in an order of its own. */
    void epoch(int epoch) {
        shuffle(epoch);
        var next = new AtomicInteger();
        context.parallel(thread -> {
            var worker = new ClassifierWorker(this, Randoms.seed(context.seed(), ~((long) epoch << 16 | thread)));
            while (!context.stopped()) {
                int from = next.getAndAdd(LINES);
                if (from >= order.length || from < 0) {
                    break;
                }
                worker.lines(order, from, Math.min(order.length, from + LINES));
                if (thread == 0 && from % (LINES * 64) == 0) {
                    pace.tell();
                }
            }
        });
    }

    private void shuffle(int epoch) {
        long random = Randoms.seed(context.seed(), -1L - epoch);
        for (int i = order.length - 1; i > 0; i--) {
            random = Randoms.next(random);
            int other = Randoms.below(i + 1, random);
            int swap = order[i];
            order[i] = order[other];
            order[other] = swap;
        }
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
