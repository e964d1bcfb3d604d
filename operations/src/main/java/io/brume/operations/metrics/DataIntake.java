package io.brume.operations.metrics;

import io.brume.kernel.resource.Scope;
import io.brume.operations.metrics.MetricStore.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.StatisticSet;

/** Checks what PutMetricData sends, and makes observations of it. */
final class DataIntake {

    private static final int MOST_DATA = 1000;
    private static final int MOST_VALUES = 150;
    private static final double LARGEST = Math.scalb(1.0, 360);
    private static final double SMALLEST = Math.scalb(1.0, -360);
    private static final Duration BACK = Duration.ofDays(14);
    private static final Duration AHEAD = Duration.ofHours(2);

    private final Scope scope;
    private final String namespace;
    private final Instant now;
    private final List<Observation> observations = new ArrayList<>();

    private DataIntake(Scope scope, String namespace, Instant now) {
        this.scope = scope;
        this.namespace = namespace;
        this.now = now;
    }

    static List<Observation> of(Scope scope, PutMetricDataRequest request, Instant now) {
        if (request.namespace().startsWith("AWS/")) {
            throw Problems.invalid("The value AWS/ for parameter Namespace is invalid.");
        }
        ascii("Namespace", request.namespace());
        var intake = new DataIntake(scope, request.namespace(), now);
        intake.addAll("MetricData", request.metricData());
        for (int i = 0; i < request.entityMetricData().size(); i++) {
            intake.addAll(
                    "EntityMetricData.member." + (i + 1) + ".MetricData",
                    request.entityMetricData().get(i).metricData());
        }
        if (intake.observations.isEmpty()) {
            throw Problems.missing("MetricData");
        }
        return intake.observations;
    }

    private void addAll(String path, List<MetricDatum> data) {
        if (observations.size() + data.size() > MOST_DATA) {
            throw Problems.invalid("The collection MetricData must not have a size greater than " + MOST_DATA + ".");
        }
        for (int i = 0; i < data.size(); i++) {
            add(path + ".member." + (i + 1), data.get(i));
        }
    }

    private void add(String path, MetricDatum datum) {
        ascii(path + ".MetricName", datum.metricName());
        dimensions(path, datum.dimensions());
        Instant at = datum.timestamp() == null ? now : datum.timestamp();
        if (at.isBefore(now.minus(BACK))) {
            throw Problems.invalid(
                    "The parameter " + path + ".Timestamp must specify a time no more than two weeks in the past.");
        }
        if (at.isAfter(now.plus(AHEAD))) {
            throw Problems.invalid(
                    "The parameter " + path + ".Timestamp must specify a time no more than two hours in the future.");
        }
        Integer resolution = datum.storageResolution();
        if (resolution != null && resolution != MetricStore.SECOND && resolution != MetricStore.MINUTE) {
            throw Problems.invalid("The parameter " + path + ".StorageResolution must be 1 or 60.");
        }
        observations.add(new Observation(
                Metric.of(scope, namespace, datum.metricName(), datum.dimensions()),
                at,
                resolution == null ? MetricStore.MINUTE : resolution,
                datum.unitAsString() == null ? "None" : datum.unitAsString(),
                summary(path, datum)));
    }

    private static void dimensions(String path, List<Dimension> dimensions) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < dimensions.size(); i++) {
            Dimension dimension = dimensions.get(i);
            String at = path + ".Dimensions.member." + (i + 1);
            ascii(at + ".Name", dimension.name());
            ascii(at + ".Value", dimension.value());
            if (dimension.name().startsWith(":")) {
                throw Problems.invalid("The value " + dimension.name() + " for parameter " + at + ".Name is invalid.");
            }
            if (!names.add(dimension.name())) {
                throw Problems.invalid("No Metric may specify the same dimension name twice. " + dimension.name()
                        + " was specified more than once.");
            }
        }
    }

    private static void ascii(String parameter, @Nullable String text) {
        if (text == null) {
            throw Problems.missing(parameter);
        }
        if (text.isBlank() || !text.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            throw Problems.invalid(
                    "The parameter " + parameter + " must contain ASCII characters only, of which one is not a space.");
        }
    }

    private static Summary summary(String path, MetricDatum datum) {
        int kinds = (datum.value() != null ? 1 : 0)
                + (datum.statisticValues() != null ? 1 : 0)
                + (datum.hasValues() && !datum.values().isEmpty() ? 1 : 0);
        if (kinds == 0) {
            throw Problems.missing(path + ".Value");
        }
        if (kinds > 1) {
            throw Problems.combination("The parameters " + path + ".Value, " + path + ".Values and " + path
                    + ".StatisticValues are mutually exclusive and you have specified more than one.");
        }
        if (datum.value() != null) {
            return new Summary().add(checked(path + ".Value", datum.value()), 1);
        }
        return datum.statisticValues() != null
                ? set(path + ".StatisticValues", datum.statisticValues())
                : values(path, datum);
    }

    private static Summary set(String path, StatisticSet set) {
        double samples = checked(path + ".SampleCount", set.sampleCount());
        double sum = checked(path + ".Sum", set.sum());
        double low = checked(path + ".Minimum", set.minimum());
        double high = checked(path + ".Maximum", set.maximum());
        if (low > high) {
            throw Problems.combination(
                    "The parameter " + path + ".Maximum must be greater than or equal to " + path + ".Minimum.");
        }
        if (samples <= 0) {
            throw Problems.invalid("The parameter " + path + ".SampleCount must be greater than 0.");
        }
        return new Summary().addSet(samples, sum, low, high);
    }

    private static Summary values(String path, MetricDatum datum) {
        List<Double> values = datum.values();
        List<Double> counts = datum.counts();
        if (values.size() > MOST_VALUES) {
            throw Problems.invalid(
                    "The collection " + path + ".Values must not have a size greater than " + MOST_VALUES + ".");
        }
        if (!counts.isEmpty() && counts.size() != values.size()) {
            throw Problems.combination(
                    "The parameters " + path + ".Values and " + path + ".Counts must be of the same size.");
        }
        var summary = new Summary();
        for (int i = 0; i < values.size(); i++) {
            String member = ".member." + (i + 1);
            double count = counts.isEmpty() ? 1 : checked(path + ".Counts" + member, counts.get(i));
            if (count <= 0) {
                throw Problems.invalid("The parameter " + path + ".Counts" + member + " must be greater than 0.");
            }
            summary.add(checked(path + ".Values" + member, values.get(i)), count);
        }
        return summary;
    }

    private static double checked(String parameter, @Nullable Double value) {
        if (value == null) {
            throw Problems.missing(parameter);
        }
        double size = Math.abs(value);
        if (Double.isNaN(value) || size > LARGEST || size != 0 && size < SMALLEST) {
            throw Problems.invalid("The value " + value + " for parameter " + parameter + " is invalid.");
        }
        return value;
    }
}
