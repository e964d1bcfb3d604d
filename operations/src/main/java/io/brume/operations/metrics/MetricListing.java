package io.brume.operations.metrics;

import io.brume.kernel.resource.PageToken;
import io.brume.kernel.resource.Scope;
import io.brume.operations.metrics.MetricStore.Listed;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.DimensionFilter;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsResponse;

/** Answers ListMetrics: the metrics that had data within two weeks. */
final class MetricListing {

    private static final int PAGE = 500;
    private static final Duration ACTIVE = Duration.ofDays(14);
    private static final Duration RECENTLY_ACTIVE = Duration.ofHours(3);

    private final MetricStore store;
    private final Clock clock;

    MetricListing(MetricStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    ListMetricsResponse list(Scope scope, ListMetricsRequest request) {
        Duration age = request.recentlyActive() == null ? ACTIVE : RECENTLY_ACTIVE;
        long after = request.nextToken() == null
                ? 0
                : PageToken.read("cloudwatch/metrics", request.nextToken())
                        .filter(values -> values.size() == 1)
                        .map(values -> Long.parseLong(values.getFirst()))
                        .orElseThrow(() -> Problems.invalid("The specified NextToken is invalid."));
        List<Listed> found = new ArrayList<>();
        List<Listed> batch;
        do {
            batch = store.list(scope, request.namespace(), request.metricName(), age, clock.instant(), after, PAGE + 1);
            for (Listed listed : batch) {
                after = listed.id();
                if (matches(listed.metric().dimensions(), request.dimensions())) {
                    found.add(listed);
                }
            }
        } while (batch.size() > PAGE && found.size() <= PAGE);
        boolean more = found.size() > PAGE;
        List<Listed> page = more ? found.subList(0, PAGE) : found;
        return ListMetricsResponse.builder()
                .metrics(page.stream().map(listed -> shape(listed.metric())).toList())
                .nextToken(
                        more
                                ? PageToken.of(
                                        "cloudwatch/metrics",
                                        List.of(String.valueOf(page.getLast().id())))
                                : null)
                .build();
    }

    private static boolean matches(Map<String, String> dimensions, List<DimensionFilter> filters) {
        return filters.stream().allMatch(filter -> {
            String value = dimensions.get(filter.name());
            return value != null && (filter.value() == null || filter.value().equals(value));
        });
    }

    private static software.amazon.awssdk.services.cloudwatch.model.Metric shape(Metric metric) {
        return software.amazon.awssdk.services.cloudwatch.model.Metric.builder()
                .namespace(metric.namespace())
                .metricName(metric.name())
                .dimensions(metric.dimensions().entrySet().stream()
                        .map(dimension -> Dimension.builder()
                                .name(dimension.getKey())
                                .value(dimension.getValue())
                                .build())
                        .toList())
                .build();
    }
}
