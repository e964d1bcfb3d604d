package io.brume.bench.algorithms;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * How good word vectors are, from nothing but a file in word2vec's text format, on text that they were not learnt from.
 *
 * @param company of two words, one near a third in the text and one drawn from the same text at random, how often the near
 *     one's cosine with the third is the larger, in percent; 50 is chance. Words beyond the 200 most frequent only
 * @param plurals of words whose plural with an s is known, how many have it among their ten nearest, in percent
 */
record VectorQuality(double company, double plurals) {
    private static final int FREQUENT = 200;
    private static final int PAIRS = 200_000;
    private static final int WINDOW = 5;
    private static final int NEAREST = 10;
    private static final int MOST_PLURALS = 1000;
    /** Nearest words are looked for among so many of the most frequent. */
    private static final int NEIGHBOURS = 20_000;

    static VectorQuality of(Path vectors, Path text) throws IOException {
        var words = new ArrayList<String>();
        var unit = new ArrayList<float[]>();
        try (var lines = Files.newBufferedReader(vectors, StandardCharsets.UTF_8)) {
            lines.readLine();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] fields = line.strip().split(" ");
                words.add(fields[0]);
                unit.add(normalised(fields));
            }
        }
        // fastText's mark for the end of a line is not a word.
        var number = new HashMap<String, Integer>();
        for (int i = 0; i < words.size(); i++) {
            number.put(words.get(i), i);
        }
        return new VectorQuality(company(number, unit, text), plurals(words, number, unit));
    }

    private static float[] normalised(String[] fields) {
        var vector = new float[fields.length - 1];
        double squares = 0;
        for (int j = 0; j < vector.length; j++) {
            vector[j] = Float.parseFloat(fields[j + 1]);
            squares += vector[j] * vector[j];
        }
        for (int j = 0; j < vector.length; j++) {
            vector[j] /= (float) Math.sqrt(Math.max(squares, 1e-30));
        }
        return vector;
    }

    private static double company(Map<String, Integer> number, List<float[]> unit, Path text) throws IOException {
        var sentences = new ArrayList<int[]>();
        var all = new ArrayList<Integer>();
        for (String line : Files.readAllLines(text)) {
            int[] sentence = java.util.Arrays.stream(line.split(" "))
                    .mapToInt(word -> number.getOrDefault(word, -1))
                    .filter(word -> word > FREQUENT)
                    .toArray();
            if (sentence.length > 1) {
                sentences.add(sentence);
                java.util.Arrays.stream(sentence).forEach(all::add);
            }
        }
        var random = new Random(1);
        double wins = 0;
        int pairs = 0;
        while (pairs < PAIRS) {
            int[] sentence = sentences.get(random.nextInt(sentences.size()));
            int at = random.nextInt(sentence.length);
            int near = Math.clamp(at - WINDOW + random.nextInt(2 * WINDOW + 1), 0, sentence.length - 1);
            int far = all.get(random.nextInt(all.size()));
            if (sentence[near] == sentence[at] || far == sentence[at] || far == sentence[near]) {
                continue;
            }
            double difference =
                    dot(unit.get(sentence[at]), unit.get(sentence[near])) - dot(unit.get(sentence[at]), unit.get(far));
            wins += difference > 0 ? 1 : difference == 0 ? 0.5 : 0;
            pairs++;
        }
        return 100 * wins / pairs;
    }

    private static double plurals(List<String> words, Map<String, Integer> number, List<float[]> unit) {
        int size = Math.min(NEIGHBOURS, words.size());
        int asked = 0;
        int found = 0;
        for (int word = 0; word < size && asked < MOST_PLURALS; word++) {
            Integer plural = words.get(word).length() < 4 ? null : number.get(words.get(word) + "s");
            if (plural == null || plural >= size) {
                continue;
            }
            asked++;
            double similarity = dot(unit.get(word), unit.get(plural));
            int nearer = 0;
            for (int other = 0; other < size && nearer < NEAREST; other++) {
                if (other != word && other != plural && dot(unit.get(word), unit.get(other)) > similarity) {
                    nearer++;
                }
            }
            found += nearer < NEAREST ? 1 : 0;
        }
        return asked == 0 ? Double.NaN : 100.0 * found / asked;
    }

    private static double dot(float[] a, float[] b) {
        float sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }
}
