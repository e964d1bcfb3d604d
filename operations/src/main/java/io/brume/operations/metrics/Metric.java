package io.brume.operations.metrics;

import io.brume.kernel.resource.Scope;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;

/** What a metric is known by. */
record Metric(Scope scope, String namespace, String name, SortedMap<String, String> dimensions) {

    private static final char BETWEEN = '\u001e';
    private static final char INSIDE = '\u001f';

    static Metric of(Scope scope, String namespace, String name, Map<String, String> dimensions) {
        return new Metric(scope, namespace, name, new TreeMap<>(dimensions));
    }

    static Metric of(Scope scope, String namespace, String name, Collection<Dimension> dimensions) {
        SortedMap<String, String> sorted = new TreeMap<>();
        dimensions.forEach(dimension -> sorted.put(dimension.name(), dimension.value()));
        return new Metric(scope, namespace, name, sorted);
    }

    /** The dimensions in one column. */
    String key() {
        return dimensions.entrySet().stream()
                .map(dimension -> dimension.getKey() + INSIDE + dimension.getValue())
                .collect(Collectors.joining(String.valueOf(BETWEEN)));
    }

    static SortedMap<String, String> dimensions(String key) {
        SortedMap<String, String> dimensions = new TreeMap<>();
        int start = 0;
        while (start < key.length()) {
            int end = key.indexOf(BETWEEN, start);
            String dimension = key.substring(start, end < 0 ? key.length() : end);
            int middle = dimension.indexOf(INSIDE);
            dimensions.put(dimension.substring(0, middle), dimension.substring(middle + 1));
            start = end < 0 ? key.length() : end + 1;
        }
        return dimensions;
    }
}
