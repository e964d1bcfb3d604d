package io.brume.bench.algorithms;

import io.brume.algorithms.Hyperparameters;
import io.brume.algorithms.TrainingContext;
import io.brume.algorithms.TrainingData;
import io.brume.algorithms.data.Dataset;
import io.brume.algorithms.lda.Lda;
import io.brume.algorithms.lda.LdaHyperparameters;
import io.brume.algorithms.lda.TopicModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * Learns topics of Debian's manuals and of a planted corpus by our LDA, Mallet and scikit-learn's online LDA, with two threads
 * each: how long each peer takes, and how long we take to its perplexity of held-out halves or less. We are trained with 1, 2, 4
 * and so on passes until that holds. The exit status is 0 where that takes half of each peer's time, 3 where a peer is missing.
 * Options: {@code --topics N} (50), {@code --sweeps N} of Mallet (100), {@code --passes N} of scikit-learn (1), {@code --runs N} (3).
 */
public final class TopicModels {
    private static final double TARGET = 2;

    private final Path folder;
    private int topics = 50;
    private int sweeps = 100;
    private int passes = 1;
    private int runs = 3;
    private final Verdict verdict = new Verdict();

    private TopicModels(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (TopicPeers.sklearnIsMissing()) {
            System.err.println("The peer is missing: apt-get install --no-install-recommends python3-sklearn");
            System.exit(3);
        }
        Path folder = Files.createDirectories(Path.of(System.getProperty("java.io.tmpdir"), "brume-bench"));
        var bench = new TopicModels(folder);
        for (int i = 1; i + 1 < arguments.length; i += 2) {
            int value = Integer.parseInt(arguments[i + 1]);
            switch (arguments[i]) {
                case "--topics" -> bench.topics = value;
                case "--sweeps" -> bench.sweeps = value;
                case "--passes" -> bench.passes = value;
                case "--runs" -> bench.runs = value;
                default -> throw new IllegalArgumentException("there is no option " + arguments[i]);
            }
        }
        bench.compare(Corpus.of("manuals", new TextData(folder).manuals()));
        bench.compare(Corpus.planted(50, 5000, 4_000));
        System.exit(bench.verdict.tell());
    }

    private void compare(Corpus corpus) throws IOException {
        System.out.printf(
                "%s: %,d documents, %,d words, %d topics%n",
                corpus.name(), corpus.train().rows(), corpus.words(), topics);
        ours(corpus, 3, -1);
        var mallet = new TopicPeers.Learnt[runs];
        var ratios = new double[2][runs];
        for (int run = 0; run < runs; run++) {
            mallet[run] = TopicPeers.mallet(corpus, topics, sweeps, run);
            ratios[0][run] = against(corpus, "Mallet, " + sweeps + " sweeps", mallet[run], run);
        }
        var sklearn = TopicPeers.sklearn(corpus, topics, passes, folder);
        for (int run = 0; run < runs; run++) {
            ratios[1][run] = against(corpus, "scikit-learn, passes: " + passes, sklearn, run);
        }
        for (double[] each : ratios) {
            Arrays.sort(each);
        }
        System.out.printf(
                Locale.ROOT,
                "  times as fast as Mallet %.2f (%.2f to %.2f), as scikit-learn %.2f (%.2f to %.2f), to reach: %.1f%n",
                ratios[0][runs / 2],
                ratios[0][0],
                ratios[0][runs - 1],
                ratios[1][runs / 2],
                ratios[1][0],
                ratios[1][runs - 1],
                TARGET);
        verdict.add("Mallet on " + corpus.name(), ratios[0][runs / 2], TARGET, true);
        verdict.add("scikit-learn on " + corpus.name(), ratios[1][runs / 2], TARGET, true);
    }

    /** How many times as fast we are to the peer's perplexity; 0 where we do not come so far. */
    private double against(Corpus corpus, String name, TopicPeers.Learnt peer, int run) throws IOException {
        double theirs = corpus.perplexity(peer.phi(), peer.alpha());
        TopicPeers.Learnt ours = null;
        double perplexity = Double.POSITIVE_INFINITY;
        int most = 1;
        for (; most <= 64 && perplexity > theirs; most *= 2) {
            ours = ours(corpus, most, run);
            perplexity = corpus.perplexity(ours.phi(), ours.alpha());
        }
        double ratio = ours == null || perplexity > theirs ? 0 : peer.seconds() / ours.seconds();
        System.out.printf(
                Locale.ROOT,
                "  %-26s %7.2f s, perplexity %6.1f; Brume, passes: %2d, %6.2f s, perplexity %6.1f; %.2f times as fast%n",
                name,
                peer.seconds(),
                theirs,
                most / 2,
                ours == null ? 0 : ours.seconds(),
                perplexity,
                ratio);
        return ratio;
    }

    private TopicPeers.Learnt ours(Corpus corpus, int most, int seed) throws IOException {
        var settings = Hyperparameters.parse(
                LdaHyperparameters.class,
                Map.of(
                        "num_topics", "" + topics,
                        "feature_dim", "" + corpus.words(),
                        "mini_batch_size", "" + corpus.train().rows(),
                        "max_iterations", "" + most));
        var context = TrainingContext.builder().threads(2).seed(seed).build();
        long began = System.nanoTime();
        var model = (TopicModel) new Lda()
                .train(TrainingData.of(Dataset.of(corpus.train())), settings, context)
                .predictor();
        double seconds = (System.nanoTime() - began) / 1e9;
        var phi = new float[corpus.words() * topics];
        for (int k = 0; k < topics; k++) {
            float[] words = model.topic(k);
            for (int word = 0; word < words.length; word++) {
                phi[word * topics + k] = words[word];
            }
        }
        return new TopicPeers.Learnt(seconds, phi, model.alpha());
    }
}
