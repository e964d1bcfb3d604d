package io.brume.algorithms.lda;

import io.brume.algorithms.BadModelException;
import io.brume.algorithms.Prediction;
import io.brume.algorithms.Predictor;
import io.brume.algorithms.data.Batch;
import io.brume.algorithms.data.DenseBatch;
import io.brume.algorithms.kernel.Kernels;
import io.brume.algorithms.model.ModelFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Topics. A document's mixture is {@code (α(k) + N(k)) / Σ (α + N)}, with {@code N(k)} the words that come from topic k given
 * the mixture: the mode of a posterior with one maximum, which {@value #ITERATIONS} steps of expectation and maximisation come
 * near.
 */
public final class TopicModel implements Predictor {
    static final int ITERATIONS = 50;

    private final LdaHyperparameters settings;
    private final float[] phi;
    private final int stride;
    private final float[] alpha;

    /** @param phi probabilities of words in topics, a row of topics for each word */
    TopicModel(LdaHyperparameters settings, float[] phi, int stride, float[] alpha) {
        this.settings = settings;
        this.phi = phi;
        this.stride = stride;
        this.alpha = alpha;
    }

    static TopicModel load(ModelFolder folder) throws IOException {
        var settings = folder.hyperparameters(LdaHyperparameters.class);
        int topics = settings.numTopics();
        int words = settings.featureDim();
        float[] rows = folder.floats("topics", topics, words);
        float[] alpha = folder.floats("alpha", topics);
        int stride = DenseBatch.stride(topics);
        var phi = new float[Math.multiplyExact(words, stride)];
        for (int k = 0; k < topics; k++) {
            if (!(alpha[k] > 0)) {
                throw new BadModelException("the array alpha holds what is no positive number");
            }
            for (int word = 0; word < words; word++) {
                phi[word * stride + k] = rows[k * words + word];
            }
        }
        return new TopicModel(settings, phi, stride, alpha);
    }

    ModelFolder.Writer write(ModelFolder.Writer folder) {
        return folder.hyperparameters(settings)
                .array("topics", rows(), settings.numTopics(), settings.featureDim())
                .array("alpha", alpha.clone(), settings.numTopics());
    }

    /** Probabilities of words in topics, a row of words for each topic, one after the other. */
    float[] rows() {
        int words = settings.featureDim();
        var rows = new float[Math.multiplyExact(settings.numTopics(), words)];
        for (int k = 0; k < settings.numTopics(); k++) {
            for (int word = 0; word < words; word++) {
                rows[k * words + word] = phi[word * stride + k];
            }
        }
        return rows;
    }

    LdaHyperparameters settings() {
        return settings;
    }

    /** The prior of mixtures: a Dirichlet distribution's parameters, one a topic. */
    public float[] alpha() {
        return alpha.clone();
    }

    /** Probabilities of words in a topic. */
    public float[] topic(int topic) {
        var words = new float[settings.featureDim()];
        for (int word = 0; word < words.length; word++) {
            words[word] = phi[word * stride + topic];
        }
        return words;
    }

    /** A topic's most probable words, by their index. */
    public int[] topWords(int topic, int count) {
        float[] probabilities = topic(topic);
        var best = new Integer[probabilities.length];
        Arrays.setAll(best, i -> i);
        Arrays.sort(best, Comparator.comparing(word -> -probabilities[word]));
        var words = new int[Math.min(count, best.length)];
        Arrays.setAll(words, i -> best[i]);
        return words;
    }

    /** A {@link Prediction.Projected} for each document: its mixture of topics, which sums to 1. */
    @Override
    public List<Prediction> predict(Batch rows) {
        var documents = Documents.of(rows, settings.featureDim());
        var predictions = new ArrayList<Prediction>(documents.size());
        for (int d = 0; d < documents.size(); d++) {
            predictions.add(new Prediction.Projected(mixture(documents, d)));
        }
        return predictions;
    }

    float[] mixture(Documents documents, int document) {
        int topics = settings.numTopics();
        float[] mixture = alpha.clone();
        var next = new float[topics];
        int from = documents.starts()[document];
        int to = documents.starts()[document + 1];
        for (int iteration = 0; iteration < ITERATIONS && to > from; iteration++) {
            Arrays.fill(next, 0);
            for (int i = from; i < to; i++) {
                int row = documents.words()[i] * stride;
                float probability = Kernels.dot(mixture, 0, phi, row, topics);
                Kernels.axpy(documents.counts()[i] / probability, phi, row, next, 0, topics);
            }
            Kernels.multiply(next, 0, mixture, 0, topics);
            Kernels.axpy(1, alpha, 0, mixture, 0, topics);
        }
        Kernels.scale(1 / Kernels.sum(mixture, 0, topics), mixture, 0, topics);
        return mixture;
    }

    /** The probability of a word in a document of this mixture. */
    double probability(float[] mixture, int word) {
        return Kernels.dot(mixture, 0, phi, word * stride, mixture.length);
    }

    /** Writes the model as ONNX, see {@link LdaOnnx}. */
    public void writeOnnx(Path file) throws IOException {
        LdaOnnx.write(this, file);
    }
}
