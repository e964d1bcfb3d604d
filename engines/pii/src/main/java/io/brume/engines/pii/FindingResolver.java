package io.brume.engines.pii;

import io.brume.engines.text.PiiRecognizer.PiiType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Chooses among findings that overlap: the stronger one, then the longer one, then the rarer kind. */
final class FindingResolver {

    /** The kinds that contain others: a name in an e-mail address is part of the address. */
    private static final Map<PiiType, Integer> CONTAINING =
            Map.of(PiiType.URL, 4, PiiType.EMAIL, 4, PiiType.INTERNATIONAL_BANK_ACCOUNT_NUMBER, 4);

    private FindingResolver() {}

    static List<Finding> resolve(List<Finding> findings) {
        List<Finding> ordered = new ArrayList<>(findings);
        ordered.sort(Comparator.comparingInt((Finding f) -> -CONTAINING.getOrDefault(f.type(), f.strength()))
                .thenComparingInt(f -> -f.span().length())
                .thenComparing(f -> f.type().ordinal()));
        TreeMap<Integer, Finding> chosen = new TreeMap<>();
        for (Finding finding : ordered) {
            var before = chosen.floorEntry(finding.span().begin());
            var after = chosen.ceilingEntry(finding.span().begin());
            if (finding.span().length() > 0
                    && (before == null || !before.getValue().span().overlaps(finding.span()))
                    && (after == null || !after.getValue().span().overlaps(finding.span()))) {
                chosen.put(finding.span().begin(), finding);
            }
        }
        return List.copyOf(chosen.values());
    }
}
