package io.brume.operations.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CloudWatch's definitions of statistics, on the values 1 to 100 and others. */
class StatisticTest {

    private static Summary oneTo(int most) {
        var summary = new Summary();
        IntStream.rangeClosed(1, most).forEach(value -> summary.add(value, 1));
        return summary;
    }

    @ParameterizedTest
    @CsvSource({
        "SampleCount, 100",
        "Sum, 5050",
        "Average, 50.5",
        "Minimum, 1",
        "Maximum, 100",
        "p95, 95",
        "p99.9, 100",
        "p50, 50",
        "p0, 1",
        "p100, 100",
        "p(90), 90",
        "tm90, 45.5",
        "TM(:90%), 45.5",
        "TM(10%:90%), 50.5",
        "TM(10%:), 55.5",
        "TM(15:20), 18",
        "TM(:3), 2",
        "IQM, 50.5",
        "wm98, 50.47",
        "WM(10%:90%), 50.4",
        "WM(10:20), 18.55",
        "tc90, 90",
        "TC(5:30), 25",
        "ts90, 4095",
        "TS(80%:), 1810",
        "PR(:30), 30",
        "PR(30:50), 20",
        "PR(50:), 50",
    })
    void aStatisticIsAsDefined(String name, double value) {
        assertThat(Statistic.of(name).orElseThrow().of(oneTo(100)).orElseThrow())
                .isCloseTo(value, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "average",
                "p",
                "p101",
                "p-1",
                "TM",
                "TM()",
                "TM(:)",
                "TM(90%:10%)",
                "TM(10%:90)",
                "PR(10%:20%)",
                "TM(10%:110%)",
                "tm101",
                "PR30",
                "x99",
                "p9999999999999999999",
                ""
            })
    void whatIsNoStatisticIsKnownAsSuch(String name) {
        assertThat(Statistic.of(name)).isEmpty();
    }

    @Test
    void countsWeighAsManyValues() {
        var weighted = new Summary().add(1, 90).add(100, 10);

        assertThat(Statistic.of("p90").orElseThrow().of(weighted)).contains(1.0);
        assertThat(Statistic.of("p91").orElseThrow().of(weighted)).contains(100.0);
        assertThat(Statistic.of("tm95").orElseThrow().of(weighted).orElseThrow())
                .isCloseTo((90 + 500) / 95.0, within(1e-9));
    }

    @Test
    void aSetOfDifferentValuesHasNoPercentiles() {
        var set = new Summary().addSet(3, 6, 1, 3);

        assertThat(Statistic.of("p50").orElseThrow().of(set)).isEmpty();
        assertThat(Statistic.of("Average").orElseThrow().of(set)).contains(2.0);
        assertThat(Statistic.of("p50").orElseThrow().of(new Summary().addSet(3, 6, 2, 2)))
                .contains(2.0);
    }

    @Test
    void theNearestRankDoesNotDependOnRounding() {
        assertThat(Statistic.of("p10").orElseThrow().of(oneTo(30))).contains(3.0);
        assertThat(Statistic.of("p70").orElseThrow().of(oneTo(10))).contains(7.0);
    }

    @Test
    void aSummaryIsTheSameAfterItWasSaved() {
        var summary = new Summary().add(-0.5, 2).add(3.25, 1).add(1e100, 4);
        var again = new Summary()
                .addSaved(summary.samples(), summary.sum(), summary.low(), summary.high(), summary.distribution());

        assertThat(again.counts()).isEqualTo(summary.counts());
        assertThat(again.isKnown()).isTrue();
    }
}
