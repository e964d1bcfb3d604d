package io.brume.engines.lexicon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.brume.engines.Engines;
import io.brume.engines.text.EntityRecognizer;
import io.brume.engines.text.Sentiment.Label;
import io.brume.engines.text.Span;
import io.brume.engines.text.SyntaxAnalyzer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes {@code targeted-sentiment.txt}, the parameters of {@link LexiconTargetedSentimentAnalyzer}, from labelled mentions that
 * the engine finds, and prints what cross-validation gets wrong.
 *
 * <p>{@code main(work, out)}: a file of JSON lines whose {@code text} marks mentions as {@code [surface](TYPE:SENTIMENT)}, and the
 * file to write. Entity and syntax engines must be on the class path.
 */
public final class TargetedTraining {

    private static final double L2 = 1;
    private static final Pattern MARK = Pattern.compile("\\[([^\\]]+)\\]\\(([A-Z_]+):([A-Z]+)\\)");

    private TargetedTraining() {}

    private record Mark(Span span, Label label) {}

    public static void main(String[] args) throws IOException {
        Engines engines = Engines.discover(Map.of());
        LexiconTargetedSentimentAnalyzer analyzer = LexiconTargetedSentimentAnalyzer.load(
                engines.require(EntityRecognizer.class, "en"), engines.require(SyntaxAnalyzer.class, "en"));
        List<double[]> x = new ArrayList<>();
        List<Integer> y = new ArrayList<>();
        List<String> shown = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of(args[0]), StandardCharsets.UTF_8)) {
            JsonNode node = new ObjectMapper().readTree(line);
            List<Mark> marks = new ArrayList<>();
            String text = plain(node.get("text").asText(), marks);
            analyzer.judged(text, "en").stream().flatMap(List::stream).forEach(judged -> {
                for (Mark mark : marks) {
                    if (mark.span().overlaps(judged.mention().span())) {
                        x.add(judged.features());
                        y.add(mark.label().ordinal());
                        shown.add(judged.mention().name() + "  in: " + text);
                    }
                }
            });
        }
        int[] labels = y.stream().mapToInt(Integer::intValue).toArray();
        int width = TargetedFeatures.NAMES.size();
        double[] l2 = new double[width];
        Arrays.fill(l2, L2);
        ModelTraining training = new ModelTraining(x.toArray(double[][]::new), labels, l2, width);
        List<double[][]> repeats = training.repeats();
        double[][] p = repeats.getFirst();
        for (int r = 0; r < labels.length; r++) {
            int said = ModelTraining.best(p[r]);
            if (said != labels[r]) {
                System.out.println(Label.values()[labels[r]] + " > " + Label.values()[said] + "  " + shown.get(r));
            }
        }
        String summary = training.summary(repeats, r -> true);
        System.out.println(summary);
        String head =
                "# Weights for POSITIVE, NEGATIVE, NEUTRAL and MIXED. Made by TargetedTraining from " + labels.length
                        + " labelled mentions (" + Path.of(args[0]).getFileName() + "), L2 " + L2
                        + ".\n# Cross-validation: " + summary
                        + ".\n";
        Files.writeString(Path.of(args[1]), head + ModelTraining.text(TargetedFeatures.NAMES, training.weights()));
    }

    private static String plain(String marked, List<Mark> marks) {
        StringBuilder plain = new StringBuilder();
        Matcher matcher = MARK.matcher(marked);
        int at = 0;
        while (matcher.find()) {
            plain.append(marked, at, matcher.start());
            int begin = plain.length();
            plain.append(matcher.group(1));
            marks.add(new Mark(new Span(begin, plain.length()), Label.valueOf(matcher.group(3))));
            at = matcher.end();
        }
        return plain.append(marked, at, marked.length()).toString();
    }
}
