package io.brume.bench.quality;

import io.brume.engines.Engines;
import io.brume.engines.text.SyntaxAnalyzer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Whether words are cut and tagged as labelled: a tag counts only on a word with the right bounds. */
final class SyntaxEvaluation implements Evaluation {

    private final Engines engines;
    private final Counts words = new Counts();
    private final Counts tags = new Counts();
    private final Map<String, Counts> byTag = new TreeMap<>();
    private final Map<String, Counts> byLanguage = new TreeMap<>();
    private final List<Observation> observations = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();

    SyntaxEvaluation(Engines engines) {
        this.engines = engines;
    }

    private List<Labelled> analyze(Case text) {
        return engines.require(SyntaxAnalyzer.class, text.language()).analyze(text.text(), text.language()).stream()
                .flatMap(sentence -> sentence.words().stream())
                .map(word -> new Labelled(word.span(), word.tag().name(), word.score()))
                .toList();
    }

    @Override
    public void ask(Case text) {
        analyze(text);
    }

    @Override
    public void add(Case text) {
        List<Labelled> found = analyze(text);
        Counts language = byLanguage.computeIfAbsent(text.language(), l -> new Counts());
        words.found += found.size();
        tags.found += found.size();
        language.found += found.size();
        found.forEach(f -> of(f.label()).found++);
        var bySpan = found.stream().collect(Collectors.toMap(Labelled::span, Function.identity()));
        for (Labelled word : text.mentions()) {
            words.expected++;
            tags.expected++;
            language.expected++;
            of(word.label()).expected++;
            Labelled answer = bySpan.get(word.span());
            if (answer == null) {
                errors.add(text.place() + " not cut: " + shown(word, text));
                continue;
            }
            words.right++;
            boolean right = answer.label().equals(word.label());
            observations.add(new Observation(answer.label(), answer.score(), right));
            if (right) {
                tags.right++;
                language.right++;
                of(word.label()).right++;
            } else {
                errors.add(
                        text.place() + " " + word.label() + " taken for " + answer.label() + ": " + shown(word, text));
            }
        }
    }

    private Counts of(String tag) {
        return byTag.computeIfAbsent(tag, t -> new Counts());
    }

    private static String shown(Labelled word, Case text) {
        String all = text.text();
        return all.substring(0, word.span().begin()) + "»" + word.span().of(all) + "«"
                + all.substring(word.span().end());
    }

    @Override
    public Table table() {
        var table = new Table("tag", "n", "precision", "recall", "F1");
        row(table, "words cut", words);
        row(table, "words cut and tagged (recall: accuracy)", tags);
        if (byLanguage.size() > 1) {
            byLanguage.forEach((language, counts) -> row(table, "cut and tagged, " + language, counts));
        }
        byTag.forEach((tag, counts) -> row(table, tag, counts));
        return table;
    }

    private static void row(Table table, String name, Counts counts) {
        table.row(name, counts.expected, counts.precision(), counts.recall(), counts.f1());
    }

    @Override
    public List<Observation> observations() {
        return observations;
    }

    @Override
    public List<String> errors() {
        return errors;
    }
}
