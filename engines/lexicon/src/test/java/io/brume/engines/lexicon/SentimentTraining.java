package io.brume.engines.lexicon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.brume.engines.text.Sentiment.Label;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * Makes {@code sentiment.txt} and {@code sentiment-words.txt}, the parameters of {@link LexiconSentimentAnalyzer}, from labelled
 * text, and prints what cross-validation gets wrong.
 *
 * <p>{@code main(out, file...)}: the folder to write to and files of JSON lines with {@code text} and {@code sentiment}. The
 * features are those of the rules, the mean of the words' vectors and each word that two texts have. The result is the same on
 * every run.
 */
public final class SentimentTraining {

    /** Found by cross-validation; the results hardly change from half to twice of each. */
    private static final double L2 = 30;

    private static final double WORD_L2 = 10;
    private static final int LEAST_TEXTS = 2;
    private static final int RULES = SentimentFeatures.NAMES.size();
    private static final int LABELS = Label.values().length;

    private final List<JsonNode> cases;
    private final List<Reading> readings;
    private final WordVectors vectors;
    private final Map<String, Integer> words = new TreeMap<>();

    private SentimentTraining(List<JsonNode> cases) throws IOException {
        this.cases = cases;
        this.vectors = WordVectors.load();
        OpinionReader reader = new OpinionReader(Lexicon.load());
        this.readings =
                cases.stream().map(c -> reader.read(c.get("text").asText())).toList();
        Map<String, Long> texts = readings.stream()
                .flatMap(reading -> forms(reading).stream())
                .collect(Collectors.groupingBy(form -> form, TreeMap::new, Collectors.counting()));
        texts.forEach((form, count) -> {
            if (count >= LEAST_TEXTS) {
                words.put(form, words.size());
            }
        });
    }

    public static void main(String[] args) throws IOException {
        Path out = Path.of(args[0]);
        List<JsonNode> cases = new ArrayList<>();
        List<Integer> starts = new ArrayList<>();
        for (int f = 1; f < args.length; f++) {
            starts.add(cases.size());
            for (String line : Files.readAllLines(Path.of(args[f]), StandardCharsets.UTF_8)) {
                cases.add(new ObjectMapper().readTree(line));
            }
        }
        starts.add(cases.size());
        SentimentTraining sentiment = new SentimentTraining(cases);
        ModelTraining training = sentiment.training();
        List<double[][]> repeats = training.repeats();
        double[][] p = repeats.getFirst();
        for (int r = 0; r < p.length; r++) {
            sentiment.showWrong(r, ModelTraining.best(p[r]));
        }
        List<String> notes = new ArrayList<>();
        notes.add("Made by SentimentTraining from " + cases.size() + " labelled texts, L2 " + L2 + ", of words "
                + WORD_L2 + ".");
        for (int f = 1; f < args.length; f++) {
            int from = starts.get(f - 1);
            int to = starts.get(f);
            IntPredicate of = r -> r >= from && r < to;
            notes.add(
                    "Cross-validation, " + Path.of(args[f]).getFileName() + ": " + training.summary(repeats, of) + ".");
        }
        notes.forEach(System.out::println);
        sentiment.write(out, training.weights(), notes);
    }

    /** A text's forms, each once; the number sign would look like a comment. */
    private static Set<String> forms(Reading reading) {
        Set<String> forms = new HashSet<>();
        reading.tokens().forEach(token -> forms.add(WordScores.form(token)));
        forms.remove("#");
        return forms;
    }

    private ModelTraining training() {
        double[][] x = readings.stream().map(this::features).toArray(double[][]::new);
        int[] y = cases.stream()
                .mapToInt(c -> Label.valueOf(c.get("sentiment").asText()).ordinal())
                .toArray();
        double[] l2 = new double[x[0].length];
        int scaled = RULES + vectors.dimensions();
        Arrays.fill(l2, 0, scaled, L2);
        Arrays.fill(l2, scaled, l2.length, WORD_L2);
        return new ModelTraining(x, y, l2, scaled);
    }

    private double[] features(Reading reading) {
        double[] there = new double[words.size()];
        for (String form : forms(reading)) {
            Integer column = words.get(form);
            if (column != null) {
                there[column] = 1;
            }
        }
        return DoubleStream.concat(
                        DoubleStream.concat(
                                Arrays.stream(SentimentFeatures.of(reading)),
                                Arrays.stream(vectors.mean(reading.tokens()))),
                        Arrays.stream(there))
                .toArray();
    }

    private void write(Path out, double[][] weights, List<String> notes) throws IOException {
        String head = notes.stream().map(note -> "# " + note + "\n").collect(Collectors.joining());
        Files.writeString(
                out.resolve(LexiconSentimentAnalyzer.PARAMETERS),
                "# Weights for POSITIVE, NEGATIVE, NEUTRAL and MIXED.\n" + head
                        + ModelTraining.text(SentimentFeatures.NAMES, weights));
        Map<String, String> lines = new TreeMap<>();
        vectors.byWord().forEach((word, vector) -> {
            double[] scores = new double[LABELS];
            for (int k = 0; k < LABELS; k++) {
                for (int d = 0; d < vector.length; d++) {
                    scores[k] += weights[RULES + d][k] * vector[d];
                }
            }
            lines.put(word, rounded(scores));
        });
        words.forEach((word, column) -> lines.put(
                word,
                lines.getOrDefault(word, rounded(new double[LABELS]))
                        + rounded(weights[RULES + vectors.dimensions() + column])));
        Files.writeString(
                out.resolve(WordScores.PARAMETERS),
                "# A word's scores for POSITIVE, NEGATIVE, NEUTRAL and MIXED in hundredths, averaged and for being there.\n"
                        + head
                        + lines.entrySet().stream()
                                .map(line -> line.getKey() + line.getValue() + "\n")
                                .collect(Collectors.joining()));
    }

    private static String rounded(double[] scores) {
        return Arrays.stream(scores)
                .mapToObj(score -> " " + Math.round(score * WordScores.STEPS))
                .collect(Collectors.joining());
    }

    private void showWrong(int row, int guess) {
        Reading reading = readings.get(row);
        String meant = cases.get(row).get("sentiment").asText();
        Label said = Label.values()[guess];
        if (meant.equals(said.name())) {
            return;
        }
        StringBuilder line =
                new StringBuilder(meant + " > " + said + "  " + reading.text().replace('\n', ' ') + "  ::");
        for (Opinion opinion : reading.opinions()) {
            int begin = reading.tokens().get(opinion.first()).begin();
            int end = reading.tokens().get(opinion.end() - 1).end();
            line.append(
                    String.format(Locale.ROOT, " [%s %.1f]", reading.text().substring(begin, end), opinion.value()));
        }
        System.out.println(line);
    }
}
