package io.brume.bench.algorithms;

import cc.mallet.pipe.Noop;
import cc.mallet.topics.ParallelTopicModel;
import cc.mallet.types.Alphabet;
import cc.mallet.types.FeatureSequence;
import cc.mallet.types.Instance;
import cc.mallet.types.InstanceList;
import io.brume.algorithms.data.SparseBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;

/** Mallet in this process, and scikit-learn in one of its own, with two threads each. */
final class TopicPeers {
    private static final int THREADS = 2;

    private TopicPeers() {}

    /**
     * What somebody has learnt.
     *
     * @param seconds of training alone
     * @param phi probabilities of words, a row of topics for each word
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Learnt(double seconds, float[] phi, float[] alpha) {}

    /** Sparse collapsed Gibbs sampling; the priors are learnt from every tenth sweep on, after twenty. */
    static Learnt mallet(Corpus corpus, int topics, int sweeps, int seed) throws IOException {
        ParallelTopicModel.logger.setLevel(Level.OFF);
        var alphabet = new Alphabet();
        for (int word = 0; word < corpus.words(); word++) {
            alphabet.lookupIndex("w" + word);
        }
        var instances = new InstanceList(new Noop(alphabet, null));
        SparseBatch train = corpus.train();
        for (int d = 0; d < train.rows(); d++) {
            var document = new FeatureSequence(alphabet);
            for (int i = train.starts()[d]; i < train.starts()[d + 1]; i++) {
                for (int n = 0; n < train.values()[i]; n++) {
                    document.add(train.indices()[i]);
                }
            }
            instances.add(new Instance(document, null, d, null));
        }
        var model = new ParallelTopicModel(topics, topics * 0.05, 0.01);
        model.setNumThreads(THREADS);
        model.setNumIterations(sweeps);
        model.setRandomSeed(seed);
        model.setOptimizeInterval(10);
        model.setBurninPeriod(20);
        model.setTopicDisplay(0, 0);
        model.printLogLikelihood = false;
        model.addInstances(instances);
        long began = System.nanoTime();
        model.estimate();
        double seconds = (System.nanoTime() - began) / 1e9;
        var phi = new float[corpus.words() * topics];
        for (int word = 0; word < corpus.words(); word++) {
            for (int k = 0; k < topics; k++) {
                phi[word * topics + k] = (float) (model.beta / norm(model, k));
            }
            for (int cell : model.typeTopicCounts[word]) {
                int k = cell & model.topicMask;
                phi[word * topics + k] += (float) ((cell >> model.topicBits) / norm(model, k));
            }
        }
        var alpha = new float[topics];
        for (int k = 0; k < topics; k++) {
            alpha[k] = (float) model.alpha[k];
        }
        return new Learnt(seconds, phi, alpha);
    }

    private static double norm(ParallelTopicModel model, int topic) {
        return model.tokensPerTopic[topic] + model.beta * model.typeTopicCounts.length;
    }

    /** Whether Debian's scikit-learn is there. */
    static boolean sklearnIsMissing() {
        return !Files.isDirectory(Path.of("/usr/lib/python3/dist-packages/sklearn"));
    }

    static Learnt sklearn(Corpus corpus, int topics, int passes, Path folder) throws IOException {
        Path documents = folder.resolve("lda-" + corpus.name() + ".txt");
        SparseBatch train = corpus.train();
        try (var out = Files.newBufferedWriter(documents)) {
            for (int d = 0; d < train.rows(); d++) {
                for (int i = train.starts()[d]; i < train.starts()[d + 1]; i++) {
                    out.write(train.indices()[i] + ":" + train.values()[i] + " ");
                }
                out.write("\n");
            }
        }
        Path model = folder.resolve("lda-sklearn.bin");
        var command = List.of(
                "/usr/bin/python3",
                "bench/peers/lda_sklearn.py",
                documents.toString(),
                "" + corpus.words(),
                "" + topics,
                "1024",
                "" + passes,
                "" + THREADS,
                model.toString());
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("OPENBLAS_NUM_THREADS", "1");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        var floats = ByteBuffer.wrap(Files.readAllBytes(model))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        var alpha = new float[topics];
        floats.get(alpha);
        var phi = new float[corpus.words() * topics];
        for (int k = 0; k < topics; k++) {
            for (int word = 0; word < corpus.words(); word++) {
                phi[word * topics + k] = floats.get();
            }
        }
        return new Learnt(Double.parseDouble(output.strip()), phi, alpha);
    }
}
