package io.brume.bench.crash;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Ten kills; {@code bench/crash.sh} does a hundred. */
class CrashIT {

    private static final int KILLS = 10;

    @Test
    void whatWasAcknowledgedSurvivesKilling() throws Exception {
        CrashTest.Report report = CrashTest.run(KILLS, System.nanoTime());

        assertThat(report.violations()).isEmpty();
        assertThat(report.kills()).isEqualTo(KILLS);
    }
}
