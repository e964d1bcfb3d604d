package io.brume.algorithms.linear;

import org.jspecify.annotations.Nullable;

/** What has been seen of one of the models that are trained at once: its best weights, and whether it still improves. */
final class Candidate {
    final Variant variant;
    /** After the best epoch, a row an output; null before the first one. */
    float @Nullable [] best;

    double bestMeasure = Double.POSITIVE_INFINITY;
    double loss = Double.NaN;
    int epochsWithoutImprovement;
    boolean ended;

    Candidate(Variant variant) {
        this.variant = variant;
    }

    /**
     * Takes note of an epoch.
     *
     * @param measure the less the better
     * @param tolerance the part of the best measure that an improvement has to be
     * @return whether the weights are the best so far
     */
    boolean isBest(double measure, double tolerance, int patience) {
        if (!Double.isFinite(measure)) {
            ended = true;
            return false;
        }
        boolean first = best == null;
        boolean improved = first || bestMeasure - measure >= tolerance * Math.abs(bestMeasure);
        epochsWithoutImprovement = improved ? 0 : epochsWithoutImprovement + 1;
        ended = epochsWithoutImprovement >= patience;
        boolean better = first || measure < bestMeasure;
        bestMeasure = better ? measure : bestMeasure;
        return better;
    }
}
