package io.brume.engines.nlp4j;

import io.brume.engines.text.EntityRecognizer.EntityType;
import io.brume.engines.text.Span;

/**
 * A possible mention.
 *
 * @param origin the rule that found it, or the model's own type for it; what {@link Confidence} learns about
 * @param margin the model's, {@link io.brume.engines.nlp4j.tagger.TaggedMention#margin}; 0 for a rule
 */
record Candidate(Span span, EntityType type, String origin, double margin) {

    Candidate(int begin, int end, EntityType type, String origin) {
        this(new Span(begin, end), type, origin, 0);
    }

    Candidate as(EntityType other, String newOrigin) {
        return new Candidate(span, other, newOrigin, margin);
    }

    Candidate at(Span other) {
        return new Candidate(other, type, origin, margin);
    }
}
