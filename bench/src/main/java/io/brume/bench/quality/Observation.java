package io.brume.bench.quality;

import java.util.List;

/** One answer of an engine: what it said, how sure it was, and whether it was right. */
record Observation(String label, double score, boolean right) {

    private static final int BINS = 10;

    /**
     * The expected calibration error over ten equal bins (Naeini, Cooper and Hauskrecht, 2015): how far scores lie from the
     * share of right answers on average. 0 is perfect; not a number without observations.
     */
    static double calibrationError(List<Observation> observations) {
        double[] scores = new double[BINS];
        double[] hits = new double[BINS];
        for (Observation o : observations) {
            int bin = Math.clamp((int) (o.score * BINS), 0, BINS - 1);
            scores[bin] += o.score;
            hits[bin] += o.right ? 1 : 0;
        }
        double error = 0;
        for (int bin = 0; bin < BINS; bin++) {
            error += Math.abs(scores[bin] - hits[bin]);
        }
        return error / observations.size();
    }
}
