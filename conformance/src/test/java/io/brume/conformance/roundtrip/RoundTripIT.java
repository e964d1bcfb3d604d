package io.brume.conformance.roundtrip;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Every operation that streams nothing of every SDK module on the class path. */
class RoundTripIT {

    @Test
    void everyOperationsRequestsAndResponsesComeBackEqual() throws Exception {
        RoundTrip all = RoundTrip.of(_ -> true);

        System.out.println(all);
        assertThat(all.unexplained()).isEmpty();
        assertThat(RoundTrip.EXPLAINED.keySet()).isEqualTo(all.different().keySet());
        assertThat(all.percentEqual()).isGreaterThanOrEqualTo(99.7);
        assertThat(all.services()).isGreaterThanOrEqualTo(42);
    }
}
