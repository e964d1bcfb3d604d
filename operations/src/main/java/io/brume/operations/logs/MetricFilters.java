package io.brume.operations.logs;

import io.brume.kernel.database.Database;
import io.brume.kernel.resource.PageToken;
import io.brume.kernel.resource.Scope;
import io.brume.kernel.shape.Shapes;
import io.brume.kernel.telemetry.MetricSink;
import io.brume.operations.logs.pattern.FilterPattern;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeMetricFiltersRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeMetricFiltersResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.LimitExceededException;
import software.amazon.awssdk.services.cloudwatchlogs.model.MetricFilter;
import software.amazon.awssdk.services.cloudwatchlogs.model.MetricFilterMatchRecord;
import software.amazon.awssdk.services.cloudwatchlogs.model.MetricTransformation;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutMetricFilterRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.TestMetricFilterRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.TestMetricFilterResponse;

/** Metric filters: what of a group's events becomes metric data. */
final class MetricFilters {

    private static final int PAGE = 50;
    private static final int MOST_OF_A_GROUP = 100;
    private static final int MOST_DIMENSIONS = 3;
    private static final int CACHED = 1000;

    private final Database database;
    private final Clock clock;
    private final LogGroups groups;
    private final MetricSink metrics;
    private final Map<String, MetricExtraction> extractions = new ConcurrentHashMap<>();

    MetricFilters(Database database, Clock clock, LogGroups groups, MetricSink metrics) {
        this.database = database;
        this.clock = clock;
        this.groups = groups;
        this.metrics = metrics;
    }

    void put(Scope scope, PutMetricFilterRequest request) {
        FilterPattern unused = Patterns.parse(request.filterPattern());
        check(request.metricTransformations().getFirst());
        String name = name(request.filterName());
        MetricFilter filter = Shapes.copy(request, MetricFilter.builder())
                .creationTime(clock.millis())
                .build();
        database.change(transaction -> {
            long group = groups.get(scope, request.logGroupName()).id();
            transaction.update(
                    "INSERT INTO log_metric_filter (group_id, name, document) VALUES (?, ?, ?)"
                            + " ON CONFLICT (group_id, name) DO UPDATE SET document = excluded.document",
                    group,
                    name,
                    Shapes.json(filter));
            if (transaction.number("SELECT count(*) FROM log_metric_filter WHERE group_id = ?", group)
                    > MOST_OF_A_GROUP) {
                throw LimitExceededException.builder()
                        .message("Resource limit exceeded.")
                        .build();
            }
        });
    }

    private static String name(String name) {
        if (name.indexOf('\0') >= 0) {
            throw Problems.invalid("The metric filter's name has a character that is not allowed.");
        }
        return name;
    }

    private static void check(MetricTransformation transformation) {
        if (!transformation.metricValue().startsWith("$")
                && MetricExtraction.number(transformation.metricValue()).isEmpty()) {
            throw Problems.invalid("Invalid metric transformation: metricValue must be a number or a field.");
        }
        if (transformation.metricNamespace().startsWith("AWS/")) {
            throw Problems.invalid("Invalid metric transformation: namespaces that begin with AWS/ are reserved.");
        }
        if (transformation.hasDimensions() && !transformation.dimensions().isEmpty()) {
            if (transformation.defaultValue() != null) {
                throw Problems.invalid("Invalid metric transformation: dimensions and default value are mutually"
                        + " exclusive properties.");
            }
            if (transformation.dimensions().size() > MOST_DIMENSIONS) {
                throw Problems.invalid("Invalid metric transformation: at most " + MOST_DIMENSIONS + " dimensions.");
            }
            if (!transformation.dimensions().values().stream().allMatch(value -> value.startsWith("$"))) {
                throw Problems.invalid("Invalid metric transformation: a dimension's value must be a field.");
            }
        }
    }

    void delete(Scope scope, String groupName, String name) {
        database.change(transaction -> {
            Group group = groups.get(scope, groupName);
            if (transaction.update(
                            "DELETE FROM log_metric_filter WHERE group_id = ? AND name = ?", group.id(), name(name))
                    == 0) {
                throw Problems.notFound("The specified metric filter does not exist.");
            }
        });
    }

    DescribeMetricFiltersResponse describe(Scope scope, DescribeMetricFiltersRequest request) {
        var where = new Where("g.account = ?", scope.account()).and("g.region = ?", scope.region());
        if (request.logGroupName() != null) {
            where.and("g.id = ?", groups.get(scope, request.logGroupName()).id());
        }
        if (request.filterNamePrefix() != null) {
            String prefix = name(request.filterNamePrefix());
            where.and("substr(f.name, 1, " + prefix.codePointCount(0, prefix.length()) + ") = ?", prefix);
        }
        if (request.nextToken() != null) {
            List<String> place = PageToken.read("logs/filters", request.nextToken())
                    .filter(values -> values.size() == 2)
                    .orElseThrow(Problems::invalidToken);
            where.and("(g.name, f.name) > (?, ?)", place.getFirst(), place.getLast());
        }
        int limit = request.limit() == null ? PAGE : request.limit();
        List<MetricFilter> filters = new ArrayList<>();
        database
                .read(transaction -> transaction.query(
                        "SELECT g.name AS group_name, f.document FROM log_metric_filter f"
                                + " JOIN log_group g ON g.id = f.group_id" + where + " ORDER BY g.name, f.name",
                        row -> Shapes.parse(row.text("document"), MetricFilter.class).toBuilder()
                                .logGroupName(row.text("group_name"))
                                .build(),
                        where.arguments()))
                .stream()
                .filter(filter -> publishes(filter, request))
                .limit(limit + 1L)
                .forEach(filters::add);
        boolean more = filters.size() > limit;
        List<MetricFilter> page = more ? filters.subList(0, limit) : filters;
        return DescribeMetricFiltersResponse.builder()
                .metricFilters(page)
                .nextToken(
                        more
                                ? PageToken.of(
                                        "logs/filters",
                                        List.of(
                                                page.getLast().logGroupName(),
                                                page.getLast().filterName()))
                                : null)
                .build();
    }

    private static boolean publishes(MetricFilter filter, DescribeMetricFiltersRequest request) {
        return filter.metricTransformations().stream()
                .anyMatch(to ->
                        (request.metricName() == null || request.metricName().equals(to.metricName()))
                                && (request.metricNamespace() == null
                                        || request.metricNamespace().equals(to.metricNamespace())));
    }

    static TestMetricFilterResponse test(TestMetricFilterRequest request) {
        FilterPattern pattern = Patterns.parse(request.filterPattern());
        List<MetricFilterMatchRecord> records = new ArrayList<>();
        List<String> messages = request.logEventMessages();
        for (int i = 0; i < messages.size(); i++) {
            Optional<FilterPattern.Match> match = pattern.match(messages.get(i));
            if (match.isPresent()) {
                records.add(MetricFilterMatchRecord.builder()
                        .eventNumber(i + 1L)
                        .eventMessage(messages.get(i))
                        .extractedValues(match.get().extracted())
                        .build());
            }
        }
        return TestMetricFilterResponse.builder().matches(records).build();
    }

    /** Publishes what a group's filters find in new events, in the transaction that this is called in. */
    void observe(Group group, List<InputLogEvent> events) {
        if (group.metricFilters() == 0) {
            return;
        }
        List<String> documents = database.read(transaction -> transaction.query(
                "SELECT document FROM log_metric_filter WHERE group_id = ?", row -> row.text("document"), group.id()));
        for (String document : documents) {
            if (extractions.size() > CACHED) {
                extractions.clear();
            }
            MetricExtraction extraction = extractions.computeIfAbsent(
                    document, known -> MetricExtraction.of(Shapes.parse(known, MetricFilter.class)));
            metrics.put(group.scope(), extraction.namespace(), extraction.from(events));
        }
    }
}
