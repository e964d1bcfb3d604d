package io.brume.operations.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brume.kernel.database.Database;
import io.brume.kernel.event.Outbox;
import io.brume.kernel.http.InProcess;
import io.brume.kernel.operation.HostedService;
import io.brume.kernel.resource.Scope;
import io.brume.kernel.telemetry.Datum;
import io.brume.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.*;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/** CloudWatch metrics through the SDK's client, on each database. */
@ParameterizedClass
@MethodSource("io.brume.operations.EachDatabase#each")
class CloudWatchTest {

    private static final Instant NOW = Instant.parse("2026-03-10T12:00:30Z");
    private static final Scope SCOPE = new Scope("123456789012", "us-east-1");
    private static int namespaces;

    private final SettableClock clock = new SettableClock(NOW);
    private final CloudWatch service;
    private final CloudWatchClient cloudWatch;
    private final String namespace = "Test" + ++namespaces;

    CloudWatchTest(Database database) {
        service = new CloudWatch(database, clock, new Outbox(database, clock));
        cloudWatch = InProcess.of(HostedService.of(service)).client(CloudWatchClient.class);
    }

    private static MetricDatum.Builder datum(String name, long secondsFromNow, double value) {
        return MetricDatum.builder()
                .metricName(name)
                .timestamp(NOW.plusSeconds(secondsFromNow))
                .value(value);
    }

    private void put(MetricDatum.Builder... data) {
        cloudWatch.putMetricData(r -> r.namespace(namespace)
                .metricData(Arrays.stream(data).map(MetricDatum.Builder::build).toList()));
    }

    private List<Datapoint> statistics(java.util.function.Consumer<GetMetricStatisticsRequest.Builder> request) {
        return cloudWatch
                .getMetricStatistics(r -> request.accept(r.namespace(namespace)
                        .metricName("m")
                        .startTime(NOW.minusSeconds(3600))
                        .endTime(NOW.plusSeconds(60))
                        .period(60)))
                .datapoints();
    }

    @Test
    void valuesOfAMinuteBecomeItsStatistics() {
        put(datum("m", 0, 1), datum("m", 10, 3), datum("m", -120, 10));
        put(datum("m", 20, 5));

        var points = statistics(r -> r.statistics(
                Statistic.SAMPLE_COUNT, Statistic.SUM, Statistic.AVERAGE, Statistic.MINIMUM, Statistic.MAXIMUM));

        assertThat(points).hasSize(2);
        assertThat(points.getLast())
                .isEqualTo(Datapoint.builder()
                        .timestamp(Instant.parse("2026-03-10T12:00:00Z"))
                        .sampleCount(3.0)
                        .sum(9.0)
                        .average(3.0)
                        .minimum(1.0)
                        .maximum(5.0)
                        .unit(StandardUnit.NONE)
                        .build());
    }

    @Test
    void percentilesAreOfEachValueAndItsCount() {
        cloudWatch.putMetricData(r -> r.namespace(namespace)
                .metricData(d ->
                        d.metricName("m").timestamp(NOW).values(1.0, 2.0, 100.0).counts(50.0, 49.0, 1.0)));

        var point = statistics(r -> r.extendedStatistics("p50", "p99", "p99.9", "tm99", "PR(:2)"))
                .getFirst();

        assertThat(point.extendedStatistics())
                .containsEntry("p50", 1.0)
                .containsEntry("p99", 2.0)
                .containsEntry("p99.9", 100.0)
                .containsEntry("tm99", 148.0 / 99)
                .containsEntry("PR(:2)", 99.0);
    }

    @Test
    void dimensionsMakeAMetricAndTheirOrderDoesNot() {
        put(
                datum("m", 0, 1).dimensions(dimension("a", "1"), dimension("b", "2")),
                datum("m", 0, 2).dimensions(dimension("b", "2"), dimension("a", "1")),
                datum("m", 0, 4).dimensions(dimension("a", "1")));

        assertThat(statistics(r -> r.statistics(Statistic.SUM).dimensions(dimension("b", "2"), dimension("a", "1")))
                        .getFirst()
                        .sum())
                .isEqualTo(3);
        assertThat(statistics(r -> r.statistics(Statistic.SUM))).isEmpty();
    }

    private static Dimension dimension(String name, String value) {
        return Dimension.builder().name(name).value(value).build();
    }

    @Test
    void unitsAreKeptApart() {
        put(datum("m", 0, 1).unit(StandardUnit.SECONDS), datum("m", 0, 1000).unit(StandardUnit.MILLISECONDS));

        assertThat(statistics(r -> r.statistics(Statistic.SUM))).hasSize(2);
        assertThat(statistics(r -> r.statistics(Statistic.SUM).unit(StandardUnit.SECONDS)))
                .extracting(Datapoint::sum)
                .containsExactly(1.0);
    }

    @Test
    void highResolutionIsToTheSecond() {
        put(
                datum("m", 0, 1).storageResolution(1),
                datum("m", 1, 2).storageResolution(1),
                datum("m", 6, 3).storageResolution(1));

        assertThat(statistics(r -> r.period(1).startTime(NOW.minusSeconds(10)).statistics(Statistic.SUM)))
                .extracting(Datapoint::sum)
                .containsExactly(1.0, 2.0, 3.0);
        assertThat(statistics(r -> r.period(5).startTime(NOW.minusSeconds(10)).statistics(Statistic.SUM)))
                .extracting(Datapoint::sum)
                .containsExactly(3.0, 3.0);
    }

    @Test
    void aStartIsRoundedDownByItsAge() {
        assertThat(Periods.begin(NOW.minusSeconds(7), 60, NOW)).isEqualTo("2026-03-10T12:00:00Z");
        assertThat(Periods.begin(NOW.minusSeconds(7), 10, NOW)).isEqualTo("2026-03-10T12:00:20Z");
        assertThat(Periods.begin(Instant.parse("2026-02-10T12:33:00Z"), 60, NOW))
                .isEqualTo("2026-02-10T12:30:00Z");
        assertThat(Periods.begin(Instant.parse("2025-12-10T12:33:00Z"), 60, NOW))
                .isEqualTo("2025-12-10T12:00:00Z");
    }

    @Test
    void badDataIsRefusedAndNothingOfItKept() {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 1e300, 1e-300}) {
            assertThatThrownBy(() -> put(datum("m", 0, 1), datum("m", 0, bad)))
                    .isInstanceOf(InvalidParameterValueException.class);
        }
        assertThatThrownBy(() -> put(datum("m", -15 * 86_400, 1))).isInstanceOf(InvalidParameterValueException.class);
        assertThatThrownBy(() -> put(datum("m", 3 * 3600, 1))).isInstanceOf(InvalidParameterValueException.class);
        assertThatThrownBy(() -> put(datum("m", 0, 1).values(1.0)))
                .isInstanceOf(InvalidParameterCombinationException.class);
        assertThatThrownBy(() -> put(datum("m", 0, 1).storageResolution(5)))
                .isInstanceOf(InvalidParameterValueException.class);
        assertThatThrownBy(() -> put(datum("m", 0, 1).dimensions(dimension("a", "1"), dimension("a", "2"))))
                .isInstanceOf(InvalidParameterValueException.class);
        assertThatThrownBy(() -> put(MetricDatum.builder().metricName("m")))
                .isInstanceOf(MissingRequiredParameterException.class);
        assertThatThrownBy(() -> put(
                        MetricDatum.builder().metricName("m").values(1.0, 2.0).counts(1.0)))
                .isInstanceOf(InvalidParameterCombinationException.class);
        assertThatThrownBy(() -> cloudWatch.putMetricData(
                        r -> r.namespace("AWS/Mine").metricData(datum("m", 0, 1).build())))
                .isInstanceOf(InvalidParameterValueException.class);
        assertThatThrownBy(() -> put(
                        IntStream.range(0, 1001).mapToObj(i -> datum("m", 0, i)).toArray(MetricDatum.Builder[]::new)))
                .isInstanceOf(InvalidParameterValueException.class);
        assertThat(statistics(r -> r.statistics(Statistic.SUM))).isEmpty();
    }

    @Test
    void aLargeRequestThatTheClientCompressesIsTaken() {
        put(IntStream.range(0, 1000).mapToObj(i -> datum("m", 0, i)).toArray(MetricDatum.Builder[]::new));

        assertThat(statistics(r -> r.extendedStatistics("p99")).getFirst().extendedStatistics())
                .containsEntry("p99", 989.0);
    }

    @Test
    void statisticsOfMoreThan1440PeriodsAreRefused() {
        assertThatThrownBy(() -> statistics(
                        r -> r.startTime(NOW.minusSeconds(86_460)).endTime(NOW).statistics(Statistic.SUM)))
                .isInstanceOf(InvalidParameterCombinationException.class)
                .hasMessageContaining("You have requested up to 1,441 datapoints, which exceeds the limit of 1,440");
        assertThatThrownBy(() -> statistics(r -> r.period(61).statistics(Statistic.SUM)))
                .isInstanceOf(InvalidParameterValueException.class);
        assertThatThrownBy(() -> statistics(r -> {})).isInstanceOf(InvalidParameterCombinationException.class);
        assertThatThrownBy(() -> statistics(r -> r.extendedStatistics("p101")))
                .isInstanceOf(InvalidParameterValueException.class);
    }

    @Test
    void metricsAreListedByNamespaceNameAndDimensions() {
        put(
                datum("a", 0, 1).dimensions(dimension("host", "x"), dimension("disk", "1")),
                datum("a", 0, 1).dimensions(dimension("host", "y")),
                datum("b", -4 * 3600, 1));

        assertThat(list(r -> {})).hasSize(3);
        assertThat(list(r -> r.metricName("a"))).hasSize(2);
        assertThat(list(r -> r.dimensions(DimensionFilter.builder().name("host").build())))
                .hasSize(2);
        assertThat(list(r -> r.dimensions(
                        DimensionFilter.builder().name("host").value("y").build())))
                .hasSize(1);
        assertThat(list(r -> r.recentlyActive(RecentlyActive.PT3_H))).hasSize(2);
        clock.advance(Duration.ofDays(15));
        assertThat(list(r -> {})).isEmpty();
    }

    private List<software.amazon.awssdk.services.cloudwatch.model.Metric> list(
            java.util.function.Consumer<ListMetricsRequest.Builder> request) {
        return cloudWatch.listMetricsPaginator(r -> request.accept(r.namespace(namespace))).metrics().stream()
                .toList();
    }

    @Test
    void metricsAreListedInPagesOf500() {
        List<Datum> data = new ArrayList<>();
        for (int i = 0; i < 1201; i++) {
            data.add(Datum.of("m", Map.of("i", "" + i), NOW, i));
        }
        service.sink().put(SCOPE, namespace, data);

        assertThat(cloudWatch.listMetrics(r -> r.namespace(namespace)).metrics())
                .hasSize(500);
        assertThat(list(r -> {})).hasSize(1201).doesNotHaveDuplicates();
    }

    private static MetricDataQuery query(String id, String namespace, String metric, String stat) {
        return MetricDataQuery.builder()
                .id(id)
                .metricStat(s -> s.metric(m -> m.namespace(namespace).metricName(metric))
                        .period(60)
                        .stat(stat))
                .build();
    }

    private static MetricDataQuery expression(String id, String expression) {
        return MetricDataQuery.builder().id(id).expression(expression).build();
    }

    private GetMetricDataResponse data(
            java.util.function.Consumer<GetMetricDataRequest.Builder> more, MetricDataQuery... queries) {
        return cloudWatch.getMetricData(r -> more.accept(r.startTime(NOW.minusSeconds(600))
                .endTime(NOW.plusSeconds(60))
                .scanBy(ScanBy.TIMESTAMP_ASCENDING)
                .metricDataQueries(queries)));
    }

    @Test
    void metricsAndMathOnThemAreReadTogether() {
        put(datum("errors", -60, 1), datum("errors", 0, 3), datum("calls", -60, 10), datum("calls", 0, 12));

        var results = data(
                        r -> {},
                        query("e", namespace, "errors", "Sum").toBuilder()
                                .returnData(false)
                                .build(),
                        query("c", namespace, "calls", "Sum"),
                        expression("rate", "e / c * 100").toBuilder()
                                .label("Error rate")
                                .build(),
                        expression("over", "IF(rate > 15, 1, 0)"),
                        expression("all", "METRICS()"))
                .metricDataResults();

        assertThat(results).extracting(MetricDataResult::id).containsExactly("c", "rate", "over", "all", "all");
        assertThat(results)
                .extracting(MetricDataResult::label)
                .containsExactly("calls", "Error rate", "over", "all errors", "all calls");
        assertThat(results.get(1).values()).containsExactly(10.0, 25.0);
        assertThat(results.get(2).values()).containsExactly(0.0, 1.0);
        assertThat(results.get(1).timestamps())
                .containsExactly(Instant.parse("2026-03-10T11:59:00Z"), Instant.parse("2026-03-10T12:00:00Z"));
        assertThat(results.get(1).statusCode()).isEqualTo(StatusCode.COMPLETE);
        assertThat(data(r -> r.scanBy(ScanBy.TIMESTAMP_DESCENDING), query("c", namespace, "calls", "Sum"))
                        .metricDataResults()
                        .getFirst()
                        .values())
                .containsExactly(12.0, 10.0);
    }

    @Test
    void dataComesInPages() {
        for (int i = 0; i < 5; i++) {
            put(datum("a", -60L * i, i), datum("b", -60L * i, 10 + i));
        }
        MetricDataQuery[] queries = {
            query("a", namespace, "a", "Sum"),
            query("b", namespace, "b", "Sum"),
            query("none", namespace, "none", "Sum")
        };

        List<String> seen = new ArrayList<>();
        String token = null;
        int pages = 0;
        do {
            String next = token;
            var page = data(r -> r.maxDatapoints(4).nextToken(next), queries);
            page.metricDataResults().forEach(result -> result.values().forEach(value -> seen.add(result.id() + value)));
            token = page.nextToken();
            pages++;
        } while (token != null);

        assertThat(pages).isEqualTo(3);
        assertThat(seen)
                .containsExactly("a4.0", "a3.0", "a2.0", "a1.0", "a0.0", "b14.0", "b13.0", "b12.0", "b11.0", "b10.0");
        assertThatThrownBy(() -> data(r -> r.nextToken("forged"), queries))
                .isInstanceOf(InvalidNextTokenException.class);
    }

    @Test
    void badQueriesAreRefused() {
        for (MetricDataQuery[] bad : List.of(
                new MetricDataQuery[] {expression("e", "e + 1")},
                new MetricDataQuery[] {expression("e", "f + 1"), expression("f", "e")},
                new MetricDataQuery[] {expression("e", "1 +")},
                new MetricDataQuery[] {expression("e", "5")},
                new MetricDataQuery[] {expression("E", "1")},
                new MetricDataQuery[] {query("a", namespace, "a", "Sum"), query("a", namespace, "a", "Sum")},
                new MetricDataQuery[] {query("a", namespace, "a", "Summe")},
                new MetricDataQuery[] {MetricDataQuery.builder().id("x").build()})) {
            assertThatThrownBy(() -> data(r -> {}, bad))
                    .isInstanceOfSatisfying(
                            CloudWatchException.class,
                            e -> assertThat(e.statusCode()).isEqualTo(400));
        }
        assertThatThrownBy(() -> data(
                        r -> r.startTime(Instant.EPOCH),
                        query("a", namespace, "a", "Sum"),
                        expression("t", "TIME_SERIES(1)")))
                .isInstanceOf(CloudWatchException.class)
                .hasMessageContaining("too many periods");
    }

    @Test
    void oldDataIsRolledUpWithoutLosingItsValues() {
        put(
                datum("m", 0, 1).storageResolution(1),
                datum("m", 1, 2).storageResolution(1),
                datum("m", 61, 3),
                datum("m", 100, 4).unit(StandardUnit.SECONDS));
        List<List<Integer>> counts = new ArrayList<>();
        for (Duration pause : List.of(
                Duration.ZERO, Duration.ofHours(4), Duration.ofDays(16), Duration.ofDays(50), Duration.ofDays(400))) {
            clock.advance(pause);
            service.sweep();
            var points = cloudWatch
                    .getMetricStatistics(r -> r.namespace(namespace)
                            .metricName("m")
                            .startTime(NOW.minusSeconds(3600))
                            .endTime(NOW.plusSeconds(3600))
                            .period(300)
                            .unit(StandardUnit.NONE)
                            .extendedStatistics("TC(0:)", "p100"))
                    .datapoints();
            counts.add(List.of(
                    points.size(),
                    points.stream()
                            .mapToInt(p -> p.extendedStatistics()
                                    .getOrDefault("TC(0:)", 0.0)
                                    .intValue())
                            .sum()));
        }

        assertThat(counts).containsExactly(List.of(1, 3), List.of(1, 3), List.of(1, 3), List.of(1, 3), List.of(0, 0));
    }

    @Test
    void dashboardsAreKeptAsTheyAre() {
        String name = "d-" + namespace;
        cloudWatch.putDashboard(r -> r.dashboardName(name).dashboardBody("{\"widgets\":[]}"));
        cloudWatch.putDashboard(r -> r.dashboardName(name).dashboardBody("{\"widgets\":[ ]}"));

        assertThat(cloudWatch.getDashboard(r -> r.dashboardName(name)).dashboardBody())
                .isEqualTo("{\"widgets\":[ ]}");
        var listed = cloudWatch.listDashboards(r -> r.dashboardNamePrefix(name)).dashboardEntries();
        assertThat(listed).hasSize(1);
        assertThat(listed.getFirst().size()).isEqualTo(15);
        assertThat(listed.getFirst().dashboardArn()).isEqualTo("arn:aws:cloudwatch::123456789012:dashboard/" + name);
        cloudWatch.tagResource(r -> r.resourceARN(listed.getFirst().dashboardArn())
                .tags(t -> t.key("a").value("b")));
        assertThatThrownBy(
                        () -> cloudWatch.putDashboard(r -> r.dashboardName(name).dashboardBody("no JSON")))
                .isInstanceOf(DashboardInvalidInputErrorException.class);
        cloudWatch.deleteDashboards(r -> r.dashboardNames(name));
        assertThatThrownBy(() -> cloudWatch.getDashboard(r -> r.dashboardName(name)))
                .isInstanceOf(DashboardNotFoundErrorException.class);
    }
}
