package io.brume.engines.pii;

import io.brume.engines.Engines;
import io.brume.engines.text.EntityRecognizer;
import io.brume.engines.text.PiiRecognizer.PiiType;
import io.brume.engines.text.Span;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts into {@code rule-reliability.txt} how often each rule is right on marked-up text, and shows precision and recall by type.
 *
 * <p>Arguments: the labelled file, JSON lines with {@code [surface](TYPE)} in their text; optionally {@code --write FILE} and {@code --errors}.
 */
final class ReliabilityCounting {

    private static final Pattern TEXT = Pattern.compile("\"text\": ?\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern MARK =
            Pattern.compile("\\[((?:[^\\]\\[]|\\[(?![^\\]]*\\]\\([A-Z_]+\\)))*)\\]\\(([A-Z_]+)\\)");

    private record Label(Span span, PiiType type) {}

    private ReliabilityCounting() {}

    public static void main(String[] args) throws Exception {
        List<String> options = List.of(args);
        Engines engines = Engines.discover(Map.of());
        RulePiiRecognizer recognizer = new RulePiiRecognizer(
                new EnglishNames(engines.require(EntityRecognizer.class, "en")),
                SpanishNames.load(),
                RuleReliability.load());
        Map<String, int[]> byType = new TreeMap<>();
        Map<String, int[]> byRule = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of(args[0]))) {
            Matcher found = TEXT.matcher(line);
            if (!found.find()) {
                throw new IllegalArgumentException("no text: " + line);
            }
            Set<Label> missed = new HashSet<>();
            String text = plain(
                    found.group(1).replace("\\n", "\n").replace("\\\"", "\"").replace("\\\\", "\\"), missed);
            List<String> wrong = new ArrayList<>();
            for (Finding finding : recognizer.find(text, line.contains("\"language\": \"es\"") ? "es" : "en")) {
                boolean right = missed.remove(new Label(finding.span(), finding.type()));
                byType.computeIfAbsent(finding.type().name(), k -> new int[3])[right ? 0 : 1]++;
                byRule.computeIfAbsent(finding.rule(), k -> new int[2])[right ? 0 : 1]++;
                if (!right) {
                    wrong.add("+" + finding.span().of(text) + "/" + finding.rule());
                }
            }
            missed.forEach(l -> byType.computeIfAbsent(l.type.name(), k -> new int[3])[2]++);
            if (options.contains("--errors") && (!missed.isEmpty() || !wrong.isEmpty())) {
                System.out.println(text.replace("\n", "\\n") + "\n    " + wrong + "  -"
                        + missed.stream()
                                .map(l -> l.span.of(text) + "/" + l.type)
                                .toList());
            }
        }
        int[] all = new int[3];
        byType.forEach((type, c) -> {
            show(type, c);
            for (int i = 0; i < 3; i++) {
                all[i] += c[i];
            }
        });
        show("ALL", all);
        byRule.forEach((rule, c) -> System.out.printf("  %-60s right %3d wrong %3d%n", rule, c[0], c[1]));
        if (options.contains("--write")) {
            StringBuilder lines = new StringBuilder(
                    "# rule, right, wrong; counted by ReliabilityCounting on bench/quality/pii-work.jsonl\n");
            byRule.forEach((rule, c) -> lines.append(rule + " " + c[0] + " " + c[1] + "\n"));
            Files.writeString(Path.of(options.get(options.indexOf("--write") + 1)), lines);
        }
    }

    private static String plain(String marked, Set<Label> labels) {
        StringBuilder plain = new StringBuilder();
        Matcher mark = MARK.matcher(marked);
        int at = 0;
        while (mark.find()) {
            plain.append(marked, at, mark.start());
            labels.add(new Label(
                    new Span(plain.length(), plain.length() + mark.group(1).length()), PiiType.valueOf(mark.group(2))));
            plain.append(mark.group(1));
            at = mark.end();
        }
        return plain.append(marked.substring(at)).toString();
    }

    private static void show(String name, int[] c) {
        double precision = c[0] / Math.max(1.0, c[0] + c[1]);
        double recall = c[0] / Math.max(1.0, c[0] + c[2]);
        System.out.printf(
                "%-40s n=%3d P %.3f R %.3f F1 %.3f%n",
                name, c[0] + c[2], precision, recall, 2 * precision * recall / Math.max(1e-9, precision + recall));
    }
}
