package io.brume.engines.lexicon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.brume.engines.text.Sentiment.Label;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Makes {@code sentiment.txt}, the parameters of {@link LexiconSentimentAnalyzer}, from labelled text, and prints what
 * cross-validation gets wrong.
 *
 * <p>{@code main(work, more, out)}: two files of JSON lines with {@code text} and {@code sentiment}, and the file to write. The
 * second, {@code sentiment-more.jsonl}, was written for this module, with many opinions that no single word
 * carries. The result is
 * the same on every run.
 */
public final class SentimentTraining {

    /** Stronger than cross-validation alone asks for: the lexicon was written with these texts in sight, others fit it less. */
    private static final double L2 = 60;

    private SentimentTraining() {}

    public static void main(String[] args) throws IOException {
        List<JsonNode> cases = new ArrayList<>();
        for (String file : List.of(args[0], args[1])) {
            for (String line : Files.readAllLines(Path.of(file), StandardCharsets.UTF_8)) {
                cases.add(new ObjectMapper().readTree(line));
            }
        }
        OpinionReader reader = new OpinionReader(Lexicon.load());
        List<Reading> readings =
                cases.stream().map(c -> reader.read(c.get("text").asText())).toList();
        double[][] x = readings.stream().map(SentimentFeatures::of).toArray(double[][]::new);
        int[] y = cases.stream()
                .mapToInt(c -> Label.valueOf(c.get("sentiment").asText()).ordinal())
                .toArray();
        ModelTraining training = new ModelTraining(SentimentFeatures.NAMES, x, y, L2);
        double[][] p = training.crossValidate(0);
        for (int r = 0; r < x.length; r++) {
            if (ModelTraining.best(p[r]) != y[r]) {
                System.out.println(
                        wrong(readings.get(r), Label.values()[y[r]], Label.values()[ModelTraining.best(p[r])]));
            }
        }
        int more = (int) cases.stream()
                .filter(c -> c.get("domain").asText().equals("module"))
                .count();
        int right = 0;
        for (int r = x.length - more; r < x.length; r++) {
            right += ModelTraining.best(p[r]) == y[r] ? 1 : 0;
        }
        System.out.println("of the module's own texts " + right + " of " + more + " are right");
        String summary = training.summary();
        System.out.println(summary);
        String origin = "Made by SentimentTraining from " + x.length
                + " labelled texts (bench/quality/sentiment-work.jsonl and sentiment-more.jsonl)";
        Files.writeString(Path.of(args[2]), training.text(origin, summary));
    }

    private static String wrong(Reading reading, Label meant, Label said) {
        StringBuilder line = new StringBuilder();
        line.append(meant)
                .append(" > ")
                .append(said)
                .append("  ")
                .append(reading.text().replace('\n', ' '))
                .append("  ::");
        for (Opinion opinion : reading.opinions()) {
            int begin = reading.tokens().get(opinion.first()).begin();
            int end = reading.tokens().get(opinion.end() - 1).end();
            line.append(
                    String.format(Locale.ROOT, " [%s %.1f]", reading.text().substring(begin, end), opinion.value()));
        }
        return line.toString();
    }
}
