package io.brume.bench.algorithms;

import java.util.Locale;

/** Seconds and quality of some runs of one side. Less is better in both. */
@SuppressWarnings("ArrayRecordComponent")
record Runs(String name, double[] seconds, double[] quality) {
    Runs(String name, int runs) {
        this(name, new double[runs], new double[runs]);
    }

    double medianSeconds() {
        return Spread.of(seconds).median();
    }

    double medianQuality() {
        return Spread.of(quality).median();
    }

    /** Prints them; the quality's name stands before it. */
    void print(String qualityName) {
        Spread time = Spread.of(seconds);
        Spread good = Spread.of(quality);
        System.out.printf(
                Locale.ROOT,
                "  %-34s %8.3f s (%.3f to %.3f)   %s %.6g (%.6g to %.6g)%n",
                name,
                time.median(),
                time.least(),
                time.most(),
                qualityName,
                good.median(),
                good.least(),
                good.most());
    }

    /**
     * Prints how many times as fast this is as the peer.
     *
     * @param worse how much larger the quality may be and count as equal, as a part of it
     */
    void against(Runs peer, double worse, String rows, Verdict verdict) {
        double ratio = peer.medianSeconds() / medianSeconds();
        boolean equal = medianQuality() <= peer.medianQuality() * (1 + worse);
        boolean reached = verdict.add(peer.name() + " on " + rows, ratio, 1, equal);
        System.out.printf(
                Locale.ROOT,
                "    %s: %.2f times as fast, %s%+.3f %% %s%n",
                peer.name(),
                ratio,
                equal ? "equal or better, " : "WORSE, ",
                100 * (medianQuality() / peer.medianQuality() - 1),
                reached ? "" : "(missed)");
    }
}
