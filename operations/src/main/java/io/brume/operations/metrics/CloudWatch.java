package io.brume.operations.metrics;

import io.brume.kernel.database.Database;
import io.brume.kernel.event.Outbox;
import io.brume.kernel.resource.Resources;
import io.brume.kernel.resource.Scope;
import io.brume.kernel.telemetry.MetricSink;
import java.time.Clock;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.*;

/** Amazon CloudWatch: metrics, alarms on them, and dashboards. */
public final class CloudWatch implements CloudWatchClient {

    private final Database database;
    private final Clock clock;
    private final MetricStore store;
    private final MetricListing listing;
    private final MetricStatistics statistics;
    private final MetricData data;
    private final DataRollUp rollUp;
    private final AlarmHistory history;
    private final Alarms alarms;
    private final AlarmStates states;
    private final Dashboards dashboards;
    private final MetricTags tags;

    public CloudWatch(Database database, Clock clock, Outbox outbox) {
        this.database = database;
        this.clock = clock;
        store = new MetricStore(database);
        listing = new MetricListing(store, clock);
        statistics = new MetricStatistics(store, clock);
        data = new MetricData(store, clock);
        rollUp = new DataRollUp(database, clock, store);
        history = new AlarmHistory(database, clock);
        Resources<MetricAlarm> kept = Resources.of(database, "cloudwatch/alarm", MetricAlarm.class);
        alarms = new Alarms(database, clock, store, kept, history);
        states = new AlarmStates(database, clock, kept, store, history, outbox);
        dashboards = new Dashboards(database, clock);
        tags = new MetricTags(database, alarms, dashboards);
    }

    /** For what else runs here and has something to measure. */
    public MetricSink sink() {
        return store;
    }

    /** Looks at every alarm's data and changes states; to be called every few seconds. */
    public void evaluateAlarms() {
        states.evaluate();
    }

    /** Makes old data smaller and removes the oldest; to be called every now and then. */
    public void sweep() {
        rollUp.sweep();
        history.sweep();
    }

    @Override
    public PutMetricDataResponse putMetricData(PutMetricDataRequest request) {
        store.put(DataIntake.of(Scope.current(), request, clock.instant()));
        return PutMetricDataResponse.builder().build();
    }

    @Override
    public ListMetricsResponse listMetrics(ListMetricsRequest request) {
        return listing.list(Scope.current(), request);
    }

    @Override
    public GetMetricStatisticsResponse getMetricStatistics(GetMetricStatisticsRequest request) {
        return statistics.get(Scope.current(), request);
    }

    @Override
    public GetMetricDataResponse getMetricData(GetMetricDataRequest request) {
        return data.get(Scope.current(), request);
    }

    @Override
    public PutMetricAlarmResponse putMetricAlarm(PutMetricAlarmRequest request) {
        Scope scope = Scope.current();
        database.change(_ -> {
            boolean isNew = alarms.find(scope, request.alarmName()).isEmpty();
            alarms.put(scope, request);
            if (isNew && request.hasTags()) {
                tags.add(scope, Alarms.arn(scope, request.alarmName()), request.tags());
            }
        });
        return PutMetricAlarmResponse.builder().build();
    }

    @Override
    public DescribeAlarmsResponse describeAlarms(DescribeAlarmsRequest request) {
        return alarms.describe(Scope.current(), request);
    }

    @Override
    public DescribeAlarmsForMetricResponse describeAlarmsForMetric(DescribeAlarmsForMetricRequest request) {
        return DescribeAlarmsForMetricResponse.builder()
                .metricAlarms(alarms.forMetric(Scope.current(), request))
                .build();
    }

    @Override
    public DescribeAlarmHistoryResponse describeAlarmHistory(DescribeAlarmHistoryRequest request) {
        return history.describe(Scope.current(), request);
    }

    @Override
    public SetAlarmStateResponse setAlarmState(SetAlarmStateRequest request) {
        boolean exists = states.change(
                Scope.current(),
                request.alarmName(),
                request.stateValue(),
                request.stateReason(),
                request.stateReasonData());
        if (!exists) {
            throw ResourceNotFoundException.builder()
                    .message("The alarm " + request.alarmName() + " does not exist.")
                    .build();
        }
        return SetAlarmStateResponse.builder().build();
    }

    @Override
    public EnableAlarmActionsResponse enableAlarmActions(EnableAlarmActionsRequest request) {
        alarms.enableActions(Scope.current(), request.alarmNames(), true);
        return EnableAlarmActionsResponse.builder().build();
    }

    @Override
    public DisableAlarmActionsResponse disableAlarmActions(DisableAlarmActionsRequest request) {
        alarms.enableActions(Scope.current(), request.alarmNames(), false);
        return DisableAlarmActionsResponse.builder().build();
    }

    @Override
    public DeleteAlarmsResponse deleteAlarms(DeleteAlarmsRequest request) {
        Scope scope = Scope.current();
        database.change(_ -> {
            alarms.delete(scope, request.alarmNames());
            request.alarmNames().forEach(name -> tags.removeAll(Alarms.arn(scope, name)));
        });
        return DeleteAlarmsResponse.builder().build();
    }

    @Override
    public PutDashboardResponse putDashboard(PutDashboardRequest request) {
        dashboards.put(Scope.current(), request.dashboardName(), request.dashboardBody());
        return PutDashboardResponse.builder().build();
    }

    @Override
    public GetDashboardResponse getDashboard(GetDashboardRequest request) {
        return dashboards.get(Scope.current(), request.dashboardName());
    }

    @Override
    public ListDashboardsResponse listDashboards(ListDashboardsRequest request) {
        return dashboards.list(Scope.current(), request);
    }

    @Override
    public DeleteDashboardsResponse deleteDashboards(DeleteDashboardsRequest request) {
        dashboards.delete(Scope.current(), request.dashboardNames());
        return DeleteDashboardsResponse.builder().build();
    }

    @Override
    public TagResourceResponse tagResource(TagResourceRequest request) {
        tags.add(Scope.current(), request.resourceARN(), request.tags());
        return TagResourceResponse.builder().build();
    }

    @Override
    public UntagResourceResponse untagResource(UntagResourceRequest request) {
        tags.remove(Scope.current(), request.resourceARN(), request.tagKeys());
        return UntagResourceResponse.builder().build();
    }

    @Override
    public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
        return ListTagsForResourceResponse.builder()
                .tags(tags.of(Scope.current(), request.resourceARN()))
                .build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
