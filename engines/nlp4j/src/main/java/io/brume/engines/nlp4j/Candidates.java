package io.brume.engines.nlp4j;

import io.brume.engines.text.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Choosing among candidates that overlap. */
final class Candidates {

    private static final Comparator<Candidate> IN_TEXT =
            Comparator.comparingInt(c -> c.span().begin());

    private Candidates() {}

    /** The candidates in the order of the text; of those that overlap, the earlier in the list stays. */
    static List<Candidate> withoutOverlaps(List<Candidate> byPreference) {
        List<Candidate> kept = new ArrayList<>();
        java.util.TreeMap<Integer, Candidate> byBegin = new java.util.TreeMap<>();
        for (Candidate candidate : byPreference) {
            Span span = candidate.span();
            var before = byBegin.floorEntry(span.begin());
            var after = byBegin.ceilingEntry(span.begin());
            boolean free = span.length() > 0
                    && (before == null || !before.getValue().span().overlaps(span))
                    && (after == null || !after.getValue().span().overlaps(span));
            if (free) {
                byBegin.put(span.begin(), candidate);
                kept.add(candidate);
            }
        }
        kept.sort(IN_TEXT);
        return kept;
    }
}
