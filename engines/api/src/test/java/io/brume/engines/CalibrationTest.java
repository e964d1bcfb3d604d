package io.brume.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CalibrationTest {

    @AfterEach
    void calibrateAgain() {
        System.clearProperty(Calibration.RAW_PROPERTY);
    }

    @Test
    void scoresBetweenPointsAreInterpolatedAndThoseBeyondAreFlat() {
        var calibration = new Calibration(new double[] {-1, 1}, new double[] {0.2, 0.8});
        assertThat(calibration.of(-5)).isEqualTo(0.2);
        assertThat(calibration.of(-1)).isEqualTo(0.2);
        assertThat(calibration.of(0)).isCloseTo(0.5, within(1e-12));
        assertThat(calibration.of(1)).isEqualTo(0.8);
        assertThat(calibration.of(7)).isEqualTo(0.8);
    }

    @Test
    void aFittedCalibrationNeverFallsAndStaysBetweenZeroAndOne() {
        var random = new Random(3);
        for (int run = 0; run < 200; run++) {
            int n = 1 + random.nextInt(60);
            double[] scores =
                    random.doubles(n).map(s -> Math.round(s * 8) / 8.0).toArray();
            boolean[] right = new boolean[n];
            for (int i = 0; i < n; i++) {
                right[i] = random.nextDouble() < scores[i];
            }
            Calibration calibration = Calibration.fit(scores, right);
            assertRises(calibration);
        }
    }

    private static void assertRises(Calibration calibration) {
        for (int i = 0; i < calibration.raw().length; i++) {
            assertThat(calibration.probability()[i]).isBetween(0.0, 1.0);
            if (i > 0) {
                assertThat(calibration.raw()[i]).isGreaterThan(calibration.raw()[i - 1]);
                assertThat(calibration.probability()[i])
                        .isGreaterThanOrEqualTo(calibration.probability()[i - 1]);
            }
        }
    }

    @Test
    void equalScoresGetOneProbabilityWhateverTheirOrder() {
        double[] scores = {0.5, 0.5, 0.5, 0.5, 0.9, 0.9};
        Calibration wrongFirst = Calibration.fit(scores, new boolean[] {false, false, true, true, true, true});
        Calibration rightFirst = Calibration.fit(scores, new boolean[] {true, true, false, false, true, true});
        assertThat(wrongFirst.raw()).containsExactly(0.5, 0.9).isEqualTo(rightFirst.raw());
        assertThat(wrongFirst.probability()).isEqualTo(rightFirst.probability());
    }

    @Test
    void closeScoresStayApartInSpiteOfRounding() {
        double low = 0.1;
        double high = Math.nextUp(low);
        double[] scores = {low, low, low, high, high, high};
        assertRises(Calibration.fit(scores, new boolean[] {false, false, true, true, true, true}));
    }

    @Test
    void aFittedCalibrationFindsTheTrueProbabilities() {
        var random = new Random(5);
        double[] scores = random.doubles(20_000).toArray();
        boolean[] right = new boolean[scores.length];
        for (int i = 0; i < scores.length; i++) {
            right[i] = random.nextDouble() < scores[i] * scores[i];
        }
        Calibration calibration = Calibration.fit(scores, right);
        for (double score = 0.1; score < 1; score += 0.1) {
            assertThat(calibration.of(score)).isCloseTo(score * score, within(0.06));
        }
    }

    @Test
    void aSingleObservationIsEnoughToFit() {
        assertThat(Calibration.fit(new double[] {0.3}, new boolean[] {true}).of(0.3))
                .isEqualTo(1);
    }

    @Test
    void textKeepsEveryDigit() {
        Calibration fitted =
                Calibration.fit(new double[] {0.1, 1 / 3.0, 0.7, 0.9}, new boolean[] {false, true, false, true});
        Calibration read = Calibration.parse("# fitted\n\n" + fitted.text());
        assertThat(read.raw()).isEqualTo(fitted.raw());
        assertThat(read.probability()).isEqualTo(fitted.probability());
    }

    @Test
    void whatDoesNotRiseIsRefused() {
        assertThatThrownBy(() -> Calibration.parse("1 0.5\n1 0.6\n")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Calibration.parse("1 0.5\n2 0.4\n")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Calibration.parse("1\n")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Calibration.parse("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Calibration.fit(new double[0], new boolean[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aMissingResourceIsNamed() {
        assertThatThrownBy(() -> Calibration.read(CalibrationTest.class, "none.calibration"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("none.calibration");
    }

    @Test
    void aSkippedCalibrationLeavesScoresAsTheyAre() throws IOException {
        System.setProperty(Calibration.RAW_PROPERTY, "other.calibration,none.calibration");
        assertThat(Calibration.read(CalibrationTest.class, "none.calibration").of(-17.25))
                .isEqualTo(-17.25);
        System.setProperty(Calibration.RAW_PROPERTY, "*");
        assertThat(Calibration.read(CalibrationTest.class, "any.calibration").of(42))
                .isEqualTo(42);
    }
}
