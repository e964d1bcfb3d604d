package io.brume.bench.quality;

import io.brume.engines.text.Span;

/**
 * A stretch of a text and what it is said to be, by a person or by an engine.
 *
 * @param label its type, part of speech, or {@code TYPE:SENTIMENT}
 * @param score the engine's score; 1 where a person labelled
 */
record Labelled(Span span, String label, double score) {

    Labelled(int begin, int end, String label) {
        this(new Span(begin, end), label, 1);
    }

    boolean sameAs(Labelled other) {
        return span.equals(other.span) && label.equals(other.label);
    }

    Labelled relabelled(String newLabel) {
        return new Labelled(span, newLabel, score);
    }
}
