package io.brume.engines.nlp4j;

import io.brume.engines.nlp4j.Nlp4jEntityRecognizer.Decision;
import io.brume.engines.nlp4j.tagger.Tagger;
import io.brume.engines.text.EntityRecognizer.EntityType;
import io.brume.engines.text.Span;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fits {@code confidence.txt} on marked-up text, and shows precision and recall by type and by rule.
 *
 * <p>Arguments: the labelled file, JSON lines with {@code [surface](TYPE)} in their text; optionally {@code --write FILE} and {@code --errors}.
 */
final class ConfidenceFitting {

    private static final Pattern TEXT = Pattern.compile("\"text\": ?\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern MARK = Pattern.compile("\\[([^\\]]*)\\]\\(([A-Z_]+)\\)");

    private record Label(Span span, EntityType type) {}

    private record Labelled(String text, Set<Label> labels) {}

    private record Observation(Map<String, Double> features, boolean right) {}

    public static void main(String[] args) throws Exception {
        List<String> options = List.of(args);
        Nlp4jEntityRecognizer recognizer = new Nlp4jEntityRecognizer(Tagger.load(), Confidence.load());
        Map<String, int[]> byType = new TreeMap<>();
        Map<String, int[]> byOrigin = new TreeMap<>();
        List<Observation> observations = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of(args[0]))) {
            Labelled labelled = read(line);
            Set<Label> missed = new HashSet<>(labelled.labels);
            List<String> wrong = new ArrayList<>();
            for (Decision decision : recognizer.decide(labelled.text)) {
                Candidate candidate = decision.candidate();
                boolean right = missed.remove(new Label(candidate.span(), candidate.type()));
                observations.add(new Observation(Confidence.features(decision), right));
                count(byType, candidate.type().name(), right ? 0 : 1);
                count(byOrigin, candidate.origin(), right ? 0 : 1);
                if (!right) {
                    wrong.add("+" + decision.surface() + "/" + candidate.type() + "(" + candidate.origin()
                            + (candidate.margin() != 0 ? String.format(" %.2f", candidate.margin()) : "") + ")");
                }
            }
            missed.forEach(l -> count(byType, l.type.name(), 2));
            if (options.contains("--errors") && (!missed.isEmpty() || !wrong.isEmpty())) {
                System.out.println(labelled.text + "\n    " + wrong + "  -"
                        + missed.stream()
                                .map(l -> l.span.of(labelled.text) + "/" + l.type)
                                .toList());
            }
        }
        int[] all = new int[3];
        byType.forEach((type, counts) -> {
            show(type, counts);
            for (int i = 0; i < 3; i++) {
                all[i] += counts[i];
            }
        });
        show("ALL", all);
        byOrigin.forEach((origin, c) -> System.out.printf("  %-26s right %3d wrong %3d%n", origin, c[0], c[1]));
        observations.addAll(doubts(observations));
        Map<String, Double> weights = fit(observations);
        System.out.printf(
                "Brier score of the fit: %.4f%n",
                observations.stream()
                        .mapToDouble(o -> Math.pow(probability(weights, o.features) - (o.right ? 1 : 0), 2))
                        .average()
                        .orElse(0));
        if (options.contains("--write")) {
            StringBuilder text = new StringBuilder(
                    "# Weights of Confidence, fitted by ConfidenceFitting on bench/quality/entities-work.jsonl.\n");
            new TreeMap<>(weights)
                    .forEach((name, weight) ->
                            text.append(String.format(java.util.Locale.ROOT, "%s %.3f%n", name, weight)));
            Files.writeString(Path.of(options.get(options.indexOf("--write") + 1)), text);
        }
    }

    /**
     * One wrong observation more for each rule, after Laplace: the rules were written with this text in view, so that being right on it every
     * time proves less than it seems.
     */
    private static List<Observation> doubts(List<Observation> observations) {
        Map<String, Observation> byOrigin = new TreeMap<>();
        for (Observation o : observations) {
            o.features.keySet().stream()
                    .filter(f -> f.startsWith("origin="))
                    .forEach(origin -> byOrigin.putIfAbsent(origin, new Observation(o.features, false)));
        }
        return List.copyOf(byOrigin.values());
    }

    private static void count(Map<String, int[]> counts, String key, int what) {
        counts.computeIfAbsent(key, k -> new int[3])[what]++;
    }

    private static void show(String name, int[] c) {
        double precision = c[0] / Math.max(1.0, c[0] + c[1]);
        double recall = c[0] / Math.max(1.0, c[0] + c[2]);
        System.out.printf(
                "%-16s n=%3d P %.3f R %.3f F1 %.3f%n",
                name, c[0] + c[2], precision, recall, 2 * precision * recall / Math.max(1e-9, precision + recall));
    }

    private static Labelled read(String line) {
        Matcher text = TEXT.matcher(line);
        if (!text.find()) {
            throw new IllegalArgumentException("no text: " + line);
        }
        String marked = text.group(1).replace("\\\"", "\"").replace("\\n", "\n").replace("\\\\", "\\");
        StringBuilder plain = new StringBuilder();
        Set<Label> labels = new HashSet<>();
        Matcher mark = MARK.matcher(marked);
        int at = 0;
        while (mark.find()) {
            plain.append(marked, at, mark.start());
            labels.add(new Label(
                    new Span(plain.length(), plain.length() + mark.group(1).length()),
                    EntityType.valueOf(mark.group(2))));
            plain.append(mark.group(1));
            at = mark.end();
        }
        return new Labelled(plain.append(marked.substring(at)).toString(), labels);
    }

    private static double probability(Map<String, Double> weights, Map<String, Double> features) {
        double sum = 0;
        for (var f : features.entrySet()) {
            sum += weights.getOrDefault(f.getKey(), 0.0) * f.getValue();
        }
        return 1 / (1 + Math.exp(-sum));
    }

    /** Batch gradient descent with an L2 penalty, so that a rule seen a few times stays near the average of all. */
    private static Map<String, Double> fit(List<Observation> observations) {
        Map<String, Double> weights = new HashMap<>();
        for (int step = 0; step < 3000; step++) {
            Map<String, Double> gradient = new HashMap<>();
            for (Observation o : observations) {
                double error = (o.right ? 1 : 0) - probability(weights, o.features);
                o.features.forEach((name, value) -> gradient.merge(name, error * value, Double::sum));
            }
            gradient.forEach((name, g) -> {
                double penalty = name.equals("bias") ? 0 : 0.3 * weights.getOrDefault(name, 0.0);
                weights.merge(name, 0.5 * (g - penalty) / Math.sqrt(observations.size()) / 4, Double::sum);
            });
        }
        return weights;
    }
}
