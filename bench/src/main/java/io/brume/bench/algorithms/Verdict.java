package io.brume.bench.algorithms;

import java.util.Locale;

/** What several comparisons come to: the last line names the one that is nearest to its target, or farthest from it. */
final class Verdict {
    private boolean reached = true;
    private double least = Double.POSITIVE_INFINITY;
    private String decisive = "";

    /**
     * Takes one in.
     *
     * @param peer who is compared with, and on what
     * @param ratio how many times as fast ours is
     * @param equal whether it is as good
     * @return whether it reaches the target
     */
    boolean add(String peer, double ratio, double target, boolean equal) {
        boolean holds = equal && ratio >= target;
        reached &= holds;
        double share = equal ? ratio / target : 0;
        if (share < least) {
            least = share;
            decisive = String.format(
                    Locale.ROOT,
                    "%.2f times as fast as %s%s, target %.1f",
                    ratio,
                    peer,
                    equal ? "" : " but not as good",
                    target);
        }
        return holds;
    }

    /** Prints the last line and gives the exit status, 0 where every target holds. */
    int tell() {
        System.out.println((reached ? "reached, at the least " : "missed: ") + decisive);
        return reached ? 0 : 1;
    }
}
