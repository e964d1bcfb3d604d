package io.brume.bench.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Stretches of text with types: strict scores want the same bounds and type, overlap scores the same type and one character
 * in common. A label is matched at most once.
 */
final class SpanEvaluation implements Evaluation {

    private final Finder finder;
    private final Counts strict = new Counts();
    private final Counts overlap = new Counts();
    private final Map<String, Counts> strictByType = new TreeMap<>();
    private final Map<String, Counts> overlapByType = new TreeMap<>();
    private final List<Observation> observations = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();

    SpanEvaluation(Finder finder) {
        this.finder = finder;
    }

    @Override
    public void ask(Case text) {
        finder.find(text);
    }

    @Override
    public void add(Case text) {
        List<Labelled> found = finder.find(text);
        List<Labelled> missed = new ArrayList<>(text.mentions());
        List<Labelled> touchable = new ArrayList<>(text.mentions());
        List<Labelled> wrong = new ArrayList<>();
        text.mentions().forEach(m -> count(m.label(), c -> c.expected++));
        for (Labelled f : found) {
            count(f.label(), c -> c.found++);
            boolean right = missed.removeIf(f::sameAs);
            observations.add(new Observation(f.label(), f.score(), right));
            if (right) {
                strict.right++;
                of(strictByType, f.label()).right++;
            } else {
                wrong.add(f);
            }
            touchable.stream()
                    .filter(m -> m.label().equals(f.label()) && m.span().overlaps(f.span()))
                    .findFirst()
                    .ifPresent(m -> {
                        touchable.remove(m);
                        overlap.right++;
                        of(overlapByType, f.label()).right++;
                    });
        }
        if (!missed.isEmpty() || !wrong.isEmpty()) {
            errors.add(text.place() + " " + text.text() + "\n    missed: " + shown(missed, text) + "\n    wrong:  "
                    + shown(wrong, text));
        }
    }

    private void count(String type, Consumer<Counts> change) {
        change.accept(strict);
        change.accept(overlap);
        change.accept(of(strictByType, type));
        change.accept(of(overlapByType, type));
    }

    private static Counts of(Map<String, Counts> byType, String type) {
        return byType.computeIfAbsent(type, t -> new Counts());
    }

    private static String shown(List<Labelled> mentions, Case text) {
        var shown = new StringBuilder();
        mentions.forEach(m -> shown.append('[')
                .append(m.span().of(text.text()))
                .append("](")
                .append(m.label())
                .append(") "));
        return shown.toString();
    }

    @Override
    public Table table() {
        var table = new Table("type", "n", "precision", "recall", "F1", "overlap F1");
        addTo(table, "all (micro)");
        if (strictByType.size() > 1) {
            strictByType.forEach((type, counts) -> row(table, type, counts, of(overlapByType, type)));
        }
        return table;
    }

    /** Adds the row over all types. */
    void addTo(Table table, String name) {
        row(table, name, strict, overlap);
    }

    private static void row(Table table, String name, Counts strict, Counts overlap) {
        table.row(name, strict.expected, strict.precision(), strict.recall(), strict.f1(), overlap.f1());
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
