package io.brume.bench.algorithms;

import io.brume.algorithms.data.SparseBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Documents to learn topics from, and others of which one half is seen and the other predicted.
 *
 * @param words of the vocabulary
 */
record Corpus(String name, int words, SparseBatch train, SparseBatch seen, SparseBatch hidden) {
    private static final int RAREST = 5;
    private static final double MOST_FREQUENT = 0.1;

    /** Lines of text; words of fewer than three letters, in fewer than five or more than a tenth of the lines are left out. */
    static Corpus of(String name, TextData.Split split) throws IOException {
        List<String> lines = Files.readAllLines(split.train());
        var frequency = new HashMap<String, Integer>();
        for (String line : lines) {
            new HashSet<>(List.of(line.split(" "))).forEach(word -> frequency.merge(word, 1, Integer::sum));
        }
        var vocabulary = new HashMap<String, Integer>();
        frequency.forEach((word, documents) -> {
            if (word.length() > 2 && documents >= RAREST && documents <= MOST_FREQUENT * lines.size()) {
                vocabulary.put(word, vocabulary.size());
            }
        });
        var train = new ArrayList<List<Integer>>();
        lines.forEach(line -> train.add(known(line, vocabulary)));
        var test = new ArrayList<List<Integer>>();
        Files.readAllLines(split.test()).forEach(line -> test.add(known(line, vocabulary)));
        return of(name, vocabulary.size(), train, test);
    }

    private static List<Integer> known(String line, Map<String, Integer> vocabulary) {
        var known = new ArrayList<Integer>();
        for (String word : line.split(" ")) {
            Integer index = vocabulary.get(word);
            if (index != null) {
                known.add(index);
            }
        }
        return known;
    }

    /** Documents of 80 words from planted topics, each topic's probabilities falling off over all words in an order of its own. */
    static Corpus planted(int topics, int words, int documents) {
        var random = new Random(1);
        var cumulative = new double[words];
        double sum = 0;
        for (int rank = 0; rank < words; rank++) {
            sum += 1 / Math.pow(rank + 3.0, 1.3);
            cumulative[rank] = sum;
        }
        var orders = new int[topics][words];
        for (int[] order : orders) {
            for (int i = 0; i < words; i++) {
                int other = random.nextInt(i + 1);
                order[i] = order[other];
                order[other] = i;
            }
        }
        var all = new ArrayList<List<Integer>>();
        for (int d = 0; d < documents; d++) {
            var document = new ArrayList<Integer>();
            int[] about = {random.nextInt(topics), random.nextInt(topics), random.nextInt(topics)};
            for (int n = 0; n < 80; n++) {
                int topic = about[Math.min(random.nextInt(3), random.nextInt(3))];
                int rank = java.util.Arrays.binarySearch(cumulative, random.nextDouble() * sum);
                document.add(orders[topic][Math.min(words - 1, rank < 0 ? -rank - 1 : rank)]);
            }
            all.add(document);
        }
        int train = documents * 9 / 10;
        return of("planted", words, all.subList(0, train), all.subList(train, documents));
    }

    private static Corpus of(String name, int words, List<List<Integer>> train, List<List<Integer>> test) {
        var seen = new ArrayList<List<Integer>>();
        var hidden = new ArrayList<List<Integer>>();
        for (List<Integer> document : test) {
            if (document.size() < 2) {
                continue;
            }
            var halves = List.of(new ArrayList<Integer>(), new ArrayList<Integer>());
            for (int i = 0; i < document.size(); i++) {
                halves.get(i % 2).add(document.get(i));
            }
            seen.add(halves.get(0));
            hidden.add(halves.get(1));
        }
        List<List<Integer>> full =
                train.stream().filter(document -> !document.isEmpty()).toList();
        return new Corpus(name, words, rows(full, words), rows(seen, words), rows(hidden, words));
    }

    private static SparseBatch rows(List<List<Integer>> documents, int words) {
        int size = documents.stream().mapToInt(List::size).sum();
        var starts = new int[documents.size() + 1];
        var indices = new int[size];
        var counts = new float[size];
        int entries = 0;
        for (int d = 0; d < documents.size(); d++) {
            var bag = new TreeMap<Integer, Integer>();
            documents.get(d).forEach(word -> bag.merge(word, 1, Integer::sum));
            for (var word : bag.entrySet()) {
                indices[entries] = word.getKey();
                counts[entries++] = word.getValue();
            }
            starts[d + 1] = entries;
        }
        return new SparseBatch(documents.size(), words, starts, indices, counts, new float[0], 0);
    }

    /**
     * How surprised topics are by the hidden halves: the same measure for all sides. A mixture is the mode of the posterior that
     * the seen half gives.
     *
     * @param phi probabilities of words, a row of topics for each word
     */
    double perplexity(float[] phi, float[] alpha) {
        double logLikelihood = 0;
        double total = 0;
        var mixture = new double[alpha.length];
        var next = new double[alpha.length];
        for (int d = 0; d < seen.rows(); d++) {
            for (int k = 0; k < alpha.length; k++) {
                mixture[k] = alpha[k];
            }
            for (int iteration = 0; iteration < 50; iteration++) {
                java.util.Arrays.fill(next, 0);
                for (int i = seen.starts()[d]; i < seen.starts()[d + 1]; i++) {
                    int row = seen.indices()[i] * alpha.length;
                    double weight = seen.values()[i] / probability(phi, row, mixture);
                    for (int k = 0; k < alpha.length; k++) {
                        next[k] += weight * mixture[k] * phi[row + k];
                    }
                }
                for (int k = 0; k < alpha.length; k++) {
                    mixture[k] = alpha[k] + next[k];
                }
            }
            double sum = java.util.Arrays.stream(mixture).sum();
            for (int i = hidden.starts()[d]; i < hidden.starts()[d + 1]; i++) {
                double probability = probability(phi, hidden.indices()[i] * alpha.length, mixture) / sum;
                logLikelihood += hidden.values()[i] * Math.log(probability);
                total += hidden.values()[i];
            }
        }
        return Math.exp(-logLikelihood / total);
    }

    private static double probability(float[] phi, int row, double[] mixture) {
        double sum = 0;
        for (int k = 0; k < mixture.length; k++) {
            sum += mixture[k] * phi[row + k];
        }
        return sum;
    }
}
