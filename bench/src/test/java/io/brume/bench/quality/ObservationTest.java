package io.brume.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ObservationTest {

    @Test
    void calibrationErrorIsTheMeanDistanceBetweenScoreAndShareOfRightAnswers() {
        List<Observation> observations = List.of(
                new Observation("", 0.95, true),
                new Observation("", 0.95, false),
                new Observation("", 0.15, false),
                new Observation("", 1.0, true));
        // Three scores in the highest bin: 2.9 against 2 right; one in the second: 0.15 against 0.
        assertThat(Observation.calibrationError(observations)).isCloseTo((0.9 + 0.15) / 4, within(1e-9));
    }
}
