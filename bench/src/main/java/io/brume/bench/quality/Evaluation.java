package io.brume.bench.quality;

import io.brume.engines.Engines;
import java.util.List;

/** Asks an engine about labelled texts and counts. */
interface Evaluation {

    /** Asks about a text and counts the answer. */
    void add(Case text);

    /** Asks about a text and forgets the answer: what is timed. */
    void ask(Case text);

    Table table();

    /** Every scored answer so far. */
    List<Observation> observations();

    /** What was wrong so far, a line each. */
    List<String> errors();

    static Evaluation of(Task task, Engines engines) {
        return switch (task) {
            case LANGUAGE -> new LanguageEvaluation(engines);
            case SENTIMENT -> new SentimentEvaluation(engines);
            case POS -> new SyntaxEvaluation(engines);
            case TARGETED_SENTIMENT -> new TargetedEvaluation(engines);
            case ENTITIES, KEY_PHRASES, PII -> new SpanEvaluation(Finder.of(task, engines));
        };
    }
}
