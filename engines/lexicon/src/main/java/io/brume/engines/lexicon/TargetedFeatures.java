package io.brume.engines.lexicon;

import java.util.List;

/** The numbers by which the model judges the opinion about a mention. */
final class TargetedFeatures {

    static final List<String> NAMES = List.of(
            "positive",
            "negative",
            "both",
            "none",
            "net",
            "group-positive",
            "group-negative",
            "group-both",
            "group-none",
            "no-target");

    private TargetedFeatures() {}

    /**
     * @param own praise and complaint that the mention gets itself
     * @param group what all mentions of its thing get together
     */
    static double[] of(Mention mention, double[] own, double[] group) {
        double[] values = new double[NAMES.size()];
        if (!mention.isTarget()) {
            values[3] = 1;
            values[8] = 1;
            values[9] = 1;
            return values;
        }
        values[0] = Math.log1p(own[0]);
        values[1] = Math.log1p(own[1]);
        values[2] = Math.min(values[0], values[1]);
        values[3] = own[0] + own[1] == 0 ? 1 : 0;
        values[4] = SentimentFeatures.squash(own[0] - own[1]);
        boolean borrows = values[3] == 1;
        values[5] = borrows ? Math.log1p(group[0]) : 0;
        values[6] = borrows ? Math.log1p(group[1]) : 0;
        values[7] = Math.min(values[5], values[6]);
        values[8] = group[0] + group[1] == 0 ? 1 : 0;
        return values;
    }
}
