package io.brume.language.comprehend;

import io.brume.engines.text.Span;

/** Offsets as Comprehend counts them: in Unicode code points from the start of the text. */
final class CodePoints {

    private final String text;
    private int units;
    private int points;

    CodePoints(String text) {
        this.text = text;
    }

    int begin(Span span) {
        return at(span.begin());
    }

    int end(Span span) {
        return at(span.end());
    }

    /** Counts on from the last answer, so that a pass over spans in their order reads the text once. */
    private int at(int unit) {
        if (unit >= units) {
            points += text.codePointCount(units, unit);
        } else {
            points -= text.codePointCount(unit, units);
        }
        units = unit;
        return points;
    }
}
