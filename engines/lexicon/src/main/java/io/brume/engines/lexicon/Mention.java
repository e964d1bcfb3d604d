package io.brume.engines.lexicon;

import io.brume.engines.text.Span;
import io.brume.engines.text.TargetedSentimentAnalyzer.TargetType;

/**
 * A place where a text speaks of something.
 *
 * @param first its first token
 * @param end one past its last token
 * @param name what it says, in lower case
 * @param raw how far its bounds and type are to be trusted, before calibration
 */
record Mention(Span span, int first, int end, TargetType type, Source source, String name, double raw) {

    enum Source {
        ENTITY,
        NOUN,
        PRONOUN,
        /** I, you and the like: never the target of an opinion. */
        SPEAKER
    }

    Mention as(TargetType other) {
        return new Mention(span, first, end, other, source, name, raw);
    }

    boolean isTarget() {
        return switch (type) {
            case DATE, QUANTITY, PERSONAL_TITLE -> false;
            default -> source != Source.SPEAKER;
        };
    }
}
