package io.brume.bench.quality;

import io.brume.engines.Engines;
import io.brume.engines.text.TargetedSentimentAnalyzer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Mentions of things and the opinion about each. First- and second-person pronouns are not labelled, so those that an engine
 * finds are left out. Sentiment is judged on mentions that overlap a labelled one, whatever their types.
 */
final class TargetedEvaluation implements Evaluation {

    private static final Set<String> UNLABELLED = Set.of(
            "i",
            "me",
            "my",
            "mine",
            "myself",
            "we",
            "us",
            "our",
            "ours",
            "ourselves",
            "you",
            "your",
            "yours",
            "yourself",
            "yourselves");

    private final Engines engines;
    private final SpanEvaluation typed;
    private final SpanEvaluation untyped;
    private final Confusion sentiment = new Confusion(SentimentEvaluation.LABELS);
    private final List<Observation> sentiments = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private int touched;

    TargetedEvaluation(Engines engines) {
        this.engines = engines;
        this.typed = new SpanEvaluation(
                text -> found(text).stream().map(TargetedEvaluation::typed).toList());
        this.untyped = new SpanEvaluation(
                text -> found(text).stream().map(f -> f.relabelled("any")).toList());
    }

    private static Labelled typed(Labelled mention) {
        return mention.relabelled(mention.label().substring(0, mention.label().indexOf(':')));
    }

    private static String sentimentOf(Labelled mention) {
        return mention.label().substring(mention.label().indexOf(':') + 1);
    }

    private record Found(Labelled mention, double sentimentScore) {}

    private List<Found> analyze(Case text) {
        return engines
                .require(TargetedSentimentAnalyzer.class, text.language())
                .analyze(text.text(), text.language())
                .stream()
                .flatMap(entity -> entity.mentions().stream())
                .filter(m -> !UNLABELLED.contains(m.span().of(text.text()).toLowerCase(Locale.ROOT)))
                .sorted(Comparator.comparingInt(m -> m.span().begin()))
                .map(m -> new Found(
                        new Labelled(m.span(), m.type() + ":" + m.sentiment().label(), m.score()),
                        m.sentiment().of(m.sentiment().label())))
                .toList();
    }

    private List<Labelled> found(Case text) {
        return analyze(text).stream().map(Found::mention).toList();
    }

    @Override
    public void ask(Case text) {
        analyze(text);
    }

    @Override
    public void add(Case text) {
        typed.add(relabelled(
                text, text.mentions().stream().map(TargetedEvaluation::typed).toList()));
        untyped.add(relabelled(
                text, text.mentions().stream().map(m -> m.relabelled("any")).toList()));
        List<Found> left = new ArrayList<>(analyze(text));
        for (Labelled mention : text.mentions()) {
            Optional<Found> match = left.stream()
                    .filter(f -> f.mention.span().overlaps(mention.span()))
                    .findFirst();
            match.ifPresent(f -> {
                left.remove(f);
                touched++;
                String said = sentimentOf(f.mention);
                String meant = sentimentOf(mention);
                sentiment.add(meant, said);
                sentiments.add(new Observation(said, f.sentimentScore, said.equals(meant)));
                if (!said.equals(meant)) {
                    errors.add(text.place() + " " + meant + " taken for " + said + ": "
                            + mention.span().of(text.text()) + " in: " + text.text());
                }
            });
        }
    }

    private static Case relabelled(Case text, List<Labelled> mentions) {
        return new Case(text.place(), text.language(), text.text(), text.label(), mentions);
    }

    @Override
    public Table table() {
        var table = new Table("measure", "n", "precision", "recall", "F1", "overlap F1");
        typed.addTo(table, "mention and type");
        untyped.addTo(table, "mention");
        table.row("sentiment on matched mentions: accuracy", touched, "", sentiment.accuracy(), "", "");
        table.row("sentiment on matched mentions: macro F1", touched, "", "", sentiment.macroF1(), "");
        table.row("sentiment on matched mentions: ECE", touched, Observation.calibrationError(sentiments), "", "", "");
        return table;
    }

    @Override
    public List<Observation> observations() {
        return typed.observations();
    }

    @Override
    public List<String> errors() {
        List<String> all = new ArrayList<>(typed.errors());
        all.addAll(errors);
        return all;
    }
}
