package io.brume.algorithms.blazingtext;

import io.brume.algorithms.TrainingContext;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Learns word vectors with negative sampling: Mikolov et al., https://arxiv.org/abs/1310.4546; groups of words that share
 * negative samples after Ji et al., "Parallelizing Word2Vec in Shared and Distributed Memory", https://arxiv.org/abs/1604.04661.
 * All threads change the same matrices without locks, after Niu et al., "Hogwild!", https://arxiv.org/abs/1106.5730.
 */
final class WordVectorTrainer {
    final Sentences sentences;
    final BlazingTextHyperparameters settings;
    final TrainingContext context;
    final InputRows inputs;
    final Matrix input;
    final Matrix output;
    /** Where the rows of words are in the input matrix. */
    final int[] places;

    final NegativeSampler negatives;
    /** The chance of an occurrence to be learnt from. */
    final float[] keep;

    final Pace pace;

    WordVectorTrainer(
            Sentences sentences, InputRows inputs, BlazingTextHyperparameters settings, TrainingContext context) {
        this.sentences = sentences;
        this.settings = settings;
        this.context = context;
        this.inputs = inputs;
        input = Matrix.random(inputs.rowCount(), settings.vectorDim(), context.seed(), context);
        output = Matrix.zeros(sentences.words().size(), settings.vectorDim());
        places = inputs.places(input);
        negatives = new NegativeSampler(sentences.words(), Randoms.seed(context.seed(), -1));
        keep = new float[sentences.words().size()];
        for (int word = 0; word < keep.length; word++) {
            double excess = settings.samplingThreshold()
                    * sentences.total()
                    / sentences.words().count(word);
            keep[word] = (float) (Math.sqrt(excess) + excess);
        }
        pace = new Pace(context, settings.learningRate(), sentences.total() * settings.epochs());
    }

    /** The input matrix, once all epochs are done or somebody has stopped training. */
    Matrix train() {
        var workers = new WordVectorWorker[context.threads()];
        for (int thread = 0; thread < workers.length; thread++) {
            workers[thread] = new WordVectorWorker(this);
        }
        int chunks = sentences.chunks().length - 1;
        for (int epoch = 0; epoch < settings.epochs() && !context.stopped(); epoch++) {
            var next = new AtomicInteger();
            long stream = (long) epoch << 32;
            // Neighbouring text is alike, and what is learnt last is remembered best.
            int[] order = Randoms.permutation(chunks, Randoms.seed(context.seed(), ~stream));
            context.parallel(thread -> {
                for (int turn = next.getAndIncrement();
                        turn < chunks && !context.stopped();
                        turn = next.getAndIncrement()) {
                    int chunk = order[turn];
                    workers[thread].chunk(
                            sentences.chunks()[chunk],
                            sentences.chunks()[chunk + 1],
                            Randoms.seed(context.seed(), stream | chunk));
                    if (thread == 0) {
                        pace.tell();
                    }
                }
            });
        }
        pace.finish();
        return input;
    }
}
