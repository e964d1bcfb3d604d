package io.brume.engines.lexicon;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tukaani.xz.XZInputStream;

/**
 * The word vectors that come with NLP4J, less their mean, of words in lower case that both its Brown clusterings know: what
 * people write, without the names and misspellings that make up most of the million.
 */
final class WordVectors {

    private static final String LEXICA = "/edu/emory/mathcs/nlp/lexica/";

    private final Map<String, float[]> vectors = new TreeMap<>();
    private final int dimensions;

    private WordVectors(Map<?, ?> all, List<Map<?, ?>> known) {
        all.forEach((word, vector) -> {
            String form = (String) word;
            if (form.matches("[a-z][a-z'-]*") && known.stream().allMatch(list -> list.containsKey(form))) {
                vectors.put(form, ((float[]) vector).clone());
            }
        });
        dimensions = vectors.values().iterator().next().length;
        double[] mean = new double[dimensions];
        for (float[] vector : vectors.values()) {
            for (int d = 0; d < dimensions; d++) {
                mean[d] += vector[d] / (double) vectors.size();
            }
        }
        for (float[] vector : vectors.values()) {
            for (int d = 0; d < dimensions; d++) {
                vector[d] -= (float) mean[d];
            }
        }
    }

    static WordVectors load() throws IOException {
        return new WordVectors(
                read("en-word-embeddings-undigitalized.xz"),
                List.of(
                        read("en-brown-clusters-simplified-lowercase.xz"),
                        read("en-brown-clusters-twit-lowercase.xz")));
    }

    private static Map<?, ?> read(String name) throws IOException {
        try (InputStream packed = WordVectors.class.getResourceAsStream(LEXICA + name);
                ObjectInputStream in =
                        new ObjectInputStream(new BufferedInputStream(new XZInputStream(packed), 1 << 16))) {
            return (Map<?, ?>) in.readObject();
        } catch (ClassNotFoundException e) {
            throw new IOException(e);
        }
    }

    int dimensions() {
        return dimensions;
    }

    Map<String, float[]> byWord() {
        return vectors;
    }

    /** The mean of a text's vectors, zero when none of its words has one. */
    double[] mean(List<Token> tokens) {
        double[] mean = new double[dimensions];
        int words = 0;
        for (Token token : tokens) {
            float[] vector = vectors.get(WordScores.form(token));
            if (vector != null) {
                words++;
                for (int d = 0; d < dimensions; d++) {
                    mean[d] += vector[d];
                }
            }
        }
        for (int d = 0; d < dimensions; d++) {
            mean[d] /= Math.max(1, words);
        }
        return mean;
    }
}
