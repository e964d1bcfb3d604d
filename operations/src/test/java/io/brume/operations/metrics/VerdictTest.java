package io.brume.operations.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/**
 * AWS's tables of how alarms treat missing data: an evaluation range of five periods, in which X breaches, 0 does not and - is
 * missing. "kept" is the state that the alarm had.
 */
class VerdictTest {

    @ParameterizedTest
    @CsvSource({
        "0 - X - X, 3, 3, OK, OK, OK, OK",
        "- - - - 0, 3, 3, OK, OK, OK, OK",
        "- - - - -, 3, 3, INSUFFICIENT_DATA, kept, ALARM, OK",
        "0 X X - X, 3, 3, ALARM, ALARM, ALARM, ALARM",
        "- - X - -, 3, 3, ALARM, kept, ALARM, OK",
        "0 - X - X, 2, 3, ALARM, ALARM, ALARM, ALARM",
        "0 0 X 0 X, 2, 3, ALARM, ALARM, ALARM, ALARM",
        "0 - X - -, 2, 3, OK, OK, ALARM, OK",
        "- - - - 0, 2, 3, OK, OK, ALARM, OK",
        "- - - - X, 2, 3, ALARM, kept, ALARM, OK",
    })
    void missingDataIsTreatedAsConfigured(
            String points,
            int needed,
            int periods,
            String missing,
            String ignore,
            String breaching,
            String notBreaching) {
        assertThat(state(points, needed, periods, "missing")).isEqualTo(missing);
        assertThat(state(points, needed, periods, "ignore")).isEqualTo(ignore);
        assertThat(state(points, needed, periods, "breaching")).isEqualTo(breaching);
        assertThat(state(points, needed, periods, "notBreaching")).isEqualTo(notBreaching);
    }

    private static String state(String points, int needed, int periods, String treatment) {
        var values = new TreeMap<Long, Double>();
        String[] all = points.split(" ");
        for (int i = 0; i < all.length; i++) {
            if (!all[i].equals("-")) {
                values.put((long) i, all[i].equals("X") ? 10.0 : 0.0);
            }
        }
        String[] states = new String[2];
        StateValue[] before = {StateValue.OK, StateValue.ALARM};
        for (int i = 0; i < 2; i++) {
            states[i] = Verdict.of(
                            MetricAlarm.builder()
                                    .evaluationPeriods(periods)
                                    .datapointsToAlarm(needed)
                                    .threshold(5.0)
                                    .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                                    .treatMissingData(treatment)
                                    .stateValue(before[i])
                                    .build(),
                            values)
                    .state()
                    .toString();
        }
        boolean kept = states[0].equals("OK") && states[1].equals("ALARM");
        return kept ? "kept" : states[0];
    }
}
