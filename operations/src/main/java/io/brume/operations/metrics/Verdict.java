package io.brume.operations.metrics;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.function.DoublePredicate;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/**
 * Which state an alarm is to have, and why.
 *
 * @param recent the values that it was decided by, latest first
 */
record Verdict(StateValue state, String reason, List<Double> recent) {

    /** How many periods before the evaluated ones are looked at, so that a missing value can be made up for. */
    static final int SPARE_PERIODS = 2;

    /**
     * Decides by the alarm's latest values, and where those are too few by how it treats missing ones.
     *
     * @param points the values of the evaluation range: {@link #SPARE_PERIODS} more periods than the alarm evaluates
     */
    static Verdict of(MetricAlarm alarm, NavigableMap<Long, Double> points) {
        int wanted = alarm.evaluationPeriods();
        int needed = alarm.datapointsToAlarm() == null ? wanted : alarm.datapointsToAlarm();
        List<Double> recent = latest(points.descendingMap().values(), wanted);
        DoublePredicate breaches = breach(alarm);
        int breaching = (int) recent.stream().filter(breaches::test).count();
        int missing = wanted - recent.size();
        StateValue now = alarm.stateValue();
        StateValue state;
        if (missing == 0) {
            state = breaching >= needed ? StateValue.ALARM : StateValue.OK;
        } else {
            boolean allOfThem = !recent.isEmpty() && breaching >= Math.min(needed, recent.size());
            state = switch (String.valueOf(alarm.treatMissingData())) {
                case "breaching" -> breaching + missing >= needed ? StateValue.ALARM : StateValue.OK;
                case "notBreaching" -> breaching >= needed ? StateValue.ALARM : StateValue.OK;
                case "ignore" ->
                    recent.isEmpty() || allOfThem && breaching < needed
                            ? now
                            : allOfThem ? StateValue.ALARM : StateValue.OK;
                default ->
                    recent.isEmpty() ? StateValue.INSUFFICIENT_DATA : allOfThem ? StateValue.ALARM : StateValue.OK;
            };
        }
        return new Verdict(state, reason(alarm, state, recent, breaching, missing, needed), recent);
    }

    private static List<Double> latest(Collection<Double> values, int most) {
        return values.stream().limit(most).toList();
    }

    private static DoublePredicate breach(MetricAlarm alarm) {
        double threshold = alarm.threshold();
        return switch (alarm.comparisonOperator()) {
            case GREATER_THAN_THRESHOLD -> value -> value > threshold;
            case GREATER_THAN_OR_EQUAL_TO_THRESHOLD -> value -> value >= threshold;
            case LESS_THAN_THRESHOLD -> value -> value < threshold;
            case LESS_THAN_OR_EQUAL_TO_THRESHOLD -> value -> value <= threshold;
            default -> _ -> false;
        };
    }

    private static String reason(
            MetricAlarm alarm, StateValue state, List<Double> recent, int breaching, int missing, int needed) {
        if (state == StateValue.INSUFFICIENT_DATA) {
            return "Insufficient Data: " + missing + " datapoint" + (missing == 1 ? " was" : "s were") + " unknown.";
        }
        String values = recent.stream()
                .limit(5)
                .map(String::valueOf)
                .collect(java.util.stream.Collectors.joining(", ", "[", "]"));
        boolean alarmed = state == StateValue.ALARM;
        int those = alarmed ? breaching : recent.size() - breaching;
        String unknown = missing == 0
                ? ""
                : " and " + missing + " missing datapoints were treated as [" + treatment(alarm) + "]";
        return "Threshold Crossed: " + those + " out of the last " + recent.size() + " datapoints " + values
                + (alarmed ? " were " : " were not ")
                + alarm.comparisonOperatorAsString()
                        .replaceAll("([A-Z])", " $1")
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .replace("threshold", "the threshold")
                + " (" + alarm.threshold() + ")" + unknown + " (minimum " + needed + " datapoint"
                + (needed == 1 ? "" : "s")
                + " for " + (alarmed ? "OK -> ALARM" : "ALARM -> OK") + " transition).";
    }

    private static String treatment(MetricAlarm alarm) {
        return alarm.treatMissingData() == null ? "missing" : alarm.treatMissingData();
    }
}
