package io.brume.bench.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A slice of what {@code bench/malformed-requests.sh} sends; the profile {@code resilience} makes it a minute's. */
class MalformedRequestsTest {

    private static final long SEED = 20_261_123;

    @Test
    void malformedRequestsNeitherBreakNorFillTheServer() throws Exception {
        long seconds = Long.getLong("brume.resilience.seconds", 5);

        Tally tally = MalformedRequests.run(
                new RunOptions(10_000_000, seconds, SEED, 16, Optional.empty(), Optional.empty(), false), System.out);

        assertThat(tally.kept()).isEmpty();
        assertThat(tally.total()).isGreaterThan(10 * seconds);
    }
}
