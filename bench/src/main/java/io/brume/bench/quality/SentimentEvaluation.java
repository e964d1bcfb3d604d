package io.brume.bench.quality;

import io.brume.engines.Engines;
import io.brume.engines.text.Sentiment;
import io.brume.engines.text.SentimentAnalyzer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Whether the likeliest sentiment of a text is the right one. */
final class SentimentEvaluation implements Evaluation {

    static final List<String> LABELS =
            Arrays.stream(Sentiment.Label.values()).map(Enum::name).toList();

    private final Engines engines;
    private final Confusion confusion = new Confusion(LABELS);
    private final List<Observation> observations = new ArrayList<>();
    private final List<Observation> byLabel = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();

    SentimentEvaluation(Engines engines) {
        this.engines = engines;
    }

    private Sentiment analyze(Case text) {
        return engines.require(SentimentAnalyzer.class, text.language()).analyze(text.text(), text.language());
    }

    @Override
    public void ask(Case text) {
        analyze(text);
    }

    @Override
    public void add(Case text) {
        Sentiment sentiment = analyze(text);
        String found = sentiment.label().name();
        boolean right = found.equals(text.label());
        confusion.add(text.label(), found);
        observations.add(new Observation(found, sentiment.of(sentiment.label()), right));
        for (Sentiment.Label label : Sentiment.Label.values()) {
            byLabel.add(new Observation(
                    label.name(), sentiment.of(label), label.name().equals(text.label())));
        }
        if (!right) {
            errors.add(text.place() + " " + text.label() + " taken for " + sentiment + ": " + text.text());
        }
    }

    /** Every label's score for every text, right where it is the text's label: what each label is calibrated with. */
    List<Observation> byLabel() {
        return byLabel;
    }

    @Override
    public Table table() {
        return confusion.table();
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
