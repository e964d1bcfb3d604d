package io.brume.algorithms.lda;

import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.data.SparseBatch;
import io.brume.algorithms.metric.Topics;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.DoubleAdder;

/** How well topics describe documents. */
final class TopicQuality {
    private static final int TOP_WORDS = 10;
    private static final int MOST_DOCUMENTS = 50_000;

    private TopicQuality() {}

    /**
     * The log-likelihood a word of every second word of each document, given the mixture that the others have (document
     * completion: Wallach, Murray, Salakhutdinov and Mimno, "Evaluation Methods for Topic Models", ICML 2009). NaN where no
     * document has two words.
     */
    static double perWordLogLikelihood(TopicModel model, Documents documents, TrainingContext context) {
        var logLikelihood = new DoubleAdder();
        var scored = new DoubleAdder();
        context.parallel(documents.size(), (from, to) -> {
            for (int d = from; d < to; d++) {
                Documents half = firstHalf(documents, d);
                float[] mixture = model.mixture(half, 0);
                for (int i = documents.starts()[d]; i < documents.starts()[d + 1]; i++) {
                    float left =
                            documents.counts()[i] - half.counts()[i - documents.starts()[d]];
                    logLikelihood.add(
                            left * Math.log(model.probability(mixture, documents.words()[i])));
                    scored.add(left);
                }
            }
        });
        return logLikelihood.sum() / scored.sum();
    }

    /** A document with every second word, the first included. */
    private static Documents firstHalf(Documents documents, int document) {
        int from = documents.starts()[document];
        int distinct = documents.starts()[document + 1] - from;
        int[] words = Arrays.copyOfRange(documents.words(), from, from + distinct);
        var counts = new float[distinct];
        double before = 0;
        for (int n = 0; n < distinct; n++) {
            float count = documents.counts()[from + n];
            double half = Math.floor((before + count + 1) / 2) - Math.floor((before + 1) / 2);
            counts[n] = Math.min(count, (float) half);
            before += count;
        }
        return new Documents(1, new int[] {0, distinct}, words, counts);
    }

    /** NPMI of each topic's ten most probable words, in the first 50,000 documents. */
    static double npmi(TopicModel model, Documents documents) {
        int topics = model.settings().numTopics();
        var words = new int[topics][];
        Arrays.setAll(words, k -> model.topWords(k, TOP_WORDS));
        int size = Math.min(documents.size(), MOST_DOCUMENTS);
        var batch = new SparseBatch(
                size,
                model.settings().featureDim(),
                documents.starts(),
                documents.words(),
                documents.counts(),
                new float[0],
                0);
        return Topics.npmi(words, List.of(batch));
    }
}
