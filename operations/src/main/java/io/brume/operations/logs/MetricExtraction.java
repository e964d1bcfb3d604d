package io.brume.operations.logs;

import io.brume.kernel.telemetry.Datum;
import io.brume.operations.logs.pattern.FilterPattern;
import io.brume.operations.logs.pattern.FilterPattern.Match;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.MetricFilter;
import software.amazon.awssdk.services.cloudwatchlogs.model.MetricTransformation;

/** Makes metric data of the events that match a metric filter. */
record MetricExtraction(FilterPattern pattern, MetricTransformation transformation) {

    static MetricExtraction of(MetricFilter filter) {
        return new MetricExtraction(
                FilterPattern.parse(filter.filterPattern()),
                filter.metricTransformations().getFirst());
    }

    String namespace() {
        return transformation.metricNamespace();
    }

    /** The number that a text says, if it is finite. */
    static Optional<Double> number(String text) {
        try {
            double value = Double.parseDouble(text);
            return Double.isFinite(value) ? Optional.of(value) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** A value for each match, and the default one for each minute that has events but no match. */
    List<Datum> from(List<InputLogEvent> events) {
        List<Datum> data = new ArrayList<>();
        Set<Instant> matched = new HashSet<>();
        for (InputLogEvent event : events) {
            Instant minute = minute(event);
            Optional<Match> match = pattern.match(event.message());
            if (match.isPresent()) {
                matched.add(minute);
                datum(match.get(), minute).ifPresent(data::add);
            }
        }
        Double otherwise = transformation.defaultValue();
        if (otherwise != null) {
            events.stream()
                    .map(MetricExtraction::minute)
                    .distinct()
                    .filter(minute -> !matched.contains(minute))
                    .forEach(minute -> data.add(datum(minute, Map.of(), otherwise)));
        }
        return data;
    }

    private static Instant minute(InputLogEvent event) {
        return Instant.ofEpochMilli(event.timestamp()).truncatedTo(ChronoUnit.MINUTES);
    }

    /** Empty when the event lacks the value or one of the dimensions. */
    private Optional<Datum> datum(Match match, Instant minute) {
        String value = transformation.metricValue();
        String text = value.startsWith("$") ? match.value(value) : value;
        Map<String, String> dimensions = new HashMap<>();
        for (var dimension : transformation.dimensions().entrySet()) {
            String of = match.value(dimension.getValue());
            if (of == null || of.isBlank()) {
                return Optional.empty();
            }
            dimensions.put(dimension.getKey(), of);
        }
        return text == null ? Optional.empty() : number(text).map(number -> datum(minute, dimensions, number));
    }

    private Datum datum(Instant minute, Map<String, String> dimensions, double value) {
        String unit = transformation.unitAsString() == null ? "None" : transformation.unitAsString();
        return new Datum(transformation.metricName(), dimensions, minute, value, unit);
    }
}
